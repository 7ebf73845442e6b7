"""The named jobs as the database knows them: what comes next, what is paused, which run was the last."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from storage.moments import now
from storage.schedule_schema import JobRow

#: The name that stands for every job.
ALL = "*"


def rows(session: Session) -> dict[str, JobRow]:
    """Every job known, by name."""
    return {row.name: row for row in session.scalars(select(JobRow).order_by(JobRow.name))}


def paused(session: Session) -> set[str]:
    """The names that are paused; ALL may be among them."""
    return set(session.scalars(select(JobRow.name).where(JobRow.paused_at.is_not(None))))


def pause(session: Session, name: str, *, by: str) -> bool:
    """Hold a job back, or all of them; False when it was so already."""
    row = _row(session, name)
    if row.paused_at is not None:
        return False
    row.paused_at, row.paused_by = now(), by
    return True


def resume(session: Session, name: str) -> bool:
    """Let a job run again, or all: those paused by themselves, too; False when none was paused."""
    held = select(JobRow).where(JobRow.paused_at.is_not(None))
    found = list(session.scalars(held if name == ALL else held.where(JobRow.name == name)))
    for row in found:
        row.paused_at, row.paused_by = None, ""
    return bool(found)


def plan(session: Session, next_times: Mapping[str, datetime | None]) -> None:
    """Write down what comes next; a name that is not named is forgotten unless it is paused."""
    known = rows(session)
    for name, moment in next_times.items():
        row = known.get(name) or _row(session, name)
        if row.next_at != moment:
            row.next_at = moment
    gone = [
        name
        for name in known.keys() - next_times.keys()
        if name != ALL and known[name].paused_at is None
    ]
    if gone:
        session.execute(delete(JobRow).where(JobRow.name.in_(gone)))


def begun(session: Session, names: Iterable[str], run_id: int) -> None:
    """These jobs' last run is this one."""
    names = list(names)
    for name in set(names) - rows(session).keys():
        _row(session, name)
    session.flush()
    session.execute(update(JobRow).where(JobRow.name.in_(names)).values(last_run=run_id))


def _row(session: Session, name: str) -> JobRow:
    row = session.get(JobRow, name)
    if row is None:
        row = JobRow(name=name, next_at=None, paused_at=None, paused_by="", last_run=None)
        session.add(row)
    return row
