"""How the desk does, on both databases: times, precision, coverage, counts that are not taken twice."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event

from doichieu.local_time import LOCAL_TIME
from doichieu.records import (  # fmt: skip
    Article,
    Claim,
    Difference,
    Evidence,
    Label,
    Outcome,
    SentenceKind,
    Source,
    SourceKind,
    Verdict,
)
from storage import articles, coverage, decisions, flags, sources
from storage.database import Database
from storage.desk_figures import Figures, figures
from storage.ruling_board import rulings_of
from storage.running_counts import running_count
from storage.schema import ArticleRow, DecisionRow, FlagRow

TEXT = "Mức trợ cấp là 400.000 đồng."
OFFICIAL = "Mức trợ cấp là 500.000 đồng."


def _verdict(article: Article, label: Label, kind: str, number: str) -> Verdict:
    start = article.full_text.index(TEXT)
    found = Difference(kind=kind, article="400.000 đồng", official="500.000 đồng", article_start=start + 15, article_end=start + 27, official_start=15, official_end=27)  # fmt: skip
    return Verdict(
        claim=Claim(text=TEXT, start=start, end=start + len(TEXT), kind=SentenceKind.CLAIM), label=label, probability=0.9,
        flagged=label is Label.REFUTED, differences=(found,) if label is Label.REFUTED else (),
        evidence=Evidence(document=number, place="Điều 1", text=OFFICIAL, start=0, end=len(OFFICIAL)),
    )  # fmt: skip


def _store(database: Database, path: str, *, outlet: str = "a", kind: str = "money", label: Label = Label.REFUTED, number: str = "1/2026", group: str | None = None) -> int | None:  # fmt: skip
    """An article with one judged sentence; the flag's id where it is one."""
    article = Article(url=f"https://{outlet}.example/{path}", title=f"Tin {path}", text=f"{path}. {TEXT}", source_id=outlet, published_at=datetime(2026, 11, 5, tzinfo=UTC))  # fmt: skip
    with database.session() as session:
        saved = articles.save(session, article)
        row = articles.get(session, saved.article_id)
        assert row is not None
        flags.store(session, row, [_verdict(article, label, kind, number)], documents={}, checked_by="m", model="m")  # fmt: skip
        found = flags.of_article(session, row.id)
        if found and group:
            found[0].group_key = group
        return found[0].id if found else None


def _rule(database: Database, flag: int | None, outcome: Outcome, *, after: timedelta, month: date | None = None) -> None:  # fmt: skip
    """A ruling so long after the flag was raised."""
    assert flag is not None
    with database.session() as session:
        row = session.get_one(FlagRow, flag)
        at = datetime(month.year, month.month, month.day, 3, tzinfo=UTC) if month else row.created_at + after  # fmt: skip
        for one in session.query(FlagRow).filter_by(group_key=row.group_key):
            one.status = outcome.value
            session.add(DecisionRow(flag_id=one.id, outcome=outcome.value, reviewer="lan", note="", decided_at=at))  # fmt: skip


def _figures(database: Database) -> Figures:
    with database.reading() as session:
        return figures(session, days=30)


def test_an_empty_desk_has_figures(database: Database) -> None:
    held = _figures(database)
    assert (held.to_ruling.count, held.by_kind, held.by_month) == (0, [], [])
    assert len(held.days) == 30


def test_flags_are_counted_by_the_day_and_kind_on_our_clocks(database: Database) -> None:
    _store(database, "1")
    _store(database, "2", kind="date")
    old = _store(database, "3")
    midnight = datetime.now(LOCAL_TIME).replace(hour=0, minute=0, second=1)
    with database.session() as session:
        for row in session.query(FlagRow):
            row.created_at = midnight
        session.get_one(FlagRow, old).created_at = midnight - timedelta(days=40)
    held = _figures(database)
    assert held.days[-1] == (midnight.date().isoformat(), {"money": 1, "date": 1})
    assert sum(sum(counts.values()) for _, counts in held.days) == 2


def test_the_time_to_a_ruling_is_of_the_first_ruling_that_was_not_taken_back(database: Database) -> None:  # fmt: skip
    hours = (0.5, 2, 30, 200)
    for at, hour in enumerate(hours):
        _rule(database, _store(database, str(at)), Outcome.DIFFERS, after=timedelta(hours=hour))
    _store(database, "offen")
    held = _figures(database).to_ruling
    assert held.count == 4
    assert held.groups == (1, 1, 0, 1, 0, 1)
    assert held.median == pytest.approx(16, abs=0.1)


