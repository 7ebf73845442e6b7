"""The child process: takes jobs on stdin, crawls each, writes what it finds on stdout."""

from __future__ import annotations

import asyncio
import logging
import os
import queue
import resource
import signal
import sys
import threading
from itertools import count
from multiprocessing import get_context
from typing import IO, Any

from pebble import ProcessPool
from scrapy.crawler import AsyncCrawlerRunner
from scrapy.utils.reactor import install_reactor

from crawler import wire
from crawler.manners import Job, Manners
from crawler.reading import warm_up
from crawler.spider import NewsSpider
from doichieu.records import Link

#: Reading a page is nearly all of the work, so two workers use both cores of a small machine.
WORKERS = 2
#: Pages one worker reads before a fresh one takes its place: parsers leak a little.
PAGES_A_WORKER = 2_000
#: Threads that look up host names; one slow name server must not hold up the others.
NAME_THREADS = 20
REACTOR = "twisted.internet.asyncioreactor.AsyncioSelectorReactor"


class Line:
    """The pipe to the parent: questions out, answers in; ends the process when the parent is gone."""

    def __init__(self, out: IO[bytes], source: IO[bytes], loop: asyncio.AbstractEventLoop) -> None:
        self._out, self._source, self._loop = out, source, loop
        self._waiting: dict[int, asyncio.Future[tuple[int, ...]]] = {}
        self._numbers = count()
        self.jobs: asyncio.Queue[Job] = asyncio.Queue()

    def listen(self) -> None:
        """Hear jobs and answers from now on, in a thread."""
        threading.Thread(target=self._hear, daemon=True).start()

    def tell(self, message: wire.Message) -> None:
        """One record out."""
        self._out.write(wire.write(message))
        self._out.flush()

    def ask(self, links: tuple[Link, ...]) -> asyncio.Future[tuple[int, ...]]:
        """Which of `links` are new; resolved when the parent answers."""
        number = next(self._numbers)
        future: asyncio.Future[tuple[int, ...]] = self._loop.create_future()
        self._waiting[number] = future
        self.tell(wire.Ask(number=number, links=links))
        return future

    def _hear(self) -> None:
        for line in self._source:
            message = wire.read(line)
            if isinstance(message, wire.Answer):
                future = self._waiting.pop(message.number)
                self._loop.call_soon_threadsafe(future.set_result, message.wanted)
            elif isinstance(message, Job):
                self._loop.call_soon_threadsafe(self.jobs.put_nowait, message)
        # The parent closed its end, or died: nobody wants the rest, and no worker may outlive us.
        os.killpg(0, signal.SIGKILL) if os.getpgid(0) == os.getpid() else os._exit(0)


def run() -> None:
    """Crawl job after job until the parent closes the pipe."""
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever prints, prints aside
    logging.basicConfig(level=logging.CRITICAL)
    install_reactor(REACTOR)
    from twisted.internet import reactor as installed

    from crawler.pinning import PinningResolver

    reactor: Any = installed
    reactor.installNameResolver(PinningResolver(reactor.nameResolver))
    reactor.getThreadPool().adjustPoolsize(maxthreads=NAME_THREADS)
    line = Line(out, sys.stdin.buffer, asyncio.get_event_loop())
    line.listen()
    with ProcessPool(
        max_workers=WORKERS,
        max_tasks=PAGES_A_WORKER,
        initializer=warm_up,
        context=_context(),
    ) as pool:
        broken: queue.SimpleQueue[BaseException] = queue.SimpleQueue()
        serving = asyncio.get_event_loop().create_task(_serve(line, pool))
        serving.add_done_callback(lambda task: _stop(task, broken, reactor))
        reactor.run(installSignalHandlers=False)
        pool.stop()  # type: ignore[no-untyped-call]
    raise SystemExit(f"{broken.get()!r}")


def _context() -> Any:
    """A server that has everything imported starts each worker: cheap, and no thread is copied."""
    context = get_context("forkserver")
    context.set_forkserver_preload(["crawler.reading", "crawler.lists"])
    return context


async def _serve(line: Line, pool: ProcessPool) -> None:
    while True:
        job = await line.jobs.get()
        runner = AsyncCrawlerRunner(scrapy_settings(job.manners))
        crawler = runner.create_crawler(NewsSpider)
        await runner.crawl(crawler, job=job, ask=line.ask, tell=line.tell, pool=pool)
        spider: Any = crawler.spider
        await spider.ended()
        for tally in spider.ledger.tallies.values():
            line.tell(tally.report())
        line.tell(wire.End(peak_kb=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss))


def _stop(task: asyncio.Task[None], broken: queue.SimpleQueue[BaseException], reactor: Any) -> None:
    """A crawl that cannot go on ends the process; the parent says so and starts another."""
    broken.put(task.exception() or RuntimeError("no more jobs"))
    reactor.callLater(0, reactor.stop)


def scrapy_settings(manners: Manners) -> dict[str, Any]:
    """Scrapy's settings; why each differs from its default is in docs/explanation/crawling.md."""
    polite = manners.delay > 0
    return {
        "USER_AGENT": manners.user_agent,
        "DOWNLOAD_DELAY": manners.delay,
        "AUTOTHROTTLE_ENABLED": polite,
        "AUTOTHROTTLE_START_DELAY": manners.delay or 0.1,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 1 if polite else 4,
        "CONCURRENT_REQUESTS": 64,
        "CONCURRENT_ITEMS": 1,
        "DOWNLOAD_TIMEOUT": manners.timeout,
        "DOWNLOAD_MAXSIZE": manners.max_bytes,
        "DOWNLOAD_WARNSIZE": 0,
        "DOWNLOAD_VERIFY_CERTIFICATES": True,
        "HTTPERROR_ALLOW_ALL": True,
        "REDIRECT_MAX_TIMES": 5,
        "RETRY_TIMES": 1,
        "COOKIES_ENABLED": False,
        "METAREFRESH_ENABLED": False,
        "TELNETCONSOLE_ENABLED": False,
        "HTTPPROXY_ENABLED": False,
        "MEMUSAGE_ENABLED": False,
        "LOG_ENABLED": False,
        "TWISTED_REACTOR": REACTOR,
        "DOWNLOAD_HANDLERS": {
            "http": "crawler.pinning.PinnedHandler",
            "https": "crawler.pinning.PinnedHandler",
            "data": None,
            "file": None,
            "ftp": None,
            "s3": None,
        },
        "DOWNLOADER_MIDDLEWARES": {
            "crawler.middleware.OwnHost": 50,
            "crawler.patience.Patience": 560,
            "crawler.robots.ObeyRobots": 100,
            "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
        },
    }
