"""Words that widen, narrow, time or weigh, where only one of the two texts has them."""

from __future__ import annotations

from functools import cache

from classifier.lexicon_words import lexicon
from classifier.pair.laid import Laid
from classifier.pair.reading import spelled

MARKERS = (
    "only", "every", "most", "may", "time", "cause",
    "turn", "about", "many", "move", "effect", "also",
)  # fmt: skip


def wording(laid: Laid) -> dict[str, float]:
    """For each kind of marker: how many words only the statement has, how many only the evidence."""
    own = {token.word for token in laid.own}
    values: dict[str, float] = {}
    for kind, words in _markers().items():
        values[f"{kind}_here"] = len(words & own - laid.words)
        values[f"{kind}_there"] = len(words & laid.words - own)
    return values


@cache
def _markers() -> dict[str, frozenset[str]]:
    lists = lexicon("pair")["marker"]
    return {kind: frozenset(map(spelled, lists[kind])) for kind in MARKERS}
