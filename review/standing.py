"""Whether a passage counted on the day an article appeared, whether it does today, and what stands around it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from doichieu.records import OfficialDocument, Passage
from review.document_story import COLOURS, DONE, Part, change_on, validity
from storage.schema import FlagRow

#: The Điều at the end of a place: "khoản 2 Điều 3".
_ARTICLE = re.compile(r"(Điều \S+)$")
#: Passages of one Điều that are shown around the flagged one.
MOST_AROUND = 60


def standing(day: date, effective: date | None, expires: date | None) -> str:
    """Whether a text with these bounds counts on a day."""
    if effective is not None and day < effective:
        return "not_yet"
    return "ended" if expires is not None and day >= expires else "in_force"


def passage_story(
    document: OfficialDocument | None, flag: FlagRow, *, day: date, today: date
) -> dict[str, Any]:
    """What the document says of the flag's passage: changed by that day, valid today, its whole Điều."""
    held: dict[str, Any] = {"changed": None, "valid_today": None, "done_words": DONE, "around": ()}
    held["standing"] = standing(day, flag.document_effective, flag.document_expires)
    if document is None:
        return held
    parts = [Part(one, change_on(document, one, today)) for one in document.passages]
    status = validity(document, parts, today=today)
    passage = next((one for one in document.passages if one.place == flag.place), None)
    return held | {
        "changed": change_on(document, passage, day) if passage else None,
        "valid_today": status,
        "valid_colour": COLOURS[status],
        "around": _around(document.passages, flag.place),
    }


def _around(passages: Sequence[Passage], place: str) -> list[Passage]:
    """The passages of the same Điều, where there are others than this one."""
    match = _ARTICLE.search(place)
    if match is None:
        return []
    same = [one for one in passages if one.place == match[1] or one.place.endswith(f" {match[1]}")]
    return same[:MOST_AROUND] if len(same) > 1 else []
