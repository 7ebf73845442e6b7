"""The statement's names against those of its evidence: whole, in part, not at all, another instead."""

from __future__ import annotations

from collections.abc import Iterator

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
    }


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
