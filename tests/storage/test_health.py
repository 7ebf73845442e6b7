"""Bounds of a source, checked after each crawl and kept as its history."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from doichieu.records import Article, CrawlReport, Source, SourceKind
from storage import articles, health
from storage import sources as source_rows
from storage.database import Database
from storage.schema import SourceRow

MONDAY = date(2026, 11, 2)
SOURCE = Source(
    id="a", name="A", kind=SourceKind.NEWS, home_url="https://a.example/", min_articles_a_day=4,
)  # fmt: skip


def _crawl(database: Database, day: int, *, problem: str = "", **stats: int) -> str:
    at = datetime(2026, 11, 2, 3, 0, tzinfo=UTC) + timedelta(days=day)
    report = CrawlReport(
        source_id="a", started_at=at, finished_at=at, articles=stats.pop("articles", 0),
        stats=tuple(stats.items()), problems=(problem,) if problem else (),
    )  # fmt: skip
    with database.session() as session:
        source_rows.sync(session, [SOURCE])
    with database.session() as session:
        health.note(session, SOURCE, report, day=MONDAY + timedelta(days=day))
        return session.get_one(SourceRow, "a").problem


def test_a_day_is_the_sum_of_its_crawls(database: Database) -> None:
    _crawl(database, 0, articles=3, without_date=1)
    _crawl(database, 0, articles=2, short_texts=2)
    _crawl(database, 1, articles=9)
    with database.session() as session:
        newest, first = health.history(session, "a")
        assert (newest.day, newest.crawls, newest.articles) == (date(2026, 11, 3), 1, 9)
        assert (first.crawls, first.articles, first.without_date, first.short_texts) == (2, 5, 1, 2)


@pytest.mark.parametrize(
    ("counts", "told"),
    [
        ({"articles": 3}, "too few articles"),
        ({"articles": 20, "without_date": 15}, "only 25% name their time"),
        ({"articles": 20, "short_texts": 12}, "texts are too short"),
        ({"articles": 20, "without_date": 5, "short_texts": 3}, ""),
        ({"articles": 4, "without_date": 4}, ""),
    ],
)
def test_a_day_out_of_bounds_is_told_when_it_is_over(
    database: Database, counts: dict[str, int], told: str
) -> None:
    assert _crawl(database, 0, **counts) == ""
    problem = _crawl(database, 1, articles=1)
    assert told in problem
    assert bool(problem) is bool(told)


def test_a_problem_keeps_the_day_it_began_and_ends_with_a_good_crawl(database: Database) -> None:
    for day in (0, 1, 2):
        _crawl(database, day, problem="rss: 403", articles=9)
    with database.session() as session:
        row = session.get_one(SourceRow, "a")
        assert row.problem_since == datetime(2026, 11, 2, 3, 0, tzinfo=UTC)
        assert row.last_success_at is None
    _crawl(database, 3, articles=9)
    with database.session() as session:
        row = session.get_one(SourceRow, "a")
        assert (row.problem, row.problem_since) == ("", None)
        assert row.last_success_at == datetime(2026, 11, 5, 3, 0, tzinfo=UTC)


def test_a_source_that_falls_silent_is_told_by_its_own_pace(database: Database) -> None:
    long_ago = datetime.now(UTC) - timedelta(days=4)
    _crawl(database, 0, articles=9)
    with database.session() as session:
        article = Article(
            url="https://a.example/1", title="T", text="Câu.", source_id="a", fetched_at=long_ago
        )
        articles.save(session, article)
        session.get_one(SourceRow, "a").pace_minutes = 30
    assert "nothing new since" in _crawl(database, 0, articles=9)
    with database.session() as session:
        session.get_one(SourceRow, "a").pace_minutes = 360
    assert _crawl(database, 0, articles=9) == ""
