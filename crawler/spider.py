"""The one spider: a source's lists, the links among them that are new, their pages."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable
from concurrent.futures import TimeoutError as OverTime
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

import scrapy
from pebble import ProcessExpired, ProcessPool
from scrapy.http import Response

from crawler.canonical import canonical_url
from crawler.failures import failure_of, told
from crawler.feeds import read_feed
from crawler.manners import Job
from crawler.official import official_links
from crawler.reading import learn_template, read_article
from crawler.sections import article_links
from crawler.tally import Tally
from crawler.template_watch import Watch, Way
from crawler.wire import Fetched, Learned, Message
from doichieu.errors import DoichieuError, Skip
from doichieu.records import Article, Failure, Link, Page, Source, SourceKind

#: Seconds one page may take to read; the worker is ended after that.
READING_TIME = 15
#: Lists named by a sitemap index that are followed, the first ones.
MOST_SITEMAPS = 20

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
        self.tallies = {
            source.id: Tally(source, watch=Watch(job.templates.get(source.id)))
            for source in job.sources
        }

    async def start(self) -> AsyncIterator[Any]:
        """First every list, every address named by hand, and every page to look at again."""
        for source in self.job.sources:
            for url in (*source.feeds, *source.sitemaps, *source.sections):
                yield self._request(url, source, self.parse_list)
            for url in self.job.revisit.get(source.id, ()):
                yield self._request(url, source, self.parse_page, revisit=True)
        for url in self.job.targets:
            source = self._adhoc(url)
            yield self._request(url, source, self.parse_target, target=True)

    async def parse_list(self, response: Response, **_: Any) -> AsyncIterator[Any]:
        """A feed, sitemap or section page → requests for what is new."""
        source, tally = self._of(response)
        if response.status >= 400:
            self._list_failed(response.url, tally, told(response.status, response.url))
            return
        try:
            links, more = self._links(response, source)
        except DoichieuError as error:
            self._list_failed(response.url, tally, error)
            return
        tally.lists_read += 1
        for url in more:
            yield self._request(url, source, self.parse_list)
        async for request in self._new(links, source, tally):
            yield request

    async def parse_target(self, response: Response, **_: Any) -> AsyncIterator[Any]:
        """An address given by hand: a feed, else an article, else a section."""
        source, tally = self._of(response)
        if response.status >= 400:
            self._failed(
                failure_of(told(response.status, response.url), response.url, source), tally
            )
            return
        links, more = self._listed(response)
        if links is None:
            page = self._page(response, source)
            if await self._read(page, source, tally, quiet=True) is not None:
                tally.lists_read += 1
                return
            links = article_links(response.body, url=response.url, pattern=source.article_pattern)
            if not links:
                error = Skip(
                    vi=f"{response.url}: không phải bài báo, danh sách tin hay nguồn tin",
                    en=f"{response.url}: no article, list of articles or feed",
                    reason="not_an_article",
                )
                self._failed(failure_of(error, response.url, source), tally)
                return
        tally.lists_read += 1
        for url in more:
            yield self._request(url, source, self.parse_list)
        async for request in self._new(links, source, tally):
            yield request

    async def parse_page(self, response: Response, **_: Any) -> None:
        """One page → an article, an official page, or a failure; never a request."""
        source, tally = self._of(response)
        tally.add("pages_fetched")
        revisited = bool(response.meta.get("revisit"))
        if response.status in (404, 410) and revisited:
            tally.add("gone")
            self.tell(
                Failure(
                    url=response.meta["asked"],
                    reason="gone",
                    detail=f"HTTP {response.status}",
                    source_id=source.id,
                )
            )
            return
        if response.status >= 400:
            self._failed(
                failure_of(told(response.status, response.url), response.meta["asked"], source),
                tally,
            )
            return
        page = self._page(response, source)
        if source.kind is SourceKind.OFFICIAL:
            tally.add("official_pages")
            self.tell(Fetched(page))
        else:
            await self._read(page, source, tally, quiet=False)
        self.tell(tally.progress())

    def failed(self, failure: Any) -> None:
        """A request that brought no response."""
        request = failure.request
        source, tally = self._source(request.meta["source"])
        error = failure_of(failure.value, request.meta["asked"], source)
        if request.meta["is_list"]:
            tally.add(f"list_{error.reason}")
            tally.lists_failed.append(error.detail)
        elif request.meta.get("revisit"):
            tally.add(f"revisit_{error.reason}")
        else:
            self._failed(error, tally)

    def _links(self, response: Response, source: Source) -> tuple[tuple[Link, ...], list[str]]:
        links, more = self._listed(response)
        if links is not None:
            return links, more
        if response.url in source.sections or response.meta["asked"] in source.sections:
            reader = official_links if source.kind is SourceKind.OFFICIAL else article_links
            return reader(response.body, url=response.url, pattern=source.article_pattern), []
        raise Skip(
            vi=f"{response.url}: không phải nguồn tin RSS, Atom hay sitemap",
            en=f"{response.url}: no RSS, Atom or sitemap",
            reason="not_a_feed",
        )

    def _listed(self, response: Response) -> tuple[tuple[Link, ...] | None, list[str]]:
        try:
            feed = read_feed(response.body, url=response.url)
        except Skip:
            return None, []
        if feed.problems and not feed.links:
            raise Skip(
                vi=f"{response.url}: {'; '.join(feed.problems)}",
                en=f"{response.url}: {'; '.join(feed.problems)}",
                reason="empty_feed",
            )
        if feed.kind == "sitemap_index":
            return (), [link.url for link in feed.links][:MOST_SITEMAPS]
        return feed.links, []

    async def _new(
        self, links: Iterable[Link], source: Source, tally: Tally
    ) -> AsyncIterator[scrapy.Request]:
        fresh = []
        for link in links:
            key = canonical_url(link.url)
            if key in tally.asked or self._too_old(link):
                continue
            tally.asked.add(key)
            fresh.append(replace(link, source_id=source.id))
        tally.add("links_found", len(fresh))
        wanted = await self.ask(tuple(fresh)) if fresh else ()
        for at in wanted:
            if self.job.limit is not None and tally.counts["links_new"] >= self.job.limit:
                tally.add("over_limit")
                continue
            tally.add("links_new")
            changed = fresh[at].modified_at is not None
            yield self._request(fresh[at].url, source, self.parse_page, dont_filter=changed)

    def _too_old(self, link: Link) -> bool:
        since, published = self.job.since, link.modified_at or link.published_at
        return since is not None and published is not None and published < since

    async def _read(self, page: Page, source: Source, tally: Tally, *, quiet: bool) -> bool | None:
        """Read a page in a worker: True an article, False a failure told, None no article."""
        args = (page, source, tally.watch.template)
        future = self.pool.schedule(read_article, args=args, timeout=READING_TIME)
        try:
            read = await asyncio.wrap_future(future)
        except Skip as error:
            if not quiet:
                self._failed(failure_of(error, page.requested_url or page.url, source), tally)
            return None
        except (TimeoutError, OverTime, ProcessExpired) as error:
            self._failed(failure_of(error, page.requested_url or page.url, source), tally)
            return False
        self._found(read.article, source, tally)
        await self._watch(page, read.way, source, tally)
        return True

    def _found(self, article: Article, source: Source, tally: Tally) -> None:
        if self.job.since and article.published_at and article.published_at < self.job.since:
            tally.add("older")
            return
        tally.add("articles")
        if len(article.text) < source.min_text_length:
            tally.add("short_texts")
        if article.published_at is None:
            tally.add("without_date")
        self.tell(article)

    async def _watch(self, page: Page, way: Way, source: Source, tally: Tally) -> None:
        """Count how a page was read, and learn the source's template when there is enough to learn from."""
        if way != "careful":
            tally.add("template" if way == "template" else "template_fallback")
        tally.watch.saw(page, way=way)
        await self._learn(tally.watch.pages_to_learn_from(), source, tally)

    async def _learn(self, pages: tuple[Page, ...], source: Source, tally: Tally) -> None:
        if not pages:
            return
        args = (pages, source, tally.watch.template)
        future = self.pool.schedule(learn_template, args=args, timeout=READING_TIME * len(pages))
        try:
            template = await asyncio.wrap_future(future)
        except (TimeoutError, OverTime, ProcessExpired):
            template = None
        if template is None:
            tally.add("template_not_learned")
            return
        tally.add("template_relearned" if tally.watch.template else "template_learned")
        tally.watch.learned(template)
        self.tell(Learned(source_id=source.id, template=template))

    async def learn_the_rest(self) -> None:
        """At the end of a crawl: sources that brought few pages are learned from those."""
        for tally in self.tallies.values():
            pages = tally.watch.pages_to_learn_from(at_the_end=True)
            await self._learn(pages, tally.source, tally)

    def _request(self, url: str, source: Source, callback: Any, **meta: Any) -> scrapy.Request:
        dont_filter = bool(meta.pop("dont_filter", False) or meta.get("revisit"))
        return scrapy.Request(
            url,
            callback=callback,
            errback=self.failed,
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

    def _failed(self, failure: Failure, tally: Tally) -> None:
        tally.add("failures")
        tally.add(failure.reason)
        self.tell(failure)

    def _list_failed(self, url: str, tally: Tally, error: DoichieuError) -> None:
        tally.add(f"list_{error.reason}")
        tally.lists_failed.append(str(error) if url in str(error) else f"{url}: {error}")
