"""The database by hand: upgrade, back up, restore, examine."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import make_url

from doichieu.errors import WrongUse
from doichieu.jobs.desk import open_desk
from doichieu.settings import Settings
from storage import backup, doctor, move
from storage.copying import Step
from storage.database import open_database
from storage.migrate import head


def upgrade_database(*, settings: Settings) -> str:
    """Bring the schema up to date; its revision."""
    with open_desk(settings):
        return head()


def backup_database(output: Path, *, settings: Settings, with_archive: bool = False) -> None:
    """A consistent, proved copy; the archive and the models in it, or listed beside it."""
    database = open_database(settings.database, create=False)
    folders = (settings.archive_dir, settings.models_dir)
    try:
        backup.backup(database, output, folders=folders, whole=with_archive)
    finally:
        database.close()


def restore_database(backup_file: Path, *, settings: Settings) -> Path | None:
    """Put a backup in place; where the former database lies now."""
    url = make_url(settings.database)
    if url.get_backend_name() == "sqlite" and url.database:
        return backup.restore(Path(url.database), backup_file=backup_file, folder=settings.data_dir)
    aside = settings.data_dir / f"before-restore-{datetime.now(UTC):%Y%m%dT%H%M%S}.db"
    database = open_database(settings.database)
    try:
        return backup.restore_into(
            database, backup_file=backup_file, folder=settings.data_dir, aside=aside
        )
    finally:
        database.close()


def move_database(target: str, *, settings: Settings) -> Iterator[Step]:
    """Everything to an empty database at another address; step by step."""
    url = _spelled(target)
    source = open_database(settings.database, create=False)
    try:
        there = open_database(url)
        try:
            yield from move.move(source, there)
        finally:
            there.close()
    finally:
        source.close()


def _spelled(target: str) -> str:
    if not target.startswith(("sqlite:///", "postgresql://", "postgresql+psycopg://")):
        # The address itself is not repeated: it may hold a password.
        raise WrongUse(
            vi="địa chỉ đích phải bắt đầu bằng sqlite:/// hoặc postgresql+psycopg://",
            en="the target must begin with sqlite:/// or postgresql+psycopg://",
            reason="bad_address",
        )
    return target.replace("postgresql://", "postgresql+psycopg://", 1)


def examine_database(*, settings: Settings) -> list[str]:
    """What is wrong, in words."""
    database = open_database(settings.database, create=False)
    try:
        return doctor.examine(database, archive=settings.archive_dir)
    finally:
        database.close()
