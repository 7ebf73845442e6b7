"""Figures that a machine misread from a scan: a letter among digits, a blank before a group of three."""

from __future__ import annotations

import re

#: Letters that stand for 0, 1, 5 and 8 in a bad scan, and groups that came apart.
_MISREAD = re.compile(
    r"(?<!\w)[lIOoSB|]\d[\d.,]*|\d[\d.,]*[OolISB|][\d.,OolISB|]+|\d[.,][OolISB|]{1,3}(?!\w)"
    r"|\d\s+[.,]\d{3}(?!\d)|\d[.,]\s+\d{3}(?!\d)"
)
#: How far from a figure the trouble may stand and still be its own.
NEAR = 3


def is_misread(text: str, start: int, end: int) -> bool:
    """Whether the figure at `start` … `end` is part of such a place: nothing can be held against it."""
    window = max(0, start - NEAR)
    return any(
        window + match.start() < end and start < window + match.end()
        for match in _MISREAD.finditer(text[window : end + NEAR])
    )
