"""The append-only log: who did what, when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.schema import EventRow

#: Who did what no person did.
MACHINE = "doichieu"


def append(
    session: Session, *, actor: str, action: str, subject: str, detail: dict[str, Any] | None = None
) -> None:
    """One line, in the transaction of what it tells of."""
    session.add(
        EventRow(
            at=datetime.now(UTC), actor=actor, action=action, subject=subject, detail=detail or {}
        )
    )


def read(
    session: Session, *, subject: str | None = None, before: int | None = None, limit: int = 100
) -> list[EventRow]:
    """The newest lines first; `before` is the id of the last line of the page before."""
    query = select(EventRow).order_by(EventRow.id.desc()).limit(limit)
    if subject is not None:
        query = query.where(EventRow.subject == subject)
    if before is not None:
        query = query.where(EventRow.id < before)
    return list(session.scalars(query))


def of_flags(session: Session, ids: Sequence[int], *, limit: int = 200) -> list[EventRow]:
    """What the log tells of these flags, the newest first."""
    subjects = [f"flag:{one}" for one in ids]
    query = select(EventRow).where(EventRow.subject.in_(subjects)).order_by(EventRow.id.desc())
    return list(session.scalars(query.limit(limit)))
