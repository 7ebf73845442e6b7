"""Saved pages and feeds, from files or addresses → articles and links, with no database.

Whoever wrote a file may have meant to choke us: each is read in a process of its own, within bounds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Generic, TypeVar

from crawler.extract import extract
from crawler.feeds import MAX_BYTES as MAX_FEED_BYTES
from crawler.feeds import Feed, read_feed
from crawler.fetch import fetch
from crawler.session import Manners
from crawler.unpack import unpacked
from crawler.workers import MANY, each_bounded
from doichieu.errors import DoichieuError, Quarantine
from doichieu.jobs.article_files import MAX_BYTES, read_bytes
from doichieu.records import Article, Page
from doichieu.settings import Settings

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True, slots=True)
class Read(Generic[T]):
    """One place of the call: what it gave, or the problem met."""

    place: str
    value: T | None = None
    problem: DoichieuError | None = None


def extract_places(
    places: Sequence[str], *, settings: Settings, url: str = "", allow_private: bool = False
) -> Iterator[Read[Article]]:
    """Each page in the order given.

    `url` is where one file was saved from, or the site that several were; then each page's own word
    says which page of it.
    """
    work = _page_of_site if url and len(places) > 1 else _page
    return _each(work, places, settings=settings, url=url, allow_private=allow_private)


def feed_places(
    places: Sequence[str], *, settings: Settings, url: str = "", allow_private: bool = False
) -> Iterator[Read[Feed]]:
    """Each feed or sitemap in the order given; `url` is what links of files are relative to."""
    return _each(_feed, places, settings=settings, url=url, allow_private=allow_private)


def is_address(place: str) -> bool:
    """Whether a word of the command line is an address rather than a file."""
    return place.startswith(("http://", "https://"))


def manners(settings: Settings) -> Manners:
    """How we behave towards every site."""
    return Manners(
        user_agent=settings.user_agent,
        delay=settings.crawl_delay,
        timeout=settings.fetch_timeout,
        max_bytes=settings.max_page_bytes,
    )


def _each(
    work: Callable[[str, Page | DoichieuError | None, str], T],
    places: Sequence[str],
    *,
    settings: Settings,
    url: str,
    allow_private: bool,
) -> Iterator[Read[T]]:
    def pieces() -> Iterator[tuple[Any, ...]]:
        for place in places:
            yield place, _fetched(place, settings, allow_private=allow_private), url

    found = each_bounded(work, pieces(), many=len(places) >= MANY)
    for place, value in zip(places, found, strict=True):
        if isinstance(value, DoichieuError):
            yield Read(place=place, problem=_placed(value, place))
        else:
            yield Read(place=place, value=value)


def _fetched(place: str, settings: Settings, *, allow_private: bool) -> Page | DoichieuError | None:
    """The page at an address, or why there is none; None for a file, which its reader opens."""
    if not is_address(place):
        return None
    try:
        return fetch(place, manners=manners(settings), allow_private=allow_private)
    except DoichieuError as error:
        return error


def _page(place: str, fetched: Page | DoichieuError | None, url: str) -> Article:
    page = _brought(place, fetched, most=MAX_BYTES)
    return extract(
        page.body,
        url=page.url or url,
        content_type=page.content_type,
        fetched_at=page.fetched_at,
    )


def _page_of_site(place: str, fetched: Page | DoichieuError | None, url: str) -> Article:
    article = _page(place, fetched, url)
    return article if is_address(place) else replace(article, url=article.canonical_url or "")


def _feed(place: str, fetched: Page | DoichieuError | None, url: str) -> Feed:
    page = _brought(place, fetched, most=MAX_FEED_BYTES)
    return read_feed(page.body, url=page.url or url)


def _brought(place: str, fetched: Page | DoichieuError | None, *, most: int) -> Page:
    if isinstance(fetched, DoichieuError):
        raise fetched
    if fetched is not None:
        return fetched
    body = unpacked(read_bytes(Path(place), most=most), most=most)
    if not body.strip():
        raise Quarantine(
            vi="tệp rỗng sau khi giải nén", en="nothing is packed in it", reason="empty"
        )
    return Page(url="", status=200, body=body, fetched_at=datetime.now(UTC))


def _placed(error: DoichieuError, place: str) -> DoichieuError:
    if place in str(error):
        return error
    return type(error)(vi=f"{place}: {error.vi}", en=f"{place}: {error.en}", reason=error.reason)
