"""Rows put in, in place of those with the same key, many at a time; alike on SQLite and PostgreSQL."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, cast

from sqlalchemy import Insert, Table, case
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from storage.schema import Base


def put_rows(
    session: Session,
    kind: type[Base],
    rows: Sequence[Mapping[str, Any]],
    *,
    moves: tuple[str, str] | None = None,
) -> None:
    """Put rows in, each with all its columns; what the session holds of such rows is read anew.

    `moves` names a column that keeps its value unless another changes: ("changed_at", "digest").
    """
    if not rows:
        return
    session.flush()
    statement = _statement(kind, session.get_bind().dialect.name, moves)
    session.connection().execute(statement, rows)
    for held in session.identity_map.values():
        if isinstance(held, kind):
            session.expire(held)


@cache
def _statement(kind: type[Base], dialect: str, moves: tuple[str, str] | None) -> Insert:
    table = cast(Table, kind.__table__)
    made = (sqlite if dialect == "sqlite" else postgresql).insert(table)
    renewed: dict[str, Any] = {
        one.name: made.excluded[one.name] for one in table.columns if not one.primary_key
    }
    if moves is not None:
        column, decides = moves
        differs = table.c[decides] != made.excluded[decides]
        renewed[column] = case((differs, made.excluded[column]), else_=table.c[column])
    put: Insert = made.on_conflict_do_update(index_elements=table.primary_key.columns, set_=renewed)
    return put
