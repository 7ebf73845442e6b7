"""A source's own rhythm, from the times of its articles."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from doichieu.records import Article, Source, SourceKind
from storage import articles, pace
from storage import sources as source_rows
from storage.database import Database
from storage.schema import SourceRow

NOON = datetime(2026, 11, 1, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("gap", "minutes"), [(1, pace.LEAST), (40, 20), (300, 150), (3 * 24 * 60, pace.MOST)]
)
def test_the_interval_is_half_the_median_gap_within_bounds(gap: int, minutes: int) -> None:
    times = [NOON + timedelta(minutes=gap * at) for at in range(20)]
    assert pace.interval_of(times) == minutes


def test_a_silent_night_does_not_slow_a_busy_paper() -> None:
    day = [NOON + timedelta(minutes=20 * at) for at in range(20)]
    assert pace.interval_of([*day, *(one + timedelta(days=1) for one in day)]) == 10


def test_too_few_times_say_nothing() -> None:
    assert pace.interval_of([NOON] * 50) is None


def test_a_stored_source_learns_its_pace_and_keeps_it_while_it_hardly_changes(
    database: Database,
) -> None:
    source = Source(id="a", name="A", kind=SourceKind.NEWS, home_url="https://a.example/")
    with database.session() as session:
        source_rows.sync(session, [source])
        for at in range(12):
            article = Article(
                url=f"https://a.example/{at}", title="T", text=f"Câu {at}.", source_id="a",
                published_at=NOON + timedelta(minutes=60 * at),
            )  # fmt: skip
            articles.save(session, article)
        pace.learn(session, "a")
        assert session.get_one(SourceRow, "a").pace_minutes == 30
        session.get_one(SourceRow, "a").pace_minutes = 27
        pace.learn(session, "a")
        assert session.get_one(SourceRow, "a").pace_minutes == 27
