"""The rulings as columns in memory; they are never changed, so each look reads only those that are new."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from storage.database import READING
from storage.decisions import UNDONE
from storage.schema import DecisionRow

#: Rulings before the last seen that are read again: another process may commit a lower number later.
OVERLAP = 500


@dataclass(frozen=True, slots=True)
class Rulings:
    """One place a ruling, in the order they were made."""

    flags: NDArray[np.int64]
    decided: NDArray[np.float64]  #: seconds
    undone: NDArray[np.bool_]


class RulingBoard:
    """The rulings of one database, brought up to date before each look."""

    def __init__(self, engine: Engine) -> None:
        self._engine, self._lock = engine, threading.Lock()
        self._rows: dict[int, tuple[int, float, bool]] = {}
        self._last = 0
        self._held = _columns({})

    def look(self) -> Rulings:
        """The columns, with every ruling that is committed."""
        with self._lock:
            before = len(self._rows)
            query = select(DecisionRow.id, DecisionRow.flag_id, DecisionRow.decided_at, DecisionRow.outcome)  # fmt: skip
            query = query.where(DecisionRow.id > self._last - OVERLAP)
            with self._engine.connect().execution_options(**{READING: True}) as connection:
                for row_id, flag, decided, outcome in connection.execute(query):
                    self._rows[row_id] = (flag, decided.timestamp(), outcome == UNDONE)
            self._last = max(self._rows, default=0)
            if len(self._rows) != before:
                self._held = _columns(self._rows)
            return self._held


_BOARDS: WeakKeyDictionary[Engine, RulingBoard] = WeakKeyDictionary()
_MAKING = threading.Lock()


def rulings_of(session: Session) -> Rulings:
    """The rulings of the database of this session."""
    engine = session.get_bind()
    assert isinstance(engine, Engine)
    with _MAKING:
        board = _BOARDS.setdefault(engine, RulingBoard(engine))
    return board.look()


def _columns(rows: dict[int, tuple[int, float, bool]]) -> Rulings:
    table: list[Any] = list(zip(*(rows[one] for one in sorted(rows)), strict=True)) or [(), (), ()]
    return Rulings(
        flags=np.array(table[0], dtype=np.int64),
        decided=np.array(table[1], dtype=np.float64),
        undone=np.array(table[2], dtype=np.bool_),
    )
