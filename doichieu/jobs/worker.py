"""A worker: takes tasks from PostgreSQL, crawls many hosts in one long-lived process, checks, takes over what died."""

from __future__ import annotations

import asyncio
import logging
import queue
import signal
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future

from procrastinate import App, JobContext, PsycopgConnector, RetryStrategy
from procrastinate.exceptions import UniqueViolation
from procrastinate.jobs import Status

from crawler.session import Crawler
from doichieu.errors import Retry
from doichieu.jobs.check_stored import check_stored
from doichieu.jobs.crawl import crawl_sources
from doichieu.jobs.deferring import CHECK, CRAWL, PARTS, conninfo, defer_checks, tasks
from doichieu.jobs.desk import Desk, open_desk
from doichieu.logs import set_up_logs
from doichieu.records import CrawlReport
from doichieu.settings import Settings

#: Sources one worker crawls at once: a host is asked about once a second, so one alone leaves a core idle.
CRAWLS = 8
#: Seconds a crawl waits for others to go with it, and after which it asks for no more pages.
GATHERING, CRAWL_SECONDS = 0.5, 900
#: A worker that says nothing for so many seconds is dead; how often one looks for such (cron with seconds).
SILENT, LOOK = 30.0, "* * * * * */15"
CARE = "care"
#: A failed task is tried again after 3, 9, 27 and 81 seconds.
AGAIN = RetryStrategy(max_attempts=5, exponential_wait=3, retry_exceptions={Retry})

log = logging.getLogger(__name__)


class Crew:
    """Crawls asked for one by one and done together, in the one crawl process this worker keeps."""

    def __init__(self, desk: Desk) -> None:
        self._desk, self._crawler = desk, Crawler()
        self._asked: queue.SimpleQueue[tuple[str, Future[None]] | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._work, name="crawl", daemon=True)
        self._thread.start()

    async def crawl(self, source_id: str) -> None:
        """One source; Retry when the crawl process died under it."""
        done: Future[None] = Future()
        self._asked.put((source_id, done))
        await asyncio.wrap_future(done)

    def close(self) -> None:
        """End the crawl process."""
        self._asked.put(None)
        self._thread.join(10)

    def _work(self) -> None:
        while (first := self._asked.get()) is not None:
            time.sleep(GATHERING)
            together = dict([first])
            while not self._asked.empty() and (more := self._asked.get()) is not None:
                together[more[0]] = more[1]
            try:
                died = self._together(list(together))
            except Exception as error:  # noqa: BLE001 - each task is told, and tried again or failed
                for done in together.values():
                    done.set_exception(error)
                continue
            for source_id, done in together.items():
                done.set_exception(_died(source_id)) if source_id in died else done.set_result(None)
        self._crawler.close()

    def _together(self, ids: Sequence[str]) -> set[str]:
        """Crawl these; the ids whose crawl the process did not live to end."""
        known = self._desk.registry().sources
        sources = [known[one] for one in ids if one in known]
        found = crawl_sources(self._desk, sources, seconds=CRAWL_SECONDS, crawler=self._crawler)
        reports = [one for one in found if isinstance(one, CrawlReport)]
        defer_checks(self._desk)
        return {
            one.source_id for one in reports if any("process died" in said for said in one.problems)
        }


def build_app(desk: Desk, crew: Crew | None) -> App:
    """The tasks, bound to this worker's desk and crawl process."""
    app = App(connector=PsycopgConnector(conninfo=conninfo(desk.settings), min_size=1, max_size=6))

    @app.task(name=CRAWL, queue=CRAWL, retry=AGAIN)
    async def crawl(source_id: str) -> None:
        assert crew is not None
        await crew.crawl(source_id)

    @app.task(name=CHECK, queue=CHECK, retry=AGAIN)
    async def check(part: int) -> None:
        await asyncio.to_thread(check_stored, desk, part=(part, PARTS))

    @app.periodic(cron=LOOK)
    @app.task(name="take_over", queue=CARE, queueing_lock="take_over", pass_context=True)
    async def take_over(context: JobContext, timestamp: int) -> None:  # noqa: ARG001 - procrastinate's own
        for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=SILENT):
            log.warning(
                "nhận lại việc của máy đã chết / taking over from a dead worker: %s",
                job.task_kwargs,
            )
            try:
                await app.job_manager.retry_job(job)
            except UniqueViolation:  # the same work waits already: one of the two is enough
                await app.job_manager.finish_job(job, status=Status.FAILED, delete_job=True)

    return app


def run_worker(settings: Settings, *, only: str | None, on_ready: Callable[[str], None]) -> None:
    """Take tasks until SIGTERM or Ctrl-C; `only` is "crawl" or "check"."""
    set_up_logs(settings)
    conninfo(settings)  # refuses SQLite before anything is made there
    with open_desk(settings) as desk:
        with tasks(desk):
            pass  # its tables are there now
        crew = Crew(desk) if only != CHECK else None
        try:
            asyncio.run(_serve(build_app(desk, crew), only=only, on_ready=on_ready))
        except asyncio.CancelledError:
            log.info("đã nhận lệnh dừng / told to end")
        finally:
            if crew is not None:
                crew.close()


async def _serve(app: App, *, only: str | None, on_ready: Callable[[str], None]) -> None:
    queues = [one for one in (CRAWL, CHECK) if only in (None, one)]
    async with app.open_async():
        takers = [
            app.run_worker_async(
                queues=[one, CARE], concurrency=CRAWLS if one == CRAWL else 1, delete_jobs="successful",
                install_signal_handlers=False, shutdown_graceful_timeout=10, stalled_worker_timeout=SILENT,
                fetch_job_polling_interval=2.0,
            )
            for one in queues
        ]  # fmt: skip
        working = asyncio.gather(*takers)
        for name in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(name, working.cancel)
        on_ready(", ".join(queues))
        await working


def _died(source_id: str) -> Retry:
    return Retry(
        vi=f"tiến trình thu thập dừng khi đang đọc {source_id}; sẽ thử lại",
        en=f"the crawl process died while it read {source_id}; it will be tried again",
        reason="crawler_died",
    )
