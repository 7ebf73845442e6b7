"""Denials of the statement and of its evidence, and which words each denies."""

from __future__ import annotations

from classifier.pair.laid import Laid, share
from classifier.pair.reading import Token

#: A denial reaches this many syllables onward.
REACH = 3


def denied(laid: Laid) -> dict[str, float]:
    """Counts of denials, and of shared words that one side denies and the other does not."""
    here = there = shared = 0
    for at in laid.telling:
        if laid.told[at] and laid.own[at].kind == "word":
            own = _is_denied(laid.own, at)
            other = _is_denied(laid.other, laid.tiling.places[at])
            shared += 1
            here += own and not other
            there += other and not own
    own_count, other_count = _denials(laid.own), _denials(laid.other)
    return {
        "denied_apart": share(here + there, shared),
        "denied_here": here,
        "denied_there": there,
        "denials_there": other_count,
        "denials_gap": own_count - other_count,
    }


def _is_denied(tokens: tuple[Token, ...], at: int) -> bool:
    return any(tokens[one].kind == "denial" for one in range(max(0, at - REACH), at))


def _denials(tokens: tuple[Token, ...]) -> int:
    return sum(token.kind == "denial" for token in tokens)
