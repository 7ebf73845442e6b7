"""A news text → its sentences, as spans of the text itself."""

from __future__ import annotations

import re

from doichieu.legal import CAPITAL

#: A full stop after these ends no sentence.
_ABBREVIATIONS = (
    "tp", "gs", "pgs", "ts", "ths", "bs", "cn", "ks", "q", "p", "tx", "tt", "đt", "tr", "st", "no",
    "t.ư", "tw", "th.s", "ông", "bà", "mr", "ms", "dr", "vs", "ncs", "nsnd", "nsưt",
    "h", "x", "đ", "km", "sđt", "tel", "ckii", "cki", "bsckii", "bscki", "pgs.ts", "gs.ts",
)  # fmt: skip
#: Never begins inside a run of stops: a line of nothing else must stay cheap.
_STOP = re.compile(r"(?<![.!?…])[.!?…]+[\"”’»)\]]*(?=\s+\S)")
_BEFORE = re.compile(r"(\S+)$")
_NUMBERED = re.compile(
    r"^(?:[-–•*]\s*)?(?:\d{1,3}|[IVXLC]{1,5}|Điều\s+\d{1,3}[a-zđ]?|[a-zđ])$", re.IGNORECASE
)
#: Marks (quotes, dashes, an emoji) may stand before the capital or the figure that opens a sentence.
_OPENS = re.compile(rf"[^\w\s]*\s*(?:{CAPITAL}|\d)")


def split(text: str) -> tuple[tuple[int, int], ...]:
    """Spans of the sentences, in order; every character that is not blank is in exactly one.

    A line break always ends a sentence. Works in time linear in the text.
    """
    spans: list[tuple[int, int]] = []
    position = 0
    for line in text.split("\n"):
        spans.extend(_split_line(line, position))
        position += len(line) + 1
    return tuple(spans)


def _split_line(line: str, offset: int) -> list[tuple[int, int]]:
    spans = []
    begin = 0
    for stop in _STOP.finditer(line):
        if _ends_sentence(line, begin, stop):
            spans.append((begin, stop.end()))
            begin = stop.end()
    spans.append((begin, len(line)))
    return [_trimmed(line, start, end, offset) for start, end in spans if line[start:end].strip()]


def _ends_sentence(line: str, begin: int, stop: re.Match[str]) -> bool:
    # A window, not the rest of the line: one very long line must stay cheap.
    following = line[stop.end() : stop.end() + 12].lstrip()
    if not _OPENS.match(following):
        return False
    if not stop.group().startswith(".") or stop.group().startswith(".."):
        return True
    word_match = _BEFORE.search(line[max(begin, stop.start() - 24) : stop.start()])
    word = word_match.group(1) if word_match else ""
    bare = word.strip("(“\"'‘").lower()
    if bare in _ABBREVIATIONS:
        return False
    # "Nguyễn V. A.", an initial; but "hạng A. Tiếp theo" would be rarer than names are.
    if len(bare) == 1 and bare.isalpha() and word[-1:].isupper():
        return False
    return not _NUMBERED.match(line[begin : stop.start()].strip())


def _trimmed(line: str, start: int, end: int, offset: int) -> tuple[int, int]:
    piece = line[start:end]
    start += len(piece) - len(piece.lstrip())
    end -= len(piece) - len(piece.rstrip())
    return start + offset, end + offset
