"""When: every enabled source at its own pace, one crawl at a time, and the review site beside it.

APScheduler keeps each source's interval in the database and only *names* what is due; one worker
thread takes all that is due at that moment and crawls it in one child process that lives on, because
starting a child costs a hundred times what a crawl in a running one does. A lease keeps a second service on
the same database waiting.
"""

from __future__ import annotations

import logging
import os
import queue
import signal
import socket
import threading
import uuid
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime

from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.background import BackgroundScheduler

from crawler.session import Crawler
from doichieu.errors import DoichieuError
from doichieu.jobs.check_stored import check_stored
from doichieu.jobs.crawl import crawl_sources, enabled_sources
from doichieu.jobs.desk import Desk, open_desk
from doichieu.jobs.rhythm import intervals, ready
from doichieu.logs import set_up_logs
from doichieu.settings import Settings
from review.app import create_app
from review.serve import run
from storage import leases, runs

log = logging.getLogger(__name__)

#: A service that was down for less than this catches up once; longer, it waits for the next turn.
MISFIRE_GRACE = 24 * 3600
#: Seconds a lease lasts, and how often it is renewed.
LEASE, RENEWAL = 30, 8
#: Seconds between two looks at which sources are enabled.
REFRESH = 60
#: Seconds after which one crawl asks for no more pages: the other sources' turn has come.
CRAWL_SECONDS = 900
LEASE_NAME = "scheduler"

#: What is due, named by the jobs: a job in APScheduler's store can only call a module's function.
_due: queue.SimpleQueue[str] = queue.SimpleQueue()


def announce(source_id: str) -> None:
    """What every job does: say that a source is due."""
    _due.put(source_id)


def build_scheduler(desk: Desk) -> BackgroundScheduler:
    """A scheduler whose jobs survive a restart, run once after downtime and never overlap."""
    store = SQLAlchemyJobStore(engine=desk.database.engine, tablename="apscheduler_jobs")
    return BackgroundScheduler(
        jobstores={"default": store},
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": MISFIRE_GRACE},
        timezone=UTC,
    )


def plan(scheduler: BackgroundScheduler, desk: Desk) -> None:
    """One job an enabled source; changed intervals are taken over, the rest keeps its rhythm."""
    sources = enabled_sources(desk)
    paces = intervals(desk, sources)
    wanted = {f"crawl:{one.id}": one for one in sources}
    known = {job.id: job for job in scheduler.get_jobs()}
    for job_id in known.keys() - wanted.keys():
        scheduler.remove_job(job_id)
    for job_id, source in wanted.items():
        minutes = paces[source.id]
        if job_id not in known:
            scheduler.add_job(
                "scheduler:announce", "interval", minutes=minutes, args=[source.id], id=job_id,
                jitter=min(60, minutes * 6), next_run_time=datetime.now(UTC), replace_existing=True,
            )  # fmt: skip
        elif known[job_id].trigger.interval.total_seconds() != minutes * 60:
            scheduler.reschedule_job(
                job_id, trigger="interval", minutes=minutes, jitter=min(60, minutes * 6)
            )


class Service:
    """The schedule at work in two threads: one keeps the lease and the plan, one crawls."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.stopping = threading.Event()
        self.holder = f"{socket.gethostname()}:{os.getpid()}:{uuid.uuid4().hex[:6]}"
        self.scheduler = build_scheduler(desk)
        self.crawler = Crawler()
        self._threads = [
            threading.Thread(target=self._keep, name="plan", daemon=True),
            threading.Thread(target=self._work, name="crawl", daemon=True),
        ]

    def start(self) -> None:
        """Begin; returns at once."""
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """End within a few seconds: the crawl under way is closed, the lease given back."""
        self.stopping.set()
        for thread in self._threads:
            thread.join(8)
        if self.scheduler.running:
            self.scheduler.shutdown(wait=False)
        with self.desk.database.session() as session:
            leases.release(session, LEASE_NAME, holder=self.holder)

    def _keep(self) -> None:
        told = False
        planned = 0.0
        while not self.stopping.is_set():
            try:
                held = self._take_lease()
                if held and (not self.scheduler.running or planned >= REFRESH):
                    self._begin()
                    planned = 0.0
                elif not held and not told:
                    told = True
                    log.warning(
                        "một dịch vụ khác đang giữ lịch; chờ / another service holds the schedule; waiting"
                    )
            except DoichieuError as error:
                log.warning("%s", error)
            planned += RENEWAL
            self.stopping.wait(RENEWAL)

    def _take_lease(self) -> bool:
        with self.desk.database.session() as session:
            held = leases.take(session, LEASE_NAME, holder=self.holder, seconds=LEASE) is not None
        if not held and self.scheduler.running:
            # Another holds it now (we slept too long): two must never work at once.
            self.scheduler.pause()
        return held

    def _begin(self) -> None:
        if not self.scheduler.running:
            with self.desk.database.session() as session:
                runs.close_abandoned(session)
            self.scheduler.start()
        self.scheduler.resume()
        plan(self.scheduler, self.desk)

    def _work(self) -> None:
        while not self.stopping.is_set():
            try:
                due = {_due.get(timeout=1)}
            except queue.Empty:
                continue
            while not _due.empty():
                due.add(_due.get())
            try:
                self._crawl(due)
            except Exception:
                log.exception("lượt thu thập hỏng / a crawl failed: %s", ", ".join(sorted(due)))
        self.crawler.close()

    def _crawl(self, due: set[str]) -> None:
        enabled = [one for one in enabled_sources(self.desk) if one.id in due]
        sources = ready(self.desk, enabled, now=datetime.now(UTC))
        if not sources:
            return
        if self.desk.settings.work == "workers":
            from doichieu.jobs.deferring import defer_crawls  # of the extra `postgres`

            defer_crawls(self.desk, sources)
            return
        crawling = crawl_sources(self.desk, sources, seconds=CRAWL_SECONDS, crawler=self.crawler)
        with closing(crawling) as happenings:  # type: ignore[type-var]
            for _ in happenings:
                if self.stopping.is_set():
                    return
        check_stored(self.desk)


def run_service(settings: Settings, *, only: str | None, on_ready: Callable[[str], None]) -> None:
    """Schedule and site until SIGTERM or Ctrl-C; `only` is "web" or "scheduler"."""
    set_up_logs(settings)
    with open_desk(settings) as desk:
        service = Service(desk) if only != "web" else None
        if service is not None:
            service.start()
        try:
            if only == "scheduler":
                _wait_for_signal(on_ready)
            else:
                app = create_app(settings, database=desk.database)
                run(app, host=settings.host, port=settings.port, on_ready=on_ready)
        finally:
            if service is not None:
                service.stop()


def _wait_for_signal(on_ready: Callable[[str], None]) -> None:
    ended = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: ended.set())
    on_ready("lịch / schedule only")
    ended.wait()
