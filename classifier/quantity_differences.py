"""A claim's quantities against those of the passages: which agree, which differ, which stay open."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from classifier.alignment import Slot, official_slot, one_denies, slot_of
from classifier.compare import (
    periods_differ,
    same_receiver,
)
from classifier.evidence import Entry
from classifier.figure_pairs import CONDITION, Pair, in_one_clause, in_one_stretch, pairs_of
from classifier.misread import is_misread
from classifier.quantities import Quantity
from doichieu.legal import CAPITAL
from doichieu.records import Difference

#: Slots less alike than this speak of different things; chosen on our own training texts.
SAME_SLOT = 0.42
#: Agreement may be looser: the same figure beside some of the same words is rarely chance.
LOOSE_SLOT = 0.22
#: How sure a difference is where the passage gives the claim's figure, but under another condition.
EXCHANGED = 0.98
#: How much less alike a slot may be where such a condition ties the two figures together.
TIED = 0.08
#: By how much another figure's slot must suit the claim better than that of the figure it gives.
CONTRAST = 0.3
#: How much of what sets a part of a list apart a claim must say to be about that part.
PART = 0.5
#: A figure too close to call keeps a difference from being told where it suits the claim so nearly.
NEARLY = 0.05
_SKIPPED = {"ordinal"}


_PARTS = re.compile(r"[,;\n]|\s(?:và|còn|hoặc)\s")
#: "tăng từ 2,34 triệu lên …", "thay vì …", "so với …": what was before, or elsewhere, refutes nothing.
_FORMER = re.compile(
    r"(?:(?P<moved>(?:tăng|nâng|giảm|hạ|điều chỉnh|rút|chuyển)(?:\s\w+){0,5}\s+từ)|thay vì|thay cho|so với(?:\s\w+){0,4}|mức cũ(?:\s\w+){0,2}|trước đó là|trước đây là|"
    rf"(?:cao|thấp|nhiều|ít) hơn(?-i:\s{CAPITAL}\w*(?:\s{CAPITAL}\w*){{0,3}})?)\s+$",
    re.IGNORECASE,
)

#: What follows a level that was left: "từ 2,34 triệu lên …"; "điều chỉnh khi chênh lệch từ 0,5" leaves none.
_MOVED_TO = re.compile(r"^[^,.;]{0,30}?(?<!\w)(?:lên|xuống|còn|sang|thành|đến|tới|về|nay)(?!\w)")


#: "so với năm ngoái cao hơn 40.000 đồng": how far two levels lie apart is none of them.
_GAP = re.compile(r"(?:cao|thấp|nhiều|ít) hơn", re.IGNORECASE)


def _is_former(sentence: str, quantity: Quantity) -> bool:
    led = _FORMER.search(sentence[: quantity.start])
    if _GAP.match(quantity.text) and "so với" in sentence.lower():
        return True
    if led is None:
        return False
    return led["moved"] is None or bool(_MOVED_TO.match(sentence[quantity.end :]))


@dataclass(frozen=True, slots=True)
class Finding:
    """What became of one quantity of a claim."""

    quantity: Quantity
    supported: bool = False
    entry: Entry | None = None
    official: Quantity | None = None
    difference: str = ""  #: its kind, "" where there is none
    likeness: float = 0.0
    exchanged: bool = False  #: the passage gives the claim's figure under another condition


def compare_quantities(
    sentence: str,
    quantities: tuple[Quantity, ...],
    passages: Sequence[Entry],
    *,
    idf: Callable[[str], float],
) -> list[Finding]:
    """One finding a quantity; ordinals are left to their slots."""
    asked = [
        one
        for one in quantities
        if one.kind not in _SKIPPED
        and not _is_former(sentence, one)
        and not is_misread(sentence, one.start, one.end)
    ]
    slots = [slot_of(sentence, one, quantities) for one in asked]
    pairs = [
        pairs_of(sentence, one, slot, passages, idf=idf)
        for one, slot in zip(asked, slots, strict=True)
    ]
    agreed = [_agreed(one) for one in pairs]
    held = _not_exchanged(slots, pairs, agreed, idf=idf)
    return [
        _find(one, slot, _beside(pairs, held, at), idf=idf)
        for at, (one, slot) in enumerate(zip(asked, slots, strict=True))
    ]


def _not_exchanged(
    slots: list[Slot],
    pairs: list[list[Pair]],
    agreed: list[Pair | None],
    *,
    idf: Callable[[str], float],
) -> list[Pair | None]:
    """The agreed figures, but for two that the claim gives each to the other's thing."""

    def takes(at: int, same: Pair, theirs: Pair) -> bool:
        meant = next(
            (one for one in pairs[at] if one.official is theirs.official and one.kind), None
        )
        return meant is not None and _outdone(slots[at], same, meant, idf=idf)

    held = list(agreed)
    for at, one in enumerate(agreed):
        for place in range(at):
            other = agreed[place]
            if one and other and takes(at, one, other) and takes(place, other, one):
                held[at] = held[place] = None
    return held


