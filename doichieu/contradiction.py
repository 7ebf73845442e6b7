"""What two official texts state otherwise of one thing; a leaf of the records."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Contradiction:
    """Two texts in force that give one thing different values: nothing is held against either."""

    document: str
    place: str
    text: str
    value: str
    other_document: str
    other_place: str
    other_text: str
    other_value: str
