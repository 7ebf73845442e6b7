"""Words of one family of which the statement says one and its evidence another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from classifier.lexicon_words import lexicon, meaning
from classifier.pair.laid import Laid
from classifier.pair.reading import Token, spelled

#: Syllables a member of a family has at most.
LONGEST = 3
#: Words this near to what the statement's neighbours stand for speak of the same thing.
NEAR = 4
#: And this near they stand in the very place.
BESIDE = 2


@dataclass(frozen=True, slots=True)
class Hit:
    """A member of one or more families: tokens[start:end]."""

    start: int
    end: int
    members: tuple[tuple[int, int], ...]  #: (family, member)


def contrast(laid: Laid) -> dict[str, float]:
    """How many words are contrasted, how near, and how many of them stand free in the evidence."""
    theirs: dict[int, dict[int, list[int]]] = {}
    for hit in _hits(laid.other):
        for family, member in hit.members:
            theirs.setdefault(family, {}).setdefault(member, []).append(hit.start)
    found = [
        _distance(laid, hit, rivals)
        for hit in _hits(laid.own)
        if not all(laid.told[hit.start : hit.end]) and (rivals := _rivals(hit, theirs))
    ]
    return {
        "contrasts": len(found),
        "contrasts_near": sum(distance <= NEAR for distance, _ in found),
        "contrast_nearest": max((1 / (1 + distance) for distance, _ in found), default=0.0),
        "contrasts_free": sum(distance <= NEAR and free for distance, free in found),
        "contrasts_beside": sum(distance <= BESIDE and free for distance, free in found),
    }


def _rivals(hit: Hit, theirs: dict[int, dict[int, list[int]]]) -> list[int]:
    """Where the evidence names another member of the first family it does not also agree in."""
    for family, member in hit.members:
        there = theirs.get(family, {})
        if there and member not in there:
            return [place for places in there.values() for place in places]
    return []


def _distance(laid: Laid, hit: Hit, rivals: list[int]) -> tuple[int, bool]:
    """How far the nearest rival is from what stands around the hit; whether all rivals are free."""
    around = range(max(0, hit.start - NEAR), min(len(laid.own), hit.end + NEAR))
    places = [laid.tiling.places[at] for at in around if laid.told[at] and laid.own[at].tells]
    distance = min((abs(rival - place) for rival in rivals for place in places), default=99)
    return distance, all(rival not in laid.tiling.taken for rival in rivals)


@lru_cache(maxsize=4000)
def _hits(tokens: tuple[Token, ...]) -> tuple[Hit, ...]:
    return tuple(_found(tokens))


def _found(tokens: tuple[Token, ...]) -> Iterator[Hit]:
    families = _families()
    at = 0
    while at < len(tokens):
        for length in range(LONGEST, 0, -1):
            words = " ".join(token.word for token in tokens[at : at + length])
            if at + length <= len(tokens) and words in families:
                yield Hit(at, at + length, families[words])
                at += length
                break
        else:
            at += 1


@cache
def _families() -> dict[str, tuple[tuple[int, int], ...]]:
    """{words: ((family, member), …)}."""
    found: dict[str, list[tuple[int, int]]] = {}
    for family, members in enumerate(lexicon("contrast")["contrast"]):
        for member, spellings in enumerate(members):
            for words in spellings:
                key = " ".join(spelled(word) for word in meaning(words).split())
                found.setdefault(key, []).append((family, member))
    return {words: tuple(places) for words, places in found.items()}
