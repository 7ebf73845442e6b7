"""A list's answer → the links in it, and further lists it names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from crawler.feeds import read_feed
from crawler.official import official_links
from crawler.sections import article_links
from crawler.xml_lists import ENTITIES
from doichieu.errors import Skip
from doichieu.records import Link, Source, SourceKind
from doichieu.two_languages import halves, joined

#: Lists named by a sitemap index that are followed, the first ones.
MOST_SITEMAPS = 20
_NO_DATE = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, kw_only=True, slots=True)
class Listing:
    """What one list holds."""

    links: tuple[Link, ...] = ()
    more: tuple[str, ...] = ()  #: further lists
    oddities: tuple[str, ...] = ()  #: what the crawl counts of it: "xml_entities", "damaged_lists"
    is_index: bool = False  #: its own version says nothing of the lists it names


def read_list(body: bytes, *, url: str, source: Source, is_section: bool) -> Listing:
    """A feed, sitemap or section page; Skip naming what it is not."""
    found = feed_or_none(body, url=url)
    if found is not None:
        return found
    if is_section:
        reader = official_links if source.kind is SourceKind.OFFICIAL else article_links
        return Listing(links=reader(body, url=url, pattern=source.article_pattern))
    raise Skip(
        vi=f"{url}: không phải nguồn tin RSS, Atom hay sitemap",
        en=f"{url}: no RSS, Atom or sitemap",
        reason="not_a_feed",
    )


def feed_or_none(body: bytes, *, url: str) -> Listing | None:
    """A feed or sitemap; None when it is neither, Skip when it is one that gives nothing."""
    try:
        feed = read_feed(body, url=url)
    except Skip:
        return None
    if feed.problems and not feed.links:
        vi, en = halves(joined(feed.problems, head=f"{url}: "))
        raise Skip(vi=vi, en=en, reason="empty_feed")
    if feed.kind == "sitemap_index":
        more = dict.fromkeys(link.url for link in feed.links if link.url != url)
        return Listing(
            more=tuple(more)[:MOST_SITEMAPS], is_index=True, oddities=_oddities(feed.problems)
        )
    return Listing(links=feed.links, oddities=_oddities(feed.problems))


def _oddities(problems: Sequence[str]) -> tuple[str, ...]:
    names = ("xml_entities" if one == ENTITIES else "damaged_lists" for one in problems)
    return tuple(dict.fromkeys(names))


def newest_first(links: Sequence[Link], *, most: int) -> Sequence[Link]:
    """The links as they stand; those of a list longer than `most` with the newest in front."""
    if len(links) <= most:
        return links
    return sorted(
        links, key=lambda one: one.modified_at or one.published_at or _NO_DATE, reverse=True
    )
