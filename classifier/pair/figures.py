"""The statement's figures against those of its evidence: there, replaced, tied to something else."""

from __future__ import annotations

from collections import Counter

from classifier.compare import agree
from classifier.pair.laid import Laid, share
from classifier.pair.reading import Token
from classifier.quantities import Quantity, read_quantities


def figures(laid: Laid) -> dict[str, float]:
    """Counts by figure as written and by typed quantity."""
    theirs = read_quantities(laid.evidence)
    judged = [
        (one, _standing(one, theirs))
        for one in read_quantities(laid.statement)
        if one.kind != "time"
    ]
    agreeing = [one for one, standing in judged if standing == "agreeing"]
    return _written(laid, agreeing) | _typed([standing for _, standing in judged])


def _written(laid: Laid, agreeing: list[Quantity]) -> dict[str, float]:
    own = [at for at, token in enumerate(laid.own) if token.kind == "figure"]
    absent = [
        at
        for at in own
        if laid.own[at].word not in laid.words and not _within(laid.own[at], agreeing)
    ]
    present = [at for at in own if laid.own[at].word in laid.words]
    tied = sum(_keeps_company(laid, at) for at in present)
    left = laid.left_over("figure")
    return {
        "figures_absent": len(absent),
        "figures_absent_share": share(len(absent), len(own)),
        "figures_left_over": left,
        "figures_absent_and_left": min(len(absent), left),
        "figures_exchanged": sum(_has_rival(laid, at) for at in absent),
        "figures_tied": tied,
        "figures_loose": len(present) - tied,
    }


def _company(laid: Laid, at: int) -> list[int]:
    """Places in the evidence of what stands beside a figure."""
    near = (at - 1, at + 1, at + 2)
    return [laid.tiling.places[one] for one in near if 0 <= one < len(laid.own) and laid.told[one]]


def _keeps_company(laid: Laid, at: int) -> bool:
    place = laid.tiling.places[at]
    return place >= 0 and any(abs(one - place) <= 3 for one in _company(laid, at))


def _has_rival(laid: Laid, at: int) -> bool:
    """Whether the evidence has another figure, free, beside the same words."""
    return any(
        0 <= rival < len(laid.other)
        and laid.other[rival].kind == "figure"
        and rival not in laid.tiling.taken
        for one in _company(laid, at)
        for rival in (one - 2, one - 1, one + 1)
    )


def _within(token: Token, quantities: list[Quantity]) -> bool:
    """ "880 nghìn tỷ" is told where the evidence writes "880.000 tỷ"."""
    return any(one.start <= token.start and token.end <= one.end for one in quantities)


def _typed(standings: list[str]) -> dict[str, float]:
    counted = Counter(standings)
    return {
        "quantities_agreeing": counted["agreeing"],
        "quantities_contrary": counted["contrary"],
        "quantities_missing": counted["missing"],
        "quantities_contrary_share": share(counted["contrary"], counted.total()),
    }


def _standing(one: Quantity, theirs: tuple[Quantity, ...]) -> str:
    said = [agree(one, other) for other in theirs if other.kind == one.kind]
    if True in said:
        return "agreeing"
    return "contrary" if False in said else "missing"
