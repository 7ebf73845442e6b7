"""A list of like figures → the stretch of each, and the words that set it apart from its neighbours."""

from __future__ import annotations

import re

from classifier.quantities import Quantity
from classifier.words import Term, content

_BREAKS = re.compile(r"[;.](?:\s|$)|\n")
_JOINS = re.compile(r",|\s(?:và|hoặc|còn)(?=\s)")
_SENTENCE_ENDS = re.compile(r"\n|[.](?=\s|$)")
#: What a first label may have more than the longest of the others: what leads a list is nobody's label.
MORE = 1


def stretch(text: str, quantity: Quantity, others: tuple[Quantity, ...]) -> tuple[int, int]:
    """The quantity's own stretch: to the mark that parts it from its neighbour of the same kind."""
    start, end = 0, len(text)
    for one in others:
        if one.kind != quantity.kind:
            continue
        if one.end <= quantity.start:
            start = max(start, _parted(text, one.end, quantity.start, one.end))
        elif one.start >= quantity.end:
            end = min(end, _parted(text, quantity.end, one.start, one.start))
    for match in _BREAKS.finditer(text):
        if match.end() <= quantity.start:
            start = max(start, match.end())
        elif match.start() >= quantity.end:
            end = min(end, match.start())
            break
    return start, end


def row_label(text: str, start: int) -> tuple[int, int]:
    """The head of the line or sentence a stretch stands in ("Khu vực III: …; …"): it speaks of the whole row."""
    ends = [match.end() for match in _SENTENCE_ENDS.finditer(text, 0, start)]
    begin = ends[-1] if ends else 0
    colon = text.find(":", begin, start)
    return (begin, colon) if colon >= 0 else (start, start)


def part_words(text: str, quantity: Quantity, others: tuple[Quantity, ...]) -> frozenset[str]:
    """What stands beside the quantity alone: all of its stretch where it has no neighbour of its kind."""
    begin, finish = stretch(text, quantity, others)
    before, after = _beside(text, quantity, begin, finish)
    rivals = _rivals(text, quantity, others)
    if rivals and rivals[0].start > quantity.start:
        labels = [_beside(text, one, *stretch(text, one, others))[0] for one in rivals]
        longest = max(map(len, labels))
        before = before[-longest - MORE :] if longest else []
    return frozenset(term.word for term in (*before, *after))


def _rivals(text: str, quantity: Quantity, others: tuple[Quantity, ...]) -> list[Quantity]:
    """The quantities of one kind in its sentence, in order."""
    ends = [match.start() for match in _SENTENCE_ENDS.finditer(text)]
    begin = max((end for end in ends if end < quantity.start), default=0)
    finish = min((end for end in ends if end >= quantity.end), default=len(text))
    return [
        one
        for one in others
        if one.kind == quantity.kind and one.start != quantity.start and begin <= one.start < finish
    ]


def _beside(
    text: str, quantity: Quantity, begin: int, finish: int
) -> tuple[list[Term], list[Term]]:
    words = [term for term in content(text) if begin <= term.start < finish]
    return (
        [term for term in words if term.end <= quantity.start],
        [term for term in words if term.start >= quantity.end],
    )


def _parted(text: str, begin: int, finish: int, otherwise: int) -> int:
    """Where two neighbours of a list part: at its mark or "và"; behind what follows the first, where something does."""
    mark = _BREAKS.search(text, begin, finish)
    if mark is not None:
        return mark.start()
    places = [match.start() for match in _JOINS.finditer(text, begin, finish)]
    if not places:
        return otherwise
    # "50% của tỉnh, 30% của xã" goes on behind its figures, "tỉnh 50%, xã 30%" ends with them.
    return places[-1] if text[begin : places[0]].strip() else places[0]
