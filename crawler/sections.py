"""A section page → the links that look like its articles."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from crawler.canonical import canonical_url
from crawler.encoding import decode
from doichieu.records import Link
from doichieu.text import one_line

#: How the addresses of articles end on Vietnamese papers: words, then a number or a key.
_NUMBERED = re.compile(
    r"(?:-(?:(?:post|postid|d|a|id)\d{4,}|\d{5,})(?:\.\w{2,5})?/?$"
    r"|/\d+/\d+/[^/]+\.html?$"
    r"|/\d{6}/[\w-]+-[0-9a-f]{6,}/?$"
    r"|/20\d{2}/\d{2}(?:/\d{2})?/[\w-]{12,}(?:\.html?)?/?$"
    r"|/[\w-]+/\d{4,}\.html?$)",
    re.IGNORECASE,
)
#: Words alone; menus look like that, too, so it counts only where a page has no numbered ones.
_WORDS_ONLY = re.compile(r"/\w+(?:-\w+){4,}(?:\.(?:html?|chn|vnp|tpo|bbg))?/?$", re.IGNORECASE)
_NOT_ARTICLES = re.compile(
    r"/(?:tags?|topics?|chu-de|su-kien|dong-su-kien|tac-gia|authors?|videos?|podcasts?|rss|login|tim-kiem|search"
    r"|goi-y|collections?|chuyen-muc|danh-muc|categor(?:y|ies)|events?|page|trang)[/-]|-event\d+",
    re.IGNORECASE,
)
#: Words of a slug below which a link is a menu.
LEAST_WORDS = 4
#: So many numbered addresses on a page show that its paper numbers its articles.
NUMBERED_PAPER = 3
_FRAMES = frozenset({"nav", "footer"})


def article_links(body: bytes, *, url: str, pattern: str | None = None) -> tuple[Link, ...]:
    """Links to articles, each once, in the order of the page; `pattern` is matched on the path."""
    return links_in(LexborHTMLParser(decode(body)), url=url, pattern=pattern)


def links_in(tree: LexborHTMLParser, *, url: str, pattern: str | None = None) -> tuple[Link, ...]:
    """The same of a page that is parsed already."""
    anchors = list(_anchors(tree, url))
    if pattern:
        wanted = re.compile(pattern)
        return _links([one for one in anchors if wanted.search(urlsplit(one[0]).path)], url)
    shaped = [one for one in anchors if _has_words(one[0]) and not _NOT_ARTICLES.search(one[0])]
    numbered = [one for one in shaped if _NUMBERED.search(urlsplit(one[0]).path)]
    if len({address for address, _ in numbered}) >= NUMBERED_PAPER:
        return _links(numbered, url)
    return _links([(at, node) for at, node in shaped if _stands_alone(at, node)], url)


def is_article_address(url: str) -> bool:
    """Whether an address is shaped like an article's."""
    path = urlsplit(url).path
    return bool(_NUMBERED.search(path) or _WORDS_ONLY.search(path))


def is_numbered_address(url: str) -> bool:
    """Whether an address ends in the number or key that papers give to articles alone."""
    return bool(_NUMBERED.search(urlsplit(url).path))


def _anchors(tree: LexborHTMLParser, url: str) -> Iterator[tuple[str, LexborNode]]:
    """Absolute addresses of the same site, the page's own left out, with their anchors."""
    host, own = _bare(urlsplit(url).netloc), canonical_url(url)
    for node in tree.css("a[href]"):
        try:
            address = urljoin(url, (node.attributes.get("href") or "").strip()).split("#")[0]
            parts = urlsplit(address)
        except ValueError:
            continue
        if parts.scheme not in ("http", "https") or _bare(parts.netloc) != host:
            continue
        if canonical_url(address) != own:
            yield address, node


def _links(anchors: list[tuple[str, LexborNode]], url: str) -> tuple[Link, ...]:
    found: dict[str, Link] = {}
    for address, node in anchors:
        key = canonical_url(address)
        title = _title(node)
        held = found.get(key)
        if held is None or (title and _words(title) >= LEAST_WORDS > _words(held.title or "")):
            found[key] = Link(url=held.url if held else address, found_in=url, title=title)
    return tuple(found.values())


def _title(node: LexborNode) -> str | None:
    """The anchor's own words; a picture's link has them in its title or beside the picture."""
    shown = one_line(node.text(separator=" "))
    if _words(shown) >= LEAST_WORDS:
        return shown
    return one_line(node.attributes.get("title") or "") or shown or None


def _has_words(address: str) -> bool:
    # Of the whole path: some papers number the last part and keep the words before it.
    parts = urlsplit(address).path.rstrip("/").rsplit("/", 2)[-2:]
    return any(len(re.findall(r"[^\W\d_]+", part)) >= LEAST_WORDS for part in parts)


def _stands_alone(address: str, node: LexborNode) -> bool:
    path = urlsplit(address).path
    if _NUMBERED.search(path):
        return True
    return bool(_WORDS_ONLY.search(path)) and not _in_frame(node)


def _in_frame(node: LexborNode) -> bool:
    held = node.parent
    while held is not None:
        if held.tag in _FRAMES:
            return True
        held = held.parent
    return False


def _words(text: str) -> int:
    return len(text.split())


def _bare(host: str) -> str:
    return re.sub(r"^(?:www|m)\.", "", host.lower())
