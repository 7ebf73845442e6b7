"""How every job of the schedule stands: what ran, runs, comes next, failed, is held back."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from storage import leases, runs, timetable
from storage.schema import RunRow

#: What the crawl of a source is called, before its id.
CRAWL = "crawl:"
#: The lease of the whole schedule.
SCHEDULE = "scheduler"


@dataclass(frozen=True, kw_only=True, slots=True)
class JobState:
    """One job; `state` is running, paused, failed, good or never."""

    name: str
    state: str
    next_at: datetime | None = None
    paused_by: str = ""
    run: RunRow | None = None  #: the last
    problem: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Schedule:
    """The schedule as a whole: who runs it, whether all of it is held back, its jobs by name."""

    holder: str  #: "" when nobody does
    beat_until: datetime | None  #: when its lease ends unless it beats again
    paused_by: str | None
    jobs: dict[str, JobState]


def schedule(session: Session) -> Schedule:
    """Everything, as the database knows it."""
    rows, alive = timetable.rows(session), leases.living(session)
    wanted = [row.last_run for row in rows.values() if row.last_run is not None]
    last = {run.id: run for run in runs.several(session, wanted)}
    everything = rows.pop(timetable.ALL, None)
    held = everything is not None and everything.paused_at is not None
    lease = leases.holder(session, SCHEDULE)
    jobs = {}
    for name, row in rows.items():
        run = last.get(row.last_run or 0)
        jobs[name] = JobState(
            name=name, next_at=row.next_at, paused_by=row.paused_by, run=run,
            state=_state(name, run, paused=held or row.paused_at is not None, alive=alive),
            problem=problem_of(name, run),
        )  # fmt: skip
    return Schedule(
        holder=lease.holder if lease is not None and lease.holder in alive else "",
        beat_until=lease.until if lease is not None else None,
        paused_by=everything.paused_by if everything is not None and held else None,
        jobs=jobs,
    )


def problem_of(name: str, run: RunRow | None) -> str:
    """What was wrong the last time; of a crawl of many sources, what was wrong with this one."""
    if run is None:
        return ""
    if not name.startswith(CRAWL) or run.finished_at is None:
        return run.problem
    part = run.report.get(name.removeprefix(CRAWL))
    if isinstance(part, Mapping):
        return "; ".join(part.get("problems", ()))
    return "" if run.report else run.problem


def _state(name: str, run: RunRow | None, *, paused: bool, alive: Set[str]) -> str:
    """A run whose process is gone is no running one."""
    if run is not None and run.finished_at is None and run.holder in alive:
        return "running"
    if paused:
        return "paused"
    if run is None:
        return "never"
    return "failed" if problem_of(name, run) or run.finished_at is None else "good"
