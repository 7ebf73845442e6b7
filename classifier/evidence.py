"""The passages that bear on a claim: BM25 over syllables and bigrams, among the documents that count."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import bm25s
import numpy as np

from classifier.quantities import Quantity, read_quantities
from classifier.words import bigrams, content
from doichieu.legal import CAPITAL
from doichieu.records import OfficialDocument, Passage

#: BM25's usual constants; measured against neighbours on our texts, no others did better.
K1, B = 1.4, 0.6


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """A passage with what surrounds it, read once."""

    passage: Passage
    document: OfficialDocument
    lead: str  #: the words of the khoản a điểm hangs on
    quantities: tuple[Quantity, ...]
    words: frozenset[str] = frozenset()  #: what passage, headings, lead and title say

    @property
    def around(self) -> str:
        """Headings, lead and title: what the passage's own words leave unsaid."""
        return "\n".join((*self.passage.headings, self.lead, self.document.title))

    @property
    def full(self) -> str:
        """The passage with all of that."""
        return f"{self.passage.text}\n{self.around}"


class PassageIndex:
    """Passages by their words; built once, asked often."""

    def __init__(self, documents: Sequence[OfficialDocument]) -> None:
        self.entries = tuple(entry for one in documents for entry in _entries(one))
        self._numbers = np.array([entry.document.number for entry in self.entries], dtype=object)
        written = [_written(entry) for entry in self.entries]
        self._having = Counter(word for words in written for word in set(words))
        self._known = frozenset(self._having)
        self._engine = bm25s.BM25(k1=K1, b=B)
        if self._known:
            self._engine.index(written, show_progress=False)

    def of(self, number: str) -> list[Entry]:
        """Every passage of one document."""
        return [self.entries[at] for at in np.flatnonzero(self._numbers == number)]

    def idf(self, word: str) -> float:
        """How much a syllable tells; unknown words tell the most."""
        having = self._having.get(word, 0)
        return math.log(1 + (len(self.entries) - having + 0.5) / (having + 0.5))

    def search(
        self, words: Iterable[str], *, among: frozenset[str], most: int
    ) -> list[tuple[float, Entry]]:
        """The best passages for `words`, best first; only of the documents `among`."""
        asked = [word for word in dict.fromkeys(words) if word in self._known]
        if not asked or not among:
            return []
        scores = self._engine.get_scores(asked)
        scores = np.where(np.isin(self._numbers, list(among)), scores, 0.0)
        best = np.argsort(-scores, kind="stable")[:most]
        return [(float(scores[at]), self.entries[at]) for at in best if scores[at] > 0]


def still_standing(found: Sequence[tuple[float, Entry]], *, day: date) -> list[tuple[float, Entry]]:
    """The passages found that nobody repealed, amended or put off by `day`.

    Where the best one no longer stands, the words were about it: the passages beside it say nothing
    of them, only those of the texts that changed it do.
    """
    standing = [one for one in found if one[1].document.stands_on(day, one[1].passage)]
    if not found or (standing and standing[0] is found[0]):
        return standing
    changing = {one.by for one in found[0][1].document.changes}
    return [one for one in standing if one[1].document.number in changing]


def query_words(text: str) -> list[str]:
    """A claim as the index is asked for it."""
    words = content(text)
    return [term.word for term in words] + bigrams(words)


def _entries(document: OfficialDocument) -> Iterable[Entry]:
    leads: dict[str, str] = {}
    has_articles = any("Điều" in one.place for one in document.passages)
    for passage in document.passages:
        own = passage.place
        leads[own] = passage.text
        upper = own.split(" ", 2)[2] if own.startswith("điểm ") and own.count(" ") > 2 else ""
        lead = leads.get(upper, "")
        around = "\n".join((passage.text, *passage.headings, lead, document.title))
        yield Entry(
            passage=passage,
            document=document,
            lead=lead,
            words=frozenset(term.word for term in content(around)),
            quantities=() if _frames(passage, has_articles) else _stated(passage.text),
        )


#: "Hà Nội, ngày 04 tháng 3 năm 2026": where and when it was signed.
_SIGNED = re.compile(
    rf"^{CAPITAL}[\w ]{{2,30}},\s*ngày\s+\d{{1,2}}\s+tháng\s+\d{{1,2}}\s+năm\s+\d{{4}}\W*$"
)


def _frames(passage: Passage, has_articles: bool) -> bool:
    """Letterhead, grounds and signature rule nothing, so their figures refute nothing."""
    ruling = "Điều" in passage.place or "Phụ lục" in passage.place
    return (has_articles and not ruling) or bool(_SIGNED.match(passage.text.strip()))


#: "5. Người …": the number of a khoản counts nothing.
_ENUMERATOR = re.compile(r"^\s*\d{1,3}[.)]\s", re.MULTILINE)


def _stated(text: str) -> tuple[Quantity, ...]:
    marks = [match.span() for match in _ENUMERATOR.finditer(text)]
    return tuple(
        one
        for one in read_quantities(text)
        if not any(start <= one.start < end for start, end in marks)
    )


def _written(entry: Entry) -> list[str]:
    """A passage as the index holds it: its own words twice, what surrounds it once."""
    own = query_words(entry.passage.text)
    return [*own, *own, *query_words(entry.around)]
