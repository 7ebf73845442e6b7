"""Lines of the log by day, by what was done and by whom on the desk."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from doichieu.local_time import LOCAL_TIME
from storage.schema import EventRow


@dataclass(frozen=True, kw_only=True, slots=True)
class Lines:
    """What the log is narrowed to; None asks for everything."""

    day: date | None = None  #: on our clocks
    action: str | None = None
    actor: str | None = None  #: a person of the desk, or the machine


def find(
    session: Session, asked: Lines, *, before: int | None = None, limit: int = 100
) -> list[EventRow]:
    """The newest lines first; `before` is the id of the last line of the page before."""
    query = narrowed(asked).limit(limit)
    if before is not None:
        query = query.where(EventRow.id < before)
    return list(session.scalars(query))


def narrowed(asked: Lines) -> Select[Any]:
    """The question for all lines that are asked for."""
    query = select(EventRow).order_by(EventRow.id.desc())
    if asked.day is not None:
        begun = datetime.combine(asked.day, time(), LOCAL_TIME)
        query = query.where(EventRow.at >= begun, EventRow.at < begun + timedelta(days=1))
    if asked.action:
        query = query.where(EventRow.action == asked.action)
    if asked.actor:
        query = query.where(EventRow.actor == asked.actor)
    return query
