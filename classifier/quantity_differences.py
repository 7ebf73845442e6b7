"""A claim's quantities against those of the passages: which agree, which differ, which stay open."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from classifier.alignment import Slot, likeness, official_slot, one_denies, slot_of, stretch
from classifier.compare import (
    agree,
    bounds_oppose,
    periods_differ,
    receivers_differ,
    same_receiver,
    units_fit,
)
from classifier.evidence import Entry
from classifier.quantities import Quantity
from classifier.words import content
from doichieu.records import Difference

#: Slots less alike than this speak of different things; chosen on our own training texts.
SAME_SLOT = 0.42
#: Agreement may be looser: the same figure beside some of the same words is rarely chance.
LOOSE_SLOT = 0.22
#: What counts beside likeness when two figures could be meant: the passage's own words that the
#: claim says, and the claim's other figures found in the same clause.
HELD, FELLOW = 0.35, 0.2
#: What a condition that both give counts for: "khi hiến 350 ml" beside the amount, in its own stretch.
CONDITION = 0.5
#: How sure a difference is where the passage gives the claim's figure, but under another condition.
EXCHANGED = 0.98
#: How much less alike a slot may be where such a condition ties the two figures together.
TIED = 0.08
#: By how much another figure's slot must suit the claim better than that of the figure it gives.
CONTRAST = 0.3
#: A figure too close to call keeps a difference from being told where it suits the claim so nearly.
NEARLY = 0.05
_CLAUSE_ENDS = re.compile(r"[;\n]|[.](?=\s)")
#: Bounds that give an amount rather than a limit or a condition.
_PLAIN = {"exact", "about", "near", "range"}
#: A day that stands alone needs its verb: "có hiệu lực", "ban hành", "khởi công".
_SKIPPED = {"time", "ordinal"}


#: "tăng từ 2,34 triệu lên …", "thay vì …", "so với …": what was before, or elsewhere, refutes nothing.
_FORMER = re.compile(
    r"(?:(?P<moved>(?:tăng|nâng|giảm|hạ|điều chỉnh|rút|chuyển)(?:\s\w+){0,5}\s+từ)|thay vì|thay cho|so với(?:\s\w+){0,4}|mức cũ(?:\s\w+){0,2}|trước đó là|trước đây là|cao hơn|thấp hơn)\s+$",
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


@dataclass(frozen=True, slots=True)
class _Pair:
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


def compare_quantities(
    sentence: str,
    quantities: tuple[Quantity, ...],
    passages: Sequence[Entry],
    *,
    idf: Callable[[str], float],
) -> list[Finding]:
    """One finding a quantity; times of day and ordinals are left to their slots."""
    asked = [
        one for one in quantities if one.kind not in _SKIPPED and not _is_former(sentence, one)
    ]
    slots = [slot_of(sentence, one, quantities) for one in asked]
    pairs = [
        _pairs(sentence, one, slot, passages, idf=idf)
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
    pairs: list[list[_Pair]],
    agreed: list[_Pair | None],
    *,
    idf: Callable[[str], float],
) -> list[_Pair | None]:
    """The agreed figures, but for two that the claim gives each to the other's thing."""

    def takes(at: int, same: _Pair, theirs: _Pair) -> bool:
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
    pairs = _pairs(sentence, finding.quantity, slot, document, idf=idf)
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


def _pairs(
    sentence: str,
    quantity: Quantity,
    slot: Slot,
    passages: Sequence[Entry],
    *,
    idf: Callable[[str], float],
) -> list[_Pair]:
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
                found.append(_Pair(entry, official, same, kind, alike, held))
    return found


def _agreed(pairs: list[_Pair]) -> _Pair | None:
    """The counterpart that says the same, where there is one in a slot alike enough."""
    same = [one for one in pairs if one.same is True and one.alike >= LOOSE_SLOT]
    return max(same, key=lambda one: one.rank, default=None)


def _beside(pairs: list[list[_Pair]], agreed: list[_Pair | None], at: int) -> list[_Pair]:
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
            fellows=sum(_in_one_clause(one, other) for other in others),
            tied=any(_in_one_stretch(one, other) for other in alike),
        )
        for one in pairs[at]
        if one.same is True or not any(other.official is one.official for other in others)
    ]


def _in_one_clause(one: _Pair, other: _Pair) -> bool:
    if one.entry is not other.entry or one.official is other.official:
        return False
    first, last = sorted((one.official, other.official), key=lambda quantity: quantity.start)
    return not _CLAUSE_ENDS.search(one.entry.passage.text[first.end : last.start])


def _is_tied(quantity: Quantity, one: _Pair) -> bool:
    """A condition beside both, or the same thing that both are paid for, holds the two together."""
    return one.tied or same_receiver(quantity.per, one.official.per)


def _in_one_stretch(one: _Pair, other: _Pair) -> bool:
    if one.entry is not other.entry or one.official is other.official:
        return False
    begin, finish = stretch(one.entry.passage.text, one.official, one.entry.quantities)
    return one.official.kind != other.official.kind and begin <= other.official.start < finish


def _find(
    quantity: Quantity, slot: Slot, pairs: list[_Pair], *, idf: Callable[[str], float]
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


def _outdone(slot: Slot, same: _Pair, other: _Pair, *, idf: Callable[[str], float]) -> bool:
    """The claim's figure occurs, but of another thing: what it says besides is all beside the other."""
    if same.alike < SAME_SLOT and other.alike > 2 * same.alike:
        return True
    if same.entry.document is not other.entry.document:
        return False
    mine, theirs = (
        official_slot(other.entry, other.official),
        official_slot(same.entry, same.official),
    )
    told = {word: weight * idf(word) for word, weight in slot.weights.items()}
    total = sum(told.values()) or 1.0
    for_other = sum(told[one] for one in told.keys() & mine.own - theirs.weights.keys()) / total
    for_same = sum(told[one] for one in told.keys() & theirs.own - mine.weights.keys()) / total
    margin = for_other - for_same + 0.6 * (other.held - same.held)
    margin += 0.15 * (other.fellows - same.fellows) + CONDITION * (other.tied - same.tied)
    margin += CONTRAST * (one_denies(slot, theirs) - one_denies(slot, mine))
    return margin >= CONTRAST and for_same <= for_other / 3


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


def _sure(quantity: Quantity, best: _Pair) -> bool:
    """A year or a lone number differs only where the passage names the same thing plainly."""
    if quantity.kind == "number":
        return bool(quantity.unit and best.official.unit) and best.alike >= SAME_SLOT + 0.08
    if quantity.kind == "date" and quantity.low is None:
        return best.alike >= SAME_SLOT + 0.1
    return True


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
