"""Which quantity of a passage speaks about the same thing as a quantity of the claim."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import pairwise

from classifier.evidence import Entry
from classifier.lexicon_words import lexicon, meaning
from classifier.list_parts import part_words, row_label, stretch
from classifier.quantities import Quantity
from classifier.words import abbreviated, content

#: Syllables further than this from a quantity say little about it.
REACH = 14
#: Words beyond the quantity's own stretch speak of something else.
ACROSS = 0.35
#: What headings and titles give to a slot beside the passage's own words.
HEADING, TITLE = 0.55, 0.35
#: What is left of likeness where one denies what the other says.
DENIED = 0.55
_DENIES = re.compile(
    r"(?<!\w)(?:không|chưa)(?: có| phải là| là| thuộc)?\s(?!(?:quá|vượt|dưới|thấp|cao|ít|hơn|được|phải|bắt|cần|kể|phân|tính|bị|còn|chỉ|áp|nhỏ|lớn|đủ)(?!\w))"
)
_SLOT_UNITS = {
    "vùng",
    "lớp",
    "hạng",
    "nhóm",
    "loại",
    "bậc",
    "cấp",
    "khu vực",
    "đợt",
    "tuyến",
    "khối",
    "mức độ",
    "thứ",
}


@dataclass(frozen=True, slots=True)
class Slot:
    """What a quantity is about: weighted words, its ordinal, the groups named beside it."""

    weights: dict[str, float]
    ordinals: dict[str, frozenset[int]]
    groups: dict[str, frozenset[int]]
    own: frozenset[str] = frozenset()  #: words of the text itself, without headings and title
    part: frozenset[str] = frozenset()  #: words that are the quantity's own among its like
    said: frozenset[str] = frozenset()  #: pairs of words of its clause: "kinh doanh"
    denied: frozenset[str] = frozenset()  #: pairs that "không" or "chưa" denies: "không kinh doanh"


def slot_of(text: str, quantity: Quantity, others: tuple[Quantity, ...]) -> Slot:
    """The slot of one quantity of `text`."""
    weights: dict[str, float] = {}
    words = content(text)
    starts = [term.start for term in words]
    middle = bisect_left(starts, quantity.start)
    begin, finish = stretch(text, quantity, others)
    excluded = [match.span() for match in _EXCLUDED.finditer(abbreviated(text))]
    for place in range(max(0, middle - REACH), min(len(words), middle + REACH)):
        term = words[place]
        if quantity.start <= term.start < quantity.end:
            continue
        if any(start <= term.start < end for start, end in excluded):
            continue
        distance = middle - place if place < middle else place - middle + 2
        weight = 1.0 / (1.0 + 0.12 * distance)
        if not begin <= term.start < finish:
            weight *= ACROSS
        weights[term.word] = max(weights.get(term.word, 0.0), weight)
    said, denied = _pairs_said(text, begin, finish)
    return Slot(
        weights=weights,
        ordinals=_ordinals(text, quantity, others),
        groups=_groups_near(text, quantity, others),
        part=part_words(text, quantity, others),
        said=said,
        denied=denied,
    )


@lru_cache(maxsize=8_000)
def official_slot(entry: Entry, quantity: Quantity) -> Slot:
    """The slot of a passage's quantity, with what its headings and title say."""
    slot = slot_of(entry.passage.text, quantity, entry.quantities)
    weights = dict(slot.weights)
    headings = "\n".join((*entry.passage.headings, entry.lead))
    for text, weight in ((headings, HEADING), (entry.document.title, TITLE)):
        for term in content(text):
            weights[term.word] = max(weights.get(term.word, 0.0), weight)
    return replace(slot, weights=weights, own=frozenset(slot.weights))


def likeness(claim: Slot, official: Slot, *, idf: Callable[[str], float]) -> float:
    """0 … 1: how much of what the claim's slot says the official slot says too."""
    if conflicts(claim, official):
        return 0.0
    total = sum(weight * idf(word) for word, weight in claim.weights.items())
    if not total:
        return 0.0
    shared = sum(
        min(weight, official.weights[word] * 1.25) * idf(word)
        for word, weight in claim.weights.items()
        if word in official.weights
    )
    alike = min(1.0, shared / total)
    return alike * DENIED if one_denies(claim, official) else alike


