"""A page → its article: trafilatura for the body, our own reading for what Vietnamese papers put around it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime

from selectolax.lexbor import LexborHTMLParser

from crawler.body import body_lines
from crawler.boilerplate import without_noise
from crawler.bylines import split_byline
from crawler.canonical import canonical_url
from crawler.encoding import decode
from crawler.lead import with_lead
from crawler.metadata import LEAST_TITLE_WORDS, Metadata, read_metadata
from crawler.sections import article_links, is_article_address
from doichieu.errors import Skip
from doichieu.records import Article, Source
from doichieu.text import one_line

#: A body shorter than this is a caption, a login wall or an error page.
LEAST_CHARACTERS = 120
#: A page that names no time of its own, is not addressed as an article, and links this many, lists them.
MANY_LINKS = 12
#: Share of a page's lines that are links: teasers come with one each, articles with next to none.
MOST_LINKED = 0.3
#: Lines below which that share says nothing.
LEAST_LINES = 4
_NO_PAGE = re.compile(
    r"(?:lỗi\s*)?[45]\d\d\b|(?:lỗi|error)\s*[45]\d\d|không tìm thấy (?:trang|bài|nội dung)|trang (?:bạn .{0,20})?không tồn tại"
    r"|thông báo từ chối truy cập|page not found|not found$|access denied|just a moment|attention required|forbidden",
    re.IGNORECASE,
)


def extract(
    body: bytes | str,
    *,
    url: str,
    content_type: str = "",
    fetched_at: datetime | None = None,
    source: Source | None = None,
    shortcut: Callable[[LexborHTMLParser], list[str] | None] | None = None,
) -> Article:
    """The article of a page; Skip(reason="not_an_article" or "empty") where there is none.

    A shortcut to its lines is tried first, where there is one; None from it calls for the careful reading.
    """
    charset = (
        f"charset={source.encoding}; {content_type}" if source and source.encoding else content_type
    )
    markup = decode(body, content_type=charset).replace("\x00", "")
    if not markup.strip():
        raise _none(url, "empty", "trang rỗng", "the page is empty")
    tree = LexborHTMLParser(markup)
    said = read_metadata(tree, url=url, now=fetched_at, markup=markup)
    prefixes = source.prefixes if source else ()
    lines = (shortcut and shortcut(tree)) or body_lines(markup, url=url)
    kept = without_noise(lines, title=said.title, captions=_captions(tree), prefixes=prefixes)
    kept, named = split_byline(kept)
    kept = with_lead(kept, tree, title=said.title, description=said.description, prefixes=prefixes)
    _must_be_article(url, said, kept, tree, markup)
    text = "\n".join(kept)
    return Article(
        url=url or said.canonical or "",
        canonical_url=canonical_url(url or said.canonical or "", declared=said.canonical)
        if said.canonical
        else None,
        title=said.title,
        text=text,
        authors=said.authors or named,
        published_at=said.published_at,
        modified_at=said.modified_at,
        language=said.language,
        site_name=said.site_name,
        images=said.images,
        paragraphs=tuple(kept),
    )


def _captions(tree: LexborHTMLParser) -> frozenset[str]:
    nodes = tree.css("figcaption, .caption, .chu-thich, [class*=Caption], .PhotoCMS_Caption")
    texts = [one_line(node.text(separator=" ")) for node in nodes]
    alts = [one_line(node.attributes.get("alt") or "") for node in tree.css("img[alt]")]
    return frozenset(text for text in (*texts, *alts) if text)


def _must_be_article(
    url: str, said: Metadata, lines: list[str], tree: LexborHTMLParser, markup: str
) -> None:
    address = url or said.canonical or ""
    if sum(map(len, lines)) < LEAST_CHARACTERS or not said.title or _NO_PAGE.match(said.title):
        raise _none(
            url, "not_an_article", "không có bài báo nào trong trang", "the page holds no article"
        )
    if said.is_article or is_article_address(address):
        return
    links = article_links(markup.encode(), url=address or "http://page/")
    if _lists_links(lines, tree) or (len(links) >= MANY_LINKS and not _has_heading(said, tree)):
        raise _none(
            url,
            "not_an_article",
            "đây là trang danh sách, không phải một bài",
            "this page lists articles and is none",
        )


def _lists_links(lines: list[str], tree: LexborHTMLParser) -> bool:
    anchors = {one_line(node.text(separator=" ")).casefold() for node in tree.css("a[href]")}
    linked = sum(line.lstrip("- ").casefold() in anchors for line in lines)
    return len(lines) >= LEAST_LINES and linked >= MOST_LINKED * len(lines)


def _has_heading(said: Metadata, tree: LexborHTMLParser) -> bool:
    """Whether the title is shown as a heading and is a sentence, not a section's name."""
    headings = {one_line(node.text(separator=" ")) for node in tree.css("h1")}
    return said.title in headings and len(said.title.split()) >= LEAST_TITLE_WORDS


def _none(url: str, reason: str, vi: str, en: str) -> Skip:
    place = url or "tệp / file"
    return Skip(
        vi=f"{place}: {vi}; hãy kiểm tra địa chỉ",
        en=f"{place}: {en}; check the address",
        reason=reason,
    )
