"""What an installation knows of its sources beside the registry: on or off, proved, last run."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from doichieu.records import Source
from storage.schema import SourceRow


def sync(session: Session, sources: Iterable[Source]) -> None:
    """Write what pages need of each source; on/off and proofs of this installation stay."""
    known = states(session)
    for source in sources:
        row = known.get(source.id)
        if row is None:
            row = SourceRow(
                id=source.id, enabled=source.enabled, verified=source.verified, problem=""
            )
            session.add(row)
        row.name, row.kind, row.category = source.name, source.kind.value, source.category
        row.province, row.home_url = source.province, source.home_url
        row.interval_minutes = source.interval_minutes


def states(session: Session) -> dict[str, SourceRow]:
    """Every source known here, by id."""
    return {row.id: row for row in session.scalars(select(SourceRow).order_by(SourceRow.id))}


def set_enabled(session: Session, source_id: str, enabled: bool) -> None:
    """Put a source on or off the schedule."""
    session.get_one(SourceRow, source_id).enabled = enabled


def stamp_verified(session: Session, source_id: str, day: date) -> None:
    """A live check succeeded."""
    row = session.get_one(SourceRow, source_id)
    row.verified, row.problem, row.problem_since = day, "", None


def put_off(session: Session, source_id: str, until: datetime) -> None:
    """Its server asked to be left alone; the schedule does so."""
    row = session.get(SourceRow, source_id)
    if row is not None:
        row.not_before = until


def spend(session: Session, source_id: str, requests: int, *, day: date) -> None:
    """Requests made on a day, added to those before."""
    row = session.get(SourceRow, source_id)
    if row is not None:
        row.spent = requests + (row.spent if row.spent_on == day else 0)
        row.spent_on = day


def spent(row: SourceRow, *, day: date) -> int:
    """Requests made on a day so far."""
    return row.spent if row.spent_on == day else 0
