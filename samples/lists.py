"""An outlet's own lists: RSS, Atom, news sitemap and its index, and a feed that is broken."""

from __future__ import annotations

from datetime import datetime, timedelta
from email.utils import format_datetime
from xml.sax.saxutils import escape

from samples.content import SampleArticle
from samples.outlets import Outlet
from samples.pages import CORRECTED_AFTER


def rss(articles: list[SampleArticle], outlet: Outlet, *, home: str, turn: int) -> str:
    """RSS 2.0; one paper writes its days as its system does: month first, no zone."""
    items = "".join(
        f"<item><title>{escape(one.title)}</title><link>{home}{one.path[1:]}</link>"
        f"<description>{escape(one.sapo)}</description><pubDate>{_rss_day(one.published, outlet)}</pubDate>"
        f"{_updated(one, turn)}</item>"
        for one in articles
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom">'
        f"<channel><title>{escape(outlet.name)}</title><link>{home}</link><description>Tin mới</description>{items}</channel></rss>"
    )


def broken_rss(articles: list[SampleArticle], outlet: Outlet, *, home: str, turn: int) -> str:
    """A feed that breaks off in the middle of its first item."""
    return rss(articles, outlet, home=home, turn=turn)[:260]


def atom(articles: list[SampleArticle], outlet: Outlet, *, home: str, turn: int) -> str:
    """Atom 1.0."""
    entries = "".join(
        f'<entry><title>{escape(one.title)}</title><link href="{home}{one.path[1:]}"/><id>{home}{one.path[1:]}</id>'
        f"<published>{one.published.isoformat()}</published><updated>{changed(one, turn).isoformat()}</updated></entry>"
        for one in articles
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom">'
        f"<title>{escape(outlet.name)}</title><id>{home}</id><updated>2026-11-22T06:00:00+07:00</updated>{entries}</feed>"
    )


def news_sitemap(articles: list[SampleArticle], outlet: Outlet, *, home: str, turn: int) -> str:
    """A news sitemap."""
    entries = "".join(
        f"<url><loc>{home}{one.path[1:]}</loc><lastmod>{changed(one, turn).isoformat()}</lastmod><news:news><news:publication>"
        f"<news:name>{escape(outlet.name)}</news:name><news:language>vi</news:language></news:publication>"
        f"<news:publication_date>{one.published.isoformat()}</news:publication_date><news:title>{escape(one.title)}</news:title></news:news></url>"
        for one in articles
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
        f'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">{entries}</urlset>'
    )


def sitemap_index(*, home: str) -> str:
    """An index that names the news sitemap."""
    return (
        '<?xml version="1.0" encoding="utf-8"?><sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
        f"<sitemap><loc>{home}sitemap-news.xml</loc></sitemap></sitemapindex>"
    )


def changed(article: SampleArticle, turn: int) -> datetime:
    """When the page was last changed, as its lists say."""
    corrected = turn > 1 and article.second_round == "corrected"
    return article.published + (CORRECTED_AFTER if corrected else timedelta(0))


def _rss_day(moment: datetime, outlet: Outlet) -> str:
    if outlet.id == "thoi-bao-an-lac":
        hour = moment.hour % 12 or 12
        return f"{moment.month}/{moment.day}/{moment.year} {hour}:{moment:%M:%S} {'AM' if moment.hour < 12 else 'PM'}"
    if outlet.id == "bao-ha-lam":
        return f"{moment:%a, %d %b %Y %H:%M:%S} +07:00"
    return format_datetime(moment)


def _updated(article: SampleArticle, turn: int) -> str:
    if turn > 1 and article.second_round == "corrected":
        return f"<atom:updated>{changed(article, turn).isoformat()}</atom:updated>"
    return ""
