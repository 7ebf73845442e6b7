"""What became of a flag, line by line: the machine, the outlet, the desk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from storage.schema import ArticleRow, DecisionRow, EventRow, FlagRow

#: Lines of the log that tell of a flag beside its rulings.
TOLD = ("assign", "give_back", "withdraw", "raise", "opinion_asked", "opinion")


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that happened: when, who ("" for the outlet), which word of the log, what is told of it."""

    at: datetime
    who: str
    action: str
    detail: dict[str, Any]


def history(
    flag: FlagRow,
    article: ArticleRow,
    changes: Sequence[dict[str, Any]],
    rulings: Sequence[DecisionRow],
    lines: Sequence[EventRow],
) -> list[Line]:
    """Everything but the flagging itself, the earliest first."""
    held = [Line(one["seen_at"], "", "revised", {"revision": one["revision"]}) for one in changes]
    if flag.corrected_at:
        held.append(Line(flag.corrected_at, "", "corrected", {}))
    if article.gone_at:
        held.append(Line(article.gone_at, "", "gone", {}))
    for one in rulings:
        detail = {"outcome": one.outcome, "note": one.note}
        held.append(Line(one.decided_at, one.reviewer, "decide", detail))
    held += [Line(one.at, one.actor, one.action, one.detail) for one in lines if one.action in TOLD]
    return sorted(held, key=lambda one: one.at)
