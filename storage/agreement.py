"""How far two people agree who ruled on the same flag: pairs of rulings, and Cohen's kappa of them."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.desk_schema import OpinionRow
from storage.schema import DecisionRow

#: Fewer pairs say nothing of a desk.
FEWEST = 10


@dataclass(frozen=True, kw_only=True, slots=True)
class Pair:
    """Two persons' rulings on one flag; the second was made beside the first and did not replace it."""

    flag_id: int
    first: str  #: an outcome
    first_by: str
    second: str
    second_by: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Agreement:
    """How far the rulings agree."""

    pairs: int
    same: int
    kappa: float | None  #: Cohen's; None below FEWEST pairs, and where all rulings are one outcome


def pairs(session: Session) -> Iterator[Pair]:
    """Every second opinion beside the ruling it was given on, one a story, the earliest first."""
    query = (
        select(OpinionRow, DecisionRow)
        .join(DecisionRow, DecisionRow.id == OpinionRow.decision_id)
        .where(OpinionRow.reviewer != DecisionRow.reviewer)
        .order_by(OpinionRow.id)
    )
    for opinion, ruling in session.execute(query):
        yield Pair(
            flag_id=opinion.flag_id, first=ruling.outcome, first_by=ruling.reviewer,
            second=opinion.outcome, second_by=opinion.reviewer,
        )  # fmt: skip


def agreement(held: Sequence[Pair]) -> Agreement:
    """Pairs, how many are the same, and kappa."""
    same = sum(one.first == one.second for one in held)
    return Agreement(pairs=len(held), same=same, kappa=_kappa(held))


def _kappa(held: Sequence[Pair]) -> float | None:
    if len(held) < FEWEST:
        return None
    from sklearn.metrics import cohen_kappa_score  # a second of start that only this needs

    firsts, seconds = [one.first for one in held], [one.second for one in held]
    if len({*firsts, *seconds}) == 1:
        return None  # nothing was told apart: chance alone would agree as far
    kappa = float(cohen_kappa_score(firsts, seconds))
    return None if math.isnan(kappa) else kappa
