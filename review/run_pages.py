"""The pages of the schedule: what runs, comes next, failed and was put aside; one run with its log."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from litestar import Request, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from litestar.response import Template

from doichieu.local_time import local_iso
from review import reading
from review.told import JOBS
from review.views import render
from storage import quarantine, runs
from storage.database import Database
from storage.job_states import CRAWL, JobState, Schedule, schedule
from storage.schema import RunRow

Asked = Request[Any, Any, Any]
#: Crawls that the page of the schedule names, the next ones first; things put aside.
CRAWLS, ASIDE = 50, 50
#: Lines of a run's log on its page; a run keeps no more.
LINES = 500
_LAST = datetime.max.replace(tzinfo=UTC)


@get("/runs", sync_to_thread=True, include_in_schema=False)
def runs_page(request: Asked) -> Template:
    """What runs, comes next and failed; what was put aside; what ran, and how it ended."""
    database: Database = request.app.state.database
    before = reading.before_of(request.query_params)
    rows = reading.runs_list(database, before=before)
    names = reading.outlet_names(database)
    held: dict[str, Any] = {"rows": rows, "most": reading.LINES, "names": names, "older": before}
    return render(request, "runs.html", {**held, **_standing(database)})


@get("/runs/{run_id:int}", sync_to_thread=True, include_in_schema=False)
def run_page(request: Asked, run_id: FromPath[int]) -> Template:
    """One run: how it ended, how long it took, its log."""
    held = run(request.app.state.database, run_id)
    return render(request, "run.html", {**held, "names": reading.outlet_names(request.app.state.database)})  # fmt: skip


@get("/runs/{run_id:int}", sync_to_thread=True, summary="One run with its log")
def api_run(request: Asked, run_id: FromPath[int]) -> dict[str, Any]:
    """404 when there is none of this id, or it is kept no longer."""
    held = run(request.app.state.database, run_id)
    row = held["run"]
    return {
        "id": row.id, "kind": row.kind, "subject": row.subject, "started_at": local_iso(row.started_at),
        "finished_at": local_iso(row.finished_at), "problem": row.problem or None, "report": row.report,
        "lines": [{"at": local_iso(one.at), "level": one.level, "line": one.line} for one in held["lines"]],
    }  # fmt: skip


@get("/jobs", sync_to_thread=True, summary="The schedule: its jobs, what comes next")
def api_jobs(request: Asked) -> dict[str, Any]:
    """Who runs the schedule, and every job with its state, last run and next time."""
    with request.app.state.database.reading() as session:
        held = schedule(session)
    jobs = [
        {
            "job": one.name, "state": one.state, "next": local_iso(one.next_at),
            "last": local_iso(one.run.started_at) if one.run else None,
            "run": one.run.id if one.run else None, "problem": one.problem or None,
        }
        for one in held.jobs.values()
    ]  # fmt: skip
    return {"holder": held.holder or None, "paused_by": held.paused_by, "jobs": jobs}


def run(database: Database, run_id: int) -> dict[str, Any]:
    """A run and its log, as its page and the API show them."""
    with database.reading() as session:
        row = runs.get(session, reading.known_id(run_id))
        if row is None:
            raise NotFoundException(f"run {run_id}")
        return {"run": row, "seconds": _seconds(row), "lines": runs.lines(session, row.id, limit=LINES)}  # fmt: skip


def _standing(database: Database) -> dict[str, Any]:
    with database.reading() as session:
        held = schedule(session)
        aside = quarantine.listed(session, limit=ASIDE)
    crawls = [one for one in held.jobs.values() if one.name.startswith(CRAWL)]
    return {
        "schedule": held,
        "jobs": _in_order(held),
        "crawls": sorted(crawls, key=_urgency)[:CRAWLS],
        "all_crawls": len(crawls),
        "aside": aside,
    }


def _in_order(held: Schedule) -> list[JobState]:
    """The named jobs as the reader knows their order; crawls stand apart."""
    return [held.jobs[name] for name in JOBS if name in held.jobs]


def _urgency(one: JobState) -> tuple[bool, datetime]:
    """Those at work first, then by what comes next."""
    return one.state != "running", one.next_at or _LAST


def _seconds(row: RunRow) -> int | None:
    return round((row.finished_at - row.started_at).total_seconds()) if row.finished_at else None


RUN_PAGES = [runs_page, run_page]
