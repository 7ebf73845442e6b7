"""A database moves to the other kind and back, and nothing of it is lost, doubled or changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import insert, select, text

from doichieu.errors import DoichieuError, WrongUse
from doichieu.records import Article, Link
from storage import articles, doctor, frontier, leases, log, search, users
from storage.copying import all_contents, is_empty, one_moment
from storage.database import Database
from storage.move import move
from storage.schema import FlagRow
from storage.tables import SCHEDULE, all_tables, own_tables

ARTICLE = Article(
    url="https://b.example/1", title="Bến đò “Đạt”", text="Bến mở lúc 5 giờ.\nKhông thu phí.",
    source_id="bao-a", province="Lam Giang", authors=("Nguyễn A",),
    published_at=datetime(2026, 3, 9, 5, 30, 0, 123456, tzinfo=UTC),
)  # fmt: skip


def _fill(database: Database, count: int = 30) -> None:
    with database.session() as session:
        for at in range(count):
            articles.save(
                session, replace(ARTICLE, url=f"https://b.example/{at}", text=f"Câu số {at}.")
            )
        articles.save(session, replace(ARTICLE, url="https://b.example/1", text="Câu đã sửa."))
        frontier.keep_waiting(session, [Link(url="https://b.example/chua", source_id="bao-a")])
        users.create(session, "lan")
        session.execute(insert(FlagRow).values(**_flag()))
        search.put(session, kind="flag", ref="1", title=ARTICLE.title, body="Câu.")
        log.append(session, actor="lan", action="decide", subject="flag:1", detail={"note": "ừ"})
        session.flush()
        SCHEDULE.create(session.connection(), checkfirst=True)
        session.execute(SCHEDULE.insert().values(id="x", next_run_time=1.5, job_state=b"\x00\xff"))


def _flag() -> dict[str, object]:
    now = datetime(2026, 3, 9, 6, tzinfo=UTC)
    return {
        "article_id": 1, "revision": 1, "source_id": "bao-a", "sentence": "Câu.", "sentence_digest": "x",
        "start": 0, "end": 4, "probability": 0.1 + 0.2, "document": "1/2026/NĐ-CP", "document_title": "T",
        "place": "Điều 1", "passage": "P", "passage_start": 0, "differences": [{"kind": "money", "article": "ở"}],
        "kind": "money", "group_key": "g", "model": "m", "created_at": now, "changed_at": now,
    }  # fmt: skip


@pytest.fixture(params=["sqlite", "postgresql"])
def target(request: pytest.FixtureRequest, new_database: Callable[[str], Database]) -> Database:
    """An empty database of either kind."""
    return new_database(request.param)


def test_everything_arrives_and_work_goes_on_there(database: Database, target: Database) -> None:
    _fill(database)
    steps = list(move(database, target))
    assert steps[-1].rows == steps[-1].total
    with one_moment(database) as here, one_moment(target) as there:
        assert all_contents(here) == all_contents(there)
        assert there.execute(select(SCHEDULE)).all() == [("x", 1.5, b"\x00\xff")]
    assert doctor.examine(target) == []
    with target.session() as session:
        assert len(search.find(session, "cau so", limit=50)) == 29
        new = articles.save(session, replace(ARTICLE, url="https://b.example/moi"))
        assert new.article_id == 31
        assert users.create(session, "binh").id == 2
        log.append(session, actor="binh", action="decide", subject="flag:1")


def test_a_target_that_holds_anything_is_refused(database: Database, target: Database) -> None:
    _fill(database, count=2)
    with target.session() as session:
        users.create(session, "ai")
    with pytest.raises(WrongUse, match="holds something already"):
        list(move(database, target))


def test_a_move_that_breaks_leaves_an_empty_target_and_can_be_begun_again(
    database: Database, target: Database
) -> None:
    _fill(database)
    half = move(database, target)
    while next(half).table != "search":
        pass
    half.close()
    with one_moment(target) as there:
        assert is_empty(there)
    list(move(database, target))


def test_what_the_target_cannot_hold_is_told_with_its_table(
    database: Database, new_database: Callable[[str], Database]
) -> None:
    if not database.is_sqlite:
        return  # only SQLite takes what PostgreSQL refuses
    _fill(database, count=1)
    with database.session() as session:
        session.execute(text("UPDATE articles SET source_id = :long"), {"long": "x" * 200})
    target = new_database("postgresql")
    with pytest.raises(DoichieuError, match="articles"):
        list(move(database, target))
    with one_moment(target) as there:
        assert is_empty(there)


def test_while_a_service_works_nothing_is_moved(database: Database, target: Database) -> None:
    with database.session() as session:
        leases.take(session, "scheduler", holder="máy-1:77", seconds=60)
    with pytest.raises(DoichieuError, match="máy-1:77"):
        list(move(database, target))


def test_a_digest_sees_a_single_letter(database: Database) -> None:
    _fill(database, count=3)
    with one_moment(database) as here:
        before = all_contents(here)
    with database.session() as session:
        session.execute(text("UPDATE revisions SET title = 'khác' WHERE id = 2"))
    with one_moment(database) as here:
        after = all_contents(here)
    assert {name for name in before if before[name] != after[name]} == {"revisions"}


def test_every_table_of_a_new_database_is_one_that_moves(database: Database) -> None:
    listed = "SELECT name FROM sqlite_master WHERE type = 'table'"
    if not database.is_sqlite:
        listed = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
    with database.reading() as session:
        there = set(session.scalars(text(listed)))
    ours = {one.name for one in all_tables()}
    strangers = {name for name in there - ours if not name.startswith(("search_", "sqlite_"))}
    assert strangers == {"alembic_version"}
    assert {one.name for one in own_tables()} <= there
