"""A section page → the links that look like its articles."""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser

from crawler.canonical import canonical_url
from crawler.encoding import decode
from doichieu.records import Link
from doichieu.text import one_line

#: How the addresses of articles end on Vietnamese papers, most with a number behind the words.
_SHAPES = re.compile(
    r"(?:-(?:post|postid|d|a|id)?\d{4,}(?:\.\w{2,5})?/?$"
    r"|/\d+/\d+/[^/]+\.html?$"
    r"|/\d{6}/[\w-]+-[0-9a-f]{6,}/?$"
    r"|/20\d{2}/\d{2}(?:/\d{2})?/[\w-]{12,}/?$"
    r"|/[\w-]*(?:-[\w]+){4,}\.(?:html?|chn|vnp|tpo|bbg)$)",
    re.IGNORECASE,
)
_NOT_ARTICLES = re.compile(
    r"/(?:tag|tags|chu-de|su-kien|tac-gia|author|video|podcast|rss|login|tim-kiem|search|goi-y|chuyen-muc|category|event)[/-]|-event\d+|javascript:|mailto:",
    re.IGNORECASE,
)
#: Words of an anchor or of a slug below which a link is a menu.
LEAST_WORDS = 4


def article_links(body: bytes, *, url: str, pattern: str | None = None) -> tuple[Link, ...]:
    """Links to articles, each once, in the order of the page; `pattern` is matched on the path."""
    tree = LexborHTMLParser(decode(body))
    wanted = re.compile(pattern) if pattern else None
    host = _bare(urlsplit(url).netloc)
    found: dict[str, Link] = {}
    for node in tree.css("a[href]"):
        address = urljoin(url, (node.attributes.get("href") or "").strip()).split("#")[0]
        parts = urlsplit(address)
        if parts.scheme not in ("http", "https") or _bare(parts.netloc) != host:
            continue
        if not (wanted.search(parts.path) if wanted else _looks_like_article(address, parts.path)):
            continue
        key = canonical_url(address)
        title = one_line(node.attributes.get("title") or node.text()) or None
        held = found.get(key)
        if held is None or (held.title is None and title):
            found[key] = Link(url=address, found_in=url, title=title)
    return tuple(found.values())


def is_article_address(url: str) -> bool:
    """Whether an address is shaped like an article's."""
    return bool(_SHAPES.search(urlsplit(url).path))


def _looks_like_article(address: str, path: str) -> bool:
    if _NOT_ARTICLES.search(address) or not _SHAPES.search(path):
        return False
    slug = path.rstrip("/").rsplit("/", 1)[-1]
    return len(re.findall(r"[^\W\d_]+", slug)) >= LEAST_WORDS


def _bare(host: str) -> str:
    return re.sub(r"^(?:www|m)\.", "", host.lower())
