"""A page somebody vouches for → its title and paragraphs, however few; for what is too short to tell from a menu."""

from __future__ import annotations

from selectolax.lexbor import LexborHTMLParser, LexborNode

from crawler.encoding import decode
from crawler.metadata import read_metadata
from doichieu.records import Article
from doichieu.text import one_line

#: What frames an article and is never part of it.
_FRAME = "script, style, noscript, template, nav, header, footer, aside, form, figure, [hidden]"
_LINES = "p, li, h2, h3, h4, blockquote, td"
#: Where the text stands, the surest first.
_ROOMS = ("article", "[itemprop=articleBody]", "main", "body")


def read_short_article(body: bytes | str, *, url: str, content_type: str = "") -> Article | None:
    """The title and every paragraph outside the frame; None where a page has no title or no text."""
    markup = decode(body, content_type=content_type).replace("\x00", "")
    tree = LexborHTMLParser(markup)
    said = read_metadata(tree, url=url, now=None)
    lines = _lines(tree, title=said.title)
    if not said.title or not lines:
        return None
    return Article(
        url=url or said.canonical or "",
        title=said.title,
        text="\n".join(lines),
        authors=said.authors,
        published_at=said.published_at,
        modified_at=said.modified_at,
        language=said.language,
        site_name=said.site_name,
        paragraphs=tuple(lines),
    )


def _lines(tree: LexborHTMLParser, *, title: str) -> list[str]:
    for frame in tree.css(_FRAME):
        frame.decompose()
    room = next((node for one in _ROOMS if (node := tree.css_first(one)) is not None), None)
    texts = [one_line(node.text(separator=" ")) for node in _leaves(room)] if room else []
    return [text for text in texts if text and text != title]


def _leaves(room: LexborNode) -> list[LexborNode]:
    """Paragraphs that hold no other: a cell with paragraphs is told by them."""
    # A node is among its own matches.
    return [node for node in room.css(_LINES) if len(node.css(_LINES)) == 1]
