"""Passages by their words, among those that count on a day and bind in a place: in memory, grown piece by piece."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import bm25s
import numpy as np

from doichieu.provinces import binds
from doichieu.records import OfficialDocument, Passage
from doichieu.text import fold

#: BM25's usual constants.
K1, B = 1.4, 0.6
#: Entries of the rarest words that one question looks at; commoner words move nothing among so many.
MOST_ENTRIES = 40_000
#: A piece is put together with the one before it when that is not this many times as large.
GROWTH = 8
#: Candidates looked at closely for each passage asked for.
CLOSELY = 8
_FOREVER = date.max.toordinal()


@dataclass(frozen=True, slots=True)
class Found:
    """A passage with its document, and how well it answers."""

    document: OfficialDocument
    passage: Passage
    score: float


class _Piece:
    """Some documents, indexed once; when they count can be set again."""

    def __init__(self, documents: Sequence[OfficialDocument]) -> None:
        self.documents = np.empty(len(documents), dtype=object)
        self.passages = [one for document in documents for one in document.passages]
        self.of = np.repeat(np.arange(len(documents)), [len(one.passages) for one in documents])
        self.begins = np.zeros(len(documents), dtype=np.int64)
        self.ends = np.zeros(len(documents), dtype=np.int64)
        #: Those of a province, or that others did something to: to be looked at one by one.
        self.special = np.zeros(len(documents), dtype=bool)
        for at, document in enumerate(documents):
            self.settle(at, document)
        self._engine = bm25s.BM25(k1=K1, b=B)
        written = [_words(f"{one.text} {' '.join(one.headings[-2:])}") for one in self.passages]
        self._words: dict[str, int] = {}
        if any(written):
            self._engine.index(written, show_progress=False)
            self._words = self._engine.vocab_dict
        self._sums = np.zeros(len(self.passages), dtype=np.float32)

    def settle(self, at: int, document: OfficialDocument) -> None:
        """Take in when a document counts, as it stands now."""
        begins = document.effective or document.issued
        self.documents[at] = document
        self.special[at] = bool(document.changes) or document.province is not None
        self.begins[at] = begins.toordinal() if begins else 0
        self.ends[at] = document.expires.toordinal() if document.expires else _FOREVER

    def best(self, words: Sequence[str], *, day: date, most: int) -> list[tuple[float, int]]:
        """Scores and places of the passages that answer best, of documents in force that day."""
        entries = self._entries(words)
        if not entries:
            return []
        for rows, weights in entries:
            self._sums[rows] += weights
        touched = np.flatnonzero(self._sums)
        scores = self._sums[touched]
        self._sums[touched] = 0
        on, of = day.toordinal(), self.of[touched]
        scores = np.where((self.begins[of] <= on) & (on < self.ends[of]), scores, 0)
        if not len(touched):
            return []
        keep = min(most, len(touched))
        best = np.argpartition(-scores, keep - 1)[:keep]
        return [(float(scores[at]), int(touched[at])) for at in best if scores[at] > 0]

    def _entries(self, words: Sequence[str]) -> list[tuple[np.ndarray, np.ndarray]]:
        """Rows and weights of the rarest words asked, the rarest first."""
        held = self._engine.scores if self._words else None
        known = [self._words[word] for word in dict.fromkeys(words) if word in self._words]
        if held is None or not known:
            return []
        spans = sorted(
            (int(held["indptr"][one + 1]) - int(held["indptr"][one]), int(held["indptr"][one]))
            for one in known
        )
        taken: list[tuple[np.ndarray, np.ndarray]] = []
        looked = 0
        for size, start in spans:
            if taken and looked + size > MOST_ENTRIES:
                break
            looked += size
            part = slice(start, start + size)
            taken.append((held["indices"][part], held["data"][part]))
        return taken


class PassageSearch:
    """Official passages to be asked by words and day; one document more indexes that one alone.

    In memory, since the check holds the texts there anyway, and a question then costs no read of the
    disk. Pieces are put together as they grow, so that a passage is indexed a few times at most.
    """

    def __init__(self, documents: Iterable[OfficialDocument] = ()) -> None:
        self._pieces: list[_Piece] = []
        self._at: dict[tuple[str, str], tuple[_Piece, int]] = {}
        self.add(documents)

    def __len__(self) -> int:
        return sum(len(piece.documents) for piece in self._pieces)

    def add(self, documents: Iterable[OfficialDocument]) -> None:
        """Take in more documents; one that is there already is only settled anew, if its text is the same."""
        fresh = [one for one in documents if not self._settled(one)]
        if not fresh:
            return
        while self._pieces and len(self._pieces[-1].documents) < GROWTH * len(fresh):
            fresh = [*self._living(self._pieces.pop()), *fresh]
        piece = _Piece(fresh)
        self._pieces.append(piece)
        self._at |= {_name(one): (piece, at) for at, one in enumerate(fresh)}

    def as_of(self, day: date, *, province: str | None = None) -> tuple[OfficialDocument, ...]:
        """The documents that count on a day, of the whole country and of `province`."""
        on = day.toordinal()
        found: list[OfficialDocument] = []
        for piece in self._pieces:
            counting = (piece.begins <= on) & (on < piece.ends)
            found += piece.documents[counting & ~piece.special].tolist()
            found += [
                one
                for one in piece.documents[counting & piece.special].tolist()
                if one.in_force_on(day) and binds(one, province, on=day)
            ]
        return tuple(found)

    def search(
        self, words: str, *, day: date, province: str | None = None, most: int = 3
    ) -> list[Found]:
        """The passages that answer best, best first, of texts that count that day and bind there."""
        asked = _words(words)
        found: list[Found] = []
        for piece in self._pieces:
            for score, at in piece.best(asked, day=day, most=most * CLOSELY):
                document, passage = piece.documents[piece.of[at]], piece.passages[at]
                if document.counts_on(day, passage) and binds(document, province, on=day):
                    found.append(Found(document, passage, score))
        return sorted(found, key=lambda one: -one.score)[:most]

    def _settled(self, document: OfficialDocument) -> bool:
        held = self._at.get(_name(document))
        if held is None:
            return False
        piece, at = held
        if piece.documents[at].text != document.text:
            # Its old text must answer no more; the piece it lies in is put together without it later.
            piece.begins[at], piece.ends[at] = _FOREVER, 0
            return False
        piece.settle(at, document)
        return True

    def _living(self, piece: _Piece) -> list[OfficialDocument]:
        return [one for one in piece.documents if self._at.get(_name(one), (None, 0))[0] is piece]


def _name(document: OfficialDocument) -> tuple[str, str]:
    return document.number, document.issuer


def _words(text: str) -> list[str]:
    """Folded words and pairs: a syllable alone means little in Vietnamese."""
    words = re.findall(r"\w+", fold(text))
    return words + [f"{one} {other}" for one, other in pairwise(words)]
