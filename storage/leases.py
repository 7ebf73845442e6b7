"""Who may work alone: a name held until a time, with a fence that grows at every change of hands."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import or_, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from storage.schema import LeaseRow


def take(session: Session, name: str, *, holder: str, seconds: float) -> int | None:
    """Take or renew the lease; its fence, or None while another holds it."""
    now = datetime.now(UTC)
    until = now + timedelta(seconds=seconds)
    renewed = session.execute(
        update(LeaseRow)
        .where(LeaseRow.name == name, or_(LeaseRow.holder == holder, LeaseRow.until < now))
        .values(holder=holder, until=until, fence=LeaseRow.fence + 1)
    )
    if renewed.rowcount == 1:  # type: ignore[attr-defined]
        return session.get_one(LeaseRow, name, populate_existing=True).fence
    if session.get(LeaseRow, name) is not None:
        return None
    try:
        with session.begin_nested():
            session.add(LeaseRow(name=name, holder=holder, until=until, fence=1))
    except IntegrityError:
        return None
    return 1


def holder(session: Session, name: str) -> LeaseRow | None:
    """Who holds it, and until when."""
    return session.get(LeaseRow, name)


def release(session: Session, name: str, *, holder: str) -> None:
    """Give it back, so that a successor need not wait."""
    session.execute(
        update(LeaseRow)
        .where(LeaseRow.name == name, LeaseRow.holder == holder)
        .values(until=datetime.now(UTC))
    )
