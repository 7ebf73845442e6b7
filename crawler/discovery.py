"""A site's front page → where its articles are listed: feeds, sitemaps, sections, and their addresses' shape.

What is fetched comes through `get`, so that whoever calls decides on manners and addresses.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

from protego import Protego
from selectolax.lexbor import LexborHTMLParser

from crawler.address_shapes import is_section_address
from crawler.canonical import canonical_url, web_address
from crawler.encoding import decode
from crawler.feeds import Feed, read_feed
from crawler.headlines import headline_links
from crawler.link_shape import learn_pattern
from crawler.sections import article_links
from doichieu.errors import DoichieuError, Skip
from doichieu.records import Link, Page
from doichieu.text import one_line

Get = Callable[[str], Page]

#: Where feeds usually lie when the front page names none; the pages of feeds come after.
USUAL_FEEDS = ("/rss/home.rss", "/rss", "/rss.html", "/feed", "/rss.xml", "/atom.xml", "/feed.json")
#: Where sitemaps usually lie when robots.txt names none; news first.
USUAL_SITEMAPS = ("/sitemap-news.xml", "/news-sitemap.xml", "/sitemaps/google-news.xml", "/sitemap.xml")  # fmt: skip
#: A paper offers up to fifty feeds; the first ones hold the front page's and the main sections.
MOST_FEEDS = 12
#: Lists named by a sitemap index that are looked into for the news.
MOST_CHILDREN = 3
MOST_SECTIONS = 8
#: Section pages tried before giving up; a menu names a hundred.
MOST_TRIED = 12
#: Article links below which a page is no list.
LEAST_ARTICLES = 3
#: Words by which a menu names what policies are reported in; read first.
_WANTED = ("thoi-su", "chinh-tri", "chinh-sach", "xa-hoi", "kinh-te", "phap-luat", "giao-duc", "y-te", "doi-song")  # fmt: skip
#: Lists by label, person or form, not by section.
_NO_SECTION = re.compile(
    r"/(?:tags?|topics?|chu-de|su-kien|tac-gia|authors?|videos?|podcasts?|login|dang-nhap|tim-kiem|search|lien-he|gioi-thieu|quang-cao)(?:[/.-]|$)",
    re.I,
)
_FRONT = re.compile(r"^(?:trang chủ|home)\s*[-–|:]\s*|\s*[-–|:]\s*(?:trang chủ|home)$", re.I)
_FEED_TYPES = ("rss", "atom", "feed+json")


@dataclass(frozen=True, kw_only=True, slots=True)
class Note:
    """One thing found or not, in words."""

    vi: str
    en: str
    found: bool = True


@dataclass(kw_only=True, slots=True)
class Discovery:
    """What a site offers; `links` are articles its lists name, each once."""

    home_url: str
    name: str = ""
    language: str | None = None
    feeds: list[str] = field(default_factory=list)
    sitemaps: list[str] = field(default_factory=list)
    sections: list[str] = field(default_factory=list)
    pattern: str | None = None
    links: dict[str, Link] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)

    def note(self, vi: str, en: str, *, found: bool = True) -> None:
        """Keep a line for the person who asked."""
        self.notes.append(Note(vi=vi, en=en, found=found))

    def take(self, links: tuple[Link, ...]) -> int:
        """Keep the links; how many were not known."""
        before = len(self.links)
        for link in links:
            self.links.setdefault(canonical_url(link.url), link)
        return len(self.links) - before


def discover(home: Page, *, get: Get, user_agent: str = "doichieu") -> Discovery:
    """All that a front page, or a feed given in its place, leads to.

    Raises Skip when `home` is neither a page nor a list.
    """
    found = Discovery(home_url=home.url)
    robots = _robots(home.url, get)
    ask = _Asking(get=get, robots=robots, user_agent=user_agent, found=found)
    if (feed := _as_feed(home)) is not None:
        found.home_url = urljoin(home.url, "/")
        ask.take_list(home.url, feed)
        found.pattern = learn_pattern(link.url for link in found.links.values())
        return found
    tree = _tree(home)
    found.name, found.language = _name(tree), _language(tree)
    ask.feeds(home, tree)
    ask.sitemaps(home)
    menus = _menus(home, tree)
    if not found.feeds and not found.sitemaps:
        ask.sections(home, menus)
    _learn(found, menus)
    return found


@dataclass(kw_only=True, slots=True)
class _Asking:
    """The requests of one discovery: each address once, none that robots.txt forbids."""

    get: Get
    robots: Protego | None
    user_agent: str
    found: Discovery
    asked: set[str] = field(default_factory=set)

    def page(self, url: str) -> Page | None:
        """The page at an address; None where it was asked before, is forbidden or does not answer."""
        key = canonical_url(url)
        if key in self.asked:
            return None
        self.asked.add(key)
        if self.robots is not None and not self.robots.can_fetch(url, self.user_agent):
            self.found.note(f"{url}: robots.txt không cho đọc", f"{url}: robots.txt forbids it", found=False)  # fmt: skip
            return None
        try:
            return self.get(url)
        except DoichieuError:
            return None

    def feeds(self, home: Page, tree: LexborHTMLParser) -> None:
        """Feeds the page names, then the usual addresses, then those that a page of feeds names."""
        named = list(_named_feeds(home, tree))
        for url in named:
            self._feed(url, named=True)
        pages = [url for url in _anchors(home, tree) if _is_feeds_page(url)]
        if len(self.found.feeds) < 2:
            for url in (*pages[:3], *(urljoin(home.url, path) for path in USUAL_FEEDS)):
                if len(self.found.feeds) >= MOST_FEEDS:
                    break
                self._feed(url)
        if not self.found.feeds:
            self.found.note("không thấy nguồn tin RSS, Atom hay JSON nào có bài", "no RSS, Atom or JSON feed with items found", found=False)  # fmt: skip

    def sitemaps(self, home: Page) -> None:
        """Sitemaps that robots.txt names, then the usual ones; the news, or all where no feed is."""
        told = list(self.robots.sitemaps) if self.robots is not None else []
        for url in (*told, *(urljoin(home.url, path) for path in USUAL_SITEMAPS)):
            address = web_address(url, at=home.url)
            if address is None or self.found.sitemaps:
                continue
            page = self.page(address)
            feed = _as_feed(page) if page else None
            if feed is not None and "sitemap" in feed.kind:
                self._sitemap(page.url if page else address, feed)
        if not self.found.sitemaps:
            self.found.note("không thấy sitemap dùng được", "no sitemap of use found", found=False)

    def sections(self, home: Page, menus: list[str]) -> None:
        """Pages of the menu that list articles; the front page itself where none does."""
        tried = 0
        for url in menus:
            if tried >= MOST_TRIED or len(self.found.sections) >= MOST_SECTIONS:
                break
            page = self.page(url)
            tried += 1
            if page is None:
                continue
            links = _articles_on(page)
            if len(links) >= LEAST_ARTICLES and self.found.take(links):
                self.found.sections.append(page.url)
                self.found.note(f"chuyên mục {page.url}: {len(links)} bài", f"section {page.url}: {len(links)} articles")  # fmt: skip
        links = _articles_on(home)
        if not self.found.sections and len(links) >= LEAST_ARTICLES:
            self.found.sections.append(home.url)
            self.found.take(links)
            self.found.note(f"đọc từ trang chủ: {len(links)} bài", f"read from the front page: {len(links)} articles")  # fmt: skip
        if not self.found.sections:
            self.found.note("không thấy trang chuyên mục nào có bài", "no section page with articles found", found=False)  # fmt: skip

    def take_list(self, url: str, feed: Feed) -> None:
        """Keep a feed or sitemap that names articles; say so when it is empty or repeats another."""
        if not feed.links:
            self.found.note(f"{url}: {feed.kind}, không có bài nào, bỏ qua", f"{url}: {feed.kind}, no items, left out", found=False)  # fmt: skip
            return
        if not self.found.take(feed.links):
            self.found.note(f"{url}: {feed.kind}, lặp lại danh sách khác, bỏ qua", f"{url}: {feed.kind}, repeats another list, left out", found=False)  # fmt: skip
            return
        (self.found.sitemaps if "sitemap" in feed.kind else self.found.feeds).append(url)
        self.found.note(f"{url}: {feed.kind}, {len(feed.links)} liên kết", f"{url}: {feed.kind}, {len(feed.links)} links")  # fmt: skip

    def _feed(self, url: str, *, named: bool = False) -> None:
        page = self.page(url)
        feed = _as_feed(page) if page else None
        if feed is not None and "sitemap" not in feed.kind:
            self.take_list(url, feed)
        elif page is not None and not named and _is_html(page):
            inner = _anchors(page, _tree(page))
            for one in [one for one in inner if _is_feed_address(one)][:MOST_FEEDS]:
                self._feed(one, named=True)
        elif named:
            self.found.note(f"{url}: trang chủ giới thiệu nhưng không đọc được", f"{url}: named by the site, but not readable", found=False)  # fmt: skip

    def _sitemap(self, url: str, feed: Feed) -> None:
        if feed.kind != "sitemap_index":
            if feed.kind == "news_sitemap" or not self.found.feeds:
                self.take_list(url, feed)
            return
        children = sorted(feed.links, key=lambda link: "news" not in link.url.lower())
        for child in children[:MOST_CHILDREN]:
            page = self.page(child.url)
            inner = _as_feed(page) if page else None
            if inner is not None and inner.kind == "news_sitemap":
                self.take_list(child.url, inner)
                return
        if not self.found.feeds and children:
            self.found.sitemaps.append(url)
            self.found.note(f"{url}: mục lục {len(children)} sitemap", f"{url}: an index of {len(children)} sitemaps")  # fmt: skip


def _articles_on(page: Page) -> tuple[Link, ...]:
    """Links by the shape of their addresses, else by their words."""
    shaped = article_links(page.body, url=page.url)
    return shaped if len(shaped) >= LEAST_ARTICLES else headline_links(page.body, url=page.url)


def _learn(found: Discovery, menus: list[str]) -> None:
    found.pattern = learn_pattern((link.url for link in found.links.values()), menus=menus)
    if found.pattern:
        found.note(f"địa chỉ bài có dạng {found.pattern}", f"articles' addresses look like {found.pattern}")  # fmt: skip
    elif found.links:
        found.note("địa chỉ bài không theo một dạng chung", "articles' addresses share no shape", found=False)  # fmt: skip


def _robots(home: str, get: Get) -> Protego | None:
    try:
        return Protego.parse(get(urljoin(home, "/robots.txt")).body.decode("utf-8", "replace"))
    except DoichieuError:
        return None


def _as_feed(page: Page) -> Feed | None:
    try:
        return read_feed(page.body, url=page.url)
    except Skip:
        return None


def _is_html(page: Page) -> bool:
    head = page.body[:2000].lstrip().lower()
    return b"html" in page.content_type.lower().encode() or b"<html" in head or b"<!doctype html" in head  # fmt: skip


def _tree(page: Page) -> LexborHTMLParser:
    if not _is_html(page):
        raise Skip(
            vi=f"{page.url}: không phải trang HTML hay nguồn tin ({page.content_type or 'không rõ kiểu'}); hãy đưa địa chỉ trang chủ",
            en=f"{page.url}: neither an HTML page nor a feed ({page.content_type or 'no type told'}); give the address of the front page",
            reason="not_html",
        )
    return LexborHTMLParser(decode(page.body, content_type=page.content_type))


def _named_feeds(home: Page, tree: LexborHTMLParser) -> Iterator[str]:
    for node in tree.css('link[rel~="alternate"]'):
        said = (node.attributes.get("type") or "").lower()
        href = node.attributes.get("href") or ""
        if href and any(kind in said for kind in _FEED_TYPES) and (url := web_address(href, at=home.url)):  # fmt: skip
            yield url


def _anchors(page: Page, tree: LexborHTMLParser) -> list[str]:
    """Addresses of this site that a page links to, each once, in order."""
    host = urlsplit(page.url).netloc.lower().removeprefix("www.")
    found: dict[str, None] = {}
    for node in tree.css("a[href]"):
        url = web_address(node.attributes.get("href") or "", at=page.url)
        if url and urlsplit(url).netloc.lower().removeprefix("www.") == host:
            found.setdefault(url.split("#")[0])
    return list(found)


def _is_feeds_page(url: str) -> bool:
    name = urlsplit(url).path.rstrip("/").rsplit("/", 1)[-1].lower()
    return name in ("rss", "rss.html", "rss.htm", "rss.aspx", "feeds", "rss-feed", "kenh-rss")


def _is_feed_address(url: str) -> bool:
    path = urlsplit(url).path.lower()
    return path.endswith((".rss", ".xml", ".atom")) or "/rss/" in path


def _menus(home: Page, tree: LexborHTMLParser) -> list[str]:
    """Addresses shaped like sections, those of policy news first."""
    own = canonical_url(home.url)
    sections = [
        url
        for url in _anchors(home, tree)
        if is_section_address(url) and not _NO_SECTION.search(urlsplit(url).path) and not _is_feeds_page(url)
        and canonical_url(url) != own
    ]  # fmt: skip
    return sorted(sections, key=lambda url: not any(word in url.lower() for word in _WANTED))


def _name(tree: LexborHTMLParser) -> str:
    node = tree.css_first('meta[property="og:site_name"]')
    said = (node.attributes.get("content") or "") if node else ""
    title = tree.css_first("title")
    return _FRONT.sub("", one_line(said or (title.text() if title else "")))[:80].strip()


def _language(tree: LexborHTMLParser) -> str | None:
    node = tree.css_first("html[lang]")
    said = (node.attributes.get("lang") or "").split("-")[0].lower() if node else ""
    return said if said.isalpha() and len(said) in (2, 3) else None
