"""An archived page → its headings and lines alone: nothing of it can run, load or link."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from itertools import groupby

from selectolax.lexbor import LexborHTMLParser

from storage.archive import Archived

#: Parts of a page that are no text of it.
_UNSEEN = "script, style, noscript, template, svg, iframe, object, embed, head > *:not(title)"
_BLOCKS = (
    "p, div, li, tr, h1, h2, h3, h4, h5, h6, br, section, article, blockquote, figcaption, title"
)
#: Characters of a line of a menu, and how many of them make one.
SHORT, MENU = 40, 3
_HEADINGS = ("h1", "h2", "h3")
_HEADING = "\x02"
_CHARSET = re.compile(r"charset=[\"']?([\w-]+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Block:
    """One line of a page as its reader sees it."""

    text: str
    is_heading: bool = False
    is_menu: bool = False  #: short lines in a row, put together


def inert_text(page: Archived) -> str:
    """The words of the page, one line a block, without markup and control characters."""
    return "\n".join(block.text for block in inert_blocks(page))


def inert_blocks(page: Archived) -> list[Block]:
    """The lines of the page in order; none where it is no markup."""
    if not _is_markup(page):
        return []
    tree = LexborHTMLParser(_decoded(page))
    for node in tree.css(_UNSEEN):
        node.decompose()
    for node in tree.css(_BLOCKS):
        # What a page cannot write itself: control characters are taken out below.
        node.insert_before(f"\n{_HEADING}" if node.tag in _HEADINGS else "\n")
        node.insert_after("\n")
    text = tree.root.text(separator="") if tree.root is not None else ""
    lines = ((line, _printable(" ".join(line.split()))) for line in text.split("\n"))
    return [Block(shown, is_heading=_HEADING in line) for line, shown in lines if shown]


def without_menus(blocks: list[Block]) -> list[Block]:
    """Short lines that follow each other are a menu or a list of links: one block each run."""
    out: list[Block] = []
    for is_short, run in groupby(blocks, key=_is_short):
        held = list(run)
        if is_short and len(held) >= MENU:
            out.append(Block(" · ".join(block.text for block in held), is_menu=True))
        else:
            out.extend(held)
    return out


def _is_short(block: Block) -> bool:
    return not block.is_heading and len(block.text) <= SHORT and block.text[-1] not in ".!?:;"


def source_of(page: Archived) -> str:
    """The markup as it was sent, as text; "" where it is none."""
    return _decoded(page) if _is_markup(page) else ""


def _is_markup(page: Archived) -> bool:
    return "html" in page.content_type.lower() or page.body.lstrip()[:1] == b"<"


def _decoded(page: Archived) -> str:
    try:
        return page.body.decode("utf-8")
    except UnicodeDecodeError:
        said = _CHARSET.search(page.content_type)
        try:
            return page.body.decode(said[1] if said else "cp1258", "replace")
        except LookupError:
            return page.body.decode("cp1258", "replace")


def _printable(line: str) -> str:
    """Without what moves a terminal's cursor or turns the reading order around."""
    kept = "".join(letter for letter in line if unicodedata.category(letter) not in ("Cc", "Cf"))
    return unicodedata.normalize("NFC", kept)
