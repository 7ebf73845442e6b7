"""What a page says of its article outside the text: title, days, authors, site; null where it does not say."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urljoin

from selectolax.lexbor import LexborHTMLParser

from crawler.bylines import people
from crawler.dates import read_line, read_time, time_in_address
from doichieu.text import one_line

#: Clocks differ a little; a time further ahead than this is a mistake of the page.
AHEAD = timedelta(hours=1)
_PUBLISHED = (
    'meta[property="article:published_time"]', 'meta[name="pubdate"]', 'meta[itemprop="datePublished"]',
    'meta[name="article:published_time"]', 'meta[property="og:pubdate"]', 'meta[name="DC.date.issued"]', 'meta[name="date"]',
)  # fmt: skip
_MODIFIED = (
    'meta[property="article:modified_time"]', 'meta[name="lastmod"]', 'meta[itemprop="dateModified"]', 'meta[property="og:updated_time"]',
)  # fmt: skip
_ARTICLE_TYPES = {"Article", "NewsArticle", "ReportageNewsArticle", "BlogPosting", "WebPage"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Metadata:
    """One page's own words."""

    title: str
    published_at: datetime | None
    modified_at: datetime | None
    authors: tuple[str, ...]
    site_name: str | None
    language: str | None
    canonical: str | None
    images: tuple[str, ...]
    is_article: bool  #: linked data or a publishing time in the head say so
    description: str


def read_metadata(tree: LexborHTMLParser, *, url: str, now: datetime | None) -> Metadata:
    """Everything the head, the linked data and the visible lines say."""
    linked = next(
        (one for one in _linked(tree) if one.get("datePublished") or one.get("headline")), {}
    )
    published = _first(
        read_time(str(linked.get("datePublished") or "")),
        *(read_time(_meta(tree, one)) for one in _PUBLISHED),
    )
    published = _first(published, _in_time_tags(tree), _in_lines(tree), time_in_address(url))
    modified = _first(
        read_time(str(linked.get("dateModified") or "")),
        *(read_time(_meta(tree, one)) for one in _MODIFIED),
    )
    return Metadata(
        title=_title(tree, linked),
        published_at=_not_ahead(published, now),
        modified_at=_not_ahead(modified, now),
        authors=_authors(tree, linked),
        site_name=_meta(tree, 'meta[property="og:site_name"]') or _publisher(linked),
        language=_language(tree),
        canonical=_canonical(tree, url),
        images=_images(tree, url),
        description=_meta(tree, 'meta[name="description"]')
        or _meta(tree, 'meta[property="og:description"]')
        or "",
        is_article=_says_article(tree, linked),
    )


def _title(tree: LexborHTMLParser, linked: dict[str, Any]) -> str:
    said = _meta(tree, 'meta[property="og:title"]') or one_line(str(linked.get("headline") or ""))
    headings = [one_line(node.text(separator=" ")) for node in tree.css("h1")]
    for heading in headings:
        if heading and (
            not said
            or heading.casefold() in said.casefold()
            or said.casefold() in heading.casefold()
        ):
            return heading if not said or len(heading) >= len(said) * 0.7 else said
    if said:
        return said
    whole = tree.css_first("title")
    return re.split(r"\s[|–—-]\s", one_line(whole.text()))[0] if whole else ""


def _in_time_tags(tree: LexborHTMLParser) -> datetime | None:
    nodes = tree.css("time[datetime]")
    return _first(*(read_time(node.attributes.get("datetime")) for node in nodes[:3]))


def _in_lines(tree: LexborHTMLParser) -> datetime | None:
    """The visible date line: after the first heading if there is one, before comments and footers."""
    markup = tree.css(
        "h1, h1 ~ *, .date, .time, .ngay, [class*=date], [class*=time], [class*=publish], [class*=ngay], span, div, p, li, td, em"
    )
    for node in markup[:4000]:
        if node.css_first("footer,nav") is None and len(text := node.text(separator=" ")) <= 90:
            moment = read_line(text)
            if moment is not None and not (
                moment.hour == 0 and moment.minute == 0 and node.tag in ("li", "td")
            ):
                return moment
    return None


def _authors(tree: LexborHTMLParser, linked: dict[str, Any]) -> tuple[str, ...]:
    held = linked.get("author")
    parts = held if isinstance(held, list) else [held]
    named = [one.get("name") if isinstance(one, dict) else one for one in parts if one]
    found = [name for one in named if isinstance(one, str) for name in people(one)]
    for selector in (
        'meta[property="article:author"]',
        'meta[name="author"]',
        'meta[property="dable:author"]',
    ):
        found = found or list(people(_meta(tree, selector)))
    return tuple(dict.fromkeys(found))


def _publisher(linked: dict[str, Any]) -> str | None:
    held = linked.get("publisher")
    name = held.get("name") if isinstance(held, dict) else None
    return one_line(name) or None if isinstance(name, str) else None


def _language(tree: LexborHTMLParser) -> str | None:
    node = tree.css_first("html")
    said = (node.attributes.get("lang") or "") if node else ""
    return said.split("-")[0].lower() or None


def _canonical(tree: LexborHTMLParser, url: str) -> str | None:
    node = tree.css_first('link[rel="canonical"]')
    said = (node.attributes.get("href") or "") if node else ""
    absolute = urljoin(url, said.strip()) if said else ""
    return absolute if absolute.startswith(("http://", "https://")) else None


def _images(tree: LexborHTMLParser, url: str) -> tuple[str, ...]:
    said = _meta(tree, 'meta[property="og:image"]')
    nodes = tree.css(
        "article img[src], figure img[src], [class*=content] img[src], [class*=detail] img[src]"
    )
    found = [said or "", *((node.attributes.get("src") or "") for node in nodes[:30])]
    absolute = (urljoin(url, one) for one in found if one and not one.startswith("data:"))
    return tuple(dict.fromkeys(one for one in absolute if one.startswith(("http://", "https://"))))


def _says_article(tree: LexborHTMLParser, linked: dict[str, Any]) -> bool:
    # og:type is no sign: section pages of half the papers claim to be articles.
    return bool(linked.get("datePublished")) or any(_meta(tree, one) for one in _PUBLISHED[:3])


def _linked(tree: LexborHTMLParser) -> Iterator[dict[str, Any]]:
    for node in tree.css('script[type="application/ld+json"]'):
        try:
            data = json.loads(node.text(), strict=False)
        except (ValueError, RecursionError):
            continue
        held = data if isinstance(data, list) else [data]
        for one in held:
            if isinstance(one, dict):
                graph = one.get("@graph")
                for inner in graph if isinstance(graph, list) else [one]:
                    kind = inner.get("@type") if isinstance(inner, dict) else None
                    kinds = kind if isinstance(kind, list) else [kind]
                    if isinstance(inner, dict) and _ARTICLE_TYPES & {str(name) for name in kinds}:
                        yield inner


def _meta(tree: LexborHTMLParser, selector: str) -> str | None:
    node = tree.css_first(selector)
    return one_line(node.attributes.get("content") or "") or None if node else None


def _first(*moments: datetime | None) -> datetime | None:
    return next((moment for moment in moments if moment is not None), None)


def _not_ahead(moment: datetime | None, now: datetime | None) -> datetime | None:
    return None if moment and now and moment > now + AHEAD else moment
