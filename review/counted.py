"""How long the log and the list of runs are, as far as that is soon known."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from review import reading
from storage import log_chain, log_search
from storage.counting import count_soon
from storage.database import Database
from storage.log_search import Lines
from storage.schema import RunRow


def log_head(database: Database) -> Any:
    """How long the log is, and what its last check found."""
    with database.reading() as session:
        return log_chain.last_check(session)


def lines_there_are(database: Database, asked: Mapping[str, Any]) -> int | None:
    """Lines of the log within the filters; all of them are known without counting."""
    lines = reading.lines_of(asked)
    with database.reading() as session:
        if lines == Lines():
            head = log_chain.last_check(session)
            return head.rows if head else None
        return count_soon(session, log_search.narrowed(lines))


def runs_there_are(database: Database) -> int | None:
    """All runs."""
    with database.reading() as session:
        return count_soon(session, select(RunRow.id))
