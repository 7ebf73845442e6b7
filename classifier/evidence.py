"""The passages that bear on a claim: BM25 over syllables and bigrams, among the documents that count."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from classifier.everyday_words import everyday_shares
from classifier.passage_scores import Numbers, PassageScores
from classifier.quantities import Quantity, read_quantities
from classifier.words import said, syllables
from doichieu.legal import CAPITAL
from doichieu.records import OfficialDocument, Passage

#: Passages that our own sentences stand for beside the official ones. In a folder of one text its very subject is
#: in every passage, and a word of no weight ("áp dụng") in none: alone they would count the wrong way round.
EVERYDAY = 300
#: Passages whose words and figures are kept read: an article asks for the same few again and again.
KEPT_READ = 4_000


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """A passage with what surrounds it; its words and figures are read when they are asked for."""

    passage: Passage
    document: OfficialDocument
    lead: str  #: the words of the khoản a điểm hangs on
    rules: bool = True  #: letterhead, grounds and signature rule nothing

    @property
    def around(self) -> str:
        """Headings, lead and title: what the passage's own words leave unsaid."""
        return "\n".join((*self.passage.headings, self.lead, self.document.title))

    @property
    def full(self) -> str:
        """The passage with all of that."""
        return f"{self.passage.text}\n{self.around}"

    @property
    def quantities(self) -> tuple[Quantity, ...]:
        """The figures it rules by; what rules nothing refutes nothing."""
        return _stated(self.passage.text) if self.rules else ()

    @property
    def words(self) -> frozenset[str]:
        """What passage, headings, lead and title say."""
        return _words(self)


@lru_cache(maxsize=KEPT_READ)
def _words(entry: Entry) -> frozenset[str]:
    around = (*entry.passage.headings, entry.lead, entry.document.title)
    return said(entry.passage.text).union(*map(said, around))


class Found(NamedTuple):
    """A passage as a search gives it."""

    score: float  #: BM25
    entry: Entry
    likeness: float  #: share of the words asked for that the passage and its headings have, 0 … 1


class Question(NamedTuple):
    """The words of a claim, looked up once for every search that asks with them."""

    words: tuple[str, ...]
    weights: Numbers  #: how much each of them tells
    columns: Numbers  #: their places in the index, the rarest first


