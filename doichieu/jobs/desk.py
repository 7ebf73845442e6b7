"""The installation a job works on: its settings and its database, opened and closed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from crawler.registry import Registry, load_sources
from doichieu.settings import Settings
from storage import sources as source_rows
from storage.database import Database, open_database


@dataclass(frozen=True, kw_only=True, slots=True)
class Desk:
    """Settings and an open database."""

    settings: Settings
    database: Database

    def registry(self) -> Registry:
        """The bundled sources and the installation's own; what the database needs is brought in."""
        registry = load_sources(self.settings.sources_dir)
        with self.database.session() as session:
            source_rows.sync(session, registry.sources.values())
        return registry


@contextmanager
def open_desk(settings: Settings) -> Iterator[Desk]:
    """The desk of these settings; made when it is not there yet."""
    database = open_database(settings.database)
    try:
        yield Desk(settings=settings, database=database)
    finally:
        database.close()
