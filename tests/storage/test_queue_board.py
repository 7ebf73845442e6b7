"""The queue counted in memory says what the rows say: after every change, for every filter, in every order."""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from doichieu.records import Article, Outcome
from storage import articles, decisions, flags, queue_board, queue_counts, urgency
from storage.database import Database
from storage.flags import Filters
from storage.schema import ArticleRow, FlagRow

NOW = datetime.now(UTC)
KINDS, PLACES = ("money", "polarity", "date"), (None, "Lam Giang", "Hà Lam")


def _fill(database: Database, chance: random.Random, count: int = 60) -> None:
    with database.session() as session:
        for at in range(count):
            article = Article(
                url=f"https://a.example/{at}", title=f"Tin {at}", text=f"Mức {at} là 5 đồng một tháng.",
                source_id=f"bao-{chance.randrange(4)}",
                published_at=None if at % 9 == 0 else NOW - timedelta(hours=chance.uniform(0, 900)),
            )  # fmt: skip
            saved = articles.save(session, article)
            session.add(_flag(saved.article_id, article, at, chance))


def _flag(article_id: int, article: Article, at: int, chance: random.Random) -> FlagRow:
    return FlagRow(
        article_id=article_id, revision=1, source_id=article.source_id, province=chance.choice(PLACES),
        sentence=article.text, sentence_digest=str(at), start=0, end=5, probability=chance.uniform(0.4, 1),
        document=f"{chance.randrange(3)}/2026/NĐ-CP", document_title="", place="Điều 1", passage="p",
        passage_start=0, differences=[], kind=chance.choice(KINDS), group_key=f"g{chance.randrange(30)}",
        model="m", status="open", version=0, created_at=NOW - timedelta(hours=chance.uniform(0, 900)),
        assignee=chance.choice(("", "lan", "minh")),
    )  # fmt: skip


def _rows(database: Database, filters: Filters) -> list[FlagRow]:
    with database.session() as session:
        query = flags.narrowed(session, select(FlagRow), filters)
        return list(session.scalars(query.order_by(FlagRow.id)))


def _stories(database: Database, filters: Filters) -> dict[str, list[FlagRow]]:
    held = defaultdict(list)
    for row in _rows(database, filters):
        held[row.group_key].append(row)
    return held


def _asked(chance: random.Random) -> Filters:
    return Filters(
        province=chance.choice(PLACES),
        source=chance.choice((None, "bao-1", "khong-co")),
        document=chance.choice((None, "1/2026/NĐ-CP")),
        kind=chance.choice((None, *KINDS)),
        assignee=chance.choice((None, None, "nobody", "lan")),
        status=chance.choice(("open", "decided", "all", "differs")),
        since=chance.choice((None, NOW - timedelta(days=7))),
    )


def _must_agree(database: Database, filters: Filters) -> None:
    stories = _stories(database, filters)
    with database.session() as session:
        rows = urgency.queue(session, filters, limit=1000)
        seen = queue_counts.look(session, filters)
        assert queue_counts.total(seen, filters) == len(stories)
        offered = queue_counts.choices(seen, filters)
        days = queue_counts.recent(seen, filters, (7,))
    assert {row.flag.id: row.outlets for row in rows} == {
        held[0].id: len({one.source_id for one in held}) for held in stories.values()
    }
    assert [row.points for row in rows] == sorted((row.points for row in rows), reverse=True)
    assert dict(offered["kind"]) == _by(database, replace(filters, kind=None), "kind")
    assert dict(offered["status"]) == _by(database, replace(filters, status=None), "status")
    who = _by(database, replace(filters, assignee=None), "assignee")
    assert {name: count for name, count in offered["assignee"] if name != "nobody"} == who
    assert dict(offered["province"]) == _by(database, replace(filters, province=None), "province")
    since = max(NOW - timedelta(days=7), filters.since or NOW - timedelta(days=7))
    assert days[7] == len(_stories(database, replace(filters, since=since)))


def _total(session: Any, filters: Filters) -> int:
    return queue_counts.total(queue_counts.look(session, filters), filters)


def _by(database: Database, filters: Filters, name: str) -> dict[str, int]:
    held: dict[Any, set[str]] = defaultdict(set)
    for row in _rows(database, filters):
        held[getattr(row, name)].add(row.group_key)
    return {value: len(groups) for value, groups in held.items() if value}


