"""Whether two texts are one document, from two places or in two formats."""

from __future__ import annotations

import re

from doichieu.text import fold

#: Words laid over one another; fewer find likeness in formulas alone.
WORDS = 4
#: Two readings of one document share this much of such runs; two documents of one pattern far less.
ALIKE = 0.8


def alike(one: str, other: str) -> bool:
    """Whether the texts are the same but for notes, tables, breaks and marks."""
    if one == other:
        return True
    first, second = _runs(one), _runs(other)
    shared = len(first & second)
    # An edition without its annexes is the same document still: the shorter one lies in the longer.
    return shared >= ALIKE * max(1, min(len(first), len(second))) and shared >= 0.4 * max(
        len(first), len(second)
    )


def _runs(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", fold(text))
    return {tuple(words[at : at + WORDS]) for at in range(max(1, len(words) - WORDS + 1))}
