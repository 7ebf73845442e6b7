"""A page → its article: trafilatura for the body, our own reading for what Vietnamese papers put around it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from crawler.body import body_lines
from crawler.boilerplate import without_noise
from crawler.bounds import within_bounds
from crawler.bylines import split_byline
from crawler.canonical import declared_address, moved_hosts
from crawler.encoding import decode
from crawler.lead import shown_lead, with_lead
from crawler.metadata import LEAST_TITLE_WORDS, Metadata, read_metadata
from crawler.teasers import Teasers, teasers_of
from doichieu.errors import Skip
from doichieu.records import Article, Source
from doichieu.text import one_line

#: A body shorter than this is a caption, a login wall or an error page.
LEAST_CHARACTERS = 120
#: Where a page shows whether it is text, and the share of it that may be letters no text has.
HEAD = 2000
MOST_ODD = 0.1
_ODD = re.compile("[\x00-\x08\x0b\x0e-\x1f\ufffd]")
#: A link that is all its parent holds; whether its paragraph holds no more is looked at then.
_LONE = ", ".join(
    f"p > {mark}a[href]:only-child" for mark in ("", "strong > ", "b > ", "em > ", "i > ", "u > ")
)
#: Data and lists of news are no pages, though their words read like one.
_OTHER = re.compile(
    r"\s*(?:[{\[]|(?>(?:<\?.{0,200}?\?>|<!--.{0,500}?-->)\s*)*+<(?:rss|feed|rdf:RDF|urlset|sitemapindex)\b)",
    re.DOTALL,
)
_NO_PAGE = re.compile(
    r"(?:lỗi\s*)?[45]\d\d(?:\W*$|\s*[-–—|:.!]\s|\s*(?:error|lỗi|không|not found|gone|bad|forbidden|unauthori[sz]ed|service|internal|gateway|too many)\b)|(?:lỗi|error)\s*[45]\d\d|không tìm thấy (?:trang|bài|nội dung)|trang (?:bạn .{0,20})?không tồn tại"
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
    _must_be_text(url, markup)
    tree = _parsed(url, within_bounds(markup, place=url))
    said = read_metadata(tree, url=url, now=fetched_at)
    address = url or said.canonical or ""
    prefixes = source.prefixes if source else ()
    captions = _captions(tree) | _lone_links(tree)
    lead = shown_lead(tree, title=said.title, description=said.description, prefixes=prefixes)
    teasers = teasers_of(said, tree, address)
    # From here on the tree is cut down to the text.
    lines = (shortcut and shortcut(tree)) or body_lines(tree, url=url)
    kept = without_noise(lines, title=said.title, captions=captions, prefixes=prefixes)
    kept, named = split_byline(kept)
    kept = with_lead(kept, lead)
    _must_be_article(url, said, kept, teasers)
    return Article(
        url=address,
        canonical_url=declared_address(
            url, said.canonical, moved=moved_hosts([source] if source else ())
        ),
        title=said.title,
        text="\n".join(kept),
        authors=said.authors or named,
        published_at=said.published_at,
        modified_at=said.modified_at,
        language=said.language,
        site_name=said.site_name,
        images=said.images,
        paragraphs=tuple(kept),
    )


def _captions(tree: LexborHTMLParser) -> frozenset[str]:
    nodes = tree.css("figcaption, .chu-thich, [class*=caption i]")
    texts = [one_line(node.text(separator=" ")) for node in nodes]
    alts = [one_line(node.attributes.get("alt") or "") for node in tree.css("img[alt]")]
    return frozenset(text for text in (*texts, *alts) if text)


def _lone_links(tree: LexborHTMLParser) -> frozenset[str]:
    """Paragraphs that are nothing but a link: to other news, in whatever language."""
    found = set()
    for node in tree.css(_LONE):
        held: LexborNode | None = node
        while held is not None and held.tag != "p":
            held = held.parent
        line = one_line(node.text(separator=" "))
        alone = held is not None and one_line(held.text(separator=" ")) == line
        if alone and len(line.split()) >= LEAST_TITLE_WORDS:
            found.add(line)
    return frozenset(found)


def _parsed(url: str, markup: str) -> LexborHTMLParser:
    try:
        return LexborHTMLParser(markup)
    except SelectolaxError as error:
        raise _none(
            url, "too_large", "trang quá lớn để phân tích", "the page is too large to be parsed"
        ) from error


def _must_be_text(url: str, markup: str) -> None:
    if "<" not in markup or _OTHER.match(markup):
        raise _none(url, "not_an_article", "không phải trang HTML", "no page of HTML")
    start = markup[:HEAD]
    odd = len(_ODD.findall(start))
    if odd > MOST_ODD * len(start) or start.startswith("%PDF-"):
        raise _none(
            url, "not_text", "không phải trang HTML mà là tệp nhị phân", "no page of HTML but a binary file"
        )  # fmt: skip


def _must_be_article(url: str, said: Metadata, lines: list[str], teasers: Teasers | None) -> None:
    if sum(map(len, lines)) < LEAST_CHARACTERS or not said.title or _NO_PAGE.match(said.title):
        raise _none(
            url, "not_an_article", "không có bài báo nào trong trang", "the page holds no article"
        )
    if teasers and teasers.make_up(lines):
        raise _none(
            url,
            "not_an_article",
            "đây là trang danh sách, không phải một bài",
            "this page lists articles and is none",
        )


def _none(url: str, reason: str, vi: str, en: str) -> Skip:
    place = f"{url}: " if url else ""
    return Skip(
        vi=f"{place}{vi}; hãy kiểm tra địa chỉ",
        en=f"{place}{en}; check the address",
        reason=reason,
    )