@pytest.mark.parametrize("seed", range(3))
def test_the_board_says_what_the_rows_say_after_every_change(database: Database, seed: int) -> None:
    chance = random.Random(seed)
    _must_agree(database, Filters())  # nothing there
    _fill(database, chance)
    for _ in range(6):
        _must_agree(database, _asked(chance))
        with database.session() as session:
            flag_id = chance.choice(list(session.scalars(select(FlagRow.id))))
            flag = session.get_one(FlagRow, flag_id)
            if flag.status == "open":
                decisions.decide(session, flag_id, Outcome.DIFFERS, reviewer="lan")
            else:
                decisions.undo(session, flag_id, reviewer="lan")
        _must_agree(database, Filters())


def test_a_page_taken_off_or_corrected_sinks_in_the_queue_at_once(database: Database) -> None:
    _fill(database, random.Random(5), count=12)
    with database.session() as session:
        before = urgency.queue(session, Filters(), limit=1)[0]
    with database.session() as session:
        article = session.get_one(ArticleRow, before.article.id)
        articles.mark_gone(session, article.url, at=NOW)
    with database.session() as session:
        rows = urgency.queue(session, Filters(), limit=100)
        sunk = next(row for row in rows if row.flag.id == before.flag.id)
        assert sunk.points == max(0, before.points - urgency.SETTLED)
        assert rows[0].flag.id != before.flag.id


def test_a_page_that_is_there_again_rises_at_once_though_its_text_is_the_same(
    database: Database,
) -> None:
    _fill(database, random.Random(7), count=3)
    with database.session() as session:
        row = urgency.queue(session, Filters(), limit=1)[0]
        article = articles.to_record(row.article)
        articles.mark_gone(session, article.url, at=NOW)
    with database.session() as session:
        sunk = {one.flag.id: one for one in urgency.queue(session, Filters())}[row.flag.id]
        assert sunk.settled
        # It went long ago: nothing of then is read again by itself.
        session.get_one(FlagRow, row.flag.id).changed_at = NOW - timedelta(days=1)
    with database.session() as session:
        assert articles.save(session, article).status == "unchanged"
    with database.session() as session:
        back = {one.flag.id: one for one in urgency.queue(session, Filters())}[row.flag.id]
        assert not back.settled
        order = [one.flag.id for one in urgency.queue(session, Filters())]
        assert order[0] == row.flag.id


def test_a_change_committed_late_is_seen(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    _fill(database, random.Random(6), count=5)
    with database.session() as session:
        assert _total(session, Filters(source="bao-xa")) == 0
    with database.session() as session:
        flag = session.scalars(select(FlagRow)).first()
        assert flag is not None
        # As if its transaction had begun before the last look at the board.
        flag.source_id, flag.changed_at = "bao-xa", datetime.now(UTC) - timedelta(seconds=50)
    with database.session() as session:
        assert _total(session, Filters(source="bao-xa")) == 1
        flag = session.scalars(select(FlagRow).where(FlagRow.source_id == "bao-xa")).one()
        flag.source_id, flag.changed_at = "bao-gan", datetime.now(UTC) - timedelta(days=1)
    monkeypatch.setattr(queue_board, "WHOLE", 0.0)
    with database.session() as session:
        assert _total(session, Filters(source="bao-gan")) == 1


def test_columns_that_were_patched_are_those_made_anew(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance = random.Random(11)
    _fill(database, chance, count=30)
    with database.session() as session:
        board = queue_board.board_of(session)
    board.look()
    made = []
    whole = queue_board._columns
    monkeypatch.setattr(queue_board, "_columns", lambda rows: made.append(len(rows)) or whole(rows))
    for at in range(30, 36):
        with database.session() as session:
            flag_id = chance.choice(list(session.scalars(select(FlagRow.id))))
            session.get_one(FlagRow, flag_id).group_key = f"g{chance.randrange(30)}"
            article = Article(url=f"https://a.example/{at}", title="t", text=f"Mức {at} là.", source_id="bao-1")  # fmt: skip
            saved = articles.save(session, article)
            session.add(_flag(saved.article_id, article, at, chance))
        held, anew = board.look(), whole(board._rows)
        assert held.ids.tolist() == anew.ids.tolist()
        assert {name: held.named[name].tolist() for name in queue_board.NAMED} == {
            name: anew.named[name].tolist() for name in queue_board.NAMED
        }
        for name in ("probability", "created", "settled", "alone"):
            assert getattr(held, name).tolist() == getattr(anew, name).tolist(), name
    assert max(made) <= 2, "only what changed was read into columns"
    # A flag whose number lies among those held came late: everything is made anew.
    board._rows.pop(next(iter(sorted(board._rows))))
    board._columns = whole(board._rows)
    made.clear()
    assert board.look().ids.tolist() == anew.ids.tolist()
    assert max(made) == len(anew.ids)
