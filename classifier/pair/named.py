"""The statement's names against those of its evidence: whole, in part, not at all, another instead."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from classifier.lexicon_words import lexicon
from classifier.pair.laid import Laid, share


def named(laid: Laid) -> dict[str, float]:
    """Counts of capitalised runs by how much of each the evidence has."""
    held = [
        [token.word in laid.words for token in laid.own[start:end]] for start, end in _names(laid)
    ]
    whole = sum(all(name) for name in held)
    none = sum(not any(name) for name in held)
    left = laid.left_over("name")
    return {
        "names_run": len(held),
        "names_whole_share": share(whole, len(held)),
        "names_absent": none,
        "names_in_part": len(held) - whole - none,
        "names_left_over": left,
        "names_exchanged": min(len(held) - whole, left),
        "long_names_absent": sum(len(name) > 1 and not any(name) for name in held),
        "ranks_apart": _ranks_apart(laid),
    }


def _ranks_apart(laid: Laid) -> int:
    """Shared words before which only one side, or each another, has "phó", "cựu", "tổng" …"""
    pairs = [
        (laid.own[at - 1].word if at else "", laid.other[place - 1].word if place else "")
        for at, place in enumerate(laid.tiling.places)
        if place >= 0
    ]
    ranks = _ranks()
    return sum(one != two and (one in ranks or two in ranks) for one, two in pairs)


def _names(laid: Laid) -> Iterator[tuple[int, int]]:
    """Runs of capitals; a lone capital at the head of a sentence is none."""
    at = 0
    while at < len(laid.own):
        following = laid.own[at + 1].kind if at + 1 < len(laid.own) else ""
        token = laid.own[at]
        if token.kind == "name" or (token.capital and following == "name"):
            end = at + 1
            while end < len(laid.own) and laid.own[end].capital and not laid.own[end].opens:
                end += 1
            yield at, end
            at = end
        else:
            at += 1


@cache
def _ranks() -> frozenset[str]:
    return frozenset(lexicon("pair")["rank"])