def test_a_story_on_many_outlets_counts_once_in_precision(database: Database) -> None:
    first = _store(database, "1", group="g")
    _store(database, "1", outlet="b", group="g")
    _rule(database, first, Outcome.DIFFERS, after=timedelta(hours=1))
    for at, outcome in enumerate((Outcome.DOES_NOT_DIFFER, Outcome.OPINION_OR_REPORT, Outcome.OFFICIAL_TEXT_WRONG, Outcome.CANNOT_TELL)):  # fmt: skip
        _rule(database, _store(database, f"x{at}", group=f"x{at}"), outcome, after=timedelta(hours=1))  # fmt: skip
    (money,) = _figures(database).by_kind
    assert (money.name, money.right, money.wrong, money.share) == ("money", 2, 2, 0.5)


def test_precision_is_told_by_the_month_of_the_ruling(database: Database) -> None:
    _rule(database, _store(database, "1"), Outcome.DIFFERS, after=timedelta(), month=date(2026, 10, 31))  # fmt: skip
    _rule(database, _store(database, "2"), Outcome.DOES_NOT_DIFFER, after=timedelta(), month=date(2026, 11, 1))  # fmt: skip
    held = {one.name: (one.right, one.wrong) for one in _figures(database).by_month}
    assert held == {"2026-10": (1, 0), "2026-11": (0, 1)}


def test_the_time_to_a_correction_is_from_the_articles_appearance(database: Database) -> None:
    flag = _store(database, "1")
    with database.session() as session:
        session.get_one(FlagRow, flag).corrected_at = datetime(2026, 11, 5, 5, tzinfo=UTC)
    held = _figures(database).to_correction
    assert (held.count, held.median, held.groups[0]) == (1, 5.0, 1)


def test_rulings_are_read_once_and_new_ones_are_seen(database: Database) -> None:
    first, second = _store(database, "1"), _store(database, "2")
    assert first is not None
    assert second is not None
    _rule(database, first, Outcome.DIFFERS, after=timedelta(hours=1))
    with database.reading() as session:
        before = rulings_of(session)
        assert rulings_of(session) is before
    with database.session() as session:
        decisions.decide(session, second, Outcome.DIFFERS, reviewer="lan")
        decisions.undo(session, second, reviewer="lan")
    with database.reading() as session:
        assert rulings_of(session).undone.tolist() == [False, False, True]


def test_a_text_is_carried_where_an_article_confirms_or_contradicts_it(database: Database) -> None:
    with database.session() as session:
        sources.sync(session, [Source(id=name, name=name, kind=SourceKind.NEWS, home_url="https://x.example", province=province) for name, province in (("a", "Huế"), ("b", "Cà Mau"), ("c", None))])  # fmt: skip
    _store(database, "1", outlet="a")
    _store(database, "2", outlet="a")
    _store(database, "3", outlet="b", label=Label.SUPPORTED, number="2/2026")
    _store(database, "4", outlet="b", label=Label.NOT_ENOUGH_INFO, number="3/2026")
    _store(database, "5", outlet="c")
    with database.reading() as session:
        assert coverage.carried(session, since=date(2026, 11, 1)) == {("1/2026", "Huế"), ("2/2026", "Cà Mau")}  # fmt: skip
        assert coverage.carried(session, since=date(2026, 11, 6)) == set()
        assert {row.first_day for row in session.query(coverage.CoverageRow)} == {date(2026, 11, 5)}


def test_a_large_table_is_counted_onwards_only(database: Database) -> None:
    said: list[str] = []

    def hear(_c: Any, _u: Any, statement: str, *_: Any) -> None:
        said.append(statement)

    _store(database, "1")
    _store(database, "2")
    with database.reading() as session:
        assert running_count(session, ArticleRow.id) == 2
    _store(database, "3")
    event.listen(database.engine, "before_cursor_execute", hear)
    with database.reading() as session:
        assert running_count(session, ArticleRow.id) == 3
    assert [one for one in said if "count(" in one and "articles.id >" not in one] == []
