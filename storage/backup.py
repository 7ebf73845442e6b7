"""A consistent copy of a SQLite database while it is in use, proved; and putting one back."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path

from doichieu.errors import DoichieuError, WrongUse
from storage.database import Database


def backup(database: Database, output: Path) -> None:
    """Write a copy to `output` and prove it; an existing file is never overwritten."""
    source = _file(database)
    if output.exists():
        raise WrongUse(
            vi=f"đã có tệp {output}; hãy chọn tên khác",
            en=f"there is a file {output} already; choose another name",
            reason="exists",
        )
    part = output.with_name(f"{output.name}.part")
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(source)) as live, closing(sqlite3.connect(part)) as copy:
            live.backup(copy)
        prove(part)
        part.replace(output)
    except (OSError, sqlite3.Error) as error:
        part.unlink(missing_ok=True)
        raise DoichieuError(
            vi=f"không sao lưu được vào {output} ({error}); hãy xem chỗ trống và quyền ghi",
            en=f"cannot back up to {output} ({error}); look at free space and permissions",
            reason="backup_failed",
        ) from error


def restore(path: Path, *, backup_file: Path) -> Path | None:
    """Put a proved backup in the place of the database at `path`; where the former one lies."""
    prove(backup_file)
    kept = None
    if path.exists():
        kept = path.with_name(f"{path.name}.{datetime.now(UTC):%Y%m%dT%H%M%S}.old")
        # A damaged database is put aside as it is; that is why it is being replaced.
        with closing(sqlite3.connect(path)) as live, suppress(sqlite3.DatabaseError):
            live.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        path.rename(kept)
    for ending in ("-wal", "-shm"):
        path.with_name(path.name + ending).unlink(missing_ok=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(backup_file, path)
    return kept


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


def _file(database: Database) -> Path:
    if database.path is None:
        raise WrongUse(
            vi="sao lưu PostgreSQL bằng pg_dump của nó",
            en="back PostgreSQL up with its own pg_dump",
            reason="not_sqlite",
        )
    return database.path
