"""A turn of the alerts and the migrations under it, on both databases."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from alembic import command

from doichieu.jobs.alerts import notify
from doichieu.jobs.desk import Desk
from doichieu.records import Article, CrawlReport, Source, SourceKind
from doichieu.settings import Settings
from storage import articles, health, migrate, runs, sources
from storage.coverage import CoverageRow
from storage.database import Database
from storage.schema import FlagRow

NOW = datetime(2026, 11, 5, 5, 0, tzinfo=UTC)


def test_every_look_of_a_turn_works(database: Database, tmp_path: Path) -> None:
    held = Source(id="a", name="Báo A", kind=SourceKind.NEWS, home_url="https://a.example", enabled=True)  # fmt: skip
    with database.session() as session:
        sources.sync(session, [held])
        for back in range(12):
            day = date(2026, 11, 5) - timedelta(days=back)
            at = datetime(day.year, day.month, day.day, 3, tzinfo=UTC)
            health.note(session, held, CrawlReport(source_id="a", started_at=at, finished_at=at, articles=0), day=day)  # fmt: skip
        for at_once in range(4):
            articles.save(session, Article(url=f"https://a.example/{at_once}", title="t", text="x", source_id="a"))  # fmt: skip
        for _ in range(3):
            runs.finish(session, runs.start(session, kind="check", subject="m"), report={}, problem="đĩa đầy / disk full")  # fmt: skip
    desk = Desk(settings=Settings(data_dir=tmp_path, alert_backlog=1), database=database)
    assert notify(desk, now=NOW).standing == 2
    with database.session() as session:
        articles.save(session, Article(url="https://a.example/9", title="t", text="x", source_id="a"))  # fmt: skip
        runs.finish(session, runs.start(session, kind="check", subject="m"), report={})
    assert (
        notify(desk, now=NOW + timedelta(hours=2)).standing == 2
    )  # the backlog grew, the job is well


def test_what_was_flagged_before_tells_the_first_of_the_coverage(database: Database) -> None:
    with database.session() as session:
        saved = articles.save(session, Article(url="https://a.example/1", title="t", text="x", source_id="a"))  # fmt: skip
        session.add(
            FlagRow(
                article_id=saved.article_id, revision=1, source_id="a", sentence="s", sentence_digest="d", start=0, end=1,
                probability=0.9, document="1/2026", document_title="", place="", passage="p", passage_start=0,
                differences=[], kind="money", group_key="g", model="m", created_at=NOW,
            )
        )  # fmt: skip
    config = migrate._config()
    with database.engine.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "0006")
    migrate.upgrade(database.engine)
    with database.reading() as session:
        (row,) = session.query(CoverageRow)
        assert (row.document, row.source_id, row.first_day) == ("1/2026", "a", NOW.date())