def said_elsewhere(
    sentence: str,
    finding: Finding,
    quantities: tuple[Quantity, ...],
    document: Sequence[Entry],
    *,
    idf: Callable[[str], float],
) -> bool:
    """Whether the same document says the claim's own figure of nearly the same thing."""
    if finding.exchanged:
        return False
    slot = slot_of(sentence, finding.quantity, quantities)
    pairs = pairs_of(sentence, finding.quantity, slot, document, idf=idf)
    found = next(
        (
            one
            for one in pairs
            if one.entry is finding.entry and one.official is finding.official and one.alike
        ),
        None,
    )
    return any(
        one.same is True
        and one.alike >= max(LOOSE_SLOT, finding.likeness / 2)
        and not (found and _outdone(slot, one, found, idf=idf))
        for one in pairs
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


def _agreed(pairs: list[Pair]) -> Pair | None:
    """The counterpart that says the same, where there is one in a slot alike enough."""
    same = [one for one in pairs if one.same is True and one.alike >= LOOSE_SLOT]
    return max(same, key=lambda one: one.rank, default=None)


def _beside(pairs: list[list[Pair]], agreed: list[Pair | None], at: int) -> list[Pair]:
    """Pairs with the claim's other figures found beside them; what those say is not free to differ."""
    others = [one for place, one in enumerate(agreed) if place != at and one is not None]
    alike = [
        one
        for place, near in enumerate(pairs)
        for one in near
        if place != at and one.same is True and one.alike >= LOOSE_SLOT
    ]
    return [
        replace(
            one,
            fellows=sum(in_one_clause(one, other) for other in others),
            tied=any(in_one_stretch(one, other) for other in alike),
        )
        for one in pairs[at]
        if one.same is True or not any(other.official is one.official for other in others)
    ]


def _is_tied(quantity: Quantity, one: Pair) -> bool:
    """A condition beside both, or the same thing that both are paid for, holds the two together."""
    return one.tied or same_receiver(quantity.per, one.official.per)


def _find(
    quantity: Quantity, slot: Slot, pairs: list[Pair], *, idf: Callable[[str], float]
) -> Finding:
    same = _agreed(pairs)
    other = max(
        (
            one
            for one in pairs
            if one.kind and one.alike + TIED * _is_tied(quantity, one) >= SAME_SLOT
        ),
        key=lambda one: one.rank,
        default=None,
    )
    if same and not (other and _outdone(slot, same, other, idf=idf)):
        return Finding(quantity, True, same.entry, same.official, "", same.alike)
    unclear = [
        one.rank
        for one in pairs
        # What is paid by the day is no counterpart of what is paid by the month.
        if one.same is None and not one.kind and not periods_differ(quantity.per, one.official.per)
    ]
    if other and _sure(quantity, other) and other.rank > max(unclear, default=0.0) - NEARLY:
        exchanged = same is not None and other.tied and not same.tied
        return Finding(
            quantity,
            entry=other.entry,
            official=other.official,
            difference=other.kind,
            likeness=EXCHANGED if exchanged else other.alike,
            exchanged=exchanged,
        )
    return Finding(quantity)


def _outdone(slot: Slot, same: Pair, other: Pair, *, idf: Callable[[str], float]) -> bool:
    """The claim's figure occurs, but of another thing: what it says besides is all beside the other."""
    mine, theirs = (
        official_slot(other.entry, other.official),
        official_slot(same.entry, same.official),
    )
    if same.entry is other.entry and _names_its_part(slot, mine, theirs):
        return False
    if same.alike < SAME_SLOT and other.alike > 2 * same.alike:
        return True
    if same.entry.document is not other.entry.document:
        return False
    told = {word: weight * idf(word) for word, weight in slot.weights.items()}
    total = sum(told.values()) or 1.0
    for_other = sum(told[one] for one in told.keys() & mine.own - theirs.weights.keys()) / total
    for_same = sum(told[one] for one in told.keys() & theirs.own - mine.weights.keys()) / total
    if not _one_range(same, other) and _told_by_part(slot, mine, theirs, idf=idf):
        return True
    margin = for_other - for_same + 0.6 * (other.held - same.held)
    margin += 0.15 * (other.fellows - same.fellows) + CONDITION * (other.tied - same.tied)
    margin += CONTRAST * (one_denies(slot, theirs) - one_denies(slot, mine))
    return margin >= CONTRAST and for_same <= for_other / 3


def _one_range(same: Pair, other: Pair) -> bool:
    """ "từ ngày … đến hết ngày …": two ends of one thing, that no mark and no "và" parts."""
    if same.entry is not other.entry:
        return False
    first, last = sorted((same.official, other.official), key=lambda one: one.start)
    return not _PARTS.search(same.entry.passage.text, first.end, last.start)


def _names_its_part(slot: Slot, mine: Slot, theirs: Slot) -> bool:
    """The claim says what sets the agreeing figure's part of the list apart, and nothing of the other's."""
    said = frozenset(slot.weights)
    return bool(said & (theirs.part - mine.part)) and not said & (mine.part - theirs.part)


def _told_by_part(slot: Slot, mine: Slot, theirs: Slot, *, idf: Callable[[str], float]) -> bool:
    """In a list of like figures the claim says what sets the other's part apart, and nothing of its own."""
    apart, own = mine.part - theirs.part, theirs.part - mine.part
    said = _covered(apart, slot.part, idf=idf)
    return said >= PART and _covered(own, slot.part, idf=idf) <= said / 2


def _covered(words: frozenset[str], by: frozenset[str], *, idf: Callable[[str], float]) -> float:
    total = sum(map(idf, words))
    return sum(map(idf, words & by)) / total if total else 0.0


def _sure(quantity: Quantity, best: Pair) -> bool:
    """A year or a lone number differs only where the passage names the same thing plainly."""
    if quantity.kind == "number":
        # "9 tỉnh ven": two words of what is counted say more than one.
        spelled = " " in quantity.unit and quantity.unit == best.official.unit
        least = SAME_SLOT if spelled else SAME_SLOT + 0.08
        return bool(quantity.unit and best.official.unit) and best.alike >= least
    if quantity.kind == "date" and quantity.low is None:
        return best.alike >= SAME_SLOT + 0.1
    return True
