"""Twenty made-up sites, and the page that each puts around its articles: 60–100 KB, as dense as real ones."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from functools import cache
from html import escape

from benchmarks.news_site.frame import Frame
from benchmarks.news_site.layouts import LAYOUTS
from benchmarks.news_site.texts import Text, text

SITES = 20
#: Bytes of a page; scripts and styles make up what the article and its frame leave.
LEAST, MOST = 60_000, 100_000
#: Sites that say nothing in linked data, one in so many: their pages' dates are read from the lines shown.
SILENT = 4


def site_of(number: int) -> int:
    """Which site an article is on: neighbours in number are on different ones."""
    return number % SITES


def path_of(number: int) -> str:
    """The address of an article on its site."""
    return f"/chuyen-{number % 9}/tin-{number * 7919 % 99991:05}-{100_000 + number}.html"


def page(number: int, *, also: str = "") -> bytes:
    """The page of that article, the same every time; `also` is one more sentence of its first paragraph."""
    said, site = text(number), site_of(number)
    if also:
        first, *rest = said.paragraphs
        said = replace(said, paragraphs=(f"{first} {also}", *rest))
    frame = _frame(site)
    body = LAYOUTS[site % len(LAYOUTS)](said, frame)
    head = _head(said, site) + frame.head(number)
    room = random.Random(f"size {number}").randint(LEAST + 4_000, MOST - 4_000)
    room -= len((head + body).encode())
    script, style = frame.state(number, size=max(0, room * 7 // 10)), frame.styles(size=max(0, room * 3 // 10))  # fmt: skip
    made = f'<!DOCTYPE html>\n<html lang="vi"><head>{head}{style}</head><body {frame.name("page")}>{body}{script}</body></html>'
    return made.encode()


def feed(numbers: list[int], *, home: str, site: int) -> bytes:
    """A site's feed, as most are written."""
    items = "".join(
        f"<item><title>{escape(said.title)}</title><link>{home}{path_of(said.number)}</link><guid>{home}{path_of(said.number)}</guid>"
        f"<pubDate>{said.published_at:%a, %d %b %Y %H:%M:%S %z}</pubDate><description>{escape(said.lead)}</description></item>"
        for said in map(text, numbers)
    )
    return f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>{_site_name(site)}</title><link>{home}/</link><language>vi</language>{items}</channel></rss>'.encode()


@cache
def _frame(site: int) -> Frame:
    return Frame(f"s{site}")


def _site_name(site: int) -> str:
    return f"Báo Bến Số {site + 1}"


def _head(said: Text, site: int) -> str:
    title, lead = escape(said.title), escape(said.lead)
    linked = {
        "@context": "https://schema.org", "@type": "NewsArticle", "headline": said.title, "description": said.lead,
        "datePublished": said.published_at.isoformat(), "dateModified": said.published_at.isoformat(),
        "image": [f"/anh/{said.number}-bia.jpg"], "author": {"@type": "Organization", "name": _site_name(site)},
        "publisher": {"@type": "NewsMediaOrganization", "name": _site_name(site)},
    }  # fmt: skip
    told = "" if site % SILENT == 0 else f'<script type="application/ld+json">{json.dumps(linked, ensure_ascii=False)}</script>'  # fmt: skip
    return (
        f'<meta charset="utf-8"><title>{title} - {_site_name(site)}</title><meta name="description" content="{lead}">'
        f'<meta property="og:title" content="{title}"><meta property="og:description" content="{lead}"><meta property="og:type" content="article">'
        f'<meta property="og:site_name" content="{_site_name(site)}"><meta property="og:image" content="/anh/{said.number}-bia.jpg">'
        f'<meta name="keywords" content="tin, địa phương, số {site}">{told}'
    )
