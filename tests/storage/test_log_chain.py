"""The log hangs together on SQLite and PostgreSQL, whoever writes at once; what was done to it is found."""

from __future__ import annotations

import subprocess
import sys
from contextlib import suppress
from typing import Any

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import text

from doichieu.errors import DoichieuError
from storage import doctor, log, log_chain
from storage.database import Database
from storage.log_chain import check
from storage.migrate import _config, upgrade

#: A writer of its own process: transactions of one to three rows, every fifth one taken back.
WRITER = """
import sys
from storage import log
from storage.database import open_database
from storage.people_schema import GuessRow
from storage.moments import now
held = open_database(sys.argv[1])
for turn in range(int(sys.argv[3])):
    try:
        with held.session() as session:
            for part in range(turn % 3 + 1):
                log.append(session, actor=sys.argv[2], action="try", subject=f"{turn}", detail={"part": part, "chữ": ("ừ", 1.5)})
            # A row that everybody changes, locked before the log's end: no ring of waiting may come of it.
            row = session.get(GuessRow, "x", with_for_update=True)
            row.failures += 1
            if turn % 5 == 4:
                raise ZeroDivisionError
    except ZeroDivisionError:
        pass
held.close()
"""


def _tell(database: Database, count: int) -> None:
    for turn in range(count):
        with database.session() as session:
            log.append(session, actor="lan", action="decide", subject=f"flag:{turn}", detail={"note": "đã xem", "n": turn})  # fmt: skip


def _checked(database: Database) -> Any:
    with database.reading() as session:
        return check(session)


def _by_force(database: Database, *deeds: str) -> None:
    """As somebody would who holds the database's file or password: the guards come off first."""
    with database.session() as session:
        if database.is_sqlite:
            for name in ("events_no_update", "events_no_delete"):
                session.execute(text(f"DROP TRIGGER {name}"))
        else:
            session.execute(text("ALTER TABLE events DISABLE TRIGGER ALL"))
        for deed in deeds:
            session.execute(text(deed))


def test_every_row_holds_the_digest_of_the_row_before(database: Database) -> None:
    assert _checked(database).trouble == ""
    _tell(database, 7)
    with database.reading() as session:
        rows = log.read(session)[::-1]
    assert [one.previous for one in rows[1:]] == [one.digest for one in rows[:-1]]
    assert rows[0].previous == ""
    assert len({one.digest for one in rows}) == 7
    checked = _checked(database)
    assert (checked.rows, checked.last_id, checked.digest) == (7, rows[-1].id, rows[-1].digest)
    assert doctor.examine(database) == []


@pytest.mark.parametrize(
    ("deed", "broken"),
    [
        ("UPDATE events SET actor = 'minh' WHERE id = 3", 3),
        ("UPDATE events SET detail = '{}' WHERE id = 4", 4),
        ("UPDATE events SET at = '2020-01-01 00:00:00.000000' WHERE id = 2", 2),
        ("DELETE FROM events WHERE id = 3", 4),
        ("DELETE FROM events WHERE id = 1", 2),
        ("UPDATE events SET previous = '', digest = '' WHERE id = 5", 5),
        ("INSERT INTO events (id, at, actor, action, subject, detail) SELECT 99, at, actor, action, subject, detail FROM events WHERE id = 1", 99),
    ],
)  # fmt: skip
def test_the_first_row_that_does_not_fit_is_named(database: Database, deed: str, broken: int) -> None:  # fmt: skip
    _tell(database, 6)
    _by_force(database, deed)
    assert _checked(database).broken_id == broken
    told = doctor.examine(database)
    assert any(f"#{broken} " in one and one.startswith("nhật ký: ") for one in told), told


def test_rows_cut_off_at_the_end_are_missed(database: Database) -> None:
    _tell(database, 6)
    _by_force(database, "DELETE FROM events WHERE id > 4")
    checked = _checked(database)
    assert (checked.rows, checked.broken_id) == (4, None)
    assert "thiếu dòng ở cuối" in checked.trouble


def test_the_log_cannot_be_emptied_nor_a_row_of_it_replaced(database: Database) -> None:
    _tell(database, 2)
    columns = "id, at, actor, action, subject, detail, previous, digest"
    replace = f"INSERT OR REPLACE INTO events ({columns}) SELECT {columns} FROM events WHERE id = 1"
    deed = replace if database.is_sqlite else "TRUNCATE events"
    with pytest.raises(DoichieuError, match="append-only"), database.session() as session:
        session.execute(text(deed))
    assert _checked(database).rows == 2


def test_what_is_taken_back_leaves_no_row_and_no_gap_in_the_chain(database: Database) -> None:
    _tell(database, 2)
    with suppress(ZeroDivisionError), database.session() as session:
        log.append(session, actor="lan", action="export", subject="x")
        session.flush()
        raise ZeroDivisionError
    _tell(database, 1)
    checked = _checked(database)
    assert (checked.rows, checked.trouble) == (3, "")


def test_four_processes_writing_at_once_make_one_chain(database: Database) -> None:
    with database.session() as session:
        session.execute(text("INSERT INTO guesses (key, failures, last_at) VALUES ('x', 0, '2026-01-01 00:00:00')"))  # fmt: skip
    url = database.engine.url.render_as_string(hide_password=False)
    turns = 15
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, url, f"w{one}", str(turns)])
        for one in range(4)
    ]
    assert [writer.wait(240) for writer in writers] == [0] * 4
    kept = sum(turn % 3 + 1 for turn in range(turns) if turn % 5 != 4)
    checked = _checked(database)
    assert (checked.rows, checked.trouble) == (4 * kept, "")


def test_a_log_of_before_is_chained_as_it_stands(database: Database) -> None:
    """The step itself, over rows that knew nothing of a chain."""
    steps = ScriptDirectory.from_config(_config()).walk_revisions()
    step = next(one for one in steps if one.path.endswith("log_chain.py"))
    config = _config()
    with database.engine.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, str(step.down_revision))
        before = text("INSERT INTO events (at, actor, action, subject, detail) VALUES ('2026-11-05 01:02:03.000456', 'lan', 'decide', 'flag:1', :d)")  # fmt: skip
        for turn in range(2502):
            connection.execute(before, {"d": f'{{"note": "sửa \\u2026", "b": [{turn}, 2.5], "a": null}}'})  # fmt: skip
    upgrade(database.engine)
    assert _checked(database).rows == 2502
    _tell(database, 1)
    checked = _checked(database)
    assert (checked.rows, checked.last_id, checked.trouble) == (2503, 2503, "")
    with pytest.raises(DoichieuError, match="append-only"), database.session() as session:
        session.execute(text("UPDATE events SET actor = 'x'"))


def test_the_last_check_is_remembered(database: Database) -> None:
    _tell(database, 2)
    checked = _checked(database)
    with database.session() as session:
        log_chain.keep(session, checked)
    with database.reading() as session:
        held = log_chain.last_check(session)
    assert held is not None
    assert (held.checked_id, held.trouble, held.rows) == (checked.last_id, "", 2)
