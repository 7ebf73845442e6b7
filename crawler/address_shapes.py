"""What an address looks like: an article's, a section's, or neither for sure."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

#: How the addresses of articles end on Vietnamese papers: words, then a number or a key.
NUMBERED = re.compile(
    r"(?:-(?:(?:post|postid|d|a|i|n|id)\d{4,}|\d{5,})(?:\.\w{2,5})?/?$"
    r"|/\d+/\d+/[^/]+(?:\.html?|\.aspx)?$"
    r"|/\d{6}/[\w-]+-[0-9a-f]{6,}/?$"
    r"|/20\d{2}/\d{2}(?:/\d{2})?/[\w-]{12,}(?:\.html?)?/?$"
    r"|/[\w-]+/\d{4,}\.html?$)",
    re.IGNORECASE,
)
#: Words alone; menus look like that, too, so it counts only where a page has no numbered ones.
WORDS_ONLY = re.compile(r"/\w+(?:-\w+){4,}(?:\.(?:html?|chn|vnp|tpo|bbg|ldo|vov))?/?$", re.I)
NOT_ARTICLES = re.compile(
    r"/(?:tags?|topics?|chu-de|su-kien|dong-su-kien|tac-gia|authors?|videos?|podcasts?|rss|login|tim-kiem|search"
    r"|goi-y|collections?|chuyen-muc|danh-muc|categor(?:y|ies)|events?|page|trang)[/-]|-event\d+",
    re.IGNORECASE,
)
#: Words of a slug below which a link is a menu.
LEAST_WORDS = 4


def is_article_address(url: str) -> bool:
    """Whether an address is shaped like an article's."""
    path = urlsplit(url).path
    return bool(NUMBERED.search(path) or WORDS_ONLY.search(path))


def is_numbered_address(url: str) -> bool:
    """Whether an address ends in the number or key that papers give to articles alone."""
    return bool(NUMBERED.search(urlsplit(url).path))


def is_section_address(url: str) -> bool:
    """Whether an address is shaped like a front page's or a list's: few words, no number, no query."""
    parts = urlsplit(url)
    if NOT_ARTICLES.search(parts.path):
        return True
    bare = not parts.query and not re.search(r"\d", parts.path)
    return bare and not has_words(url)


def has_words(url: str) -> bool:
    """Whether the path carries the words of a headline.

    Looked for in the last two parts: some papers number the last and keep the words before it.
    """
    parts = urlsplit(url).path.rstrip("/").rsplit("/", 2)[-2:]
    return any(len(re.findall(r"[^\W\d_]+", part)) >= LEAST_WORDS for part in parts)
