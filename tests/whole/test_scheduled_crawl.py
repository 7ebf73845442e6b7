"""The schedule at work: what is enabled is crawled by itself, stored and checked; a second service waits."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from pathlib import Path

from crawler.registry import write_source
from doichieu.jobs.crawl import enabled_sources
from doichieu.jobs.desk import open_desk
from doichieu.settings import Settings
from samples.world import World
from scheduler import CALL, Service, build_scheduler, plan
from storage import articles, leases, runs
from storage import sources as source_rows


def _settings(tmp_path: Path, world: World) -> Settings:
    settings = Settings(data_dir=tmp_path / "data", crawl_delay=0)
    for source in world.sources():
        if source.id in ("bao-lam-giang", "bao-doi-song-moi"):
            write_source(source, folder=settings.sources_dir)
    return settings


def test_what_is_enabled_is_crawled_and_a_source_that_is_down_is_a_line_in_its_run(
    tmp_path: Path, world: World
) -> None:
    with open_desk(_settings(tmp_path, world)) as desk:
        service = Service(desk)
        service.start()
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            with desk.database.session() as session:
                held = articles.newest(session, limit=500)
                done = [one for one in runs.newest(session) if one.finished_at]
            if len(held) >= 10 and done:
                break
            time.sleep(0.3)
        service.stop()
        with desk.database.session() as session:
            assert len(articles.newest(session, limit=500)) >= 10
            states = source_rows.states(session)
            assert states["bao-doi-song-moi"].problem
            assert not states["bao-lam-giang"].problem
            assert runs.newest(session)


def test_a_second_service_on_one_database_waits(tmp_path: Path, world: World) -> None:
    with open_desk(_settings(tmp_path, world)) as desk:
        with desk.database.session() as session:
            leases.take(session, "scheduler", holder="other", seconds=600)
        service = Service(desk)
        service.start()
        time.sleep(1.5)
        assert not service.scheduler.running
        service.stop()


def test_jobs_survive_a_restart_and_run_once(tmp_path: Path, world: World) -> None:
    with open_desk(_settings(tmp_path, world)) as desk:
        first = build_scheduler(desk)
        first.start(paused=True)
        plan(first, desk, enabled_sources(desk), call=CALL)
        names = {job.id for job in first.get_jobs()}
        assert {one for one in names if one.startswith("crawl:")} == {
            "crawl:bao-lam-giang", "crawl:bao-doi-song-moi",
        }  # fmt: skip
        assert names >= {"check", "backup", "templates", "alerts", "digest"}
        assert all(job.coalesce and job.max_instances == 1 for job in first.get_jobs())
        first.shutdown(wait=False)
        with desk.database.session() as session:
            source_rows.set_enabled(session, "bao-doi-song-moi", False)
        second = build_scheduler(desk)
        second.start(paused=True)
        plan(second, desk, enabled_sources(desk), call=CALL)
        assert {job.id for job in second.get_jobs()} == names - {"crawl:bao-doi-song-moi"}
        assert all(
            job.next_run_time <= datetime.now(UTC).replace(year=2100) for job in second.get_jobs()
        )
        second.shutdown(wait=False)
