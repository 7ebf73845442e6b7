"""Pages as they were: WARC files under one folder, found by the database, identical bodies kept once."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from fastwarc.warc import ArchiveIterator
from sqlalchemy import bindparam, insert, select
from sqlalchemy.orm import Session

from doichieu.errors import DoichieuError
from doichieu.settings import Settings
from storage.schema import ArchiveRow

_ROW = insert(ArchiveRow.__table__)  # type: ignore[arg-type]
_SAME = select(ArchiveRow.url, ArchiveRow.file, ArchiveRow.offset, ArchiveRow.length).where(
    ArchiveRow.digest == bindparam("digest")
)
log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True, slots=True)
class Archived:
    """One page as a server sent it."""

    url: str
    fetched_at: datetime
    status: int
    content_type: str
    body: bytes


class Archive:
    """A folder of WARC files; a new one is begun when the newest is full."""

    def __init__(self, folder: Path, *, file_bytes: int, most_bytes: int) -> None:
        self.folder, self._file_bytes, self._most_bytes = folder, file_bytes, most_bytes

    def keep(
        self,
        session: Session,
        record: bytes,
        *,
        url: str,
        source_id: str,
        digest: str,
        at: datetime,
    ) -> bool:
        """Put a record away and index it by the body's digest; False when nothing was to be kept.

        A body that is there already is only indexed once more. A full or broken disk costs the
        copy, never the article: it is logged.
        """
        same = session.execute(_SAME, {"digest": digest}).all()
        if any(row.url == url for row in same):
            return False
        twin = same[0] if same else None
        try:
            place = (twin.file, twin.offset, twin.length) if twin else self._append(record)
        except OSError as error:
            log.warning("không lưu được bản gốc / cannot archive %s: %s", url, error)
            return False
        file, offset, length = place
        session.connection().execute(
            _ROW,
            {"url": url, "source_id": source_id, "digest": digest, "file": file, "offset": offset,
             "length": length, "fetched_at": at},
        )  # fmt: skip
        return True

    def find(self, session: Session, url: str, *, until: datetime | None = None) -> Archived | None:
        """The page as it last was (until then); the first copy when all are later. None: no copy.

        Raises DoichieuError when its file is missing or damaged.
        """
        rows = copies(session, url)
        if not rows:
            return None
        early = [row for row in rows if until is None or row.fetched_at <= until]
        return self.read(early[-1] if early else rows[0])

    def _append(self, record: bytes) -> tuple[str, int, int]:
        self.folder.mkdir(parents=True, exist_ok=True)
        held = sorted(self.folder.glob("*.warc.gz"))
        if sum(path.stat().st_size for path in held) + len(record) > self._most_bytes:
            raise OSError("đầy, xem DOICHIEU_ARCHIVE_MOST_BYTES / full")
        newest = held[-1] if held and held[-1].stat().st_size < self._file_bytes else None
        path = newest or self.folder / f"{datetime.now(UTC):%Y%m%dT%H%M%S%f}.warc.gz"
        with path.open("ab") as file, _alone(file):
            offset = file.seek(0, io.SEEK_END)
            file.write(record)
            file.flush()
        return path.name, offset, len(record)

    def size(self) -> int:
        """Bytes of all its files."""
        return sum(path.stat().st_size for path in self.folder.glob("*.warc.gz"))

    def read(self, row: ArchiveRow) -> Archived:
        """One copy; DoichieuError when its file is missing or damaged."""
        try:
            with (self.folder / row.file).open("rb") as file:
                file.seek(row.offset)
                packed = file.read(row.length)
            record = next(iter(ArchiveIterator(io.BytesIO(packed), verify_digests=True)))
        except (OSError, StopIteration) as error:
            raise _damaged(row) from error
        kind = record.http_headers.get("Content-Type") or ""
        return Archived(
            url=row.url, fetched_at=row.fetched_at, status=record.http_headers.status_code or 0,
            content_type=kind, body=record.reader.read(),
        )  # fmt: skip


def archive_of(settings: Settings) -> Archive:
    """The archive of an installation."""
    return Archive(
        settings.archive_dir,
        file_bytes=settings.archive_file_bytes,
        most_bytes=settings.archive_most_bytes,
    )


def copies(session: Session, url: str) -> list[ArchiveRow]:
    """The copies of a page, the oldest first."""
    query = select(ArchiveRow).where(ArchiveRow.url == url)
    return list(session.scalars(query.order_by(ArchiveRow.fetched_at, ArchiveRow.id)))


@contextmanager
def _alone(file: BinaryIO) -> Iterator[None]:
    """A crawl by hand and the service may write at the same time."""
    with suppress(ImportError):
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX)
    yield  # closing the file gives the lock back


def _damaged(row: ArchiveRow) -> DoichieuError:
    return DoichieuError(
        vi=f"bản lưu của {row.url} trong archive/{row.file} bị mất hoặc hỏng; hãy chép lại tệp ấy từ bản sao lưu",
        en=f"the copy of {row.url} in archive/{row.file} is missing or damaged; put that file back from a backup",
        reason="archive_damaged",
    )
