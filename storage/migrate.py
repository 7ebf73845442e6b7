"""Alembic, run from here: the newest schema, the present one, and the way between."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, Engine

from doichieu.errors import DoichieuError


def head() -> str:
    """The revision this program was written for."""
    return str(ScriptDirectory.from_config(_config()).get_current_head())


def current(engine: Engine) -> str | None:
    """The revision a database is at; None when it is empty."""
    with engine.connect().execution_options(doichieu_reading=True) as connection:
        return MigrationContext.configure(connection).get_current_revision()


def upgrade(engine: Engine) -> str:
    """Bring a database to the newest schema, in one transaction; the revision."""
    config = _config()
    try:
        with (
            engine.connect() as connection,
            _tables_may_be_made_anew(connection),
            connection.begin(),
        ):
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
            _nothing_orphaned(connection)
    except CommandError as error:
        raise DoichieuError(
            vi=f"cơ sở dữ liệu mới hơn chương trình ({error}); hãy nâng cấp doichieu",
            en=f"the database is newer than this program ({error}); upgrade doichieu",
            reason="newer_database",
        ) from error
    return head()


@contextmanager
def _tables_may_be_made_anew(connection: Connection) -> Iterator[None]:
    """SQLite changes a column by making its table anew, and will not drop one that others refer to.

    So it looks at references again only afterwards; the switch must be turned outside of a transaction.
    """
    driver: Any = connection.connection.driver_connection
    if connection.dialect.name != "sqlite":
        yield
        return
    driver.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        driver.execute("PRAGMA foreign_keys=ON")


def _nothing_orphaned(connection: Connection) -> None:
    if connection.dialect.name != "sqlite":
        return
    orphans = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    if orphans:
        raise DoichieuError(
            vi=f"nâng lược đồ sẽ để lại {len(orphans)} dòng mồ côi ở bảng {orphans[0][0]}; chưa đổi gì, hãy khôi phục bản sao lưu",
            en=f"the new schema would leave {len(orphans)} orphaned rows in {orphans[0][0]}; nothing was changed, restore a backup",
            reason="orphans",
        )


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(files("storage") / "migrations"))
    return config
