"""When: every named job at its own time, and the review site beside it.

APScheduler keeps the jobs in the database and only *names* what is due; three threads do it: one crawls all
that is due at a moment in one child process that lives on, because starting a child costs a hundred times
what a crawl in a running one does; one checks; one does the rest. A lease with a fence keeps a second
service on the same database waiting, and a service that slept from writing.
"""

from __future__ import annotations

import logging
import queue
import signal
import threading
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from crawler.session import Crawler
from doichieu.errors import DoichieuError, Retry
from doichieu.jobs.alone import Holder
from doichieu.jobs.crawl import enabled_sources
from doichieu.jobs.desk import Desk, open_desk
from doichieu.jobs.doing import SCHEDULE, do_crawl, do_job
from doichieu.jobs.judges import Judges
from doichieu.jobs.named_jobs import CHECK
from doichieu.jobs.planning import build_scheduler, heed_pauses, next_times, plan, set_right
from doichieu.jobs.rhythm import ready
from doichieu.logs import set_up_logs
from doichieu.records import Source
from doichieu.settings import Settings
from review.app import create_app
from review.serve import run
from storage import runs, timetable
from storage.job_states import CRAWL

log = logging.getLogger(__name__)

#: Seconds between two looks at the lease, at what is paused, at what comes next.
TURN = 3
#: Seconds between two looks at which sources are enabled.
REFRESH = 60
#: Seconds after which one crawl asks for no more pages: the other sources' turn has come.
CRAWL_SECONDS = 900
#: Seconds a check waits for more to check: one run for many articles.
PAUSE = 2
CALL = "scheduler:announce"
#: The lanes of work: a long crawl must not hold up a check, nor a long check a backup.
LANES = ("crawl", "check", "rest")

#: What is due, named by the jobs: a job in APScheduler's store can only call a module's function.
_due: dict[str, queue.SimpleQueue[str]] = {lane: queue.SimpleQueue() for lane in LANES}


def announce(name: str) -> None:
    """What every job does: say in its lane that it is due."""
    _due["crawl" if name.startswith(CRAWL) else "check" if name == CHECK else "rest"].put(name)


