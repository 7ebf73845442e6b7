"""Two texts in force, of one rank and binding in one place, that state different values of one slot: neither refutes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from classifier.alignment import conflicts, official_slot
from classifier.compare import agree
from classifier.evidence import Entry, entries_of
from classifier.quantities import Quantity
from classifier.words import said
from doichieu.contradiction import Contradiction
from doichieu.legal import kind_of_number
from doichieu.ranks import only_explains
from doichieu.records import OfficialDocument

#: Passages of two texts state one rule where so much of the words of either is the other's, headings and title
#: included less strictly: "có hiệu lực từ ngày …" stands in every text, and each speaks of itself.
SAME_WORDS, SAME_SUBJECT = 0.85, 0.6
#: A clause of effect speaks of its own text.
_OF_ITSELF = re.compile(r"hiệu lực|hết hạn áp dụng", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Conflict:
    """A figure of one passage and the other text's that contradicts it."""

    entry: Entry
    figure: Quantity
    other: Entry
    other_figure: Quantity

    def told(self) -> Contradiction:
        """The two values as a record."""
        return Contradiction(
            document=self.entry.passage.document,
            place=self.entry.passage.place,
            text=self.entry.passage.text,
            value=self.figure.text,
            other_document=self.other.passage.document,
            other_place=self.other.passage.place,
            other_text=self.other.passage.text,
            other_value=self.other_figure.text,
        )


def conflict_of(
    entry: Entry,
    figure: Quantity,
    others: Iterable[Entry],
    *,
    counts: Callable[[OfficialDocument], bool],
) -> Conflict | None:
    """The first of `others` that gives the figure's slot another value, and its own nowhere."""
    if _OF_ITSELF.search(entry.passage.text):
        return None
    for other in others:
        if not _of_one_rank(entry.document, other.document) or not _says_one_thing(entry, other):
            continue
        if not counts(other.document):
            continue
        slot = official_slot(entry, figure)
        beside = [
            (agree(figure, one), one)
            for one in other.quantities
            if one.kind == figure.kind and not conflicts(slot, official_slot(other, one))
        ]
        differing = [one for same, one in beside if same is False]
        if len(differing) == 1 and not any(same is True for same, _ in beside):
            return Conflict(entry, figure, other, differing[0])
    return None


def contradictions_of(
    document: OfficialDocument, others: Sequence[OfficialDocument], *, day: date
) -> list[Contradiction]:
    """What a document says otherwise than another of its rank that counts on `day`; none where it does not count."""
    if not document.in_force_on(day):
        return []
    rivals = [
        entry
        for one in others
        if _of_one_rank(document, one) and one.in_force_on(day)
        for entry in entries_of(one)
        if one.stands_on(day, entry.passage)
    ]
    found = (
        conflict_of(entry, figure, rivals, counts=lambda _: True)
        for entry in entries_of(document)
        if document.stands_on(day, entry.passage)
        for figure in entry.quantities
    )
    return [one.told() for one in found if one is not None]


def _of_one_rank(one: OfficialDocument, other: OfficialDocument) -> bool:
    """Two texts of one kind for one place, neither of which ends or changes the other."""
    if one.number == other.number or one.province != other.province:
        return False
    if only_explains(one) != only_explains(other) or _kind(one) != _kind(other):
        return False
    named = {
        *one.replaces,
        *(each.by for each in one.changes),
        *(each.document for each in one.relations),
    }
    back = {*other.replaces, *(each.by for each in other.changes), *(each.document for each in other.relations)}  # fmt: skip
    return other.number not in named and one.number not in back


def _kind(document: OfficialDocument) -> str:
    return (kind_of_number(document.number) or document.kind or "").lower()


def _says_one_thing(one: Entry, other: Entry) -> bool:
    if not _alike(said(one.passage.text), said(other.passage.text)) >= SAME_WORDS:
        return False
    return _alike(one.words, other.words) >= SAME_SUBJECT


def _alike(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / max(len(one), len(other), 1)
