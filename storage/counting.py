"""How many rows a question has, where that is soon known."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

#: Rows counted at most: no page waits for a whole table.
MOST = 10_000


def count_soon(session: Session, query: Select[Any]) -> int | None:
    """The number of rows; None for more than are soon counted."""
    rows = query.order_by(None).limit(MOST + 1).subquery()
    count = session.scalar(select(func.count()).select_from(rows)) or 0
    return count if count <= MOST else None