class Service:
    """The schedule at work: a thread that keeps lease and plan, and one a lane."""

    def __init__(self, desk: Desk, *, holder: Holder | None = None) -> None:
        self.desk = desk
        self.stopping = threading.Event()
        self.holder = holder or Holder(desk)
        self.scheduler = build_scheduler(desk, is_ours=self.is_at_work)
        self.crawler = Crawler()
        self.judges = Judges()
        self._sources: Sequence[Source] = ()
        self._put_off: dict[str, datetime] = {}
        self._beating = self.holder.beating()
        self._threads = [
            threading.Thread(target=self._keep, name="plan", daemon=True),
            *(threading.Thread(target=self._work, args=[lane], name=lane, daemon=True) for lane in LANES),
        ]  # fmt: skip

    def is_at_work(self) -> bool:
        """Whether the schedule is ours to run, as the database says at this moment.

        Not while it is taken down: APScheduler looks for due jobs once more then, and would lose their turn.
        """
        if self.stopping.is_set() or SCHEDULE not in self.holder.held:
            return False
        return SCHEDULE not in self.holder.beat()

    def start(self) -> None:
        """Begin; returns at once."""
        self._beating.__enter__()
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """End within a few seconds: the crawl under way is closed, the lease given back."""
        self.stopping.set()
        for thread in self._threads:
            thread.join(8)
        if self.scheduler.running:
            self.scheduler.shutdown(wait=False)
        self._beating.__exit__(None, None, None)

    def _keep(self) -> None:
        told, planned = "", -float("inf")
        while not self.stopping.is_set():
            try:
                if not self.holder.take_from_the_dead(SCHEDULE):
                    told = self._wait_for(told)
                elif time.monotonic() - planned > REFRESH or not self.scheduler.running:
                    self._begin()
                    told, planned = "", time.monotonic()
                else:
                    self._tend()
            except DoichieuError as error:
                log.warning("%s", error)
            except Exception:
                log.exception("lịch gặp lỗi, thử lại / the schedule met an error, trying again")
            self.stopping.wait(TURN)

    def _wait_for(self, told: str) -> str:
        """Another holds the schedule: two must never work at once; said once a holder."""
        if self.scheduler.running:
            self.scheduler.pause()
        who = self.holder.who(SCHEDULE)
        if who != told:
            log.warning("dịch vụ %s đang giữ lịch; chờ / service %s holds the schedule; waiting", who, who)  # fmt: skip
        return who

    def _begin(self) -> None:
        """Take up the plan, or look at it anew."""
        with self.desk.database.session() as session:
            runs.close_abandoned(session)
        self._sources = enabled_sources(self.desk)
        if not self.scheduler.running:
            self.scheduler.start(paused=True)
        plan(self.scheduler, self.desk, self._sources, call=CALL)
        self._tend()
        self.scheduler.resume()

    def _tend(self) -> None:
        """Heed what a person has paused, set right what a clock put wrong, write down what comes next."""
        now = datetime.now(UTC)
        self._put_off = {name: until for name, until in self._put_off.items() if until > now}
        with self.desk.database.reading() as session:
            paused = timetable.paused(session)
        heed_pauses(self.scheduler, paused)
        for name in set_right(self.scheduler, now=now, put_off=self._put_off):
            log.warning("đồng hồ đã nhảy; xếp lại %s / the clock jumped; planned anew", name)
        # Asked for before the transaction begins: APScheduler's own thread writes under its lock.
        coming = next_times(self.scheduler)
        with self.holder.fenced([SCHEDULE]).database.session() as session:
            timetable.plan(session, coming)

    def _work(self, lane: str) -> None:
        while not self.stopping.is_set():
            due = _all_due(lane)
            if due == {CHECK}:
                self.stopping.wait(PAUSE)
            try:
                if due and lane == "crawl":
                    self._crawl(due)
                else:
                    self._do(due)
            except Retry as error:
                log.warning("%s", error)
            except Exception:
                log.exception("việc hỏng / a job failed: %s", ", ".join(sorted(due)))
        if lane == "crawl":
            self.crawler.close()

    def _do(self, names: set[str]) -> None:
        for name in sorted(names):
            if self.stopping.is_set():
                return
            if name == CHECK and self.desk.settings.work == "workers":
                from doichieu.jobs.deferring import defer_checks  # of the extra `postgres`

                defer_checks(self.desk)
            else:
                do_job(name, holder=self.holder, under=[SCHEDULE], judges=self.judges)

    def _crawl(self, due: set[str]) -> None:
        wanted = [one for one in self._sources if CRAWL + one.id in due]
        sources, later = ready(self.desk, wanted, now=datetime.now(UTC))
        for source_id, moment in later.items():
            self._put_off[CRAWL + source_id] = moment
            self.scheduler.modify_job(CRAWL + source_id, next_run_time=moment)
        if self.desk.settings.work == "workers":
            from doichieu.jobs.deferring import defer_crawls  # of the extra `postgres`

            defer_crawls(self.desk, sources)
            return
        do_crawl(
            sources, holder=self.holder, under=[SCHEDULE], seconds=self._crawl_seconds(),
            crawler=self.crawler, stop=self.stopping.is_set, stored=lambda: announce(CHECK),
        )  # fmt: skip

    def _crawl_seconds(self) -> float:
        """Where sources are read often, a crawl leaves pages for the next turn, which is soon."""
        most = self.desk.settings.most_seconds_between
        return min(CRAWL_SECONDS, most / 2) if most else CRAWL_SECONDS


def _all_due(lane: str) -> set[str]:
    """What is due in a lane, after at most a second."""
    try:
        due = {_due[lane].get(timeout=1)}
    except queue.Empty:
        return set()
    while not _due[lane].empty():
        due.add(_due[lane].get())
    return due


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
