"""The queue by what needs a person most: how sure, how many outlets, how harmful, how fresh."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.flags import Filters
from storage.queue_board import Codes, Mask
from storage.queue_counts import Look, look
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
    session: Session,
    filters: Filters,
    *,
    order: str = "need",
    limit: int = 50,
    offset: int = 0,
    seen: Look | None = None,
) -> list[Urgent]:
    """Stories in the order asked: `need` (the points), `new` (last flagged), `sure` (chance).

    `seen` where the page has looked at the board already.
    """
    stories = _stories(seen or look(session, filters), filters)
    chosen = _ordered(stories, order)[offset : offset + limit]
    ids = [int(one) for one in stories.ids[chosen]]
    query = select(FlagRow, ArticleRow).join(ArticleRow, ArticleRow.id == FlagRow.article_id)
    rows = {
        flag.id: (flag, article)
        for flag, article in session.execute(query.where(FlagRow.id.in_(ids)))
    }
    return [
        Urgent(*rows[one], int(stories.outlets[at]), *(int(part[at]) for part in stories.parts.values()))
        for one, at in zip(ids, chosen, strict=True)
        if one in rows
    ]  # fmt: skip


def following(
    session: Session, flag_id: int, filters: Filters, *, order: str = "need"
) -> int | None:
    """The story after this one in the queue, the first where this one is no longer in it."""
    stories = _stories(look(session, filters), filters)
    ids = stories.ids[_ordered(stories, order)]
    if not ids.size:
        return None
    (here,) = np.nonzero(ids == flag_id)
    if not here.size:
        return int(ids[0])
    return int(ids[here[0] + 1]) if here[0] + 1 < ids.size else None


@dataclass(frozen=True, slots=True)
class _Stories:
    """One place a story: its first flag, its outlets, its points by reason."""

    ids: Codes
    outlets: Codes
    parts: dict[str, Codes]
    settled: Mask
    created: NDArray[np.float64]
    published: NDArray[np.float64]
    probability: NDArray[np.float64]


def _stories(seen: Look, filters: Filters) -> _Stories:
    """The stories that the filters leave, and how many outlets carry each."""
    columns = seen.columns
    left = np.nonzero(seen.left(filters))[0]
    is_first, carried = _outlets(seen, left)
    at, outlets = left[is_first], carried[is_first]
    published = columns.published[at]
    since = np.where(np.isnan(published), columns.created[at], published)
    harms = _harms(seen.names["kind"].words)[columns.named["kind"][at]]
    return _Stories(
        ids=columns.ids[at],
        outlets=outlets,
        parts={
            "chance": _whole(np.clip((columns.probability[at] - LEAST_CHANCE) / (1 - LEAST_CHANCE), 0, 1) * CHANCE),
            "reach": _whole(np.clip((outlets - 1) / (MANY_OUTLETS - 1), 0, 1) * REACH),
            "harm": _whole(harms * HARM),
            "fresh": _whole(_freshness(since) * FRESH),
        },
        settled=columns.settled[at],
        created=columns.created[at],
        published=published,
        probability=columns.probability[at],
    )  # fmt: skip


def _outlets(seen: Look, left: Codes) -> tuple[Mask, Codes]:
    """Which of these flags is the first of its story, and by how many outlets it is carried.

    Most flags are alone in their story: only the others have to be told apart.
    """
    columns = seen.columns
    is_first, carried = columns.alone[left].copy(), np.ones(left.size, dtype=np.int64)
    shared = np.nonzero(~is_first)[0]
    groups, first = np.unique(columns.named["group"][left[shared]], return_index=True)
    sources = len(seen.names["source"].words)
    pairs = np.unique(
        columns.named["group"][left[shared]] * sources + columns.named["source"][left[shared]]
    )
    is_first[shared[first]] = True
    counts = np.bincount(np.searchsorted(groups, pairs // sources), minlength=groups.size)
    carried[shared[first]] = counts
    return is_first, carried


def _harms(kinds: Sequence[str]) -> NDArray[np.float64]:
    return np.array([HARMS.get(kind, OTHER_HARM) for kind in kinds], dtype=np.float64)


def _freshness(since: NDArray[np.float64]) -> NDArray[np.float64]:
    now = datetime.now(UTC)
    steps = [since >= (now - timedelta(hours=hours)).timestamp() for hours, _ in AGES]
    return np.select(steps, [share for _, share in AGES], default=0.0)


def _whole(points: NDArray[np.float64]) -> Codes:
    return np.floor(points + 0.5).astype(np.int64)


def _ordered(stories: _Stories, order: str) -> Codes:
    """Places of the stories; of two that stand alike, the one that appeared last, then the older flag."""
    if order == "new":
        return np.lexsort((stories.ids, -stories.created))
    if order == "sure":
        return np.lexsort((stories.ids, -stories.probability))
    points = sum(stories.parts.values()) - SETTLED * stories.settled
    # One number for both: seconds have ten figures. Ids grow already, and a stable order keeps that.
    weight = points * 1e10 + np.nan_to_num(stories.published, nan=0.0)
    return np.argsort(-weight, kind="stable")
