"""Saved pages and feeds, from files or addresses → articles and links, with no database."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Generic, TypeVar

from crawler.extract import extract
from crawler.feeds import Feed, read_feed
from crawler.fetch import fetch
from crawler.session import Manners
from doichieu.errors import DoichieuError
from doichieu.jobs.article_files import read_bytes
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
    """Each page in the order given; `url` is where a file was saved from."""

    def read(page: Page) -> Article:
        return extract(
            page.body,
            url=url or page.url,
            content_type=page.content_type,
            fetched_at=page.fetched_at,
        )

    return _each(places, settings=settings, allow_private=allow_private, read=read)


def feed_places(
    places: Sequence[str], *, settings: Settings, allow_private: bool = False
) -> Iterator[Read[Feed]]:
    """Each feed or sitemap in the order given."""

    def read(page: Page) -> Feed:
        return read_feed(page.body, url=page.url)

    return _each(places, settings=settings, allow_private=allow_private, read=read)


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
    places: Sequence[str],
    *,
    settings: Settings,
    allow_private: bool,
    read: Callable[[Page], T],
) -> Iterator[Read[T]]:
    for place in places:
        try:
            page = _bring(place, settings=settings, allow_private=allow_private)
            yield Read(place=place, value=read(page))
        except DoichieuError as error:
            yield Read(place=place, problem=_placed(error, place))


def _bring(place: str, *, settings: Settings, allow_private: bool) -> Page:
    if is_address(place):
        return fetch(place, manners=manners(settings), allow_private=allow_private)
    return Page(url="", status=200, body=read_bytes(Path(place)), fetched_at=datetime.now(UTC))


def _placed(error: DoichieuError, place: str) -> DoichieuError:
    if place in str(error):
        return error
    return type(error)(vi=f"{place}: {error.vi}", en=f"{place}: {error.en}", reason=error.reason)
