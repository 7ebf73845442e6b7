"""Markup that would choke a parser → markup that says the same within bounds: depth, attributes, elements."""

from __future__ import annotations

import re
from itertools import accumulate
from operator import sub

from doichieu.errors import Skip

#: Tags a page may have; the longest real live report has a quarter of it.
MOST_TAGS = 120_000
#: Deeper than this no page means anything, and libxml2 stops at 256.
DEEPEST = 200
#: A tag longer than this carries data, not attributes.
LONGEST_TAG = 20_000

#: Elements that hold nothing, or that end by themselves where the next begins.
_SHALLOW = (
    "area|base|br|col|embed|hr|img|input|link|meta|param|source|track|wbr|p|li|dt|dd|option|tr|td|th|path"
    "|html|head|body|script|style|textarea|title"
)
_MARKS = re.compile(r"<(/?[a-zA-Z][\w:-]*)")
#: One step through the markup: a note, a script, or a tag with its slash and its name.
_TOKEN = re.compile(
    r"<!--.*?(?:-->|\Z)|<(script|style|textarea|title)\b.*?(?:</\1\b|\Z)|<(/?)([a-z][\w:-]*)[^<>]*>?",
    re.IGNORECASE | re.DOTALL,
)
_SHALLOW_NAMES = frozenset(_SHALLOW.split("|"))
#: These, opened and closed.
_LEVEL = _SHALLOW_NAMES | {f"/{name}" for name in _SHALLOW_NAMES}
_LONG_TAG = re.compile(rf"<([a-zA-Z][\w:-]{{0,40}})[^<>]{{{LONGEST_TAG},}}>?")


def within_bounds(markup: str, *, place: str = "") -> str:
    """`markup`, flat below `DEEPEST` and without attributes of boundless length; Skip when it is endless."""
    if markup.count("<") > MOST_TAGS:
        where = f"{place}: " if place else ""
        raise Skip(
            vi=f"{where}trang có quá nhiều thẻ (hơn {MOST_TAGS}), không phải một bài báo",
            en=f"{where}more than {MOST_TAGS} tags, no article",
            reason="too_large",
        )
    if _may_hold_long_tags(markup) and max(map(len, markup.split("<"))) > LONGEST_TAG:
        markup = _LONG_TAG.sub(r"<\1>", markup)
    return _flattened(markup) if _depth(markup) > DEEPEST else markup


def _may_hold_long_tags(markup: str) -> bool:
    """Whether a stretch of half such a length has no tag in it: a longer one holds a whole such stretch."""
    half = LONGEST_TAG // 2
    return any(markup.find("<", at, at + half) < 0 for at in range(0, len(markup), half))


def _depth(markup: str) -> int:
    """The deepest nesting there can be: the steepest rise of opening over closing tags, or a little more."""
    names = _MARKS.findall(markup)
    heights = _heights(names)
    rise: int = max(heights) - min(heights)  # what nearly every page is done with
    if rise <= DEEPEST:
        return rise
    heights = _heights(" ".join(names).lower().split())
    steepest: int = max(map(sub, heights, accumulate(heights, min)))
    return steepest


def _heights(names: list[str]) -> list[int]:
    steps = [-1 if name[0] == "/" else 1 for name in names if name not in _LEVEL]
    return list(accumulate(steps, initial=0))


def _flattened(markup: str) -> str:
    depth = 0

    def step(match: re.Match[str]) -> str:
        nonlocal depth
        name = (match[3] or "").lower()
        if not name or name in _SHALLOW_NAMES:
            return match[0]
        if match[2]:
            depth = max(0, depth - 1)
            return match[0] if depth < DEEPEST else " "
        depth += 1
        return match[0] if depth <= DEEPEST else " "

    return _TOKEN.sub(step, markup)
