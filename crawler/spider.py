"""The one spider: a source's lists, the links among them that are new, their pages."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable
from concurrent.futures import TimeoutError as OverTime
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, TypeVar
from urllib.parse import urlsplit

import scrapy
from pebble import ProcessExpired, ProcessPool
from scrapy.http import Response

from crawler.canonical import canonical_url
from crawler.failures import failure_of, told
from crawler.findings import Listed, Visit
from crawler.lists import Listing, feed_or_none, read_list
from crawler.manners import Job
from crawler.reading import read_article
from crawler.sections import article_links
from crawler.tally import Tally
from crawler.versions import conditions, is_unchanged, version_of
from crawler.wire import Message
from doichieu.errors import DoichieuError, Skip
from doichieu.records import Article, Failure, Link, Page, Source, SourceKind

#: Seconds one page or list may take to read; the worker is ended after that.
READING_TIME = 15

T = TypeVar("T")
Asking = Callable[[tuple[Link, ...]], "asyncio.Future[tuple[int, ...]]"]


class NewsSpider(scrapy.Spider):
    """Driven by the sources of its job; tells all it finds through `tell`."""

    name = "news"

    def __init__(
        self,
        *,
        job: Job,
        ask: Asking,
        tell: Callable[[Message], None],
        pool: ProcessPool,
        **kw: Any,
    ) -> None:
        super().__init__(**kw)
        self.job, self.ask, self.tell, self.pool = job, ask, tell, pool
        self.tallies = {source.id: Tally(source) for source in job.sources}

    async def start(self) -> AsyncIterator[Any]:
        """Every list, what earlier crawls left, every page to look at again, every address named."""
        memory = self.job.memory
        for source in self.job.sources:
            for url in (*source.feeds, *source.sitemaps, *source.sections):
                yield self._list_request(url, source)
            for url in memory.waiting.get(source.id, ()):
                self.tallies[source.id].asked.add(canonical_url(url))
                for request in self._page_requests([Link(url=url)], source):
                    yield request
            for url in memory.revisit.get(source.id, ()):
                yield self._request(
                    url, source, self.parse_page, revisit=True, known=memory.versions.get(url)
                )
        for url in self.job.targets:
            yield self._request(url, self._adhoc(url), self.parse_target, target=True)

    async def parse_list(self, response: Response, **_: Any) -> AsyncIterator[Any]:
        """A feed, sitemap or section page → requests for what is new."""
        source, tally = self._of(response)
        url, known = response.meta["asked"], response.meta["known"]
        if response.status >= 400:
            self._list_failed(response.url, tally, told(response.status, response.url))
            return
        if is_unchanged(response, known):
            tally.add("unchanged_lists")
            tally.lists_read += 1
            self.tell(Listed(url=url, source_id=source.id, version=known, changed=False))
            return
        section = url in source.sections or response.url in source.sections
        try:
            listing = await self._in_worker(
                read_list, response.body, url=response.url, source=source, is_section=section
            )
        except (DoichieuError, TimeoutError, OverTime, ProcessExpired) as error:
            self._list_failed(response.url, tally, error)
            return
        tally.lists_read += 1
        async for request in self._follow(listing, source, tally):
            yield request
        # A list cut by `since` was not read to its end; an index says nothing of what it names.
        if self.job.since is None and not listing.is_index:
            version = version_of(response)
            self.tell(Listed(url=url, source_id=source.id, version=version, changed=True))

    async def parse_target(self, response: Response, **_: Any) -> AsyncIterator[Any]:
        """An address given by hand: a feed, else an article, else a section."""
        source, tally = self._of(response)
        url = response.url
        if response.status >= 400:
            self._failed(failure_of(told(response.status, url), url, source), tally)
            return
        try:
            listing = await self._in_worker(feed_or_none, response.body, url=url)
            if listing is None:
                if await self._read(self._page(response, source), response, quiet=True) is not None:
                    tally.lists_read += 1
                    return
                listing = await self._in_worker(_section, response.body, url=url, source=source)
        except (DoichieuError, TimeoutError, OverTime, ProcessExpired) as error:
            self._failed(failure_of(error, url, source), tally)
            return
        tally.lists_read += 1
        async for request in self._follow(listing, source, tally):
            yield request

    async def parse_page(self, response: Response, **_: Any) -> None:
        """One page → an article, an official page, or a failure; never a request."""
        source, tally = self._of(response)
        tally.add("pages_fetched")
        revisited = bool(response.meta.get("revisit"))
        if revisited and is_unchanged(response, response.meta["known"]):
            tally.add("unchanged_pages")
            self._visited(response, "unchanged")
        elif revisited and (why := _gone(response, source)):
            tally.add("gone")
            self._visited(response, "gone", detail=why)
        elif response.status >= 400:
            self._page_failed(response, told(response.status, response.url))
        elif source.kind is SourceKind.OFFICIAL:
            tally.add("official_pages")
            self._visited(response, "read", page=self._page(response, source))
        else:
            await self._read(self._page(response, source), response, quiet=False)
        self.tell(tally.progress())

    def failed(self, failure: Any) -> None:
        """A request that brought no response."""
        meta = failure.request.meta
        source, tally = self._source(meta["source"])
        error = failure_of(failure.value, meta["asked"], source)
        if meta["is_list"]:
            tally.add(f"list_{error.reason}")
            tally.lists_failed.append(error.detail)
        elif meta.get("revisit"):
            self._revisit_failed(meta["asked"], source, error)
        else:
            self._failed(error, tally)

    async def _follow(
        self, listing: Listing, source: Source, tally: Tally
    ) -> AsyncIterator[scrapy.Request]:
        for url in listing.more:
            yield self._list_request(url, source)
        fresh = self._fresh(listing.links, source, tally)
        wanted = await self.ask(tuple(fresh)) if fresh else ()
        for request in self._page_requests([fresh[at] for at in wanted], source):
            yield request

    def _fresh(self, links: Iterable[Link], source: Source, tally: Tally) -> list[Link]:
        fresh = []
        for link in links:
            key = canonical_url(link.url)
            if key in tally.asked or self._too_old(link):
                continue
            tally.asked.add(key)
            fresh.append(replace(link, source_id=source.id))
        tally.add("links_found", len(fresh))
        return fresh

    def _page_requests(self, links: Iterable[Link], source: Source) -> Iterable[scrapy.Request]:
        tally = self.tallies[source.id]
        for link in links:
            if self.job.limit is not None and tally.counts["links_new"] >= self.job.limit:
                tally.add("over_limit")
                continue
            tally.add("links_new")
            changed = link.modified_at is not None
            yield self._request(link.url, source, self.parse_page, dont_filter=changed)

    def _too_old(self, link: Link) -> bool:
        since, published = self.job.since, link.modified_at or link.published_at
        return since is not None and published is not None and published < since

    async def _read(self, page: Page, response: Response, *, quiet: bool) -> bool | None:
        """Read a page in a worker: True an article, False a failure told, None no article."""
        source, tally = self._of(response)
        try:
            article = await self._in_worker(read_article, page, source=source)
        except Skip as error:
            if not quiet:
                self._page_failed(response, error)
            return None
        except (TimeoutError, OverTime, ProcessExpired) as error:
            self._page_failed(response, error)
            return False
        if self.job.since and article.published_at and article.published_at < self.job.since:
            tally.add("older")
            return True
        tally.count(article)
        self._visited(response, "read", article=article)
        return True

    async def _in_worker(self, step: Callable[..., T], *words: Any, **named: Any) -> T:
        future = self.pool.schedule(step, args=words, kwargs=named, timeout=READING_TIME)
        result: T = await asyncio.wrap_future(future)
        return result

    def _visited(
        self,
        response: Response,
        outcome: str,
        *,
        article: Article | None = None,
        page: Page | None = None,
        detail: str = "",
    ) -> None:
        known = response.meta["known"]
        version = known if outcome == "unchanged" and known else version_of(response)
        self.tell(
            Visit(
                asked=response.meta["asked"], url=response.url, source_id=response.meta["source"],
                at=datetime.now(UTC), outcome=outcome, article=article, page=page,
                version=version, detail=detail,
            )
        )  # fmt: skip

    def _list_request(self, url: str, source: Source) -> scrapy.Request:
        known = self.job.memory.versions.get(url)
        return self._request(url, source, self.parse_list, known=known)

    def _request(self, url: str, source: Source, callback: Any, **meta: Any) -> scrapy.Request:
        dont_filter = bool(meta.pop("dont_filter", False) or meta.get("revisit"))
        known = meta.setdefault("known", None)
        return scrapy.Request(
            url,
            callback=callback,
            errback=self.failed,
            headers=conditions(known),
            dont_filter=dont_filter,
            meta={
                "source": source.id,
                "asked": url,
                "is_list": callback == self.parse_list,
                "private_ok": source.local or self.job.allow_private,
                "download_slot": urlsplit(url).netloc,
                **meta,
            },
        )

    def _page(self, response: Response, source: Source) -> Page:
        kind = (response.headers.get("Content-Type") or b"").decode("latin-1")
        return Page(
            url=response.url, status=response.status, body=response.body, source_id=source.id,
            content_type=kind, fetched_at=datetime.now(UTC), requested_url=response.meta["asked"],
        )  # fmt: skip

    def _adhoc(self, url: str) -> Source:
        host = urlsplit(url).netloc
        known = next(
            (
                tally.source
                for tally in self.tallies.values()
                if urlsplit(tally.source.home_url).netloc == host
            ),
            None,
        )
        if known is None:
            known = Source(id=host, name=host, kind=SourceKind.NEWS, home_url=url)
            self.tallies.setdefault(host, Tally(known))
        return known

    def _of(self, response: Response) -> tuple[Source, Tally]:
        return self._source(response.meta["source"])

    def _source(self, source_id: str) -> tuple[Source, Tally]:
        tally = self.tallies[source_id]
        return tally.source, tally

    def _page_failed(self, response: Response, error: Exception) -> None:
        source, tally = self._of(response)
        asked = response.meta["asked"]
        failure = failure_of(error, asked, source)
        if response.meta.get("revisit"):
            self._revisit_failed(asked, source, failure)
        else:
            self._failed(failure, tally)

    def _revisit_failed(self, asked: str, source: Source, failure: Failure) -> None:
        """What we hold stays as it is; only the next look is put off."""
        self.tallies[source.id].add(f"revisit_{failure.reason}")
        self.tell(
            Visit(
                asked=asked, url=asked, source_id=source.id, at=datetime.now(UTC),
                outcome="failed", detail=failure.detail,
            )
        )  # fmt: skip

    def _failed(self, failure: Failure, tally: Tally) -> None:
        tally.add("failures")
        tally.add(failure.reason)
        self.tell(failure)

    def _list_failed(self, url: str, tally: Tally, error: Exception) -> None:
        failure = failure_of(error, url, tally.source)
        tally.add(f"list_{failure.reason}")
        tally.lists_failed.append(failure.detail)


def _gone(response: Response, source: Source) -> str:
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


def _section(body: bytes, *, url: str, source: Source) -> Listing:
    """The links of a page that is no article; Skip when there are none."""
    links = article_links(body, url=url, pattern=source.article_pattern)
    if not links:
        raise Skip(
            vi=f"{url}: không phải bài báo, danh sách tin hay nguồn tin",
            en=f"{url}: no article, list of articles or feed",
            reason="not_an_article",
        )
    return Listing(links=links)
