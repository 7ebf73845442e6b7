"""What replaces what: a replaced document stops counting the day its successor takes effect."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from doichieu.legal import normalise_number
from doichieu.records import OfficialDocument


def settle(documents: Iterable[OfficialDocument]) -> tuple[OfficialDocument, ...]:
    """The same documents, in order, with `expires` and `replaced_by` of those that were replaced.

    A document that claims to replace itself, or an older claim against a newer text (a ring), is
    passed over: a text cannot be ended by one that took effect before it.
    """
    held = list(documents)
    successors: dict[str, OfficialDocument] = {}
    for document in held:
        for number in document.replaces:
            key = normalise_number(number)
            if key != normalise_number(document.number):
                earlier = successors.get(key)
                if earlier is None or _begins(document) < _begins(earlier):
                    successors[key] = document
    return tuple(_ended(one, successors.get(normalise_number(one.number))) for one in held)


def _ended(document: OfficialDocument, successor: OfficialDocument | None) -> OfficialDocument:
    if successor is None or (_begins(successor) <= _begins(document) and _begins(document) != ""):
        return document
    begins = successor.effective or successor.issued
    expires = min((day for day in (document.expires, begins) if day), default=None)
    return replace(document, expires=expires, replaced_by=successor.number)


def _begins(document: OfficialDocument) -> str:
    day = document.effective or document.issued
    return day.isoformat() if day else ""
