"""The one spider: a source's lists, the links among them that are new, their pages."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from concurrent.futures import TimeoutError as OverTime
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, TypeVar
from urllib.parse import urlsplit

import scrapy
from pebble import ProcessExpired, ProcessPool
from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.http import Response

from crawler.canonical import canonical_url
from crawler.failures import told
from crawler.findings import Listed
from crawler.ledger import Ledger, why_gone
from crawler.lists import Listing, feed_or_none, newest_first, read_list
from crawler.manners import Job
from crawler.reading import read_and_record, within_bounds
from crawler.record import warc_record
from crawler.sections import article_links
from crawler.tally import Tally
from crawler.template_lessons import crawl_ended, page_read
from crawler.versions import conditions, is_unchanged, version_of
from crawler.wire import Message
from doichieu.errors import DoichieuError, Skip
from doichieu.records import Link, Page, Source, SourceKind

#: Lists of one source that one crawl asks for: indexes that name each other have no end.
MOST_LISTS = 200
#: Links of one source that one crawl takes up, the newest; calendars and archives have no end.
MOST_LINKS = 2_000
#: A page given by hand that is no article for one of these reasons may be a list of articles.
PERHAPS_A_LIST = {"not_an_article", "list_page"}

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
        self.ledger = Ledger(job, tell)

    @classmethod
    def from_crawler(cls, crawler: Crawler, *words: Any, **named: Any) -> NewsSpider:
        """Hear of our own mistakes: they are counted, not only logged."""
        spider: NewsSpider = super().from_crawler(crawler, *words, **named)
        crawler.signals.connect(spider.ledger.broke, signals.spider_error)
        return spider

    async def start(self) -> AsyncIterator[Any]:
        """Every list, what earlier crawls left, every page to look at again, every address named."""
        memory = self.job.memory
        for source in self.job.sources:
            for url in (*source.feeds, *source.sitemaps, *source.sections):
                yield self._list_request(url, source)
            for url in memory.waiting.get(source.id, ()):
                self.ledger.tallies[source.id].asked.add(canonical_url(url))
                for request in self._page_requests([Link(url=url)], source):
                    yield request
            for url in memory.revisit.get(source.id, ()):
                yield self._request(
                    url, source, self.parse_page, revisit=True, known=memory.versions.get(url)
                )
        for url in self.job.targets:
            yield self._request(url, self.ledger.owner(url), self.parse_target, target=True)

    async def parse_list(self, response: Response, **_: Any) -> AsyncIterator[Any]:
        """A feed, sitemap or section page → requests for what is new."""
        source, tally = self.ledger.of(response)
        url, known = response.meta["asked"], response.meta["known"]
        if response.status >= 400:
            self.ledger.list_failed(response, told(response.status, response.url))
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
            self.ledger.list_failed(response, error)
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
        source, tally = self.ledger.of(response)
        url = response.url
        if response.status >= 400:
            self.ledger.page_failed(response, told(response.status, url))
            return
        try:
            listing = await self._in_worker(feed_or_none, response.body, url=url)
            if listing is None:
                listing = await self._article_or_section(response, source)
        except (DoichieuError, TimeoutError, OverTime, ProcessExpired) as error:
            self.ledger.page_failed(response, error)
            return
        tally.lists_read += 1
        async for request in self._follow(listing, source, tally):
            yield request

    async def _article_or_section(self, response: Response, source: Source) -> Listing:
        """Keep the article; of a page that is none, the links. Skip naming what it is instead."""
        try:
            await self._read(self._page(response, source), response)
        except Skip as why:
            try:
                return await self._in_worker(
                    _section, response.body, url=response.url, source=source
                )
            except Skip as error:
                raise (error if why.reason in PERHAPS_A_LIST else why) from error
        return Listing()

    async def parse_page(self, response: Response, **_: Any) -> None:
        """One page → an article, an official page, or a failure; never a request."""
        source, tally = self.ledger.of(response)
        tally.add("pages_fetched")
        revisited = bool(response.meta.get("revisit"))
        if revisited and is_unchanged(response, response.meta["known"]):
            tally.add("unchanged_pages")
            self.ledger.visited(response, "unchanged")
        elif revisited and (why := why_gone(response, source)):
            tally.add("gone")
            self.ledger.visited(response, "gone", detail=why)
        elif response.status >= 400:
            self.ledger.page_failed(response, told(response.status, response.url))
        elif source.kind is SourceKind.OFFICIAL:
            tally.add("official_pages")
            page, head = self._page(response, source), self._head(response)
            record = b"" if head is None else await self._in_worker(warc_record, page, head)
            self.ledger.visited(response, "read", page=page, record=record)
        else:
            try:
                await self._read(self._page(response, source), response)
            except Skip as error:
                self.ledger.page_failed(response, error)
        self.tell(tally.progress())

    async def _follow(
        self, listing: Listing, source: Source, tally: Tally
    ) -> AsyncIterator[scrapy.Request]:
        for name in listing.oddities:
            tally.add(name)
        for url in listing.more:
            if url in tally.lists_asked or len(tally.lists_asked) >= MOST_LISTS:
                tally.add("lists_not_followed")
                continue
            yield self._list_request(url, source)
        fresh = self._fresh(listing.links, source, tally)
        wanted = await self.ask(tuple(fresh)) if fresh else ()
        for request in self._page_requests([fresh[at] for at in wanted], source):
            yield request

    def _fresh(self, links: Sequence[Link], source: Source, tally: Tally) -> list[Link]:
        fresh = []
        for link in newest_first(links, most=MOST_LINKS):
            key = canonical_url(link.url)
            if key in tally.asked or self._too_old(link):
                continue
            if tally.counts["links_found"] >= MOST_LINKS:
                tally.add("too_many_links")
                continue
            tally.asked.add(key)
            tally.add("links_found")
            fresh.append(replace(link, source_id=source.id))
        return fresh

    def _page_requests(self, links: Iterable[Link], source: Source) -> Iterable[scrapy.Request]:
        tally = self.ledger.tallies[source.id]
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

    async def _read(self, page: Page, response: Response) -> None:
        """Read a page in a worker, tell the article; Skip where it holds none."""
        source, tally = self.ledger.of(response)
        async with tally.watch.turn():
            await self._read_now(page, response, source, tally)

    async def _read_now(self, page: Page, response: Response, source: Source, tally: Tally) -> None:
        try:
            found = await self._in_worker(
                read_and_record,
                page,
                source=source,
                template=tally.watch.template,
                head=self._head(response),
                seen_before=response.meta["seen_before"],
            )
        except (TimeoutError, OverTime, ProcessExpired) as error:
            self.ledger.page_failed(response, error)
            return
        article = found.article
        if self.job.since and article.published_at and article.published_at < self.job.since:
            tally.add("older")
        else:
            tally.count(article)
            self.ledger.visited(
                response, "read", article=article, careful=found.careful, record=found.record
            )
        await page_read(page, found.way, tally, in_worker=self._in_worker, tell=self.tell)

    async def ended(self) -> None:
        """What is left to do when every page has been read."""
        tallies = self.ledger.tallies.values()
        await crawl_ended(tallies, in_worker=self._in_worker, tell=self.tell)

    async def _in_worker(self, step: Callable[..., T], *words: Any, **named: Any) -> T:
        future = self.pool.schedule(
            within_bounds,
            args=(step, *words),
            kwargs=named,
            timeout=self.job.manners.reading_seconds,
        )
        result: T = await asyncio.wrap_future(future)
        return result

    def _list_request(self, url: str, source: Source) -> scrapy.Request:
        self.ledger.tallies[source.id].lists_asked.add(url)
        known = self.job.memory.versions.get(url)
        return self._request(url, source, self.parse_list, known=known)

    def _request(self, url: str, source: Source, callback: Any, **meta: Any) -> scrapy.Request:
        dont_filter = bool(meta.pop("dont_filter", False) or meta.get("revisit"))
        known = meta.setdefault("known", None)
        return scrapy.Request(
            url,
            callback=callback,
            errback=self.ledger.unanswered,
            headers=conditions(known),
            dont_filter=dont_filter,
            meta={
                "source": source.id,
                "asked": url,
                "is_list": callback == self.parse_list,
                # A list that names a change names a page we may have read in another way.
                "seen_before": dont_filter,
                "private_ok": source.local or self.job.allow_private,
                "download_slot": urlsplit(url).netloc,
                **meta,
            },
        )

    def _head(self, response: Response) -> tuple[tuple[str, str], ...] | None:
        """The answer's headers, for its record; None where none is wanted."""
        if not 0 < len(response.body) <= self.job.archive_bytes:
            return None
        return tuple(
            (name.decode("latin-1"), value.decode("latin-1"))
            for name, values in response.headers.items()
            for value in values
        )

    def _page(self, response: Response, source: Source) -> Page:
        kind = (response.headers.get("Content-Type") or b"").decode("latin-1")
        return Page(
            url=response.url, status=response.status, body=response.body, source_id=source.id,
            content_type=kind, fetched_at=datetime.now(UTC), requested_url=response.meta["asked"],
        )  # fmt: skip


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
