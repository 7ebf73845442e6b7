"""The queue by what needs a person most: how sure, how many outlets, how harmful, how fresh."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Float, Integer, case, cast, func, literal, select
from sqlalchemy.orm import Session

from storage.flags import Filters, narrowed
from storage.schema import ArticleRow, FlagRow

#: Most points of each reason; together a hundred.
CHANCE, REACH, HARM, FRESH = 35, 25, 25, 15
MOST = {"chance": CHANCE, "reach": REACH, "harm": HARM, "fresh": FRESH}
#: The checker flags little below an even chance, so points begin there.
LEAST_CHANCE = 0.5
#: A story on more outlets than these has all the points of reach.
MANY_OUTLETS = 5
#: What readers who act on the sentence stand to lose, of 1: a right or a duty before a sum, a sum
#: or a term before a name, a name before a number of order.
HARMS = {
    "polarity": 1.0, "status": 1.0, "scope": 0.9, "money": 0.9, "date": 0.9, "age": 0.9,
    "duration": 0.9, "percent": 0.8, "range": 0.8, "unit": 0.8, "number": 0.7, "actor": 0.6,
    "document": 0.4, "ordinal": 0.3,
}  # fmt: skip
OTHER_HARM = 0.5
#: Hours since the article appeared → share of the points: a correction is worth most while it is read.
AGES = ((24, 1.0), (72, 0.7), (168, 0.4), (720, 0.2))
#: What the outlet has corrected or taken off can wait.
SETTLED = 40
ORDERS = ("need", "new", "sure")


@dataclass(frozen=True, slots=True)
class Urgent:
    """One row of the queue, and the points it stands there for."""

    flag: FlagRow
    article: ArticleRow
    outlets: int
    chance: int
    reach: int
    harm: int
    fresh: int

    @property
    def settled(self) -> bool:
        """Whether the outlet has corrected the sentence or taken the page off."""
        return self.flag.corrected_at is not None or self.article.gone_at is not None

    @property
    def points(self) -> int:
        """What the row is ordered by, of 100."""
        earned = self.chance + self.reach + self.harm + self.fresh
        return max(0, earned - SETTLED) if self.settled else earned


def queue(
    session: Session, filters: Filters, *, order: str = "need", limit: int = 50, offset: int = 0
) -> list[Urgent]:
    """Stories in the order asked: `need` (the points), `new` (last flagged), `sure` (chance)."""
    first = _stories(session, filters)
    parts = _parts(first.c.outlets, now=datetime.now(UTC))
    query = (
        select(FlagRow, ArticleRow, first.c.outlets, *(_whole(one) for one in parts.values()))
        .join(first, first.c.id == FlagRow.id)
        .join(ArticleRow, ArticleRow.id == FlagRow.article_id)
        .order_by(*_order(order, parts), FlagRow.id)
        .limit(limit)
        .offset(offset)
    )
    return [Urgent(*row) for row in session.execute(query)]


def following(
    session: Session, flag_id: int, filters: Filters, *, order: str = "need", within: int = 500
) -> int | None:
    """The story after this one in the queue, the first where this one is no longer in it."""
    ids = [row.flag.id for row in queue(session, filters, order=order, limit=within)]
    if flag_id in ids:
        after = ids[ids.index(flag_id) + 1 :]
        return after[0] if after else None
    return ids[0] if ids else None


def recent(session: Session, filters: Filters, days: tuple[int, ...]) -> dict[int, int]:
    """Stories flagged within so many days, in one reading."""
    now = datetime.now(UTC)
    counts = [
        func.count(
            func.distinct(
                case((FlagRow.created_at >= now - timedelta(days=day), FlagRow.group_key))
            )
        )
        for day in days
    ]
    row = session.execute(narrowed(session, select(*counts), filters)).one()
    return dict(zip(days, row, strict=True))


def _stories(session: Session, filters: Filters) -> Any:
    """The first flag of each story, and how many outlets carry it."""
    chosen = select(
        func.min(FlagRow.id).label("id"),
        func.count(func.distinct(FlagRow.source_id)).label("outlets"),
    )
    return narrowed(session, chosen, filters).group_by(FlagRow.group_key).subquery()


def _parts(outlets: Any, *, now: datetime) -> dict[str, ColumnElement[float]]:
    """Points of each reason, as the database reckons them."""
    since = func.coalesce(ArticleRow.published_at, FlagRow.created_at)
    above = (FlagRow.probability - LEAST_CHANCE) / (1 - LEAST_CHANCE)
    ages = [(since >= now - timedelta(hours=hours), share * FRESH) for hours, share in AGES]
    return {
        "chance": case((above > 0, above * CHANCE), else_=0.0),
        "reach": case(
            (outlets >= MANY_OUTLETS, float(REACH)),
            else_=cast(outlets - 1, Float) * REACH / (MANY_OUTLETS - 1),
        ),
        "harm": case(
            *((FlagRow.kind == kind, share * HARM) for kind, share in HARMS.items()),
            else_=literal(OTHER_HARM * HARM),
        ),
        "fresh": case(*ages, else_=0.0),
    }


def _whole(part: ColumnElement[float]) -> ColumnElement[int]:
    return cast(func.round(part), Integer)


def _order(order: str, parts: dict[str, ColumnElement[float]]) -> list[Any]:
    if order == "new":
        return [FlagRow.created_at.desc()]
    if order == "sure":
        return [FlagRow.probability.desc()]
    settled = FlagRow.corrected_at.is_not(None) | ArticleRow.gone_at.is_not(None)
    chance, reach, harm, fresh = (_whole(one) for one in parts.values())
    # Of two with the same points, the one that appeared last.
    return [
        (chance + reach + harm + fresh - case((settled, SETTLED), else_=0)).desc(),
        ArticleRow.published_at.desc().nulls_last(),
    ]
