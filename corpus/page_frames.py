"""What stands around the text of a paged document: running heads, feet, page numbers, footnotes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from statistics import median

from corpus.pdf_runs import PageLine

#: Lines at the top and at the bottom of a page that can be its frame.
EDGE = 3
#: "6." is the end of a sentence that the page's width broke.
_PAGE_NUMBER = re.compile(
    r"^[-–—|\s]*(?:trang\s*)?\d{1,4}(?:\s*/\s*\d{1,4})?[-–—|\s]*$", re.IGNORECASE
)
_NOTE = re.compile(r"^[\[(]?\d{1,2}[\])]?\s+\D")
#: Footnotes are set smaller than this share of the text.
SMALL = 0.88


def without_frames(pages: Sequence[Sequence[PageLine]]) -> list[list[PageLine]]:
    """Pages without the lines that stand at the same edge of many of them, figures apart."""
    told = Counter(key for page in pages for key in {_key(page[at]) for at in _edges(page)})
    often = max(2, len(pages) // 3)
    return [
        [
            line
            for at, line in enumerate(page)
            if at not in _edges(page)
            or not (_PAGE_NUMBER.match(line.text) or (told[_key(line)] >= often and _plain(line)))
        ]
        for page in pages
    ]


def part_notes(page: Sequence[PageLine]) -> tuple[list[PageLine], list[PageLine]]:
    """The text of a page, and the footnotes at its bottom."""
    if not page:
        return [], []
    body = median(line.size for line in page for _ in line.text)
    bottom = min(line.y for line in page)
    height = max(line.y for line in page) - bottom
    for at, line in enumerate(page):
        low = line.y < bottom + 0.5 * height
        if low and line.size < SMALL * body and _NOTE.match(line.text):
            small = [one for one in page[at:] if one.size < SMALL * body]
            rest = [one for one in page[at:] if one.size >= SMALL * body]
            return [*page[:at], *rest], small
    return list(page), []


def _edges(page: Sequence[PageLine]) -> set[int]:
    """The lines highest and lowest on the page, wherever they are read."""
    by_height = sorted(range(len(page)), key=lambda at: -page[at].y)
    return {*by_height[:EDGE], *by_height[-EDGE:]}


def _key(line: PageLine) -> tuple[str, int]:
    """What a line says with its figures made alike, and where it stands."""
    return re.sub(r"\d+", "#", line.text), round(line.y / 4)


def _plain(line: PageLine) -> bool:
    """A row of a table, or an article, may stand at the same place of several pages."""
    return not line.row and not line.text.startswith(("Điều ", "Chương "))
