"""The flags as columns in memory: the queue is narrowed, counted and ordered without reading every row again.

Fifty thousand flags are a few megabytes. Each look at the board reads from the database only what has changed
since the last one; a transaction may have been open a while before it was committed, so what changed shortly
before is read again, and everything once in a while.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from storage.database import READING
from storage.schema import ArticleRow, FlagRow

#: What changed so long before the last look is read again: no transaction of ours waits and works longer.
OVERLAP = timedelta(minutes=1)
#: Seconds after which everything is read again.
WHOLE = 1800.0
#: No time; one object, for a row to be the same as the one before: not a number equals nothing but itself.
NEVER = float("nan")
NAMED = ("group", "source", "province", "document", "kind", "status", "assignee")

Mask = NDArray[np.bool_]
Codes = NDArray[np.int64]


@dataclass(slots=True)
class Names:
    """Words as numbers, in the order they were met; 0 stands for none."""

    codes: dict[str, int] = field(default_factory=lambda: {"": 0})
    words: list[str] = field(default_factory=lambda: [""])

    def code(self, word: str | None) -> int:
        """The number of a word, a new one where it was not met yet."""
        held = self.codes.get(word or "")
        if held is None:
            held = self.codes[word or ""] = len(self.words)
            self.words.append(word or "")
        return held


@dataclass(frozen=True, slots=True)
class Columns:
    """The board at one moment: one place a flag, in the order of their ids."""

    ids: Codes
    named: dict[str, Codes]  #: by the names of NAMED
    probability: NDArray[np.float64]
    created: NDArray[np.float64]  #: seconds
    published: NDArray[np.float64]  #: seconds; not a number where the article names no time
    settled: Mask
    corrected: NDArray[np.float64]  #: seconds; not a number where the outlet corrected nothing
    alone: Mask  #: the only flag of its story, as most are: nothing has to be told apart
    counted: dict[Any, list[tuple[str, int]]] = field(
        default_factory=dict
    )  #: what was counted on these columns


class Board:
    """The columns of one database, brought up to date before each look."""

    def __init__(self, engine: Engine) -> None:
        self._engine, self._lock = engine, threading.Lock()
        self.names = {name: Names() for name in NAMED}
        self._rows: dict[int, tuple[Any, ...]] = {}
        self._seen: datetime | None = None
        self._whole_at = 0.0
        self._columns: Columns | None = None

    def look(self) -> Columns:
        """The columns, with every change that is committed."""
        with self._lock:
            if time.monotonic() - self._whole_at > WHOLE:
                self._seen, self._rows, self._columns = None, {}, None
                self._whole_at = time.monotonic()
            before = datetime.now(UTC)
            changed, held = self._read(), self._columns
            if held is None or _must_be_made_anew(held, changed):
                held = _columns(self._rows)
            elif changed:
                held = _patched(held, {one: self._rows[one] for one in changed})
            self._columns, self._seen = held, before
            return held

    def _read(self) -> list[int]:
        """Read what changed; the flags that are not as they were, in order."""
        query = select(
            FlagRow.id, FlagRow.group_key, FlagRow.source_id, FlagRow.province, FlagRow.document,
            FlagRow.kind, FlagRow.status, FlagRow.assignee, FlagRow.probability, FlagRow.created_at,
            ArticleRow.published_at, FlagRow.corrected_at, ArticleRow.gone_at,
        ).join(ArticleRow, ArticleRow.id == FlagRow.article_id)  # fmt: skip
        if self._seen is not None:
            query = query.where(FlagRow.changed_at >= self._seen - OVERLAP)
        changed = []
        with self._engine.connect().execution_options(**{READING: True}) as connection:
            for row in connection.execute(query):
                held = self._coded(row)
                if self._rows.get(row[0]) != held:
                    changed.append(row[0])
                    self._rows[row[0]] = held
        return sorted(changed)

    def _coded(self, row: Sequence[Any]) -> tuple[Any, ...]:
        named, rest = row[1 : len(NAMED) + 1], row[len(NAMED) + 1 :]
        codes = (self.names[name].code(word) for name, word in zip(NAMED, named, strict=True))
        chance, created, published, corrected, gone = rest
        seconds = published.timestamp() if published else NEVER
        settled = corrected is not None or gone is not None
        when = corrected.timestamp() if corrected else NEVER
        return (*codes, chance, created.timestamp(), seconds, settled, when)


_BOARDS: WeakKeyDictionary[Engine, Board] = WeakKeyDictionary()
_MAKING = threading.Lock()


def board_of(session: Session) -> Board:
    """The board of the database of this session; a change that is not committed is not on it."""
    engine = session.get_bind()
    assert isinstance(engine, Engine)
    with _MAKING:
        board = _BOARDS.get(engine)
        if board is None:
            board = _BOARDS[engine] = Board(engine)
    return board


def _must_be_made_anew(held: Columns, changed: Sequence[int]) -> bool:
    """Whether flags came in between those held: new ones are newer than all, but for late transactions."""
    if not changed or not held.ids.size:
        return bool(changed)
    old = np.searchsorted(held.ids, changed)
    there = (old < held.ids.size) & (held.ids[np.minimum(old, held.ids.size - 1)] == changed)
    late = ~there & (np.array(changed) < held.ids[-1])
    return bool(late.any())


def _patched(held: Columns, rows: dict[int, tuple[Any, ...]]) -> Columns:
    """The columns with these flags changed or put after them: a copy, for those who still look at the old."""
    old = {one: row for one, row in rows.items() if one <= held.ids[-1]}
    new = _columns({one: row for one, row in rows.items() if one not in old})
    there, part = np.searchsorted(held.ids, list(old)), _columns(old)

    def laid(values: Any, patch: Any, more: Any) -> Any:
        copy = np.concatenate([values, more])
        copy[there] = patch
        return copy

    named = {name: laid(held.named[name], part.named[name], new.named[name]) for name in NAMED}
    return Columns(
        alone=_alone(named["group"]),
        ids=np.concatenate([held.ids, new.ids]),
        named=named,
        probability=laid(held.probability, part.probability, new.probability),
        created=laid(held.created, part.created, new.created),
        published=laid(held.published, part.published, new.published),
        settled=laid(held.settled, part.settled, new.settled),
        corrected=laid(held.corrected, part.corrected, new.corrected),
    )


def _alone(groups: Codes) -> Mask:
    return np.asarray(np.bincount(groups, minlength=1)[groups] == 1)


def _columns(rows: dict[int, tuple[Any, ...]]) -> Columns:
    order = sorted(rows)
    table = list(zip(*(rows[one] for one in order), strict=True)) or [()] * (len(NAMED) + 5)
    named = {name: np.array(table[at], dtype=np.int64) for at, name in enumerate(NAMED)}
    rest = table[len(NAMED) :]
    return Columns(
        alone=_alone(named["group"]),
        ids=np.array(order, dtype=np.int64),
        named=named,
        probability=np.array(rest[0], dtype=np.float64),
        created=np.array(rest[1], dtype=np.float64),
        published=np.array(rest[2], dtype=np.float64),
        settled=np.array(rest[3], dtype=np.bool_),
        corrected=np.array(rest[4], dtype=np.float64),
    )
