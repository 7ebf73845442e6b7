"""The child process: takes a job on stdin, runs the spider, writes what it finds on stdout."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import sys
import threading
from itertools import count
from multiprocessing import get_context
from typing import IO, Any

from pebble import ProcessPool
from scrapy.crawler import AsyncCrawlerProcess

from crawler import wire
from crawler.manners import Job, Manners
from crawler.reading import warm_up
from crawler.spider import NewsSpider
from doichieu.records import Link

#: Reading a page is nearly all of the work, so two workers use both cores of a small machine.
WORKERS = 2


class Line:
    """The pipe to the parent: questions out, answers in; ends the process when the parent is gone."""

    def __init__(self, out: IO[bytes], source: IO[bytes]) -> None:
        self._out, self._source = out, source
        self._waiting: dict[int, asyncio.Future[tuple[int, ...]]] = {}
        self._numbers = count()
        self._loop: asyncio.AbstractEventLoop | None = None

    def listen(self) -> None:
        """Hear answers from now on, in a thread."""
        threading.Thread(target=self._hear, daemon=True).start()

    def tell(self, message: wire.Message) -> None:
        """One record out."""
        self._out.write(wire.write(message))
        self._out.flush()

    def ask(self, links: tuple[Link, ...]) -> asyncio.Future[tuple[int, ...]]:
        """Which of `links` are new; resolved when the parent answers."""
        self._loop = asyncio.get_running_loop()
        number = next(self._numbers)
        future: asyncio.Future[tuple[int, ...]] = self._loop.create_future()
        self._waiting[number] = future
        self.tell(wire.Ask(number=number, links=links))
        return future

    def _hear(self) -> None:
        for line in self._source:
            answer = wire.read(line)
            if isinstance(answer, wire.Answer) and self._loop is not None:
                future = self._waiting.pop(answer.number)
                self._loop.call_soon_threadsafe(future.set_result, answer.wanted)
        # The parent closed its end, or died: nobody wants the rest, and no worker may outlive us.
        os.killpg(0, signal.SIGKILL) if os.getpgid(0) == os.getpid() else os._exit(0)


def run() -> None:
    """One job, from the first line of stdin to `End` on stdout."""
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever prints, prints aside
    job = wire.read(sys.stdin.buffer.readline())
    if not isinstance(job, Job):
        raise SystemExit("the first line must be a job")
    line = Line(out, sys.stdin.buffer)
    line.listen()
    logging.basicConfig(level=logging.ERROR)
    with ProcessPool(
        max_workers=WORKERS, initializer=warm_up, context=get_context("spawn")
    ) as pool:
        process = AsyncCrawlerProcess(scrapy_settings(job.manners), install_root_handler=False)
        spiders = process.create_crawler(NewsSpider)
        process.crawl(spiders, job=job, ask=line.ask, tell=line.tell, pool=pool)
        process.start(install_signal_handlers=False)
        if isinstance(spiders.spider, NewsSpider):
            asyncio.run(spiders.spider.learn_the_rest())
        for tally in getattr(spiders.spider, "tallies", {}).values():
            line.tell(tally.report())
        line.tell(wire.End())
        pool.stop()  # type: ignore[no-untyped-call]


def scrapy_settings(manners: Manners) -> dict[str, Any]:
    """Scrapy's settings; why each differs from its default is in docs/explanation/crawling.md."""
    polite = manners.delay > 0
    return {
        "USER_AGENT": manners.user_agent,
        "ROBOTSTXT_OBEY": True,
        "ROBOTSTXT_USER_AGENT": "doichieu",
        "DOWNLOAD_DELAY": manners.delay,
        "AUTOTHROTTLE_ENABLED": polite,
        "AUTOTHROTTLE_START_DELAY": manners.delay or 0.1,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 1 if polite else 4,
        "CONCURRENT_REQUESTS": 32,
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
        "LOG_ENABLED": True,
        "LOG_LEVEL": "ERROR",
        "TWISTED_REACTOR": "twisted.internet.asyncioreactor.AsyncioSelectorReactor",
        "DOWNLOADER_MIDDLEWARES": {
            # Before robots.txt itself is fetched: that, too, must not reach a private host.
            "crawler.middleware.PublicOnly": 50,
            "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
            "crawler.middleware.ObeyRobots": 100,
        },
    }
