"""The space of archived pages that were let go: files nothing points into, and files that are mostly empty."""

from __future__ import annotations

import os
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from storage.schema import ArchiveRow

#: A file that nothing points into goes when it is this old: one being written has rows only later.
OLD = timedelta(days=1)
#: A file of which less than this share is still pointed into is written anew.
SHARE = 0.5

Place = tuple[int, int]  #: offset and length


def empty_files(session: Session, folder: Path, *, now: datetime | None = None) -> list[Path]:
    """Files nothing points into, old enough; never the newest, which the next page goes into."""
    used = set(session.scalars(select(ArchiveRow.file).distinct()))
    limit = (now or datetime.now(UTC)) - OLD
    held = sorted(folder.glob("*.warc.gz"))[:-1]
    return [path for path in held if path.name not in used and _changed(path) < limit]


def loose_files(session: Session, folder: Path) -> dict[str, list[Place]]:
    """Files that are mostly let go → the places in them that are pointed into; never the newest."""
    places: dict[str, set[Place]] = defaultdict(set)
    for row in session.execute(select(ArchiveRow.file, ArchiveRow.offset, ArchiveRow.length)):
        places[row.file].add((row.offset, row.length))
    found = {}
    for path in sorted(folder.glob("*.warc.gz"))[:-1]:
        kept = sorted(places.get(path.name, ()))
        if kept and sum(length for _, length in kept) < SHARE * path.stat().st_size:
            found[path.name] = kept
    return found


def write_anew(session: Session, folder: Path, name: str, places: list[Place]) -> int:
    """Copy what is pointed into to a file of its own and point there; bytes saved once the old one goes.

    Each record is packed by itself, so its bytes can be copied as they are. The old file stays until
    nothing has pointed into it for a day: a reader may have it open, and this transaction may fail.
    """
    path, fresh = folder / name, folder / f"{name.removesuffix('.warc.gz')}-.warc.gz"
    at = 0
    with path.open("rb") as old, fresh.open("wb") as new:
        for offset, length in places:
            old.seek(offset)
            new.write(old.read(length))
            session.execute(
                update(ArchiveRow)
                .where(ArchiveRow.file == name, ArchiveRow.offset == offset)
                .values(file=fresh.name, offset=at)
            )
            at += length
        new.flush()
        os.fsync(new.fileno())
    os.utime(path)  # its day begins now
    return path.stat().st_size - at


def _changed(path: Path) -> datetime:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC)
