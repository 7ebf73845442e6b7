"""The schedule at work: what is enabled is crawled by itself, stored and checked; a second service waits."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from crawler.registry import write_source
from doichieu.jobs.crawl import enabled_sources
from doichieu.jobs.desk import Desk, open_desk
from doichieu.local_time import LOCAL_TIME
from doichieu.settings import Settings
from doichieu.when import end_of_hours
from samples.world import World
from scheduler import CALL, Service, _due, build_scheduler, plan
from storage import articles, leases, runs, timetable
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


def _until(true: Callable[[], bool], seconds: float = 90) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it never came true"
        time.sleep(0.2)


def _next_of(desk: Desk, name: str) -> datetime | None:
    with desk.database.reading() as session:
        row = timetable.rows(session).get(name)
        return row.next_at if row is not None else None


def _crawls(desk: Desk) -> int:
    with desk.database.reading() as session:
        return sum(one.kind == "crawl" for one in runs.newest(session, limit=500))


def test_in_quiet_hours_nothing_is_crawled_and_what_was_due_waits_for_their_end(
    tmp_path: Path, world: World
) -> None:
    now = datetime.now(LOCAL_TIME)
    hours = f"{now - timedelta(hours=2):%H:%M}-{now + timedelta(hours=2):%H:%M}"
    settings = _settings(tmp_path, world).model_copy(update={"quiet_hours": hours})
    with open_desk(settings) as desk:
        service = Service(desk)
        service.start()
        try:
            end = end_of_hours(hours, datetime.now(UTC)).astimezone(UTC)
            _until(lambda: _next_of(desk, "crawl:bao-lam-giang") == end)
            assert _crawls(desk) == 0
        finally:
            service.stop()


def test_what_is_paused_waits_and_goes_on_when_it_is_let(tmp_path: Path, world: World) -> None:
    settings = _settings(tmp_path, world)
    with open_desk(settings) as desk:
        with desk.database.session() as session:
            timetable.pause(session, timetable.ALL, by="lan")
        service = Service(desk)
        service.start()
        try:
            _until(lambda: service.scheduler.running and bool(service.scheduler.get_jobs()))
            _until(lambda: all(job.next_run_time is None for job in service.scheduler.get_jobs()))
            assert _crawls(desk) == 0
            with desk.database.session() as session:
                timetable.resume(session, timetable.ALL)
            _until(lambda: _crawls(desk) >= 1)
        finally:
            service.stop()


def test_sources_are_read_as_often_as_the_settings_say(tmp_path: Path, world: World) -> None:
    settings = _settings(tmp_path, world).model_copy(update={"crawl_every": "40s"})
    with open_desk(settings) as desk:
        scheduler = build_scheduler(desk)
        scheduler.start(paused=True)
        plan(scheduler, desk, enabled_sources(desk), call=CALL)
        job = scheduler.get_job("crawl:bao-lam-giang")
        assert job.trigger.interval == timedelta(seconds=40)
        scheduler.shutdown(wait=False)


def test_after_weeks_of_downtime_what_was_due_runs_once(tmp_path: Path, world: World) -> None:
    with open_desk(_settings(tmp_path, world)) as desk:
        before = build_scheduler(desk, is_ours=lambda: False)
        before.start(paused=True)
        plan(before, desk, enabled_sources(desk), call=CALL)
        for job in before.get_jobs():
            before.modify_job(job.id, next_run_time=datetime.now(UTC) - timedelta(days=30))
        before.shutdown(wait=False)
        _drained("rest")
        after = build_scheduler(desk)
        after.start()
        try:
            _until(lambda: all(one.next_run_time > datetime.now(UTC) - timedelta(days=1) for one in after.get_jobs()))  # fmt: skip
            rest = _drained("rest")
            assert sorted(rest) == sorted({"backup", "retain", "templates", "alerts", "digest"})
        finally:
            after.shutdown(wait=False)
            for lane in ("crawl", "check"):
                _drained(lane)


def _drained(lane: str) -> list[str]:
    """What was announced in a lane, each as often as it was."""
    names = []
    while not _due[lane].empty():
        names.append(_due[lane].get())
    return names
