"""What happened to the flags within some days: raised, ruled on, corrected or taken off by the outlet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, load_only

from storage.decisions import UNDONE
from storage.schema import ArticleRow, DecisionRow, FlagRow

#: Rows of a digest at most: more than any week of three hundred outlets, and what a file can be read with.
MOST_ROWS = 20_000
#: What a digest says of an article; its text, which is long, is not read.
_OF_ARTICLE = load_only(
    ArticleRow.url, ArticleRow.title, ArticleRow.published_at, ArticleRow.gone_at
)


@dataclass(frozen=True, slots=True)
class Raised:
    """A flag and its article."""

    flag: FlagRow
    article: ArticleRow


def raised(session: Session, *, since: datetime, until: datetime) -> list[Raised]:
    """Flags raised within the time, the earliest first."""
    query = _flags().where(FlagRow.created_at >= since, FlagRow.created_at < until)
    rows = session.execute(query.order_by(FlagRow.id).limit(MOST_ROWS))
    return [Raised(flag, article) for flag, article in rows]


def settled(session: Session, *, since: datetime, until: datetime) -> list[Raised]:
    """Flags whose sentence the outlet corrected, or whose page it took off, within the time."""
    # Both touch `changed_at`, which has an index; they themselves have none.
    query = _flags().where(FlagRow.changed_at >= since)
    corrected = (FlagRow.corrected_at >= since) & (FlagRow.corrected_at < until)
    gone = (ArticleRow.gone_at >= since) & (ArticleRow.gone_at < until)
    rows = session.execute(query.where(corrected | gone).order_by(FlagRow.id).limit(MOST_ROWS))
    return [Raised(flag, article) for flag, article in rows]


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


def _flags() -> Select[FlagRow, ArticleRow]:
    return (
        select(FlagRow, ArticleRow)
        .join(ArticleRow, ArticleRow.id == FlagRow.article_id)
        .options(_OF_ARTICLE)
    )
