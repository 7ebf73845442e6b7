"""How often a source publishes, from its stored articles → how often its lists are worth a look."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from statistics import median

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.schema import ArticleRow, SourceRow

#: Bounds of an interval, in minutes: a flood is met every five, a gazette is asked four times a day.
LEAST, MOST = 5, 360
#: Newest articles whose times are looked at; fewer than the least say nothing of a rhythm.
NEWEST, FEWEST = 60, 8
#: Half the median gap: half of what appears is then seen within one gap of its own.
SHARE = 0.5
#: A new interval that differs by less is not worth planning anew.
NOTEWORTHY = 0.2


def interval_of(times: Iterable[datetime]) -> int | None:
    """Minutes between two looks; None where too few times are known."""
    moments = sorted(set(times))
    if len(moments) < FEWEST:
        return None
    gaps = [(later - sooner).total_seconds() / 60 for sooner, later in itertools.pairwise(moments)]
    return round(min(max(median(gaps) * SHARE, LEAST), MOST))


def learn(session: Session, source_id: str) -> None:
    """Take over a source's rhythm as its stored articles show it now."""
    row = session.get(SourceRow, source_id)
    if row is None:
        return
    # A time in the future is a mistake of the page, and no rhythm.
    query = (
        select(ArticleRow.published_at)
        .where(
            ArticleRow.source_id == source_id,
            ArticleRow.published_at <= datetime.now(UTC) + timedelta(minutes=5),
        )
        .order_by(ArticleRow.published_at.desc())
        .limit(NEWEST)
    )
    minutes = interval_of(one for one in session.scalars(query) if one is not None)
    held = row.pace_minutes
    if minutes is not None and (held is None or abs(minutes - held) > NOTEWORTHY * held):
        row.pace_minutes = minutes
