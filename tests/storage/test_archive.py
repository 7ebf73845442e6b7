"""Pages as they were: kept once a body, found by address and day, read back whole, shown inert."""

from __future__ import annotations

import hashlib
import io
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from fastwarc.warc import ArchiveIterator
from sqlalchemy import func, select

from crawler.record import warc_record
from doichieu.errors import DoichieuError
from doichieu.records import Page
from storage.archive import Archive, Archived
from storage.database import Database
from storage.inert import inert_text
from storage.schema import ArchiveRow

DAY = datetime(2026, 11, 1, 8, 0, tzinfo=UTC)
HEAD = (("Content-Type", "text/html; charset=utf-8"), ("Set-Cookie", "s=1"), ("Content-Encoding", "gzip"), ("X-Odd", "a\r\nX-Evil: b"))  # fmt: skip


def _archive(tmp_path: Path, **bounds: int) -> Archive:
    return Archive(tmp_path / "archive", **({"file_bytes": 10**6, "most_bytes": 10**7} | bounds))


def _keep(archive: Archive, database: Database, url: str, body: bytes, *, day: int = 0) -> bool:
    at = DAY + timedelta(days=day)
    page = Page(url=url, status=200, body=body, fetched_at=at)
    with database.session() as session:
        return archive.keep(
            session, warc_record(page, HEAD), url=url, source_id="a",
            digest=hashlib.sha256(body).hexdigest(), at=at,
        )  # fmt: skip


def _find(
    archive: Archive, database: Database, url: str, *, until: datetime | None = None
) -> Archived:
    with database.session() as session:
        found = archive.find(session, url, until=until)
    assert found is not None
    return found


def test_a_page_comes_back_as_it_was_on_a_day(database: Database, tmp_path: Path) -> None:
    archive, url = _archive(tmp_path), "https://a.example/tin?x=đ"
    bodies = [f"<p>Bản {at}: mức 5 đồng".encode() * 9 for at in range(3)]
    for at, body in enumerate(bodies):
        assert _keep(archive, database, url, body, day=at)
    assert _find(archive, database, url).body == bodies[2]
    assert _find(archive, database, url, until=DAY + timedelta(days=1, hours=1)).body == bodies[1]
    assert _find(archive, database, url, until=DAY - timedelta(days=1)).body == bodies[0]
    with database.session() as session:
        assert archive.find(session, "https://a.example/khac") is None


def test_the_same_body_is_kept_once_under_every_address(database: Database, tmp_path: Path) -> None:
    archive, body = _archive(tmp_path), b"<p>" + b"mot bai " * 500
    assert _keep(archive, database, "https://a.example/1", body)
    size = sum(path.stat().st_size for path in archive.folder.iterdir())
    assert not _keep(archive, database, "https://a.example/1", body, day=1)
    assert _keep(archive, database, "https://b.example/2", body)
    assert sum(path.stat().st_size for path in archive.folder.iterdir()) == size
    assert _find(archive, database, "https://b.example/2").body == body


def test_files_are_readable_by_any_warc_reader_and_begun_anew_when_full(
    database: Database, tmp_path: Path
) -> None:
    archive = _archive(tmp_path, file_bytes=600)
    for at in range(6):
        _keep(archive, database, f"https://a.example/{at}", hashlib.sha256(b"%d" % at).digest() * 9)
    files = sorted(archive.folder.iterdir())
    assert len(files) > 1
    urls = []
    for path in files:
        for record in ArchiveIterator(io.BytesIO(path.read_bytes()), verify_digests=True):
            urls.append(record.headers["WARC-Target-URI"])
            assert record.http_headers["Content-Type"] == "text/html; charset=utf-8"
            assert "Set-Cookie" not in record.http_headers
            assert "X-Evil" not in record.http_headers
            assert len(record.reader.read()) == 32 * 9
    assert urls == [f"https://a.example/{at}" for at in range(6)]


def test_a_full_archive_or_disk_costs_the_copy_and_no_more(
    database: Database, tmp_path: Path
) -> None:
    assert not _keep(_archive(tmp_path, most_bytes=10), database, "https://a.example/1", b"<p>a")
    blocked = _archive(tmp_path / "tep")
    (tmp_path / "tep").write_text("a file where the folder should be")
    assert not _keep(blocked, database, "https://a.example/1", b"<p>a")
    with database.session() as session:
        assert session.scalar(select(func.count()).select_from(ArchiveRow)) == 0


@pytest.mark.parametrize("harm", ["missing", "cut", "altered"])
def test_a_damaged_copy_is_told_and_never_shown(
    database: Database, tmp_path: Path, harm: str
) -> None:
    archive, url = _archive(tmp_path), "https://a.example/1"
    _keep(archive, database, url, b"<p>" + b"mot bai bao " * 99)
    path = next(archive.folder.iterdir())
    held = bytearray(path.read_bytes())
    if harm == "missing":
        path.unlink()
    else:
        held = held[: len(held) // 2] if harm == "cut" else held
        held[len(held) // 2] ^= 0xFF
        path.write_bytes(held)
    with pytest.raises(DoichieuError, match="archive/") as told, database.session() as session:
        archive.find(session, url)
    assert told.value.reason == "archive_damaged"


@pytest.mark.parametrize(
    ("kind", "body", "text"),
    [
        ("text/html", "<title>Tin</title><p>Mức <b>5</b> đồng<script>alert(1)</script><p>Hết", "Tin\nMức 5 đồng\nHết"),
        ("text/html", "<p>a\x1b[2Jb\u202ec<img src=x onerror=alert(1)>", "a[2Jbc"),
        ("application/pdf", "%PDF-1.7", ""),
    ],
)  # fmt: skip
def test_the_text_of_a_page_is_inert(kind: str, body: str, text: str) -> None:
    page = Archived(url="", fetched_at=DAY, status=200, content_type=kind, body=body.encode())
    assert inert_text(page) == text
