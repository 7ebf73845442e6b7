"""What waits: articles for their check, links for their page, flags for a person."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from storage import quarantine
from storage.schema import ArticleRow, FlagRow, FrontierRow


def unchecked(session: Session) -> tuple[int, datetime | None]:
    """Articles never checked in their newest revision: how many, and since when the oldest waits."""
    query = select(func.count(), func.min(ArticleRow.fetched_at)).where(
        ArticleRow.checked_by == "",
        ArticleRow.gone_at.is_(None),
        ArticleRow.id.not_in(quarantine.kept_out()),
    )
    number, oldest = session.execute(query).one()
    return number, oldest


def links(session: Session) -> int:
    """Links that were found and not fetched yet."""
    waiting = FrontierRow.outcome.in_(("waiting", "failed"))
    return session.scalar(select(func.count()).where(waiting)) or 0


def open_flags(session: Session) -> int:
    """Flags that wait for a person."""
    return session.scalar(select(func.count()).where(FlagRow.status == "open")) or 0
