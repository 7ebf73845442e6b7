"""A claim's quantities against those of the passages: which agree, which differ, which stay open."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from classifier.alignment import Slot, likeness, official_slot, slot_of
from classifier.compare import agree, bounds_oppose, units_fit
from classifier.evidence import Entry
from classifier.quantities import Quantity
from doichieu.records import Difference

#: Likeness, passage, its quantity, kind of difference.
_Compared = tuple[float, Entry, Quantity, str]
#: Slots less alike than this speak of different things; chosen on our own training texts.
SAME_SLOT = 0.42
#: Agreement may be looser: the same figure beside some of the same words is rarely chance.
LOOSE_SLOT = 0.22
#: A day that stands alone needs its verb: "có hiệu lực", "ban hành", "khởi công".
_SKIPPED = {"time", "ordinal"}


#: "tăng từ 2,34 triệu lên …", "thay vì …", "so với …": what was before, or elsewhere, refutes nothing.
_FORMER = re.compile(
    r"(?:(?:tăng|nâng|giảm|hạ|điều chỉnh|rút|chuyển)(?:\s\w+){0,5}\s+từ|thay vì|thay cho|so với(?:\s\w+){0,4}|mức cũ(?:\s\w+){0,2}|trước đó là|trước đây là|cao hơn|thấp hơn)\s+$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Finding:
    """What became of one quantity of a claim."""

    quantity: Quantity
    supported: bool = False
    entry: Entry | None = None
    official: Quantity | None = None
    difference: str = ""  #: its kind, "" where there is none
    likeness: float = 0.0


def compare_quantities(
    sentence: str,
    quantities: tuple[Quantity, ...],
    passages: Sequence[Entry],
    *,
    idf: Callable[[str], float],
) -> list[Finding]:
    """One finding a quantity; times of day and ordinals are left to their slots."""
    return [
        _find(sentence, one, quantities, passages, idf=idf)
        for one in quantities
        if one.kind not in _SKIPPED and not _FORMER.search(sentence[: one.start])
    ]


def said_elsewhere(
    sentence: str,
    finding: Finding,
    quantities: tuple[Quantity, ...],
    document: Sequence[Entry],
    *,
    idf: Callable[[str], float],
) -> bool:
    """Whether the same document says the claim's own figure of nearly the same thing."""
    slot = slot_of(sentence, finding.quantity, quantities)
    return any(
        official.kind == finding.quantity.kind
        and agree(finding.quantity, official) is True
        and _alike(slot, entry, official, idf=idf) >= max(LOOSE_SLOT, finding.likeness / 2)
        for entry in document
        for official in entry.quantities
    )


def difference_of(finding: Finding, *, offset: int) -> Difference:
    """The finding as a named pair of spans; `offset` is the sentence's place in the article."""
    ours, theirs = finding.quantity, finding.official
    assert theirs is not None
    return Difference(
        kind=finding.difference,
        article=ours.text,
        official=theirs.text,
        article_start=offset + ours.start,
        article_end=offset + ours.end,
        official_start=theirs.start,
        official_end=theirs.end,
    )


def _find(
    sentence: str,
    quantity: Quantity,
    quantities: tuple[Quantity, ...],
    passages: Sequence[Entry],
    *,
    idf: Callable[[str], float],
) -> Finding:
    slot = slot_of(sentence, quantity, quantities)
    agreeing: list[_Compared] = []
    differing: list[_Compared] = []
    for rank, entry in enumerate(passages):
        for official in entry.quantities:
            if official.kind != quantity.kind:
                continue
            same = agree(quantity, official)
            kind = _difference_kind(quantity, official) if same is not True else ""
            if same is None and not kind:
                continue
            alike = _alike(slot, entry, official, idf=idf) * (1 - 0.02 * rank)
            (agreeing if same else differing).append((alike, entry, official, kind))
    best_same = max(agreeing, key=lambda one: one[0], default=None)
    best_other = max(differing, key=lambda one: one[0], default=None)
    if best_same and best_same[0] >= LOOSE_SLOT and not _outdone(best_same[0], best_other):
        return Finding(quantity, True, best_same[1], best_same[2], "", best_same[0])
    if best_other and best_other[0] >= SAME_SLOT and _sure(quantity, best_other):
        return Finding(quantity, False, best_other[1], best_other[2], best_other[3], best_other[0])
    return Finding(quantity)


def _alike(slot: Slot, entry: Entry, official: Quantity, *, idf: Callable[[str], float]) -> float:
    return likeness(slot, official_slot(entry, official), idf=idf)


def _outdone(same: float, other: tuple[float, Entry, Quantity, str] | None) -> bool:
    """The figure occurs, but elsewhere; its own slot says another."""
    return other is not None and other[0] >= SAME_SLOT and same < SAME_SLOT and other[0] > 2 * same


def _sure(quantity: Quantity, best: tuple[float, Entry, Quantity, str]) -> bool:
    """A year or a lone number differs only where the passage names the same thing plainly."""
    if quantity.kind == "number":
        return bool(quantity.unit and best[2].unit) and best[0] >= SAME_SLOT + 0.08
    if quantity.kind == "date" and quantity.low is None:
        return best[0] >= SAME_SLOT + 0.1
    return True


def _difference_kind(ours: Quantity, theirs: Quantity) -> str:
    """The name of a difference between two quantities of a kind, "" where they cannot differ."""
    if bounds_oppose(ours, theirs):
        return "range"
    same_figures = bool(ours.values) and ours.values == theirs.values
    if (
        same_figures
        and ours.per
        and theirs.per
        and not set(ours.per.split("/")) & set(theirs.per.split("/"))
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
