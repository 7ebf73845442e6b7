"""Whether what was read of a page is an article, or the teasers of many."""

from __future__ import annotations

from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser

from crawler.address_shapes import is_article_address, is_numbered_address
from crawler.metadata import LEAST_TITLE_WORDS, Metadata
from crawler.sections import links_in
from doichieu.text import one_line

#: A page that names no time of its own, is not addressed as an article, and links this many, lists them.
MANY_LINKS = 12
#: Share of a page's lines that begin as a link does: teasers come with one each, articles with next to none.
MOST_LINKED = 0.3
#: Lines below which that share says nothing.
LEAST_LINES = 4
#: An anchor of fewer words is a name in a text as well as a menu.
LEAST_WORDS = 4


@dataclass(frozen=True, kw_only=True, slots=True)
class Teasers:
    """What a page that may be a list links to."""

    anchors: tuple[str, ...]  #: their words, folded
    many: bool  #: many links to articles, and no heading of its own

    def make_up(self, lines: list[str]) -> bool:
        """Whether these lines are the page's teasers."""
        linked = sum(line.lstrip("- ").casefold().startswith(self.anchors) for line in lines)
        return self.many or (len(lines) >= LEAST_LINES and linked >= MOST_LINKED * len(lines))


def teasers_of(said: Metadata, tree: LexborHTMLParser, address: str) -> Teasers | None:
    """The teasers to beware of; None where the page is an article beyond doubt."""
    if said.is_article or is_numbered_address(address):
        return None
    texts = {one_line(node.text(separator=" ")).casefold() for node in tree.css("a[href]")}
    anchors = tuple(text for text in texts if len(text.split()) >= LEAST_WORDS)
    if is_article_address(address):
        return Teasers(anchors=anchors, many=False)
    links = links_in(tree, url=address or "http://page/")
    return Teasers(anchors=anchors, many=len(links) >= MANY_LINKS and not _has_heading(said, tree))


def _has_heading(said: Metadata, tree: LexborHTMLParser) -> bool:
    """Whether the title is shown as a heading and is a sentence, not a section's name."""
    headings = {one_line(node.text(separator=" ")) for node in tree.css("h1")}
    return said.title in headings and len(said.title.split()) >= LEAST_TITLE_WORDS
