"""A consistent copy of a database while it is in use, proved on writing; and putting one back.

A backup is a SQLite file, whichever kind the database is, so that it goes back into either; with the archive
and the models it is a zip that holds that file and them. Beside either lies what it holds, with digests.
"""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from doichieu.errors import DoichieuError, WrongUse
from storage import log
from storage.backup_bundle import DATABASE, bundle, manifest, unbundle, write_manifest
from storage.copying import copy_all, empty_all, one_moment
from storage.database import Database, open_database
from storage.schema import EventRow

#: What the log calls a backup.
ACTION = "backup"


def backup(
    database: Database, output: Path, *, folders: tuple[Path, ...] = (), whole: bool = False
) -> None:
    """Write a copy to `output` and prove it; an existing file is never overwritten.

    `folders` (the archive, the models) are put in when it is to be `whole`; else their files are listed
    with their digests beside it.
    """
    if output.exists():
        raise WrongUse(
            vi=f"đã có tệp {output}; hãy chọn tên khác",
            en=f"there is a file {output} already; choose another name",
            reason="exists",
        )
    part = output.with_name(f"{output.name}.part")
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        _copy(database, part)
        prove(part)
        held = manifest(part, folders)
        if whole:
            bundle(part, folders, held)
        part.replace(output)
        write_manifest(output, held)
    except (OSError, sqlite3.Error, SQLAlchemyError) as error:
        raise DoichieuError(
            vi=f"không sao lưu được vào {output} ({error}); hãy xem chỗ trống và quyền ghi",
            en=f"cannot back up to {output} ({error}); look at free space and permissions",
            reason="backup_failed",
        ) from error
    finally:
        for ending in ("", "-wal", "-shm"):
            part.with_name(part.name + ending).unlink(missing_ok=True)
    with database.session() as session:
        size = output.stat().st_size
        log.append(session, actor=log.MACHINE, action=ACTION, subject=output.name, detail={"bytes": size, "whole": whole})  # fmt: skip


def last_backup(database: Database) -> datetime | None:
    """When the newest proved backup was made; None: never."""
    query = select(EventRow.at).where(EventRow.action == ACTION).order_by(EventRow.id.desc())
    with database.reading() as session:
        return session.scalars(query.limit(1)).first()


def restore(path: Path, *, backup_file: Path, folder: Path | None = None) -> Path | None:
    """Put a proved backup in the place of the database at `path`; where the former one lies.

    What a whole backup holds beside the database goes into `folder`, over files of the same name.
    """
    with unbundle(backup_file, folder) as held:
        prove(held)
        kept = _put_aside(path)
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(held, path)
    return kept


def restore_into(
    database: Database, *, backup_file: Path, folder: Path | None, aside: Path
) -> Path:
    """Put a proved backup into a PostgreSQL database in one transaction; what was there lies at `aside`."""
    with unbundle(backup_file, folder) as held:
        prove(held)
        backup(database, aside)
        source = open_database(f"sqlite:///{_own_copy(held, aside)}")
        try:
            with one_moment(source) as here, database.engine.begin() as there:
                empty_all(there)
                for _ in copy_all(here, there):
                    pass
        finally:
            source.close()
            for ending in ("", "-wal", "-shm"):
                _beside(aside).with_name(_beside(aside).name + ending).unlink(missing_ok=True)
    return aside


def prove(path: Path) -> None:
    """Raise DoichieuError unless `path` is a sound database of ours."""
    try:
        with closing(sqlite3.connect(f"file:{path.absolute()}?mode=ro", uri=True)) as copy:
            sound = copy.execute("PRAGMA integrity_check").fetchone()[0]
            copy.execute("SELECT count(*) FROM flags, alembic_version").fetchone()
    except sqlite3.Error as error:
        sound = str(error)
    if sound != "ok":
        raise DoichieuError(
            vi=f"{path} không phải bản sao lưu lành lặn ({sound}); hãy dùng bản khác",
            en=f"{path} is no sound backup ({sound}); use another one",
            reason="bad_backup",
        )


def _copy(database: Database, part: Path) -> None:
    part.unlink(missing_ok=True)
    if database.path is not None:
        with (
            closing(sqlite3.connect(database.path)) as live,
            closing(sqlite3.connect(part)) as copy,
        ):
            live.backup(copy)
        return
    target = open_database(f"sqlite:///{part.absolute()}")
    try:
        with one_moment(database) as here, target.engine.begin() as there:
            for _ in copy_all(here, there):
                pass
    finally:
        target.close()
    with closing(sqlite3.connect(part)) as copy:  # one file, nothing beside it
        copy.execute("PRAGMA journal_mode=DELETE")


def _put_aside(path: Path) -> Path | None:
    kept = None
    if path.exists():
        kept = path.with_name(f"{path.name}.{datetime.now(UTC):%Y%m%dT%H%M%S}.old")
        # A damaged database is put aside as it is; that is why it is being replaced.
        with closing(sqlite3.connect(path)) as live, suppress(sqlite3.DatabaseError):
            live.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        path.rename(kept)
    for ending in ("-wal", "-shm"):
        path.with_name(path.name + ending).unlink(missing_ok=True)
    return kept


def _own_copy(held: Path, aside: Path) -> Path:
    """A copy that may be brought to the newest schema: the backup itself stays as it was made."""
    copy = _beside(aside)
    shutil.copyfile(held, copy)
    return copy.absolute()


def _beside(aside: Path) -> Path:
    return aside.with_name(f"{aside.name}.{DATABASE}")
