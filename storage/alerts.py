"""Alerts: opened once when something goes wrong, ended once when it is over, each told once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from storage.alert_schema import AlertRow, MeasureRow

#: Alerts that are over are kept so long; what was waiting, so long.
KEPT, MEASURES_KEPT = timedelta(days=90), timedelta(days=8)


@dataclass(frozen=True, slots=True)
class Event:
    """Something that is wrong now."""

    kind: str
    subject: str
    said: str  #: "tiếng Việt / English"


def settle(session: Session, now: datetime, *, wrong: Iterable[Event], looked_at: Set[str]) -> None:
    """Open what is wrong and was not; end what was wrong, of the kinds that were looked at, and is not."""
    standing = {(row.kind, row.subject): row for row in standing_alerts(session)}
    seen = set()
    for event in wrong:
        key = (event.kind, event.subject)
        row = standing.get(key)
        if row is not None:
            row.said = event.said
        elif key not in seen:
            session.add(AlertRow(kind=event.kind, subject=event.subject, said=event.said, opened_at=now))  # fmt: skip
        seen.add(key)
    for key, row in standing.items():
        if key not in seen and row.kind in looked_at:
            row.ended_at = now
            # What nobody was told of need not be called over.
            row.over_at = None if row.told_at else now


def standing_alerts(session: Session, kind: str | None = None) -> list[AlertRow]:
    """What is wrong now, the newest first."""
    query = select(AlertRow).where(AlertRow.ended_at.is_(None)).order_by(AlertRow.id.desc())
    return list(session.scalars(query.where(AlertRow.kind == kind) if kind else query))


def ended_alerts(session: Session, *, limit: int = 50) -> list[AlertRow]:
    """What is over, the last first."""
    query = select(AlertRow).where(AlertRow.ended_at.is_not(None))
    return list(session.scalars(query.order_by(AlertRow.ended_at.desc()).limit(limit)))


def to_tell(session: Session) -> tuple[list[AlertRow], list[AlertRow]]:
    """What is wrong and was not told, and what was told and is over, the earliest first."""
    query = select(AlertRow).order_by(AlertRow.id)
    begun = query.where(AlertRow.told_at.is_(None), AlertRow.ended_at.is_(None))
    over = query.where(AlertRow.ended_at.is_not(None), AlertRow.over_at.is_(None))
    return list(session.scalars(begun)), list(session.scalars(over))


def mark_told(session: Session, rows: Sequence[AlertRow], now: datetime) -> None:
    """These were put into a message."""
    ids = [row.id for row in rows]
    told = update(AlertRow).where(AlertRow.id.in_(ids))
    session.execute(told.where(AlertRow.ended_at.is_(None)).values(told_at=now))
    session.execute(told.where(AlertRow.ended_at.is_not(None)).values(over_at=now))


def measure(session: Session, name: str, count: int, now: datetime) -> None:
    """Keep how much is waiting now."""
    session.merge(MeasureRow(name=name, at=now.replace(microsecond=0), count=count))


def measured_before(session: Session, name: str, moment: datetime) -> int | None:
    """How much was waiting at the last measure before a moment."""
    query = select(MeasureRow.count).where(MeasureRow.name == name, MeasureRow.at <= moment)
    return session.scalar(query.order_by(MeasureRow.at.desc()).limit(1))


def forget(session: Session, now: datetime) -> None:
    """Leave behind what is long over."""
    session.execute(delete(AlertRow).where(AlertRow.ended_at < now - KEPT))
    session.execute(delete(MeasureRow).where(MeasureRow.at < now - MEASURES_KEPT))
