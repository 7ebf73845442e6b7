"""robots.txt (RFC 9309): asked once a host and crawl, obeyed by every request and redirect."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from protego import Protego
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadCancelledError, IgnoreRequest
from scrapy.http.request import NO_CALLBACK

from crawler.pinning import Refused

#: Who we are to robots.txt.
AGENT = "doichieu"
#: What is read of a robots.txt, in bytes; the least that RFC 9309 asks for.
MOST_BYTES = 512_000
#: Longest wait between two requests that a robots.txt can ask for, in seconds; a site that asks for
#: more is asked this rarely, and its crawl takes long.
MOST_DELAY = 60.0
#: Before everything else a host is asked for.
PRIORITY = 1000


class Forbidden(IgnoreRequest):
    """robots.txt does not allow this address."""


class NoRobots(IgnoreRequest):
    """robots.txt is out of order, which forbids everything (RFC 9309, 2.3.1.4)."""

    def __init__(self, status: int) -> None:
        super().__init__(f"robots.txt answers {status}")
        self.status = status


@dataclass(frozen=True, slots=True)
class Rules:
    """What one host's robots.txt says to us."""

    parsed: Any = None  #: None: everything is allowed
    status: int = 200
    delay: float = 0.0  #: seconds between two requests


class ObeyRobots:
    """A downloader middleware; several first requests to a host wait for one answer."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._asked: dict[tuple[str, str, bool], asyncio.Task[Rules]] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> ObeyRobots:
        """As Scrapy makes its components."""
        return cls(crawler)

    async def process_request(self, request: Request, *_: Any, **__: Any) -> None:
        """Raise Forbidden, NoRobots, or what kept robots.txt from being fetched."""
        if request.meta.get("is_robots"):
            return
        parts = urlsplit(request.url)
        key = (parts.scheme, parts.netloc, bool(request.meta.get("private_ok")))
        if key not in self._asked:
            self._asked[key] = asyncio.ensure_future(self._ask(*key))
        rules = await asyncio.shield(self._asked[key])
        if rules.status >= 500 or rules.status == 429:
            raise NoRobots(rules.status)
        if rules.parsed is not None and not rules.parsed.can_fetch(request.url, AGENT):
            raise Forbidden(f"robots.txt forbids {request.url}")
        if rules.delay:
            self._slow_down(request, parts.netloc, rules.delay)

    async def _ask(self, scheme: str, netloc: str, private_ok: bool) -> Rules:
        request = Request(
            f"{scheme}://{netloc}/robots.txt",
            priority=PRIORITY,
            callback=NO_CALLBACK,
            dont_filter=True,
            meta={"is_robots": True, "private_ok": private_ok, "download_slot": netloc},
        )
        try:
            response = await self._crawler.engine.download_async(request)
        except Refused:
            raise
        except (IgnoreRequest, DownloadCancelledError):
            # It redirects for ever or does not end: as if it were not there (RFC 9309, 2.3.1.2).
            return Rules(status=404)
        if response.status >= 400:
            return Rules(status=response.status)
        parsed = Protego.parse(response.body[:MOST_BYTES].decode("utf-8", "replace"))
        return Rules(parsed=parsed, delay=min(parsed.crawl_delay(AGENT) or 0.0, MOST_DELAY))

    def _slow_down(self, request: Request, netloc: str, delay: float) -> None:
        """Keep the host's pace at the least it asks for; AutoThrottle would undo it."""
        request.meta["autothrottle_dont_adjust_delay"] = True
        downloader = self._crawler.engine.downloader
        downloader.per_slot_settings[netloc] = {"delay": delay, "concurrency": 1, "jitter": 0.0}
        slot = downloader.slots.get(netloc)
        if slot is not None:
            slot.delay, slot.concurrency, slot.jitter = max(slot.delay, delay), 1, 0.0
