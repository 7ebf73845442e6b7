"""A page → its article: trafilatura for the body, our own reading for what Vietnamese papers put around it."""

from __future__ import annotations

from datetime import datetime

import trafilatura
from lxml import etree
from selectolax.lexbor import LexborHTMLParser

from crawler.bylines import split_byline, without_noise, without_prefix
from crawler.canonical import canonical_url
from crawler.encoding import decode
from crawler.metadata import Metadata, read_metadata
from crawler.sections import article_links, is_article_address
from doichieu.errors import Skip
from doichieu.records import Article, Source
from doichieu.text import one_line

#: A body shorter than this is a caption, a login wall or an error page.
LEAST_CHARACTERS = 120
#: A page that names no time of its own, is not addressed as an article, and links this many, lists them.
MANY_LINKS = 12
_COMMENTS = "[id*=comment], [class*=comment], #binh-luan, .binh-luan, .related-inline, [class*=relate], .tin-lien-quan, .box-tinlienquan"


def extract(
    body: bytes | str,
    *,
    url: str,
    content_type: str = "",
    fetched_at: datetime | None = None,
    source: Source | None = None,
) -> Article:
    """The article of a page; Skip(reason="not_an_article" or "empty") where there is none."""
    charset = (
        f"{content_type}; charset={source.encoding}" if source and source.encoding else content_type
    )
    markup = decode(body, content_type=charset).replace("\x00", "")
    if not markup.strip():
        raise _none(url, "empty", "trang rỗng", "the page is empty")
    tree = LexborHTMLParser(markup)
    said = read_metadata(tree, url=url, now=fetched_at)
    captions = _captions(tree)
    lines = _body(markup, url)
    kept = without_noise(
        lines, title=said.title, captions=captions, prefixes=source.prefixes if source else ()
    )
    kept, named = split_byline(kept)
    kept = _with_lead(kept, said, tree, source)
    _must_be_article(url, said, kept, markup)
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


def _body(markup: str, url: str) -> list[str]:
    """The lines trafilatura takes for the article, comments and related boxes left out first."""
    tree = LexborHTMLParser(markup)
    for node in tree.css(_COMMENTS):
        # A class on the whole page's frame must not take the article along.
        if node.tag not in ("body", "html", "main", "article") and node.css_first("h1") is None:
            node.decompose()
    try:
        text = trafilatura.extract(
            tree.html or markup, url=url or None, fast=True, include_comments=False,
            include_tables=True, favor_precision=False, deduplicate=False,
        )  # fmt: skip
    except (etree.LxmlError, ValueError, RecursionError):
        text = None
    return (text or "").split("\n")


def _with_lead(
    lines: list[str], said: Metadata, tree: LexborHTMLParser, source: Source | None
) -> list[str]:
    """The lead first, once, where the page shows it above the text."""
    prefixes = source.prefixes if source else ()
    lead = without_prefix(_shown_lead(tree) or "", prefixes)
    if not lead or lead.casefold() == said.title.casefold():
        return lines
    # The same words again in another wrapping are the lead, too.
    rest = [line for line in lines if line.casefold() != lead.casefold()]
    if any(lead.casefold() in line.casefold() for line in rest[:3]):
        return rest
    return [lead, *rest]


def _shown_lead(tree: LexborHTMLParser) -> str | None:
    for selector in (
        "[data-role=sapo]", ".sapo", ".detail-sapo", ".article__sapo", ".singular-sapo", "p.description",
        ".lead", ".tomtat", ".pHead", ".news_detail_sapo", "h2.sapo", ".sc-longform-header-sapo", ".desc",
    ):  # fmt: skip
        node = tree.css_first(selector)
        if node is not None and 30 <= len(text := one_line(node.text(separator=" "))) <= 900:
            return text
    return None


def _captions(tree: LexborHTMLParser) -> frozenset[str]:
    nodes = tree.css("figcaption, .caption, .chu-thich, [class*=Caption], .PhotoCMS_Caption")
    texts = [one_line(node.text(separator=" ")) for node in nodes]
    alts = [one_line(node.attributes.get("alt") or "") for node in tree.css("img[alt]")]
    return frozenset(text for text in (*texts, *alts) if text)


def _must_be_article(url: str, said: Metadata, lines: list[str], markup: str) -> None:
    address = url or said.canonical or ""
    if sum(map(len, lines)) < LEAST_CHARACTERS or not said.title:
        raise _none(
            url, "not_an_article", "không có bài báo nào trong trang", "the page holds no article"
        )
    if said.is_article or is_article_address(address):
        return
    if len(
        article_links(markup.encode(), url=address or "http://page/")
    ) >= MANY_LINKS or _reads_like_list(lines):
        raise _none(
            url,
            "not_an_article",
            "đây là trang danh sách, không phải một bài",
            "this page lists articles and is none",
        )


def _reads_like_list(lines: list[str]) -> bool:
    """Teasers: many short lines that end without a full stop."""
    loose = sum(not line.rstrip('”"»)').endswith((".", "!", "?", "…", ":", ";")) for line in lines)
    return len(lines) > 12 and loose > 0.5 * len(lines)


def _none(url: str, reason: str, vi: str, en: str) -> Skip:
    place = url or "tệp / file"
    return Skip(
        vi=f"{place}: {vi}; hãy kiểm tra địa chỉ",
        en=f"{place}: {en}; check the address",
        reason=reason,
    )
