"""What a page says of its article outside the text: title, days, authors, site; null where it does not say."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from selectolax.lexbor import LexborHTMLParser, LexborNode

from crawler.bylines import is_byline, people
from crawler.canonical import web_address
from crawler.head import first_said, metas
from crawler.linked_data import LinkedData, plain
from crawler.page_times import home_zone, says_published, times_of
from crawler.titles import LEAST_TITLE_WORDS, title_of
from crawler.visible_dates import is_framed
from doichieu.text import one_line

__all__ = ["LEAST_TITLE_WORDS", "Metadata", "read_metadata"]

_AUTHORS = (
    "article:author", "author", "dable:author", "sailthru.author", "parsely-author", "dc.creator", "dcterms.creator", "byl",
    "dcsext.author",
)  # fmt: skip
_BYLINES = (
    "[data-role=author]", ".article__author", ".block-sc-author", "[itemprop=author]", "[rel~=author]", ".byline", "p.author",
    ".author-name", ".detail-author", ".author",
)  # fmt: skip
#: Bylines looked at; a page with more lists the authors of other pieces.
MOST_BYLINES = 5
#: "en-US" and "vi_VN" are told as "en" and "vi".
_LANGUAGE = re.compile(r"([a-z]{2,3})(?:[-_,; ].*)?", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True, slots=True)
class Metadata:
    """One page's own words."""

    title: str
    published_at: datetime | None
    modified_at: datetime | None
    authors: tuple[str, ...]
    site_name: str | None
    language: str | None
    canonical: str | None
    images: tuple[str, ...]
    is_article: bool  #: linked data or a publishing time in the head say so
    description: str


def read_metadata(tree: LexborHTMLParser, *, url: str, now: datetime | None) -> Metadata:
    """Everything the head, the linked data and the visible lines say."""
    linked, head = LinkedData(tree), metas(tree)
    site_name = head.get("og:site_name") or linked.publisher or head.get("application-name")
    said = [plain(word) for word in (head.get("og:title"), linked.words("headline")) if word]
    title = title_of(tree, said=said, site_name=site_name or "")
    description = head.get("description") or head.get("og:description") or ""
    language = _language(tree, linked, head)
    canonical = _canonical(tree, head, url)
    zone = home_zone(url or canonical or "", language, f"{title} {description}")
    published, modified = times_of(tree, linked=linked, head=head, zone=zone, now=now)
    houses = {one.casefold() for one in (site_name, linked.publisher) if one}
    authors = tuple(name for name in _authors(tree, linked, head) if name.casefold() not in houses)
    return Metadata(
        title=title,
        published_at=published,
        modified_at=modified,
        authors=authors,
        site_name=site_name,
        language=language,
        canonical=canonical,
        images=_images(tree, head, url),
        description=description,
        is_article=says_published(linked, head),
    )


def _authors(
    tree: LexborHTMLParser, linked: LinkedData, head: Mapping[str, str]
) -> tuple[str, ...]:
    found = [name for said in linked.authors for name in people(said)]
    for name in _AUTHORS:
        found = found or list(people(head.get(name)))
    if not found and tree.css_first(
        ", ".join(_BYLINES)
    ):  # one look instead of ten, where there is none
        for selector in _BYLINES:
            found = found or _bylined(tree, selector)
    return tuple(dict.fromkeys(found))


def _bylined(tree: LexborHTMLParser, selector: str) -> list[str]:
    """The names in the page's own byline; those in lists and boxes are of other articles."""
    nodes = [node for node in tree.css(selector) if not is_framed(node, lists=True)]
    if not nodes or len(nodes) > MOST_BYLINES:
        return []
    line = one_line(nodes[0].text(separator=" "))
    return list(people(line)) if is_byline(line) else []


def _language(tree: LexborHTMLParser, linked: LinkedData, head: Mapping[str, str]) -> str | None:
    """The language the page says it is in: two or three letters, without the country."""
    node = tree.css_first("html")
    words = node.attributes if node else {}
    said = (
        words.get("lang"), words.get("xml:lang"), first_said(head, ("content-language", "og:locale", "language")),
        linked.words("inLanguage"),
    )  # fmt: skip
    matches = (_LANGUAGE.fullmatch(word.strip()) for word in said if word)
    return next((match[1].lower() for match in matches if match), None)


def _canonical(tree: LexborHTMLParser, head: Mapping[str, str], url: str) -> str | None:
    node = tree.css_first('link[rel~="canonical" i]')
    said = ((node.attributes.get("href") or "") if node else "", head.get("og:url") or "")
    found = (web_address(one, at=url) for one in said if one.strip())
    return next((one for one in found if one), None)


def _images(tree: LexborHTMLParser, head: Mapping[str, str], url: str) -> tuple[str, ...]:
    said = first_said(head, ("og:image", "og:image:url", "twitter:image"))
    nodes = tree.css("article img, figure img, [class*=content] img, [class*=detail] img")
    found = [said or "", *(_source_of(node) for node in nodes[:30])]
    absolute = (web_address(one, at=url) for one in found if one)
    return tuple(dict.fromkeys(one for one in absolute if one))


def _source_of(node: LexborNode) -> str:
    """A picture's address; pages that load late keep it beside a placeholder."""
    for name in ("data-src", "data-original", "src"):
        said = (node.attributes.get(name) or "").strip()
        if said and not said.startswith("data:"):
            return said
    return ""
