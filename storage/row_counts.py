"""How many rows a table has, without counting it on every look: rows come, and none ever goes."""

from __future__ import annotations

import threading
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, func, select, true
from sqlalchemy.orm import InstrumentedAttribute, Session

#: Rows at the end that are counted again: a number given out earlier may be committed later.
UNSETTLED = 2000

#: Engine → table → the last settled number, and how many rows there are up to it.
_COUNTED: WeakKeyDictionary[Engine, dict[str, tuple[int, int]]] = WeakKeyDictionary()
_LOCK = threading.Lock()


def count_rows(session: Session, number: InstrumentedAttribute[int]) -> int:
    """Rows of the table whose growing `number` this is; the whole of it is counted once a process."""
    engine, name = session.get_bind(), str(number)
    assert isinstance(engine, Engine)
    with _LOCK:
        held = _COUNTED.setdefault(engine, {}).get(name)
    settled, before = held or (0, 0)
    # The first time by the smallest index, later by the numbers that are new.
    after = _count(session, number, number > settled if held else true())
    newest = session.scalar(select(func.max(number))) or 0
    now = max(settled, newest - UNSETTLED)
    if held is None or now > settled:
        passed = before + after - _count(session, number, number > now)
        with _LOCK:
            _COUNTED[engine][name] = (now, passed)
    return before + after


def _count(session: Session, number: InstrumentedAttribute[int], wanted: Any) -> int:
    return session.scalar(select(func.count(number)).where(wanted)) or 0
