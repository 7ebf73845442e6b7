"""The day a page shows to its readers, and the day it shows for nobody: its frame, its sidebars."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, tzinfo

from htmldate import find_date
from selectolax.lexbor import LexborHTMLParser, LexborNode

from crawler.dates import read_line, read_time
from doichieu.local_time import LOCAL_TIME

#: Elements that hold a date line of their own.
_HOLDERS = "h1, time, span, div, p, em, i, b, strong, small, li, td, font, label, a, h4, h5"
#: Words of the head that tell of a change, an end or a right, not of publishing.
_CHANGED = re.compile(r"modif|updat|lastmod|expire|valid|copyright", re.IGNORECASE)
#: Lines of the frame and of lists tell of today or of other articles.
_FRAMES = frozenset({"nav", "footer", "aside", "li", "header", "form"})
_FRAME_CLASSES = (
    "sidebar",
    "relate",
    "comment",
    "footer",
    "topbar",
    "most-read",
    "tin-khac",
    "lien-quan",
    "menu",
)
#: Longest text of an element that can be a date line.
LONGEST = 90
#: Elements looked at; a page with more hides its date.
MOST_ELEMENTS = 6000


def shown_dates(tree: LexborHTMLParser) -> tuple[datetime | None, datetime | None]:
    """When the page says it was published and last changed, in lines its readers see."""
    published: datetime | None = None
    changed: datetime | None = None
    for line in _lines(tree):
        moment = read_line(line)
        if moment is None:
            continue
        if "cập nhật" in line.lower():
            changed = changed or moment
        else:
            published = published or moment
            break
    return (published, changed) if published else (changed, None)


def tagged_date(tree: LexborHTMLParser, *, zone: tzinfo = LOCAL_TIME) -> datetime | None:
    """The first time the article itself is tagged with."""
    for node in tree.css("[itemprop=datePublished], time[datetime]")[:10]:
        said = node.attributes.get("datetime") or node.attributes.get("content")
        moment = read_time(said, zone=zone)
        if moment is not None and not is_framed(node, lists=True):
            return moment
    return None


def other_date(tree: LexborHTMLParser) -> datetime | None:
    """What htmldate finds in the head, where a word of the head writes out that very day."""
    # Scripts and addresses of styles are full of days on which something else was made.
    words = (node.html or "" for node in tree.css("head meta[content]"))
    head = " ".join(word for word in words if not _CHANGED.search(word))
    if not re.search(r"(?:19|20)\d\d", head):
        return None
    said = find_date(
        f"<html><head>{head}</head><body></body></html>",
        extensive_search=False,
        original_date=True,
        min_date="2000-01-01",
    )
    day = read_time(said) if said else None
    if day is None:
        return None
    spellings = {f"{day:%d/%m/%Y}", f"{day.day}/{day.month}/{day.year}", f"{day:%d-%m-%Y}",
                 f"{day.day}-{day.month}-{day.year}", f"{day:%d.%m.%Y}", f"{day:%Y-%m-%d}"}  # fmt: skip
    return day if any(spelling in head for spelling in spellings) else None


def _lines(tree: LexborHTMLParser) -> Iterator[str]:
    """Short texts in the order of the page: those after the title first, the ones before it last."""
    nodes = tree.css(_HOLDERS)[:MOST_ELEMENTS]
    heads = [at for at, node in enumerate(nodes) if node.tag == "h1"]
    start = heads[-1] if heads else 0
    early = nodes[heads[0] + 1 : start] if heads else []
    for node in (*nodes[start:], *early):
        if text := _short_text(node):
            yield text
    # Above the title stands today's day in most frames; only one with a clock can be the article's.
    for node in nodes[: heads[0] if heads else 0]:
        if (text := _short_text(node)) and ":" in text:
            yield text


def _short_text(node: LexborNode) -> str | None:
    text = " ".join(node.text(separator=" ").split())
    if not 8 <= len(text) <= LONGEST or not any(mark.isdigit() for mark in text):
        return None
    return None if is_framed(node, lists=False) else text


def is_framed(node: LexborNode, *, lists: bool) -> bool:
    """Whether a node stands in the frame, or, with `lists`, in a list of articles."""
    held: LexborNode | None = node
    while held is not None and held.tag not in ("body", "html", "-undef"):
        name = f"{held.attributes.get('class') or ''} {held.attributes.get('id') or ''}".lower()
        if held.tag in _FRAMES - {"header"} or any(mark in name for mark in _FRAME_CLASSES):
            return True
        if held.tag == "header" and held.css_first("h1") is None:
            return True
        if lists and held.tag == "article" and held.css_first("h1") is None:
            return True
        held = held.parent
    return False
