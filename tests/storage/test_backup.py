"""A backup of either kind of database, proved, put back into either; with the archive when asked."""

from __future__ import annotations

import json
import threading
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from doichieu.errors import DoichieuError, WrongUse
from doichieu.records import Article
from storage import articles, backup, doctor
from storage.copying import all_contents, one_moment
from storage.database import Database, open_database

#: Where the taking of a backup is written down.
LOGGED = ("events", "log_heads")


def _fill(database: Database, count: int, *, begin: int = 0) -> None:
    with database.session() as session:
        for at in range(begin, begin + count):
            one = Article(
                url=f"https://b.example/{at}", title="Bến", text=f"Câu {at}.", source_id="a"
            )
            articles.save(session, one)


def _held(database: Database) -> dict[str, object]:
    with one_moment(database) as here:
        return {name: held for name, held in all_contents(here).items() if name not in LOGGED}


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_a_backup_of_either_kind_goes_back_into_either(
    database: Database, engine: str, new_database: Callable[[str], Database], tmp_path: Path
) -> None:
    _fill(database, 5)
    backup.backup(database, tmp_path / "b.db")
    other = new_database(engine)
    _fill(other, 2, begin=70)
    if other.path is not None:
        path, there = other.path, other.url
        other.close()
        kept = backup.restore(path, backup_file=tmp_path / "b.db")
        other = open_database(there)
    else:
        kept = backup.restore_into(
            other, backup_file=tmp_path / "b.db", folder=None, aside=tmp_path / "before.db"
        )
    assert _held(other) == _held(database)
    assert doctor.examine(other) == []
    _fill(other, 1, begin=90)  # keys go on behind those that were put back
    former = open_database(f"sqlite:///{kept}")
    with former.reading() as session:
        assert len(articles.newest(session)) == 2
    former.close()
    other.close()
    assert {one.name for one in tmp_path.iterdir() if "part" in one.name} == set()


def test_the_age_of_the_newest_backup_is_known(database: Database, tmp_path: Path) -> None:
    assert backup.last_backup(database) is None
    backup.backup(database, tmp_path / "b.db")
    made = backup.last_backup(database)
    assert made is not None
    assert datetime.now(UTC) - made < timedelta(minutes=5)


def test_a_backup_made_while_others_write_is_one_moment(database: Database, tmp_path: Path) -> None:
    _fill(database, 50)
    writing = threading.Thread(
        target=lambda: [_fill(database, 1, begin=100 + at) for at in range(30)]
    )
    writing.start()
    backup.backup(database, tmp_path / "b.db")
    writing.join()
    held = open_database(f"sqlite:///{tmp_path / 'b.db'}")
    assert doctor.examine(held) == []
    with held.reading() as session:
        assert 50 <= len(articles.newest(session, limit=500)) <= 80
    held.close()


def test_the_archive_goes_with_it_and_comes_back(database: Database, tmp_path: Path) -> None:
    archive, models = tmp_path / "data" / "archive", tmp_path / "data" / "models"
    archive.mkdir(parents=True)
    models.mkdir()
    (archive / "1.warc.gz").write_bytes(b"trang")
    (models / "m.skops").write_bytes(b"mo hinh")
    _fill(database, 1)
    backup.backup(database, tmp_path / "b.zip", folders=(archive, models), whole=True)
    told = json.loads((tmp_path / "b.zip.manifest.json").read_text(encoding="utf-8"))
    assert set(told["files"]) == {"doichieu.db", "archive/1.warc.gz", "models/m.skops"}
    place = tmp_path / "khac"
    backup.restore(place / "a.db", backup_file=tmp_path / "b.zip", folder=place)
    assert (place / "archive" / "1.warc.gz").read_bytes() == b"trang"
    assert (place / "models" / "m.skops").read_bytes() == b"mo hinh"


def test_a_zip_with_one_changed_file_is_refused_and_nothing_is_touched(
    database: Database, tmp_path: Path
) -> None:
    archive = tmp_path / "archive"
    archive.mkdir()
    (archive / "1.warc.gz").write_bytes(b"trang")
    backup.backup(database, tmp_path / "b.zip", folders=(archive,), whole=True)
    with zipfile.ZipFile(tmp_path / "b.zip") as whole:
        held = {name: whole.read(name) for name in whole.namelist()}
    with zipfile.ZipFile(tmp_path / "c.zip", "w") as changed:
        for name, body in held.items():
            changed.writestr(name, b"khac" if name.startswith("archive/") else body)
    with pytest.raises(DoichieuError, match=r"archive/1\.warc\.gz"):
        backup.restore(tmp_path / "a.db", backup_file=tmp_path / "c.zip", folder=tmp_path)
    assert not (tmp_path / "a.db").exists()


def test_an_existing_file_is_never_overwritten(database: Database, tmp_path: Path) -> None:
    (tmp_path / "b.db").write_bytes(b"cu")
    with pytest.raises(WrongUse, match=r"b\.db"):
        backup.backup(database, tmp_path / "b.db")
    assert (tmp_path / "b.db").read_bytes() == b"cu"
    assert backup.last_backup(database) is None
