"""Flags that a person has ruled on and that resemble one: same document, same kind, the same figures first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from doichieu.text import one_line
from storage.decisions import UNDECIDED
from storage.schema import DecisionRow, FlagRow

#: The newest of a document that are looked through, and how many are shown.
LOOKED_AT, MOST = 200, 5


@dataclass(frozen=True, slots=True)
class Similar:
    """A flag of another story, how it was ruled, and how much it has in common."""

    flag: FlagRow
    ruling: DecisionRow
    likeness: int  #: 2 both figures, 1 one of them, 0 document and kind alone


def similar(session: Session, flag: FlagRow) -> list[Similar]:
    """One a story, the most alike first, then the newest."""
    query = (
        select(FlagRow)
        .where(
            FlagRow.document == flag.document, FlagRow.kind == flag.kind,
            FlagRow.status.not_in(UNDECIDED), FlagRow.group_key != flag.group_key,
        )
        .order_by(FlagRow.id.desc())
        .limit(LOOKED_AT)
    )  # fmt: skip
    stories = {one.group_key: one for one in session.scalars(query)}
    ranked = sorted(stories.values(), key=lambda one: (-_likeness(one, flag), -one.id))[:MOST]
    rulings = _rulings(session, [one.id for one in ranked])
    return [
        Similar(one, rulings[one.id], _likeness(one, flag)) for one in ranked if one.id in rulings
    ]


def _likeness(one: FlagRow, other: FlagRow) -> int:
    return sum(bool(_said(one, side) & _said(other, side)) for side in ("article", "official"))


def _said(flag: FlagRow, side: str) -> set[str]:
    differences: list[dict[str, Any]] = flag.differences
    return {one_line(str(one[side])).casefold() for one in differences if one[side]}


def _rulings(session: Session, ids: list[int]) -> dict[int, DecisionRow]:
    """The last ruling of each."""
    query = select(DecisionRow).where(DecisionRow.flag_id.in_(ids)).order_by(DecisionRow.id)
    return {one.flag_id: one for one in session.scalars(query)}
