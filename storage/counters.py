"""Sums that only grow, kept in the transaction of what they count: every process sees the same."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from sqlalchemy import Table, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from storage.counters_schema import CounterRow


def ran(
    session: Session, kind: str, *, failed: bool, seconds: float, counts: Mapping[str, int]
) -> None:
    """A run of a kind ended: how it ended, how long it took, what it did."""
    sums: dict[str, float] = {"runs": 1, "failed": int(failed), "seconds": seconds}
    for name, number in {**sums, **counts}.items():
        add(session, kind, name, number)


def add(session: Session, kind: str, name: str, number: float) -> None:
    """One sum grows."""
    table = cast(Table, CounterRow.__table__)
    postgres = session.get_bind().dialect.name == "postgresql"
    made = (postgresql if postgres else sqlite).insert(table)
    put = made.values(kind=kind, name=name, total=number).on_conflict_do_update(
        index_elements=table.primary_key.columns,
        set_={"total": table.c.total + made.excluded.total},
    )
    session.execute(put)


def totals(session: Session) -> dict[tuple[str, str], float]:
    """(kind, name) → sum."""
    query = select(CounterRow).order_by(CounterRow.kind, CounterRow.name)
    return {(row.kind, row.name): row.total for row in session.scalars(query)}
