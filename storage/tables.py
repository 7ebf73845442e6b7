"""Every table there is: ours, the schedule's, and the index of words; in an order in which rows can be put in."""

from __future__ import annotations

import pkgutil
from functools import cache
from importlib import import_module

from sqlalchemy import Column, Float, LargeBinary, MetaData, String, Table, column, table
from sqlalchemy.sql.expression import TableClause

import storage
from storage.schema import Base

#: The schedule's own table, as APScheduler makes it when it starts.
SCHEDULE = Table(
    "apscheduler_jobs", MetaData(),
    Column("id", String(191), primary_key=True),
    Column("next_run_time", Float(25), index=True),
    Column("job_state", LargeBinary, nullable=False),
)  # fmt: skip
#: What is findable; SQLite and PostgreSQL keep it in their own ways.
SEARCH = table("search", *(column(name) for name in ("kind", "ref", "title", "body")))

#: Tables that a new schema is born with a row in: where the empty log begins.
BORN_WITH_A_ROW = frozenset({"log_heads"})


@cache
def own_tables() -> tuple[Table, ...]:
    """The tables of the schema, each after those it refers to."""
    for module in pkgutil.iter_modules(storage.__path__):
        if not module.ispkg:
            import_module(f"storage.{module.name}")  # a table is known once its module is
    return tuple(Base.metadata.sorted_tables)


def all_tables() -> tuple[TableClause, ...]:
    """Those of the schema, the schedule's and the index."""
    return (*own_tables(), SCHEDULE, SEARCH)
