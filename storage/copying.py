"""All rows of one database into another, of either kind; counted and compared by digests before anyone relies on it.

One moment is read and one transaction is written: whatever happens on the way, the target is as it was.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, func, inspect, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from sqlalchemy.sql.expression import TableClause

from doichieu.errors import DoichieuError
from storage import search
from storage.database import READING, Database
from storage.tables import BORN_WITH_A_ROW, SCHEDULE, SEARCH, all_tables, own_tables

#: Rows read and written at a time: some megabytes of articles.
PART = 500
#: Tables that refuse to have rows changed or taken out.
APPEND_ONLY = ("events", "decisions")
#: Digests of rows are added up: two databases give their rows in different orders.
_ROOM = 1 << 256


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """How far one table is."""

    table: str
    rows: int
    total: int


@dataclass(frozen=True, slots=True)
class Contents:
    """How many rows a table has, and a digest of all of them in any order."""

    rows: int
    digest: str


def copy_all(source: Connection, target: Connection) -> Iterator[Step]:
    """Copy table by table into empty ones, then prove it; DoichieuError naming a table that differs."""
    taken: dict[str, Contents] = {}
    if _has_schedule(source):
        SCHEDULE.create(target, checkfirst=True)
    tables = [one for one in all_tables() if one is not SCHEDULE or _has_schedule(source)]
    for born in own_tables():
        if born.name in BORN_WITH_A_ROW:
            target.execute(born.delete())
    for table in tables:
        total = int(source.scalar(select(func.count()).select_from(table)) or 0)
        rows = added = 0
        for part in _parts(source, table):
            _put(target, table, part)
            added = (added + sum(map(_digest, part))) % _ROOM
            rows += len(part)
            yield Step(table=table.name, rows=rows, total=total)
        taken[table.name] = Contents(rows, f"{added:064x}")
    _go_on_counting(target)
    for table in tables:
        if contents(target, table) != taken[table.name]:
            raise _differs(table.name)


def contents(connection: Connection, table: TableClause) -> Contents:
    """What a table holds, alike on both kinds of database."""
    rows = added = 0
    for part in _parts(connection, table):
        rows += len(part)
        added = (added + sum(map(_digest, part))) % _ROOM
    return Contents(rows, f"{added:064x}")


def all_contents(connection: Connection) -> dict[str, Contents]:
    """Every table of ours and the index, by name."""
    return {one.name: contents(connection, one) for one in (*own_tables(), SEARCH)}


def is_empty(connection: Connection) -> bool:
    """Whether no table holds a row but what a new schema is born with."""
    asked = (one for one in (*own_tables(), SEARCH) if one.name not in BORN_WITH_A_ROW)
    return not any(connection.execute(select(one).limit(1)).first() for one in asked)


def empty_all(connection: Connection) -> None:
    """Take every row out of a PostgreSQL database, in the transaction under way.

    The log refuses to be emptied; here it lies in the backup just made, and what comes in its place is proved.
    """
    names = ", ".join(f'"{one.name}"' for one in (*own_tables(), SEARCH))
    _guard(connection, "DISABLE")
    connection.execute(text(f"TRUNCATE {names} RESTART IDENTITY"))
    _guard(connection, "ENABLE")
    if _has_schedule(connection):
        connection.execute(SCHEDULE.delete())


def _guard(connection: Connection, turned: str) -> None:
    for name in APPEND_ONLY:
        connection.execute(text(f"ALTER TABLE {name} {turned} TRIGGER USER"))


@contextmanager
def one_moment(database: Database) -> Iterator[Connection]:
    """A connection that sees the database as it is now, however long it reads."""
    options = {READING: True}
    if not database.is_sqlite:
        options["isolation_level"] = "REPEATABLE READ"  # type: ignore[assignment]
    with database.engine.connect().execution_options(**options) as connection, connection.begin():
        yield connection


def _parts(connection: Connection, table: TableClause) -> Iterator[list[dict[str, Any]]]:
    reading = connection.execute(
        select(table), execution_options={"yield_per": PART, "stream_results": True}
    )
    for part in reading.mappings().partitions(PART):
        yield [dict(row) for row in part]


def _put(target: Connection, table: TableClause, rows: list[dict[str, Any]]) -> None:
    try:
        if table is SEARCH:
            with Session(bind=target, join_transaction_mode="create_savepoint") as session:
                search.put_folded(session, rows)
                session.commit()
        else:
            target.execute(table.insert(), rows)
    except DBAPIError as error:
        why = str(error.orig).splitlines()[0]
        raise DoichieuError(
            vi=f"không chép được bảng {table.name} ({why}); cơ sở dữ liệu đích vẫn như cũ",
            en=f"cannot copy the table {table.name} ({why}); the target is as it was",
            reason="copy_failed",
        ) from error


def _digest(row: Mapping[str, Any]) -> int:
    said = json.dumps([row[name] for name in sorted(row)], sort_keys=True, default=str)
    return int.from_bytes(hashlib.sha256(said.encode("utf-8", "surrogatepass")).digest(), "big")


def _has_schedule(connection: Connection) -> bool:
    return inspect(connection).has_table(SCHEDULE.name)


def _go_on_counting(target: Connection) -> None:
    """PostgreSQL counts its keys apart from the rows; SQLite looks at the rows."""
    if target.dialect.name == "sqlite":
        return
    for table in own_tables():
        counted = target.scalar(text("SELECT pg_get_serial_sequence(:name, 'id')"), {"name": table.name}) if "id" in table.c and table.c.id.autoincrement else None  # fmt: skip
        if counted:
            target.execute(
                text(f"SELECT setval(:counted, coalesce(max(id), 1), max(id) IS NOT NULL) FROM {table.name}"),
                {"counted": counted},
            )  # fmt: skip


def _differs(name: str) -> DoichieuError:
    return DoichieuError(
        vi=f"bảng {name} chép sang không giống bản gốc; cơ sở dữ liệu đích vẫn như cũ, hãy báo lỗi này",
        en=f"the copy of the table {name} is not like the original; the target is as it was, please report this",
        reason="copy_differs",
    )
