"""How many rows a large table has, counted once and then only onwards: no page counts a whole table."""

from __future__ import annotations

import threading
import time
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

#: Seconds after which everything is counted again, for what was deleted meanwhile.
WHOLE = 3600.0
_COUNTS: WeakKeyDictionary[Engine, dict[str, tuple[int, int, float]]] = WeakKeyDictionary()
_LOCK = threading.Lock()


def running_count(session: Session, column: Any) -> int:
    """Rows of the table whose integer key this is; those that are new since the last time are counted."""
    engine = session.get_bind()
    assert isinstance(engine, Engine)
    name = str(column)
    with _LOCK:
        held = _COUNTS.setdefault(engine, {})
        upto, count, at = held.get(name, (0, 0, 0.0))
    if time.monotonic() - at > WHOLE:
        upto, count, at = 0, 0, time.monotonic()
    last = session.scalar(select(func.max(column))) or 0
    if last > upto:
        count += session.scalar(select(func.count()).where(column > upto, column <= last)) or 0
    with _LOCK:
        held[name] = (last, count, at)
    return count
