"""A figure of a claim beside every figure of the passages that it can be compared with."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from classifier.alignment import Slot, likeness, official_slot
from classifier.compare import agree, bounds_oppose, periods_differ, receivers_differ, units_fit
from classifier.evidence import Entry
from classifier.list_parts import stretch
from classifier.quantities import Quantity
from classifier.words import content

#: What counts beside likeness when two figures could be meant: the passage's own words that the
#: claim says, and the claim's other figures found in the same clause.
HELD, FELLOW = 0.35, 0.2
#: What a condition that both give counts for: "khi hiến 350 ml" beside the amount, in its own stretch.
CONDITION = 0.5
_CLAUSE_ENDS = re.compile(r"[;\n]|[.](?=\s)")
#: Bounds that give an amount rather than a limit or a condition.
_PLAIN = {"exact", "about", "near", "range"}


@dataclass(frozen=True, slots=True)
class Pair:
    """A quantity of the claim beside one of a passage."""

    entry: Entry
    official: Quantity
    same: bool | None
    kind: str  #: of difference, "" where the two cannot differ
    alike: float  #: how alike their slots are
    held: float  #: how much of what stands beside the passage's figure the claim says
    fellows: int = 0  #: other figures of the claim that the passage has in the same clause
    tied: bool = False  #: one of them stands in the figure's own stretch

    @property
    def rank(self) -> float:
        """What the nearest counterpart has most of."""
        fellows = FELLOW * min(2, self.fellows) + CONDITION * self.tied
        return self.alike + HELD * self.held + fellows


def pairs_of(
    sentence: str,
    quantity: Quantity,
    slot: Slot,
    passages: Sequence[Entry],
    *,
    idf: Callable[[str], float],
) -> list[Pair]:
    """The quantity beside every quantity of its kind that it can be compared with."""
    said = {term.word for term in content(sentence)}
    found = []
    for rank, entry in enumerate(passages):
        for official in entry.quantities:
            if official.kind != quantity.kind:
                continue
            same = agree(quantity, official)
            kind = _difference_kind(quantity, official) if same is not True else ""
            theirs = official_slot(entry, official)
            alike = likeness(slot, theirs, idf=idf) * (1 - 0.02 * min(rank, 6))
            if alike:
                held = _held(theirs, said, idf=idf) + _shape(quantity, official)
                found.append(Pair(entry, official, same, kind, alike, held))
    return found


def in_one_clause(one: Pair, other: Pair) -> bool:
    if one.entry is not other.entry or one.official is other.official:
        return False
    first, last = sorted((one.official, other.official), key=lambda quantity: quantity.start)
    return not _CLAUSE_ENDS.search(one.entry.passage.text[first.end : last.start])


def in_one_stretch(one: Pair, other: Pair) -> bool:
    if one.entry is not other.entry or one.official is other.official:
        return False
    begin, finish = stretch(one.entry.passage.text, one.official, one.entry.quantities)
    return one.official.kind != other.official.kind and begin <= other.official.start < finish


def _held(official: Slot, said: set[str], *, idf: Callable[[str], float]) -> float:
    own = {word: official.weights[word] * idf(word) for word in official.own}
    total = sum(own.values())
    return sum(value for word, value in own.items() if word in said) / total if total else 0.0


def _shape(ours: Quantity, theirs: Quantity) -> float:
    """Written alike: the same limit, the same "mỗi tháng"; a condition is no amount."""
    shape = 0.1 if ours.per and set(ours.per.split("/")) & set(theirs.per.split("/")) else 0.0
    if ours.bound == theirs.bound and ours.bound not in _PLAIN:
        return shape + 0.2
    if (ours.bound in _PLAIN) == (theirs.bound in _PLAIN):
        return shape + 0.1
    return shape


def _difference_kind(ours: Quantity, theirs: Quantity) -> str:
    """The name of a difference between two quantities of a kind, "" where they cannot differ."""
    if bounds_oppose(ours, theirs):
        return "range"
    if ours.kind == "date" and (ours.bound, theirs.bound) == ("after", "exact"):
        # "từ 15/5" tells since when; "vào ngày 23/11" tells of a day.
        return ""
    same_figures = bool(ours.values) and ours.values == theirs.values
    if same_figures and (
        periods_differ(ours.per, theirs.per) or receivers_differ(ours.per, theirs.per)
    ):
        return "unit"
    if ours.kind in ("duration", "number") and same_figures and ours.unit and theirs.unit:
        measured = ours.kind == "duration" or (_is_measure(ours.unit) and _is_measure(theirs.unit))
        if not units_fit(ours, theirs) and measured:
            return "unit"
    if agree(ours, theirs) is False:
        return ours.kind
    return ""


def _is_measure(unit: str) -> bool:
    return unit in {
        "km",
        "m",
        "ha",
        "m²",
        "km²",
        "kg",
        "tấn",
        "tạ",
        "lít",
        "m³",
        "cm",
        "mm",
        "g",
        "kwh",
        "mw",
    }
