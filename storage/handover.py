"""Decided flags to hand over, read a batch at a time; and the newest flags and rulings for feeds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from doichieu.records import Outcome
from storage.flags import Filters, narrowed
from storage.schema import ArticleRow, DecisionRow, FlagRow

#: Rows held in memory at once.
BATCH = 500
OUTCOMES = tuple(outcome.value for outcome in Outcome)


@dataclass(frozen=True, slots=True)
class Decided:
    """A flag with its article and the ruling that stands."""

    flag: FlagRow
    article: ArticleRow
    ruling: DecisionRow


def decided(session: Session, filters: Filters) -> Iterator[Decided]:
    """Flags a person has ruled on, within the filters, the earliest first."""
    query = _ruled(session, filters).order_by(FlagRow.group_key, FlagRow.id)
    for row in session.execute(query.execution_options(yield_per=BATCH)):
        yield Decided(*row)


def one(session: Session, flag_id: int) -> Decided | None:
    """One flag with the ruling that stands; None where nobody has ruled."""
    query = _ruled(session, Filters(status="all")).where(FlagRow.id == flag_id)
    row = session.execute(query).first()
    return Decided(*row) if row else None


def newest_rulings(session: Session, filters: Filters, *, limit: int) -> list[Decided]:
    """The last rulings that stand, the newest first."""
    query = _ruled(session, replace(filters, since=None)).order_by(DecisionRow.id.desc())
    return [Decided(*row) for row in session.execute(query.limit(limit))]


def newest_flags(
    session: Session, filters: Filters, *, limit: int
) -> list[tuple[FlagRow, ArticleRow]]:
    """The last flags raised, the newest first."""
    query = (
        narrowed(session, select(FlagRow, ArticleRow), filters)
        .join(ArticleRow, ArticleRow.id == FlagRow.article_id)
        .order_by(FlagRow.id.desc())
        .limit(limit)
    )
    return [(flag, article) for flag, article in session.execute(query)]


def _ruled(session: Session, filters: Filters) -> Any:
    """Flags with their last ruling; `open` asks for none of them, so it is read as `all`."""
    status = filters.status if filters.status in OUTCOMES else "all"
    last = (
        select(func.max(DecisionRow.id))
        .where(DecisionRow.flag_id == FlagRow.id)
        .correlate(FlagRow)
        .scalar_subquery()
    )
    query = (
        select(FlagRow, ArticleRow, DecisionRow)
        .join(ArticleRow, ArticleRow.id == FlagRow.article_id)
        .join(DecisionRow, DecisionRow.id == last)
        .where(FlagRow.status.in_(OUTCOMES))
    )
    return narrowed(session, query, replace(filters, status=status))
