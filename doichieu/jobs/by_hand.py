"""The schedule by hand: its jobs listed, one run now, one or all paused and let go on."""

from __future__ import annotations

from typing import Any

from doichieu.jobs.alone import Holder
from doichieu.jobs.crawl import enabled_sources
from doichieu.jobs.desk import Desk, open_desk
from doichieu.jobs.doing import do_crawl, do_job, held_elsewhere, known_job
from doichieu.jobs.named_jobs import CHECK, JOBS, called, due_times
from doichieu.local_time import local_iso
from doichieu.settings import Settings
from storage import runs, timetable
from storage.job_states import CRAWL, JobState, schedule
from storage.schema import RunRow


def list_jobs(*, settings: Settings) -> list[dict[str, Any]]:
    """Every job: what it is called, its last run, when it comes next, its state."""
    with open_desk(settings) as desk:
        outlets = {one.id: one.name for one in enabled_sources(desk)}
        with desk.database.reading() as session:
            held = schedule(session)
        off = {CHECK, *JOBS} - due_times(settings).keys()
        names = [CHECK, *JOBS, *(CRAWL + source_id for source_id in outlets)]
        whole = "paused" if held.paused_by is not None else "never"
        known = {name: held.jobs.get(name) or JobState(name=name, state=whole) for name in names}
        return [
            {
                "job": name,
                "called": called(name, outlets=outlets),
                "state": "off" if name in off and one.state != "running" else one.state,
                "last": local_iso(one.run.started_at) if one.run is not None else None,
                "problem": one.problem,
                "next": local_iso(one.next_at),
                "run": one.run.id if one.run is not None else None,
                "schedule": held.holder or None,
            }
            for name, one in known.items()
        ]


def run_by_hand(name: str, *, settings: Settings) -> dict[str, Any]:
    """Do a job now, in this process; what its run gave. Retry names who does it already."""
    with open_desk(settings) as desk:
        known_job(desk, name)
        holder = Holder(desk)
        before = _last_run(desk, name)
        with holder.beating():
            if name.startswith(CRAWL):
                source = desk.registry().sources[name.removeprefix(CRAWL)]
                if not do_crawl([source], holder=holder):
                    raise held_elsewhere(name, holder)
            else:
                do_job(name, holder=holder)
        run = _last_run(desk, name)
        if run is None or (before is not None and run.id == before.id):
            return {"job": name, "run": None, "problem": "", "report": {}}
        return {"job": name, "run": run.id, "problem": run.problem, "report": run.report}


def pause(name: str | None, *, by: str, settings: Settings) -> bool:
    """Hold one job back, or all; False when it was so already. What runs now goes on to its end."""
    with open_desk(settings) as desk:
        asked = known_job(desk, name) if name else timetable.ALL
        with desk.database.session() as session:
            return timetable.pause(session, asked, by=by)


def resume(name: str | None, *, settings: Settings) -> bool:
    """Let one job go on, or all; False when none was paused."""
    with open_desk(settings) as desk:
        asked = known_job(desk, name) if name else timetable.ALL
        with desk.database.session() as session:
            return timetable.resume(session, asked)


def _last_run(desk: Desk, name: str) -> RunRow | None:
    with desk.database.reading() as session:
        row = timetable.rows(session).get(name)
        return runs.get(session, row.last_run) if row is not None and row.last_run else None
