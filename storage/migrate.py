"""Alembic, run from here: the newest schema, the present one, and the way between."""

from __future__ import annotations

from importlib.resources import files

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Engine

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
        with engine.begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    except CommandError as error:
        raise DoichieuError(
            vi=f"cơ sở dữ liệu mới hơn chương trình ({error}); hãy nâng cấp doichieu",
            en=f"the database is newer than this program ({error}); upgrade doichieu",
            reason="newer_database",
        ) from error
    return head()


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(files("storage") / "migrations"))
    return config