def one_denies(claim: Slot, official: Slot) -> bool:
    """ "không kinh doanh vận tải" and "kinh doanh vận tải" share their words and are two things."""
    return bool(
        claim.denied & (official.said - official.denied)
        or official.denied & (claim.said - claim.denied)
    )


def conflicts(claim: Slot, official: Slot) -> bool:
    """Whether both name an ordinal or a group of one family, and not the same one."""
    return any(
        not (named[key] & other[key])
        for named, other in (
            (claim.ordinals, official.ordinals),
            (claim.groups, official.groups),
        )
        for key in named.keys() & other.keys()
    )


def _pairs_said(text: str, begin: int, finish: int) -> tuple[frozenset[str], frozenset[str]]:
    words = [term for term in content(text) if begin <= term.start < finish]
    pairs = [(one.start, f"{one.word} {other.word}") for one, other in pairwise(words)]
    denied = set()
    for match in _DENIES.finditer(abbreviated(text), begin, finish):
        after = next((pair for start, pair in pairs if start >= match.end()), None)
        denied |= {after} if after else set()
    return frozenset(pair for _, pair in pairs), frozenset(denied)


def _ordinals(
    text: str, quantity: Quantity, others: tuple[Quantity, ...]
) -> dict[str, frozenset[int]]:
    """The nearest ordinal of each family in the quantity's own clause: "vùng II"."""
    start, end = stretch(text, quantity, others)
    first, last = row_label(text, start)
    best: dict[str, tuple[int, Quantity]] = {}
    near = [
        one
        for one in others
        if one.kind == "ordinal"
        and one.unit in _SLOT_UNITS
        and (start <= one.start < end or first <= one.start < last)
    ]
    for one in near:
        before = one.end <= quantity.start
        distance = quantity.start - one.end if before else one.start - quantity.end + 10
        if one.unit not in best or distance < best[one.unit][0]:
            best[one.unit] = (distance, one)
    return {
        unit: frozenset(int(other.low or 0) for other in near if _listed(text, one, other))
        for unit, (_, one) in best.items()
    }


#: "khu vực II và khu vực III": one list of places.
_LISTS = re.compile(r"^(?:\s*(?:,|và|hoặc|hay|đến|tới|-|–)\s*)$")


def _listed(text: str, one: Quantity, other: Quantity) -> bool:
    if one is other:
        return True
    first, last = sorted((one, other), key=lambda quantity: quantity.start)
    return one.unit == other.unit and bool(_LISTS.match(text[first.end : last.start]))


def _groups_near(
    text: str, quantity: Quantity, others: tuple[Quantity, ...]
) -> dict[str, frozenset[int]]:
    start, end = stretch(text, quantity, others)
    first, last = row_label(text, start)
    return groups_in(f"{text[first:last]} | {text[start:end]}" if first < last else text[start:end])


#: "không thuộc miền núi hay hải đảo": named to be left out.
_EXCLUDED = re.compile(r"(?<!\w)(?:không thuộc|không phải là|ngoại trừ|không gồm)\s[^,.;]*")


@lru_cache(maxsize=4_000)
def groups_in(text: str) -> dict[str, frozenset[int]]:
    """Which member of each family of groups a text names: {"vehicle": {1}} for "ô tô"."""
    lowered = _EXCLUDED.sub(" ", abbreviated(text))
    words = _WORD.findall(lowered)
    found: dict[str, set[int]] = {}
    for at, word in enumerate(words):
        for name, family, member in _names_by_first_word().get(word, ()):
            if words[at : at + len(name)] == name:
                found.setdefault(family, set()).add(member)
    return {family: frozenset(members) for family, members in found.items()}


#: A word, or a mark that parts two: a name does not run over it.
_WORD = re.compile(r"\w+|[^\w\s]")


@cache
def _names_by_first_word() -> dict[str, list[tuple[list[str], str, int]]]:
    """Every group's names with family and member, under their first word: one look a word, not one a name."""
    found: dict[str, list[tuple[list[str], str, int]]] = {}
    for family, members in lexicon("judge")["groups"].items():
        for at, member in enumerate(members):
            for written in member:
                name = meaning(written).split()
                found.setdefault(name[0], []).append((name, family, at))
    return found
