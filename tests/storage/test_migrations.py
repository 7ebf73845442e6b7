"""From every earlier schema, with rows in every table, up to the newest: every row and value is still there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, MetaData, Table, select
from sqlalchemy.types import JSON, Boolean, Date, DateTime, Float, Integer, LargeBinary, Numeric

from storage import doctor, migrate
from storage.database import Database, open_database

#: Rows put into every table of an old schema.
ROWS = 3
#: What one may not find again as it was: the index of words, what SQLite keeps beside it, the head of the log.
APART = ("alembic_version", "search", "sqlite_", "log_heads")

#: Columns that a later schema keeps elsewhere or says anew: guesses at a password, and what a person may do.
MOVED = {("users", "failures"), ("users", "locked_until"), ("users", "role")}


def _revisions() -> list[str]:
    script = ScriptDirectory.from_config(migrate._config())
    return sorted(one.revision for one in script.walk_revisions())


@pytest.mark.parametrize("revision", _revisions()[:-1])
def test_what_an_older_schema_held_is_there_in_the_newest(
    revision: str, empty_address: str
) -> None:
    engine = Database(empty_address).engine
    _up_to(engine, revision)
    with engine.begin() as connection:
        before = {one.name: _filled(connection, one) for one in _tables(connection)}
    assert before["articles"]
    engine.dispose()
    database = open_database(empty_address)
    with database.engine.begin() as connection:
        after = {one.name: _rows(connection, one) for one in _tables(connection)}
    for name, rows in before.items():
        columns = [one for one in rows[0] if (name, one) not in MOVED]
        kept = [{column: row[column] for column in columns} for row in after[name]]
        assert kept == [{column: row[column] for column in columns} for row in rows], name
    assert not [one for one in doctor.examine(database) if "mồ côi" in one or "hư hỏng" in one]
    database.close()


def test_a_migration_that_breaks_leaves_the_schema_as_it_was(
    empty_address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = Database(empty_address).engine
    _up_to(engine, _revisions()[-2])
    newest = ScriptDirectory.from_config(migrate._config()).get_revision("head").module
    whole = newest.upgrade

    def broken() -> None:
        whole()
        raise RuntimeError("the power went")

    script = ScriptDirectory.from_config

    def with_broken(config: Any) -> Any:
        held = script(config)
        held.get_revision("head").module.upgrade = broken
        return held

    monkeypatch.setattr(ScriptDirectory, "from_config", with_broken)
    with pytest.raises(RuntimeError, match="the power went"):
        migrate.upgrade(engine)
    monkeypatch.undo()
    assert migrate.current(engine) == _revisions()[-2]
    engine.dispose()
    database = open_database(empty_address)
    assert doctor.examine(database) == []
    database.close()


def _up_to(engine: Engine, revision: str) -> None:
    config = migrate._config()
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)


def _tables(connection: Connection) -> Iterator[Table]:
    found = MetaData()
    found.reflect(connection)
    return (one for one in found.sorted_tables if not one.name.startswith(APART))


def _filled(connection: Connection, table: Table) -> list[dict[str, Any]]:
    rows = [{one.name: _value(one, at) for one in table.columns} for at in range(1, ROWS + 1)]
    connection.execute(table.insert(), rows)
    return _rows(connection, table)


def _rows(connection: Connection, table: Table) -> list[dict[str, Any]]:
    query = select(table).order_by(*table.primary_key.columns)
    return [dict(row) for row in connection.execute(query).mappings()]


def _value(column: Any, at: int) -> Any:
    """Some value of the column's kind; keys are told apart by the row's number, and so refer to each other."""
    kinds: tuple[tuple[Any, Any], ...] = (
        (Boolean, at % 2 == 0), (Integer, at), (Numeric, at + 0.25), (Float, at + 0.25), (Date, date(2026, 1, at)),
        (DateTime, datetime(2026, 1, at, 12, tzinfo=UTC)), (JSON, [{"đ": at}]), (LargeBinary, b"\x00"),
    )  # fmt: skip
    return next((value for kind, value in kinds if isinstance(column.type, kind)), f"chữ {at}")
