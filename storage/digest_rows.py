"""What happened to the flags within some days: raised, ruled on, corrected or taken off by the outlet."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, select
from sqlalchemy.orm import Session

from storage.decisions import UNDONE
from storage.schema import ArticleRow, DecisionRow, FlagRow

#: Rows of a digest at most: more than any week of three hundred outlets, and what a file can be read with.
MOST_ROWS = 20_000
#: What a digest says of a flag and its article, as plain columns: a week's are read several times as fast as objects.
COLUMNS = (
    FlagRow.id, FlagRow.group_key, FlagRow.status, FlagRow.source_id, FlagRow.province, FlagRow.sentence,
    FlagRow.differences, FlagRow.kind, FlagRow.document, FlagRow.document_title, FlagRow.place, FlagRow.passage,
    FlagRow.corrected_at, ArticleRow.title, ArticleRow.url, ArticleRow.published_at, ArticleRow.gone_at,
)  # fmt: skip

#: A flag beside its article, by the names of `COLUMNS`.
Raised = Row[Any]


def raised(session: Session, *, since: datetime, until: datetime) -> list[Raised]:
    """Flags raised within the time, the earliest first."""
    query = _flags().where(FlagRow.created_at >= since, FlagRow.created_at < until)
    return list(session.execute(query.order_by(FlagRow.id).limit(MOST_ROWS)))


def settled(session: Session, *, since: datetime, until: datetime) -> list[Raised]:
    """Flags whose sentence the outlet corrected, or whose page it took off, within the time."""
    # Both touch `changed_at`, which has an index; they themselves have none.
    query = _flags().where(FlagRow.changed_at >= since)
    corrected = (FlagRow.corrected_at >= since) & (FlagRow.corrected_at < until)
    gone = (ArticleRow.gone_at >= since) & (ArticleRow.gone_at < until)
    query = query.where(corrected | gone).order_by(FlagRow.id)
    return list(session.execute(query.limit(MOST_ROWS)))


def outcomes(session: Session, *, since: datetime, until: datetime) -> Iterator[tuple[str, str]]:
    """(story, outcome) of every ruling made within the time, in their order; what was taken back is left out."""
    query = (
        select(FlagRow.group_key, DecisionRow.outcome, DecisionRow.flag_id)
        .join(FlagRow, FlagRow.id == DecisionRow.flag_id)
        .where(
            FlagRow.changed_at >= since,
            DecisionRow.decided_at >= since,
            DecisionRow.decided_at < until,
        )
        .order_by(DecisionRow.id)
    )
    last = {group: outcome for group, outcome, _ in session.execute(query)}
    yield from ((group, outcome) for group, outcome in last.items() if outcome != UNDONE)


def _flags() -> Select[Any]:
    return select(*COLUMNS).join(ArticleRow, ArticleRow.id == FlagRow.article_id)
