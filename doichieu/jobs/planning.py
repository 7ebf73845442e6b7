"""The schedule's plan in APScheduler: a job for every name, at its time, none twice and none too far off."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any

from apscheduler.job import Job
from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger

from doichieu.jobs.desk import Desk
from doichieu.jobs.named_jobs import due_times
from doichieu.jobs.rhythm import intervals
from doichieu.local_time import LOCAL_TIME
from doichieu.records import Source
from doichieu.when import Cron, Every
from storage import timetable
from storage.job_states import CRAWL

#: A next time further off than its trigger can mean by more than this was set by a clock that jumped.
SLACK = timedelta(seconds=30)


class Store(SQLAlchemyJobStore):  # type: ignore[misc]
    """APScheduler's jobs in our database; nothing is due for one that no longer holds the schedule."""

    def __init__(self, desk: Desk, *, is_ours: Callable[[], bool]) -> None:
        super().__init__(engine=desk.database.engine, tablename="apscheduler_jobs")
        self._is_ours = is_ours

    def get_due_jobs(self, now: datetime) -> list[Job]:
        """A turn that is not ours to take is left for whoever holds the schedule now."""
        return list(super().get_due_jobs(now)) if self._is_ours() else []


class ByTheClock(CronTrigger):  # type: ignore[misc]
    """Cron, where an hour that the clock runs through twice in autumn does not run a set time twice."""

    def get_next_fire_time(self, previous: datetime | None, now: datetime) -> datetime | None:
        """When it is due next."""
        moment: datetime | None = super().get_next_fire_time(previous, now)
        hour = next(field for field in self.fields if field.name == "hour")
        while moment is not None and moment.fold and str(hour) != "*":
            later = moment.astimezone(UTC) + timedelta(microseconds=1)
            moment = super().get_next_fire_time(None, later)
        return moment


def build_scheduler(
    desk: Desk, *, is_ours: Callable[[], bool] = lambda: True
) -> BackgroundScheduler:
    """A scheduler whose jobs survive a restart; what was due meanwhile, however long, runs once."""
    return BackgroundScheduler(
        jobstores={"default": Store(desk, is_ours=is_ours)},
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        timezone=UTC,
    )


def trigger_of(when: Every | Cron, *, zone: tzinfo = LOCAL_TIME) -> IntervalTrigger | CronTrigger:
    """When a job is due, as APScheduler says it; cron by the zone's own clock."""
    if isinstance(when, Every):
        return IntervalTrigger(seconds=when.seconds, jitter=when.jitter or None, timezone=UTC)
    return ByTheClock(
        minute=when.minute, hour=when.hour, day=when.day, month=when.month,
        day_of_week=when.weekday, timezone=zone,
    )  # fmt: skip


def plan(
    scheduler: BackgroundScheduler, desk: Desk, sources: Sequence[Source], *, call: str
) -> None:
    """One job a name that calls `call` with it; changed times are taken over, the rest keeps its rhythm."""
    paces = intervals(desk, sources)
    most = desk.settings.most_seconds_between
    wanted: dict[str, Every | Cron] = {
        CRAWL + one.id: Every(min(paces[one.id] * 60, most or paces[one.id] * 60))
        for one in sources
    }
    wanted |= due_times(desk.settings)
    known = {job.id: job for job in scheduler.get_jobs()}
    for name in known.keys() - wanted.keys():
        scheduler.remove_job(name)
    for name, when in wanted.items():
        trigger = trigger_of(when)
        if name not in known:
            first = {"next_run_time": datetime.now(UTC)} if isinstance(when, Every) else {}
            scheduler.add_job(call, trigger, args=[name], id=name, replace_existing=True, **first)
        elif not _same(known[name].trigger, trigger):
            scheduler.reschedule_job(name, trigger=trigger)


def heed_pauses(scheduler: BackgroundScheduler, paused: set[str]) -> None:
    """Hold back what a person has paused; what goes on again is due now, or at its next set time."""
    everything = timetable.ALL in paused
    for job in scheduler.get_jobs():
        held = everything or job.id in paused
        if held and job.next_run_time is not None:
            scheduler.pause_job(job.id)
        elif not held and job.next_run_time is None:
            _next(scheduler, job, _soonest(job, datetime.now(UTC)))


def set_right(
    scheduler: BackgroundScheduler, *, now: datetime, put_off: Mapping[str, datetime]
) -> list[str]:
    """Bring back next times that a jump of the clock left too far off; the names of those jobs.

    `put_off` are times until which jobs rightly wait longer than their interval.
    """
    found = []
    for job in scheduler.get_jobs():
        if job.next_run_time is None:
            continue
        latest = max(_latest(job, now), put_off.get(job.id, now)) + SLACK
        if job.next_run_time > latest:
            _next(scheduler, job, _soonest(job, now))
            found.append(job.id)
    return found


def next_times(scheduler: BackgroundScheduler) -> dict[str, datetime | None]:
    """Name → when it is due next; None for a paused job."""
    return {
        job.id: job.next_run_time and job.next_run_time.astimezone(UTC)
        for job in scheduler.get_jobs()
    }


def _latest(job: Job, now: datetime) -> datetime:
    if isinstance(job.trigger, IntervalTrigger):
        every: timedelta = job.trigger.interval
        return now + every + timedelta(seconds=job.trigger.jitter or 0)
    return _soonest(job, now)


def _soonest(job: Job, now: datetime) -> datetime:
    """An interval that was missed is due at once; cron has its set times."""
    if isinstance(job.trigger, IntervalTrigger):
        return now
    return _fires(job.trigger, now)


def _fires(trigger: Any, now: datetime) -> datetime:
    """When a set time comes next."""
    moment = trigger.get_next_fire_time(None, now)
    assert isinstance(moment, datetime)
    return moment


def _next(scheduler: BackgroundScheduler, job: Job, moment: datetime) -> None:
    scheduler.modify_job(job.id, next_run_time=moment)


def _same(one: Any, other: Any) -> bool:
    return str(one) == str(other) and getattr(one, "jitter", None) == getattr(other, "jitter", None)
