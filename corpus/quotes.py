"""Text that an amending document quotes: its Điều and khoản are another document's."""

from __future__ import annotations

import re
from collections.abc import Sequence

#: No amendment quotes more lines than this at a stretch; a mark never closed quotes nothing.
LONGEST = 400
_OPEN, _CLOSE = "“«", "”»"
_QUOTED = re.compile(r"“[^“”]*(?:“[^“”]*”[^“”]*)*”|«[^«»]*»|(?m:^)\"[^\"]*\"")
_STRAIGHT_END = re.compile(r"\"\W{0,2}$")


def quoted_lines(lines: Sequence[str]) -> frozenset[int]:
    """Which lines open with a quotation mark, or lie inside a quotation opened on a line before."""
    left_open = [_opened(line) for line in lines]
    quoted: set[int] = set()
    at = 0
    while at < len(lines):
        end = _end(lines, at, left_open)
        if end is None:
            at += 1
            continue
        first = at if lines[at].lstrip()[:1] in (*_OPEN, '"') else at + 1
        quoted.update(range(first, end + 1))
        at = max(end, at) + 1
    return frozenset(quoted)


def _opened(line: str) -> int:
    """Quotations that a line opens, less those it closes."""
    opened = sum(line.count(mark) for mark in _OPEN)
    return opened - sum(line.count(mark) for mark in _CLOSE)


def unquoted(text: str) -> str:
    """`text` with what it quotes made blank, at the same length; a quotation left open ends it."""
    bare = _QUOTED.sub(lambda match: " " * len(match.group()), text)
    stays = bare.find("“")
    return bare if stays < 0 else bare[:stays] + " " * (len(bare) - stays)


def _end(lines: Sequence[str], at: int, left_open: Sequence[int]) -> int | None:
    """The line that closes a quotation opened on line `at`; None where none opens and stays open."""
    opening = lines[at].lstrip()[:1]
    if opening == '"':
        closing = range(at, min(at + LONGEST, len(lines)))
        return next((one for one in closing if _closes(lines[one], same=one == at)), None)
    depth = 0
    for one in range(at, min(at + LONGEST, len(lines))):
        depth += left_open[one]
        if depth <= 0:
            return one if one > at or (opening in _OPEN and opening) else None
    return None


def _closes(line: str, *, same: bool) -> bool:
    return bool(_STRAIGHT_END.search(line)) and not (same and line.count('"') < 2)
