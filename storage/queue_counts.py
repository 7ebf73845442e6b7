"""How many stories each filter of the queue leaves, counted on the board."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
from sqlalchemy.orm import Session

from storage import search
from storage.assigning import NOBODY
from storage.decisions import UNDECIDED
from storage.flags import Filters
from storage.opinions import NARROWED, stories
from storage.queue_board import Codes, Columns, Mask, Names, board_of

#: Values of a filter that are offered, those that leave most.
MOST_VALUES = 60
#: Sentences that words are found in, at most.
MOST_FOUND = 500
FACETS = ("province", "source", "document", "kind", "status", "assignee")


@dataclass(frozen=True, slots=True)
class Look:
    """The board as one page sees it, and the flags that the words asked for are found in."""

    names: dict[str, Names]
    columns: Columns
    words: Codes | None  #: ids; None where no words are asked for
    opinions: Codes | None = None  #: stories; None where no opinions are asked for

    def left(self, filters: Filters) -> Mask:
        """Which flags the filters leave."""
        columns = self.columns
        left: Mask = np.ones(columns.ids.size, dtype=np.bool_)
        for name in ("province", "source", "document", "kind"):
            if value := getattr(filters, name):
                left &= columns.named[name] == self.names[name].codes.get(value, -1)
        if filters.assignee:
            who = "" if filters.assignee == NOBODY else filters.assignee
            left &= columns.named["assignee"] == self.names["assignee"].codes.get(who, -1)
        statuses = self.names["status"].codes
        if filters.status == "decided":
            undecided = [statuses.get(one, -1) for one in UNDECIDED]
            left &= ~np.isin(columns.named["status"], undecided)
        elif filters.status and filters.status != "all":
            left &= columns.named["status"] == statuses.get(filters.status, -1)
        if filters.since:
            left &= columns.created >= filters.since.timestamp()
        if self.opinions is not None:
            left &= np.isin(columns.named["group"], self.opinions)
        if self.words is not None:
            left &= np.isin(columns.ids, self.words)
        return left


def look(session: Session, filters: Filters) -> Look:
    """Once a page: the board brought up to date, the words looked up."""
    board = board_of(session)
    seen = Look(board.names, board.look(), _found(session, filters))
    return _with_opinions(session, seen, filters) if filters.opinion else seen


def choices(seen: Look, filters: Filters) -> dict[str, list[tuple[str, int]]]:
    """For each filter its values with how many stories each leaves, the most first."""
    without: dict[str, dict[str, Any]] = {name: {name: None} for name in FACETS}
    return {name: _offered(seen, name, replace(filters, **rest)) for name, rest in without.items()}


def total(seen: Look, filters: Filters) -> int:
    """How many stories the filters leave."""
    return _count(seen.columns, seen.left(filters))


def totals(session: Session, asked: Sequence[Filters]) -> list[int]:
    """How many stories each of these leaves; the board is looked at once."""
    seen = look(session, Filters())
    return [_total_of(session, seen, filters) for filters in asked]


def with_opinions(session: Session, seen: Look, filters: Filters, *, me: str) -> dict[str, int]:
    """Stories by what is to be told of opinions on them: those `me` can give, those that differ."""
    asked = [replace(filters, status="all", opinion=one, me=me) for one in NARROWED]
    return {str(one.opinion): total(_with_opinions(session, seen, one), one) for one in asked}


def recent(seen: Look, filters: Filters, days: tuple[int, ...]) -> dict[int, int]:
    """Stories flagged within so many days."""
    left, created = seen.left(filters), seen.columns.created
    now = datetime.now(UTC)
    since = {day: (now - timedelta(days=day)).timestamp() for day in days}
    return {day: _count(seen.columns, left & (created >= at)) for day, at in since.items()}


def _total_of(session: Session, seen: Look, filters: Filters) -> int:
    seen = replace(seen, words=_found(session, filters))
    return total(_with_opinions(session, seen, filters) if filters.opinion else seen, filters)


def _with_opinions(session: Session, seen: Look, filters: Filters) -> Look:
    keys = session.scalars(stories(filters.opinion or "", me=filters.me))
    codes = seen.names["group"].codes
    held = [codes[key] for key in keys if key in codes]
    return replace(seen, opinions=np.array(held, dtype=np.int64))


def _found(session: Session, filters: Filters) -> Codes | None:
    if not filters.words or not filters.words.strip():
        return None
    hits = search.find(session, filters.words, kinds=("flag",), limit=MOST_FOUND)
    return np.array([int(hit.ref) for hit in hits], dtype=np.int64)


def _offered(seen: Look, name: str, others: Filters) -> list[tuple[str, int]]:
    """The values of one filter; counted once as long as no flag changes.

    Not kept where a span of days is asked for, which moves on, or words, which are looked up anew.
    """
    if others.since or seen.words is not None or seen.opinions is not None:
        return _by_value(seen, name, seen.left(others))
    counted = seen.columns.counted
    if (name, others) not in counted:
        counted[name, others] = _by_value(seen, name, seen.left(others))
    return counted[name, others]


def _count(columns: Columns, left: Mask) -> int:
    """Stories among these flags."""
    alone, shared = left & columns.alone, left & ~columns.alone
    groups = np.bincount(columns.named["group"][shared])
    return int(np.count_nonzero(alone)) + int(np.count_nonzero(groups))


def _by_value(seen: Look, name: str, left: Mask) -> list[tuple[str, int]]:
    """Values of a column with the stories that have each, the most first."""
    columns = seen.columns
    words, values = seen.names[name].words, columns.named[name]
    alone, shared = left & columns.alone, left & ~columns.alone
    stride = len(seen.names["group"].words)
    apart = np.unique(values[shared] * stride + columns.named["group"][shared]) // stride
    counts = np.bincount(values[alone], minlength=len(words)) + np.bincount(
        apart, minlength=len(words)
    )
    blank = NOBODY if name == "assignee" else ""
    held = [(words[at] or blank, int(count)) for at, count in enumerate(counts) if count]
    held = [one for one in held if one[0]]
    return sorted(held, key=lambda one: (-one[1], one[0]))[:MOST_VALUES]