class PassageIndex:
    """Passages by their words; built once, asked often."""

    def __init__(self, documents: Sequence[OfficialDocument]) -> None:
        entries: list[Entry] = []
        self._spans: dict[str, list[range]] = {}
        self._places: dict[str, int] = {}
        self._scores = PassageScores()
        owners: list[int] = []
        spoken: list[int] = []
        for document in documents:
            begin = len(entries)
            for entry in entries_of(document):
                entries.append(entry)
                own = syllables(entry.passage.text)
                spoken.append(hash(frozenset(own)) if entry.rules and len(own) > 2 else 0)
                # Its own words twice, what surrounds it once.
                self._scores.add((own, own, syllables(entry.around)))
            spans = self._spans.setdefault(document.number, [])
            spans.append(range(begin, len(entries)))
            owners += [self._places.setdefault(document.number, len(self._places))] * len(spans[-1])
        self.entries = tuple(entries)
        self._owners = np.array(owners, dtype=np.intc)
        self._scores.close()
        self._twins = _twins(self.entries, spoken)
        everyday = everyday_shares()
        self._idf = {
            word: self._rareness(self._scores.having(word) + EVERYDAY * everyday.get(word, 0.0))
            for word in {*self._scores.words, *everyday}
        }
        self._unknown = self._rareness(0)

    def of(self, number: str) -> list[Entry]:
        """Every passage of one document."""
        return [self.entries[at] for span in self._spans.get(number, ()) for at in span]

    def twins(self, entry: Entry) -> tuple[Entry, ...]:
        """The passages of other documents that say the very words of one, whatever their figures."""
        return tuple(
            one for one in self._twins.get(entry, ()) if one.document is not entry.document
        )

    def idf(self, word: str) -> float:
        """How much a syllable tells; unknown words tell the most."""
        return self._idf.get(word, self._unknown)

    def mask(self, numbers: Iterable[str]) -> Numbers:
        """1 for every passage of these documents, 0 for the others."""
        counts = np.zeros(len(self._places), dtype=np.float32)
        counts[[self._places[one] for one in numbers if one in self._places]] = 1
        mask: Numbers = counts[self._owners]
        return mask

    def question(self, words: Sequence[str]) -> Question:
        """What `search` is asked with."""
        weights = np.array([self.idf(word) for word in words])
        return Question(tuple(words), weights, self._scores.columns(words))

    def search(self, asked: Question, *, among: frozenset[str] | Numbers, most: int) -> list[Found]:
        """The best passages for a claim, best first; only of the documents `among`, named or masked."""
        columns = asked.columns
        if not len(columns):
            return []
        if isinstance(among, frozenset):
            spans = [span for number in sorted(among) for span in self._spans.get(number, ())]
            places, scores = self._scores.among(columns, spans) if spans else (columns[:0],) * 2
        else:
            places, scores = self._scores.overall(columns, among, most=most)
        best = np.lexsort((places, -scores))[:most]
        best = best[scores[best] > 0]
        likeness = self._likeness(asked, places[best])
        return [
            Found(float(scores[at]), self.entries[places[at]], float(alike))
            for at, alike in zip(best, likeness, strict=True)
        ]

    def _likeness(self, asked: Question, places: Numbers) -> Numbers:
        """How much of a claim each of the passages says: `judgement.alike_with`, without reading them."""
        order = np.argsort(places)
        held = np.zeros((len(asked.words), len(places)))
        held[:, order] = self._scores.held(asked.words, places[order])
        shares: Numbers = asked.weights @ held / (asked.weights.sum() or 1.0)
        return shares

    def _rareness(self, having: float) -> float:
        return math.log(1 + (len(self.entries) + EVERYDAY - having + 0.5) / (having + 0.5))


def _twins(entries: Sequence[Entry], spoken: Sequence[int]) -> dict[Entry, tuple[Entry, ...]]:
    """Passages of the same words, under each of them; hardly any in a corpus without contradictions."""
    marks = np.array(spoken, dtype=np.int64)
    order = np.argsort(marks, kind="stable")
    edges = np.flatnonzero(np.diff(marks[order])) + 1
    found: dict[Entry, tuple[Entry, ...]] = {}
    for places in np.split(order, edges):
        if len(places) > 1 and marks[places[0]]:
            group = tuple(entries[at] for at in places)
            found |= dict.fromkeys(group, group)
    return found


def still_standing(found: Sequence[Found], *, day: date) -> list[Found]:
    """The passages found that nobody repealed, amended or put off by `day`.

    Where the best one no longer stands, the words were about it: the passages beside it say nothing
    of them, only those of the texts that changed it do.
    """
    standing = [one for one in found if one.entry.document.stands_on(day, one.entry.passage)]
    if not found or (standing and standing[0] is found[0]):
        return standing
    changing = {one.by for one in found[0].entry.document.changes}
    return [one for one in standing if one.entry.document.number in changing]


def query_words(text: str) -> list[str]:
    """A claim as the index is asked for it."""
    return syllables(text)


def entries_of(document: OfficialDocument) -> Iterable[Entry]:
    """Its passages with what surrounds each."""
    leads: dict[str, str] = {}
    has_articles = any("Điều" in one.place for one in document.passages)
    for passage in document.passages:
        own = passage.place
        leads[own] = passage.text
        upper = own.split(" ", 2)[2] if own.startswith("điểm ") and own.count(" ") > 2 else ""
        lead = leads.get(upper, "")
        yield Entry(
            passage=passage,
            document=document,
            lead=lead,
            rules=not _frames(passage, has_articles),
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


@lru_cache(maxsize=KEPT_READ)
def _stated(text: str) -> tuple[Quantity, ...]:
    marks = [match.span() for match in _ENUMERATOR.finditer(text)]
    return tuple(
        one
        for one in read_quantities(text)
        if not any(start <= one.start < end for start, end in marks)
    )
