"""What a statement says that its evidence does not have, and what stands there instead."""

from __future__ import annotations

from itertools import pairwise

from classifier.pair.laid import Laid, share
from classifier.pair.tiling import Gap

KINDS = ("figure", "name", "denial", "word")
#: A gap this short against as short an alternative is a replaced word, not another sentence.
SHORT = 3
#: What lies between two neighbours further apart is not left out but elsewhere.
SKIPPED_WITHIN = 12


def gaps(laid: Laid) -> dict[str, float]:
    """Counts and lengths of the gaps by place and kind, and of the evidence's words skipped."""
    return _sizes(laid) | _replaced(laid) | _by_kind(laid) | _skipped(laid)


def _sizes(laid: Laid) -> dict[str, float]:
    every, count = laid.tiling.gaps, len(laid.telling)
    sizes = [_size(laid, gap) for gap in every]
    values: dict[str, float] = {
        "gaps": len(every),
        "gaps_share": share(len(every), len(laid.own)),
        "gap_longest": max(sizes, default=0),
        "gap_longest_share": share(max(sizes, default=0), count),
    }
    for place in ("instead", "added", "far", "tail", "head"):
        here = [size for gap, size in zip(every, sizes, strict=True) if gap.kind == place]
        values[f"{place}_words"] = sum(here)
        values[f"{place}_gaps"] = sum(size > 0 for size in here)
        values[f"{place}_longest"] = max(here, default=0)
    values["added_share"] = share(values["added_words"] + values["tail_words"], count)
    values["instead_share"] = share(values["instead_words"], count)
    return values


def _replaced(laid: Laid) -> dict[str, float]:
    """Short gaps with a short alternative: the mark of a changed word."""
    between = [gap for gap in laid.tiling.gaps if gap.kind == "instead"]
    short = sum(
        1 <= _size(laid, gap) <= SHORT and 1 <= _telling_instead(laid, gap) <= SHORT
        for gap in between
    )
    missing = sum(not laid.told[at] for at in laid.telling)
    values: dict[str, float] = {
        "replaced": short,
        "replaced_only": float(short > 0 and missing <= SHORT),
    }
    for kind in ("figure", "name", "word"):
        values[f"replaced_{kind}"] = sum(
            _has(laid, gap, kind) and any(laid.other[at].kind == kind for at in gap.instead)
            for gap in between
        )
    return values


def _by_kind(laid: Laid) -> dict[str, float]:
    values: dict[str, float] = {}
    between = [gap for gap in laid.tiling.gaps if gap.kind == "instead"]
    beyond = [gap for gap in laid.tiling.gaps if gap.kind in ("added", "far", "tail", "head")]
    for kind in KINDS:
        all_own = [at for at, token in enumerate(laid.own) if token.kind == kind]
        missing = sum(not laid.told[at] for at in all_own)
        values[f"{kind}s"] = len(all_own)
        values[f"{kind}s_missing"] = missing
        values[f"{kind}s_missing_share"] = share(missing, len(all_own))
        values[f"{kind}_in_instead"] = sum(_has(laid, gap, kind) for gap in between)
        values[f"{kind}_beyond"] = sum(_has(laid, gap, kind) for gap in beyond)
    return values


def _skipped(laid: Laid) -> dict[str, float]:
    """Words of the evidence left out between two that stand together in the statement."""
    places = [place for place in laid.tiling.places if place >= 0]
    skipped = [
        laid.other[at]
        for one, two in pairwise(places)
        if one < two <= one + SKIPPED_WITHIN
        for at in range(one + 1, two)
        if at not in laid.tiling.taken
    ]
    values: dict[str, float] = {"skipped": sum(token.tells for token in skipped)}
    for kind in ("denial", "figure", "name"):
        values[f"skipped_{kind}"] = sum(token.kind == kind for token in skipped)
    return values


def _size(laid: Laid, gap: Gap) -> int:
    return sum(laid.own[at].tells for at in range(gap.start, gap.end))


def _telling_instead(laid: Laid, gap: Gap) -> int:
    return sum(laid.other[at].tells for at in gap.instead)


def _has(laid: Laid, gap: Gap, kind: str) -> bool:
    return any(laid.own[at].kind == kind for at in range(gap.start, gap.end))
