"""The official texts by what finds them: their numbers and names, the days they count on, their provinces."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from classifier.words import abbreviated
from doichieu.legal import Citation, law_name, normalise_number, resolve
from doichieu.records import OfficialDocument

#: Days of articles kept: those of one batch lie close together.
KEPT_DAYS = 32


@dataclass(frozen=True, slots=True)
class Living:
    """The texts in force on one day."""

    documents: tuple[OfficialDocument, ...]
    central: tuple[str, ...]  #: numbers of those that bind the whole country
    provincial: dict[
        str, tuple[OfficialDocument, ...]
    ]  #: the others, by the bare name of their place


class Register:
    """Official texts, looked up without going through all of them."""

    def __init__(self, documents: Sequence[OfficialDocument]) -> None:
        self.documents = tuple(documents)
        self._by_head: dict[str, list[OfficialDocument]] = defaultdict(list)
        for one in self.documents:
            self._by_head[_head(normalise_number(one.number))].append(one)
        self._named = [one for one in self.documents if one.names or law_name(one)]
        self._by_number = {one.number: one for one in reversed(self.documents)}
        self._places = {
            one.province: bare_place(one.province)
            for one in self.documents
            if one.province is not None
        }
        # As `OfficialDocument.in_force_on` reads them: an unknown bound does not exclude.
        self._begins = np.array(
            [_ordinal(one.effective or one.issued, date.min) for one in self.documents], dtype=int
        )
        self._ends = np.array(
            [_ordinal(one.expires, date.max) for one in self.documents], dtype=int
        )
        self._days: dict[date, Living] = {}

    def numbered(self, number: str) -> OfficialDocument | None:
        """The text of just this number, as our records spell it."""
        return self._by_number.get(number)

    def meant(self, citation: Citation, *, on: date) -> OfficialDocument | None:
        """The one text a citation means; a number without letters may mean the one of that day."""
        near = self._named if citation.number is None else self._by_head[_head(citation.number)]
        found = resolve(citation, near)
        if found is None and citation.number and not any(map(str.isalpha, citation.number)):
            found = resolve(citation, [one for one in near if one.in_force_on(on)])
        return found

    def on(self, day: date) -> Living:
        """What counts on a day."""
        if day not in self._days:
            if len(self._days) >= KEPT_DAYS:
                self._days.clear()
            self._days[day] = self._living(day)
        return self._days[day]

    def _living(self, day: date) -> Living:
        today = day.toordinal()
        begun = np.flatnonzero((self._begins <= today) & (today < self._ends))
        come = (self.documents[at] for at in begun)
        # What nobody changed, nobody suspended.
        documents = tuple(one for one in come if not one.changes or one.in_force_on(day))
        provincial: dict[str, list[OfficialDocument]] = defaultdict(list)
        for one in documents:
            if one.province is not None:
                provincial[self._places[one.province]].append(one)
        return Living(
            documents=documents,
            central=tuple(one.number for one in documents if one.province is None),
            provincial={place: tuple(ones) for place, ones in provincial.items()},
        )


def bare_place(name: str) -> str:
    """The name alone: "tỉnh Lam Giang" → "lam giang"."""
    return abbreviated(name).removeprefix("tỉnh ").removeprefix("thành phố ").strip()


def _ordinal(day: date | None, otherwise: date) -> int:
    return (day or otherwise).toordinal()


def _head(number: str) -> str:
    """ "73/2024/NĐ-CP" → "73": where every spelling of a number begins alike."""
    return number.split("/", maxsplit=1)[0].split("-", maxsplit=1)[0]
