"""The page of the schedule: what runs, comes next, failed, is paused or put aside; one run with its log."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

from storage import leases, quarantine, runs, timetable
from storage.runs import Line


def _plan(site: Any, **next_times: datetime | None) -> None:
    with site.database.session() as session:
        timetable.plan(session, {name.replace("__", ":"): at for name, at in next_times.items()})


def _ran(site: Any, name: str, *, problem: str = "", ended: bool = True, holder: str = "") -> int:
    with site.database.session() as session:
        run = runs.start(session, kind=name.partition(":")[0], subject="", holder=holder)
        timetable.begun(session, [name], run)
        runs.add_lines(
            session, run, [Line(datetime.now(UTC), "info", "dòng <một> / line <one>")], after=0
        )
        if ended:
            runs.finish(session, run, report={}, problem=problem)
    return run


def test_it_shows_what_runs_what_comes_next_what_failed_and_what_is_paused(
    site: Any, desk: httpx.Client
) -> None:
    assert "doichieu serve" in desk.get("/runs").text
    soon = datetime.now(UTC) + timedelta(hours=3)
    _plan(site, check=soon, backup=soon, digest=None, crawl__bao=soon)
    with site.database.session() as session:
        leases.take(session, "scheduler", holder="máy-một:1:a", seconds=600)
        timetable.pause(session, "digest", by="lan")
    _ran(site, "check", ended=False, holder="máy-một:1:a")
    _ran(site, "backup", problem="đĩa đầy / disk full")
    page = desk.get("/runs").text
    for words in ("máy-một:1:a", "đang chạy", "hỏng: <bdi>đĩa đầy</bdi>", "tạm dừng (lan)"):
        assert words in page, words
    jobs = {one["job"]: one for one in desk.get("/api/v1/jobs").json()["jobs"]}
    assert {name: one["state"] for name, one in jobs.items()} == {
        "check": "running", "backup": "failed", "digest": "paused", "crawl:bao": "never",
    }  # fmt: skip
    with site.database.session() as session:
        timetable.pause(session, timetable.ALL, by="minh")
    assert "Cả lịch đang tạm dừng" in desk.get("/runs").text


def test_a_run_left_by_a_dead_process_is_not_said_to_go_on(site: Any, desk: httpx.Client) -> None:
    _plan(site, check=None)
    _ran(site, "check", ended=False, holder="máy-chết:9:z")
    assert desk.get("/api/v1/jobs").json()["jobs"][0]["state"] == "failed"


def test_a_run_has_its_log_escaped_and_bounded(site: Any, desk: httpx.Client) -> None:
    run = _ran(site, "backup", problem="hỏng <b> / broken <b>")
    page = desk.get(f"/runs/{run}").text
    assert "dòng &lt;một&gt;" in page
    assert "hỏng &lt;b&gt;" in page
    assert f'href="/runs/{run}"' in desk.get("/runs").text
    told = desk.get(f"/api/v1/runs/{run}").json()
    assert [one["line"] for one in told["lines"]] == ["dòng <một> / line <one>"]
    assert desk.get("/runs/999999").status_code == 404
    assert desk.get(f"/api/v1/runs/{2**70}").status_code == 404


def test_what_was_put_aside_is_listed_with_its_reason(site: Any, desk: httpx.Client) -> None:
    flag = site.add_flag()
    with site.database.session() as session:
        for _ in range(3):
            quarantine.failed(
                session, flag, revision=1, reason="TypeError", detail="lỗi <x> / error <x>"
            )
    page = desk.get("/runs").text
    assert "article:1" in page
    assert "lỗi &lt;x&gt;" in page
    assert "TypeError" in page
