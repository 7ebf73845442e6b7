"""A page → its article: trafilatura for the body, our own reading for what Vietnamese papers put around it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from crawler.body import body_lines
from crawler.boilerplate import without_noise
from crawler.bounds import within_bounds
from crawler.bylines import split_byline
from crawler.canonical import declared_address, moved_hosts
from crawler.encoding import declared, decode
from crawler.lead import shown_lead, with_lead
from crawler.metadata import LEAST_TITLE_WORDS, read_metadata
from crawler.no_article import must_be_article, must_be_text, no_article
from crawler.teasers import teasers_of
from doichieu.records import Article, Source
from doichieu.text import one_line

#: A link that is all its parent holds; whether its paragraph holds no more is looked at then.
_LONE = ", ".join(
    f"p > {mark}a[href]:only-child" for mark in ("", "strong > ", "b > ", "em > ", "i > ", "u > ")
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
    """The article of a page; Skip where there is none, its reason one of `crawler.no_article`.

    A shortcut to its lines is tried first, where there is one; None from it calls for the careful reading.
    """
    markup = decode(body, content_type=declared(content_type, source)).replace("\x00", "")
    if not markup.strip():
        raise no_article(url, "empty", "trang rỗng", "the page is empty")
    must_be_text(url, markup)
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
    must_be_article(url, markup, said, kept, teasers)
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
        raise no_article(
            url, "too_large", "trang quá lớn để phân tích", "the page is too large to be parsed"
        ) from error
