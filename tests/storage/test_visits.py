"""When an article is looked at again, and what of the frontier is due."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from doichieu.records import Failure, Link
from storage import frontier
from storage.articles import AGES, difference, next_visit
from storage.database import Database
from storage.schema import FrontierRow

BORN = datetime(2026, 11, 1, 8, 0, tzinfo=UTC)


def test_an_article_is_looked_at_again_at_growing_ages_and_then_no_more() -> None:
    seen, now = [], BORN
    while (due := next_visit(BORN, now=now)) is not None:
        seen.append(due - BORN)
        now = due
    assert tuple(seen) == AGES
    assert seen == [timedelta(hours=1), timedelta(hours=6), timedelta(days=1), timedelta(days=7)]


def test_a_service_that_slept_skips_the_ages_it_missed() -> None:
    assert next_visit(BORN, now=BORN + timedelta(days=2)) == BORN + timedelta(days=7)


def test_a_difference_keeps_the_lines_that_went_and_those_that_came() -> None:
    before, after = "Nhan đề\nGiữ nguyên.\nMức 5 đồng.", "Nhan đề\nGiữ nguyên.\nMức 6 đồng.\nThêm."
    assert difference(before, after) == [
        {"before": ["Mức 5 đồng."], "after": ["Mức 6 đồng.", "Thêm."]}
    ]


def test_links_wait_until_they_are_stored_and_failed_ones_wait_longer(database: Database) -> None:
    links = [Link(url=f"https://a.example/{at}", source_id="a") for at in range(3)]
    with database.session() as session:
        frontier.keep_waiting(session, frontier.unseen(session, links))
        frontier.mark(session, source_id="a", urls=(links[0].url,))
        failure = Failure(url=links[1].url, reason="timeout", detail="", source_id="a")
        frontier.mark_failed(session, failure)
    with database.session() as session:
        assert frontier.waiting(session, source_ids=["a"])["a"] == (links[2].url,)
        row = session.get_one(FrontierRow, links[1].url)
        row.seen_at -= frontier.AGAIN
    with database.session() as session:
        assert set(frontier.waiting(session, source_ids=["a"])["a"]) == {links[1].url, links[2].url}
        for one in session.query(FrontierRow):
            one.seen_at -= frontier.STALE
    with database.session() as session:
        assert not frontier.waiting(session, source_ids=["a"])
