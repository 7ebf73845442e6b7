"""What a page says of its article outside the text: title, days, authors, site; null where it does not say."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode

from crawler.bylines import is_byline, people
from crawler.canonical import web_address
from crawler.dates import read_time, time_in_address
from crawler.visible_dates import other_date, shown_dates, tagged_date
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
_AUTHORS = (
    'meta[property="article:author"]', 'meta[name="author"]', 'meta[itemprop="author"]', 'meta[property="dable:author"]',
)  # fmt: skip
_BYLINES = (
    "[data-role=author]", ".article__author", ".block-sc-author", "[rel=author]", "[itemprop=author]", ".byline", "p.author",
    ".author-name", ".detail-author", ".author",
)  # fmt: skip
#: A heading of fewer words is a section's name or a logo.
LEAST_TITLE_WORDS = 4
#: Characters of a title that are read; what is longer is none, and costs seconds.
LONGEST_TITLE = 1000
_LAST_MARK = re.compile(r"(.*\S)\s+([|–—•»-])\s+(\S.*)")
_SITE = re.compile(
    r"(?:báo|tạp chí|đài|cổng|trang|tin tức|cơ quan)\b.{0,60}$|[\w-]+\.(?:com\.|org\.|gov\.)?vn$|.{0,40}\b(?:online|điện tử|\.vn|\.com|news)$",
    re.IGNORECASE,
)
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


def read_metadata(
    tree: LexborHTMLParser, *, url: str, now: datetime | None, markup: str = ""
) -> Metadata:
    """Everything the head, the linked data and the visible lines say."""
    linked = _best(list(_linked(tree)))
    published, modified = _times(tree, linked, url=url, now=now, markup=markup)
    site_name = _meta(tree, 'meta[property="og:site_name"]') or _publisher(linked)
    return Metadata(
        title=_title(tree, linked, site_name or ""),
        published_at=published,
        modified_at=modified,
        authors=tuple(name for name in _authors(tree, linked) if name != site_name),
        site_name=site_name,
        language=_language(tree),
        canonical=_canonical(tree, url),
        images=_images(tree, url),
        description=_meta(tree, 'meta[name="description"]')
        or _meta(tree, 'meta[property="og:description"]')
        or "",
        is_article=_says_article(tree, linked),
    )


def _times(
    tree: LexborHTMLParser, linked: dict[str, Any], *, url: str, now: datetime | None, markup: str
) -> tuple[datetime | None, datetime | None]:
    """When published and when changed: the head's word, then the page's, then the address's."""
    published = _said(tree, linked, "datePublished", _PUBLISHED, now)
    modified = _said(tree, linked, "dateModified", _MODIFIED, now)
    if published is None or _is_midnight(published):
        shown, changed = shown_dates(tree)
        shown = _not_ahead(_first(tagged_date(tree), shown) if published is None else shown, now)
        # A day without an hour gives way to the same day with one.
        if published is None or (shown and shown.date() == published.date()):
            published = shown or published
        modified = modified or _not_ahead(changed, now)
    if published is None:
        published = _not_ahead(time_in_address(url), now)
    if published is None and markup:
        published = _not_ahead(other_date(markup, tree), now)
    return published, modified


def _said(
    tree: LexborHTMLParser,
    linked: dict[str, Any],
    key: str,
    selectors: tuple[str, ...],
    now: datetime | None,
) -> datetime | None:
    words = [linked.get(key), *(_meta(tree, one) for one in selectors)]
    moments = (read_time(one) for one in words if isinstance(one, str))
    return _first(*(_not_ahead(moment, now) for moment in moments))


def _is_midnight(moment: datetime) -> bool:
    return (moment.hour, moment.minute, moment.second) == (0, 0, 0)


def _title(tree: LexborHTMLParser, linked: dict[str, Any], site_name: str) -> str:
    """The heading that the head confirms; else the head's word without the name of the site."""
    whole = tree.css_first("title")
    said = (
        _meta(tree, 'meta[property="og:title"]')
        or _words(linked.get("headline"))
        or (one_line(whole.text()[:LONGEST_TITLE]) if whole else "")
    )[:LONGEST_TITLE]
    bare = _without_site(said, site_name)
    headings = [one_line(node.text(separator=" ")[:LONGEST_TITLE]) for node in tree.css("h1")]
    for heading in (one for one in headings if one):
        if _agree(heading, bare) or _agree(heading, said):
            return heading
    alone = [one for one in headings if len(one.split()) >= LEAST_TITLE_WORDS]
    if (not bare or bare.casefold() == site_name.casefold()) and alone:
        return alone[0]
    return bare or next((one for one in headings if one), "")


def _words(said: object) -> str:
    return one_line(html.unescape(said)) if isinstance(said, str) else ""


def _agree(heading: str, said: str) -> bool:
    """Whether one is the other, but for a site's name behind it or a kicker before it."""
    one, other = heading.casefold(), said.casefold()
    if not one or not other:
        return False
    if one == other:
        return True
    if other.startswith(one) and re.match(r"\s*[|–—•»-]\s", said[len(heading) :]):
        return True
    shorter, longer = sorted((one, other), key=len)
    return shorter in longer and len(shorter) >= 0.7 * len(longer)


def _without_site(said: str, site_name: str) -> str:
    """ "Tăng lương cơ sở - Báo Lâm Giang" → "Tăng lương cơ sở"."""
    match = _LAST_MARK.match(said)
    if match and (match[3].casefold() == site_name.casefold() or _SITE.match(match[3])):
        return match[1]
    return said


def _authors(tree: LexborHTMLParser, linked: dict[str, Any]) -> tuple[str, ...]:
    held = linked.get("author")
    parts = held if isinstance(held, list) else [held]
    named = [one.get("name") if isinstance(one, dict) else one for one in parts if one]
    found = [name for one in named if isinstance(one, str) for name in people(one)]
    for selector in _AUTHORS:
        found = found or list(people(_meta(tree, selector)))
    for selector in _BYLINES:
        node = None if found else tree.css_first(selector)
        line = one_line(node.text(separator=" ")) if node else ""
        found = found or (list(people(line)) if is_byline(line) else [])
    return tuple(dict.fromkeys(found))


def _best(linked: list[dict[str, Any]]) -> dict[str, Any]:
    """The linked data of the article itself; a page's or a list's own comes after it."""
    told = [one for one in linked if one.get("datePublished") or one.get("headline")]
    return next((one for one in told if one.get("@type") != "WebPage"), told[0] if told else {})


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
    return web_address(said, at=url) if said.strip() else None


def _images(tree: LexborHTMLParser, url: str) -> tuple[str, ...]:
    said = _meta(tree, 'meta[property="og:image"]')
    nodes = tree.css("article img, figure img, [class*=content] img, [class*=detail] img")
    found = [said or "", *(_source_of(node) for node in nodes[:30])]
    absolute = (web_address(one, at=url) for one in found if one)
    return tuple(dict.fromkeys(one for one in absolute if one))


def _source_of(node: LexborNode) -> str:
    """A picture's address; pages that load late keep it beside a placeholder."""
    for name in ("data-src", "data-original", "src"):
        said = (node.attributes.get(name) or "").strip()
        if said and not said.startswith("data:"):
            return said
    return ""


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
