"""Flags that a person has ruled on → examples to learn from, one a story, sentence and passage."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from doichieu.records import Outcome
from storage.decisions import UNDECIDED
from storage.schema import DecisionRow, FlagRow


@dataclass(frozen=True, kw_only=True, slots=True)
class Ruling:
    """What was put before a person, and what they said of it last."""

    flag_id: int
    statement: str
    passage: str
    document: str
    place: str
    outcome: Outcome
    reviewer: str
    decided_at: datetime


def standing(session: Session) -> list[Ruling]:
    """Every ruling that stands, oldest first; copies ruled on together count once."""
    last = select(func.max(DecisionRow.id)).group_by(DecisionRow.flag_id)
    query = (
        select(FlagRow, DecisionRow)
        .join(DecisionRow, DecisionRow.flag_id == FlagRow.id)
        .where(DecisionRow.id.in_(last), FlagRow.status.not_in(UNDECIDED))
        .order_by(DecisionRow.id)
    )
    first: dict[str, Ruling] = {}
    for flag, decision in session.execute(query):
        if decision.outcome == flag.status:
            first.setdefault(flag.group_key, _ruling(flag, decision))
    return list(first.values())


def _ruling(flag: FlagRow, decision: DecisionRow) -> Ruling:
    return Ruling(
        flag_id=flag.id,
        statement=flag.sentence,
        passage=flag.passage,
        document=flag.document,
        place=flag.place,
        outcome=Outcome(decision.outcome),
        reviewer=decision.reviewer,
        decided_at=decision.decided_at,
    )
