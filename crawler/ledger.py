"""What became of every address of a crawl: counted by source, and told to the parent."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from scrapy.http import Response

from crawler.canonical import canonical_url
from crawler.failures import failure_of
from crawler.findings import PutOff, Visit
from crawler.manners import Job
from crawler.patience import NotNow
from crawler.tally import Tally
from crawler.template_watch import Watch
from crawler.versions import version_of
from crawler.wire import Message
from doichieu.errors import Skip
from doichieu.records import Article, Failure, Page, Source, SourceKind


class Ledger:
    """The tallies of a crawl's sources, and the voice in which it is told."""

    def __init__(self, job: Job, tell: Callable[[Message], None]) -> None:
        self.tell = tell
        templates = job.memory.templates
        self.tallies = {
            source.id: Tally(source, watch=Watch(templates.get(source.id)))
            for source in job.sources
        }

    def of(self, response: Response) -> tuple[Source, Tally]:
        """Whose answer it is."""
        tally = self.tallies[response.meta["source"]]
        return tally.source, tally

    def owner(self, url: str) -> Source:
        """The source an address named by hand belongs to; one of its own when it is none of ours."""
        host = urlsplit(url).netloc
        for tally in self.tallies.values():
            if urlsplit(tally.source.home_url).netloc == host:
                return tally.source
        stranger = Source(id=host, name=host, kind=SourceKind.NEWS, home_url=url)
        self.tallies.setdefault(host, Tally(stranger))
        return stranger

    def visited(
        self,
        response: Response,
        outcome: str,
        *,
        article: Article | None = None,
        careful: Article | None = None,
        page: Page | None = None,
        record: bytes = b"",
        detail: str = "",
    ) -> None:
        """A page was asked for and answered."""
        known = response.meta["known"]
        version = known if outcome == "unchanged" and known else version_of(response)
        self.tell(
            Visit(
                asked=response.meta["asked"], url=response.url, source_id=response.meta["source"],
                at=datetime.now(UTC), outcome=outcome, article=article, careful=careful,
                page=page, version=version, record=record, detail=detail,
            )
        )  # fmt: skip

    def unanswered(self, failure: Any) -> None:
        """A request that brought no response."""
        self._address_failed(failure.request.meta, failure.value)

    def page_failed(self, response: Response, error: Exception) -> None:
        """An answer that gives nothing."""
        self._address_failed(response.meta, error)

    def list_failed(self, response: Response, error: Exception) -> None:
        """A list that gives no links."""
        source, tally = self.of(response)
        self._list_failed(failure_of(error, response.url, source), tally)

    def broke(self, failure: Any, response: Response, **_: Any) -> None:
        """A mistake of this program on one answer; the rest of the crawl goes on."""
        words = f"{response.meta['asked']}: {failure.type.__name__}: {failure.value}"
        told = Skip(vi=f"lỗi của chương trình, {words}", en="our own mistake", reason="our_mistake")
        self.page_failed(response, told)

    def _address_failed(self, meta: Any, error: object) -> None:
        tally = self.tallies[meta["source"]]
        if isinstance(error, NotNow):
            self._not_now(error, meta, tally)
            return
        failure = failure_of(error, meta["asked"], tally.source)
        if meta["is_list"]:
            self._list_failed(failure, tally)
        elif meta.get("revisit"):
            self._revisit_failed(failure, tally)
        else:
            tally.add("failures")
            tally.add(failure.reason)
            self.tell(failure)

    def _not_now(self, error: NotNow, meta: Any, tally: Tally) -> None:
        """No failure: the link waits for a later crawl."""
        tally.add(error.reason)
        if error.until is None or error.host != urlsplit(meta["asked"]).netloc:
            return
        if meta["is_list"]:
            at = f"{error.until:%H:%M %d/%m} UTC"
            words = f"máy chủ xin đợi đến {at} / the server asks to wait until then"
            tally.lists_failed.append(f"{meta['asked']}: {words}")
        if tally.put_off_until is None:
            tally.put_off_until = error.until
            self.tell(PutOff(source_id=tally.source.id, until=error.until))

    def _list_failed(self, failure: Failure, tally: Tally) -> None:
        tally.add(f"list_{failure.reason}")
        tally.lists_failed.append(failure.detail)

    def _revisit_failed(self, failure: Failure, tally: Tally) -> None:
        """What we hold stays as it is; only the next look is put off."""
        tally.add(f"revisit_{failure.reason}")
        self.tell(
            Visit(
                asked=failure.url, url=failure.url, source_id=failure.source_id,
                at=datetime.now(UTC), outcome="failed", detail=failure.detail,
            )
        )  # fmt: skip


def why_gone(response: Response, source: Source) -> str:
    """Why a page we knew is there no more; "" while it is."""
    if response.status in (404, 410):
        return f"HTTP {response.status}"
    here = canonical_url(response.url)
    if here == canonical_url(response.meta["asked"]):
        return ""
    fronts = {canonical_url(url) for url in (source.home_url, *source.sections)}
    if here in fronts or urlsplit(here).path == "/":
        return f"dẫn về {response.url} / leads to {response.url}"
    return ""
