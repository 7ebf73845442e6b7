"""How much of a statement its evidence has: by syllable, weight, run, order, part and letter."""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import pairwise

from classifier.lexicon_words import lexicon, meaning
from classifier.pair.laid import Laid, share

#: Letters a piece of the likeness by letters has.
LETTERS = 4
#: Texts whose pieces are kept: the sentences of an article are held against the same few passages.
KEPT = 64
#: A part of a statement of which less is told stands alone.
UNTOLD = 0.35
#: Runs from this length on are hardly chance.
LONG = 4


def overlap(laid: Laid) -> dict[str, float]:
    """Shares of the statement and the evidence, and the lengths they are shares of."""
    return _covered(laid) | _runs(laid) | _order(laid) | _parts(laid) | _letters(laid)


def _covered(laid: Laid) -> dict[str, float]:
    told, telling = laid.told, laid.telling
    weight = {at: laid.idf(laid.own[at].word) for at in telling}
    missing = [at for at in telling if not told[at]]
    half, quarter = len(telling) // 2, max(1, len(telling) // 4)
    others = [at for at, token in enumerate(laid.other) if token.tells]
    return {
        "covered": share(sum(told), len(told)),
        "covered_telling": share(len(telling) - len(missing), len(telling)),
        "covered_weight": 1 - share(sum(weight[at] for at in missing), sum(weight.values())),
        "missing": len(missing),
        "missing_weight": sum(weight[at] for at in missing),
        "missing_rarest": max((weight[at] for at in missing), default=0.0),
        "evidence_covered": share(sum(at in laid.tiling.taken for at in others), len(others)),
        "covered_first_half": _told_share(told, telling[:half]),
        "covered_second_half": _told_share(told, telling[half:]),
        "covered_head": _told_share(told, telling[:quarter]),
        "covered_tail": _told_share(told, telling[-quarter:]),
    }


def _runs(laid: Laid) -> dict[str, float]:
    runs, count = laid.tiling.runs, len(laid.own)
    longest = sorted(runs, reverse=True)
    return {
        "length": count,
        "evidence_length": len(laid.other),
        "length_ratio": math.log((count or 1) / (len(laid.other) or 1)),
        "runs": len(runs),
        "run_mean": share(sum(laid.told), len(runs)),
        "run_longest": max(runs, default=0),
        "run_longest_share": share(sum(longest[:1]), count),
        "run_two_longest_share": share(sum(longest[:2]), count),
        "run_long_share": share(sum(run for run in runs if run >= LONG), count),
    }


def _order(laid: Laid) -> dict[str, float]:
    places = [place for place in laid.tiling.places if place >= 0]
    count = len(laid.own)
    window = max(
        (sum(start <= one < start + count + 5 for one in places) for start in set(places)),
        default=0,
    )
    own, other = (
        {(one.word, two.word) for one, two in pairwise(tokens)} for tokens in (laid.own, laid.other)
    )
    return {
        "in_order": share(sum(two > one for one, two in pairwise(places)), len(places) - 1)
        if len(places) > 1
        else 0.0,
        "adjacent": share(sum(two == one + 1 for one, two in pairwise(places)), count),
        "spread": share(max(places) - min(places) + 1, count) if places else 0.0,
        "window": share(window, count),
        "pairs_shared": share(len(own & other), len(own)),
    }


def _parts(laid: Laid) -> dict[str, float]:
    shares = [
        _told_share(laid.told, telling)
        for part in _split(laid)
        if len(telling := [at for at in part if laid.own[at].tells]) >= 2
    ]
    return {
        "part_least": min(shares, default=0.0),
        "part_most": max(shares, default=0.0),
        "parts_untold": sum(one < UNTOLD for one in shares),
        "parts": len(shares),
    }


def _split(laid: Laid) -> Iterator[list[int]]:
    """Places of the statement, parted at commas and joints once three telling words are gathered."""
    part: list[int] = []
    end = 0
    for at, token in enumerate(laid.own):
        parted = token.word in _joints() or "," in laid.statement[end : token.start]
        if parted and sum(laid.own[one].tells for one in part) >= 3:
            yield part
            part = []
        part.append(at)
        end = token.end
    yield part


def _letters(laid: Laid) -> dict[str, float]:
    own, other = _pieces(laid.statement), _pieces(laid.evidence)
    both = len(own & other)
    return {
        "letters_shared": share(both, len(own)),
        "letters_alike": share(both, len(own) + len(other) - both),
    }


@lru_cache(maxsize=KEPT)
def _pieces(text: str) -> frozenset[str]:
    letters = meaning(text)
    return frozenset(letters[at : at + LETTERS] for at in range(len(letters) - LETTERS + 1))


def _told_share(told: tuple[bool, ...], places: list[int] | tuple[int, ...]) -> float:
    return share(sum(told[at] for at in places), len(places))


@cache
def _joints() -> frozenset[str]:
    return frozenset(lexicon("pair")["joint"])
