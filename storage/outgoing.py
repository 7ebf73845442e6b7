"""Messages on their way: one row an address, tried until it is sent or too old."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import delete, distinct, func, select
from sqlalchemy.orm import Session

from storage.alert_schema import OutgoingRow

#: Minutes to the next try after the first, the second … failure; the last goes on until the message is too old.
WAITS = (1, 5, 15, 60, 180)
#: A message that could not be sent for so long tells nothing new.
TOO_OLD = timedelta(hours=24)
#: Messages are kept so long, to be looked at.
KEPT = timedelta(days=30)
#: Messages tried in one turn.
PART = 20


def put(
    session: Session,
    subject: str,
    addresses: Iterable[tuple[str, str]],
    *,
    title: str,
    body: str,
    now: datetime,
) -> None:
    """Send a message to each (address, how it is shown); a subject goes to an address once, ever."""
    known = set(session.scalars(select(OutgoingRow.address).where(OutgoingRow.subject == subject)))
    session.add_all(
        OutgoingRow(
            subject=subject, address=address, shown=shown, title=title, body=body, created_at=now, tries=0, next_at=now,
            problem="",
        )
        for address, shown in addresses
        if address not in known
    )  # fmt: skip


def due(session: Session, now: datetime) -> list[OutgoingRow]:
    """What should be tried now, the earliest first."""
    query = select(OutgoingRow).where(OutgoingRow.next_at <= now)
    return list(session.scalars(query.order_by(OutgoingRow.id).limit(PART)))


def sent(session: Session, row_id: int, now: datetime) -> None:
    """It arrived."""
    row = session.get_one(OutgoingRow, row_id)
    row.sent_at, row.next_at, row.problem, row.tries = now, None, "", row.tries + 1


def failed(session: Session, row_id: int, problem: str, now: datetime) -> bool:
    """It did not; whether it is tried again."""
    row = session.get_one(OutgoingRow, row_id)
    row.tries, row.problem = row.tries + 1, problem[:500]
    wait = timedelta(minutes=WAITS[min(row.tries, len(WAITS)) - 1])
    again = now + wait - row.created_at < TOO_OLD
    row.next_at = now + wait if again else None
    return again


def count_since(session: Session, prefix: str, moment: datetime) -> int:
    """How many messages whose subject begins so were put on their way since a moment, whatever their addresses."""
    query = select(func.count(distinct(OutgoingRow.subject)))
    found = query.where(OutgoingRow.created_at > moment, OutgoingRow.subject.startswith(prefix))
    return session.scalar(found) or 0


def newest(session: Session, *, limit: int = 30) -> list[OutgoingRow]:
    """The last messages."""
    return list(session.scalars(select(OutgoingRow).order_by(OutgoingRow.id.desc()).limit(limit)))


def forget(session: Session, now: datetime) -> None:
    """Leave old messages behind."""
    session.execute(delete(OutgoingRow).where(OutgoingRow.created_at < now - KEPT))
