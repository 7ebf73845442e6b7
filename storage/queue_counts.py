"""How many stories each filter of the queue leaves, counted on the board."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
from sqlalchemy.orm import Session

from storage import search
from storage.decisions import UNDECIDED
from storage.flags import Filters
from storage.queue_board import Board, Codes, Columns, Mask, board_of

#: Values of a filter that are offered, those that leave most.
MOST_VALUES = 60
#: Sentences that words are found in, at most.
MOST_FOUND = 500
FACETS = ("province", "source", "document", "kind", "status")


def choices(session: Session, filters: Filters) -> dict[str, list[tuple[str, int]]]:
    """For each filter its values with how many stories each leaves, the most first."""
    board = board_of(session)
    columns = board.look()
    words = found(session, filters)
    offered = {}
    for name in FACETS:
        others = replace(filters, **{name: None})
        # Counted once as long as no flag changes; a span of days moves on, and words are looked up anew.
        kept = None if others.since or words is not None else (name, others)
        if kept is None or kept not in columns.counted:
            columns.counted[kept] = _by_value(board, columns, name, mask(board, columns, others, words))  # fmt: skip
        offered[name] = columns.counted[kept]
    return offered


def total(session: Session, filters: Filters) -> int:
    """How many stories the filters leave."""
    board = board_of(session)
    columns = board.look()
    left = mask(board, columns, filters, found(session, filters))
    return _count(columns, left)


def recent(session: Session, filters: Filters, days: tuple[int, ...]) -> dict[int, int]:
    """Stories flagged within so many days."""
    board = board_of(session)
    columns = board.look()
    left = mask(board, columns, filters, found(session, filters))
    now = datetime.now(UTC)
    since = {day: (now - timedelta(days=day)).timestamp() for day in days}
    return {day: _count(columns, left & (columns.created >= at)) for day, at in since.items()}


def found(session: Session, filters: Filters) -> Codes | None:
    """Ids of the flags that the words of the filters are found in; None where there are no words."""
    if not filters.words or not filters.words.strip():
        return None
    hits = search.find(session, filters.words, kinds=("flag",), limit=MOST_FOUND)
    return np.array([int(hit.ref) for hit in hits], dtype=np.int64)


def mask(board: Board, columns: Columns, filters: Filters, words: Codes | None) -> Mask:
    """Which flags the filters leave."""
    left: Mask = np.ones(columns.ids.size, dtype=np.bool_)
    for name in ("province", "source", "document", "kind"):
        if value := getattr(filters, name):
            left &= columns.named[name] == board.names[name].codes.get(value, -1)
    statuses = board.names["status"].codes
    if filters.status == "decided":
        undecided = [statuses.get(one, -1) for one in UNDECIDED]
        left &= ~np.isin(columns.named["status"], undecided)
    elif filters.status and filters.status != "all":
        left &= columns.named["status"] == statuses.get(filters.status, -1)
    if filters.since:
        left &= columns.created >= filters.since.timestamp()
    if words is not None:
        left &= np.isin(columns.ids, words)
    return left


def _count(columns: Columns, left: Mask) -> int:
    """Stories among these flags."""
    alone, shared = left & columns.alone, left & ~columns.alone
    return int(np.count_nonzero(alone)) + np.unique(columns.named["group"][shared]).size


def _by_value(board: Board, columns: Columns, name: str, left: Mask) -> list[tuple[str, int]]:
    """Values of a column with the stories that have each, the most first."""
    words, values = board.names[name].words, columns.named[name]
    alone, shared = left & columns.alone, left & ~columns.alone
    stride = len(board.names["group"].words)
    apart = np.unique(values[shared] * stride + columns.named["group"][shared]) // stride
    counts = np.bincount(values[alone], minlength=len(words)) + np.bincount(
        apart, minlength=len(words)
    )
    held = [(words[at], int(count)) for at, count in enumerate(counts) if count and words[at]]
    return sorted(held, key=lambda one: (-one[1], one[0]))[:MOST_VALUES]
