"""When a request has to wait or is not made at all: Retry-After, a day's budget, the crawl's own time."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response

BUSY = (429, 503)
#: Seconds a host may ask us to wait within one crawl, all its waits together; for longer it is left
#: alone and its source put off, because the other sources of the crawl would have to wait, too.
MOST_WAIT = 60.0
#: Longest a source is put off: who asks for more is asked again once a day.
MOST_PUT_OFF = timedelta(days=1)
#: What "too many requests" means where it says no time.
UNSAID = 300.0


class NotNow(IgnoreRequest):
    """A request that is not made now, and is no failure of its address; its link goes on waiting."""

    def __init__(self, reason: str, *, host: str = "", until: datetime | None = None) -> None:
        super().__init__(reason)
        self.reason, self.host, self.until = reason, host, until


class Patience:
    """A downloader middleware: it sees answers before Scrapy's own retries do."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._begun = time.monotonic()
        self._closed: dict[str, datetime] = {}
        self._waited: dict[str, float] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Patience:
        """As Scrapy makes its components."""
        return cls(crawler)

    def process_request(self, request: Request, *_: Any, **__: Any) -> None:
        """Raise NotNow for a host that asked to be left alone, a spent budget, or a crawl out of time."""
        host = urlsplit(request.url).netloc
        if host in self._closed:
            raise NotNow("put_off", host=host, until=self._closed[host])
        if "source" in request.meta:
            self._spend(request)
        seconds = self._spider.job.seconds
        if seconds is not None and self._turn(host) > seconds:
            raise NotNow("out_of_time")

    def process_response(
        self, request: Request, response: Response, *_: Any, **__: Any
    ) -> Response:
        """Let a busy host's other requests wait as long as it asks; too long is NotNow."""
        wait = _asked_wait(response) if response.status in BUSY else None
        if wait is None:
            return response
        host = urlsplit(request.url).netloc
        waited = self._waited[host] = self._waited.get(host, 0.0) + wait
        if waited > MOST_WAIT:
            until = datetime.now(UTC) + min(timedelta(seconds=wait), MOST_PUT_OFF)
            self._closed[host] = until
            raise NotNow("put_off", host=host, until=until)
        slot = self._crawler.engine.downloader.slots.get(host)
        if slot is not None:
            # The next request of the slot leaves `delay` after this; with no delay it would not look.
            slot.delay = max(slot.delay, 0.001)
            slot.lastseen = time.monotonic() + wait
        return response

    @property
    def _spider(self) -> Any:
        return self._crawler.spider

    def _spend(self, request: Request) -> None:
        source = request.meta["source"]
        tally = self._spider.ledger.tallies[source]
        budget = self._spider.job.memory.budget.get(source)
        if budget is not None and tally.counts["requests"] >= budget:
            raise NotNow("over_budget")
        tally.add("requests")

    def _turn(self, host: str) -> float:
        """Seconds after the crawl's start at which a request handed over now would leave."""
        slot = self._crawler.engine.downloader.slots.get(host)
        queued = (len(slot.queue) + 1) * slot.delay if slot is not None else 0.0
        return time.monotonic() - self._begun + queued


def _asked_wait(response: Response) -> float | None:
    """Seconds that the answer asks to wait; None where it says nothing, not even by its status."""
    said = (response.headers.get("Retry-After") or b"").decode("latin-1").strip()
    if said.isdecimal():
        return min(float(said), MOST_PUT_OFF.total_seconds())
    try:
        moment = parsedate_to_datetime(said)
    except ValueError:
        return UNSAID if response.status == 429 else None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return min(max(0.0, (moment - datetime.now(UTC)).total_seconds()), MOST_PUT_OFF.total_seconds())
