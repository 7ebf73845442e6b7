"""Passages as token numbers in a BM25 matrix (bm25s): scored among all, or among the few of some documents."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

import bm25s
import numpy as np

Numbers = np.ndarray[Any, Any]

#: BM25's usual constants; measured against neighbours on our texts, no others did better.
K1, B = 1.4, 0.6
#: Pairs of syllables are told apart by a number below this: two that share one are rare, and cost a place or two.
PAIRS = 1 << 20
#: Postings of a claim's rarest words that choose the passages; its common words only rank those chosen.
MOST_POSTINGS = 20_000
#: Passages the rare words choose for each one asked for.
CHOSEN = 8


class PassageScores:
    """BM25 over syllables and pairs of neighbours; `add` every passage, then `close`, then ask."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._tokens = array("i")
        self._ends: list[int] = [0]

    def add(self, texts: Sequence[Sequence[str]]) -> None:
        """One passage: the syllables of each of its texts; pairs do not run from one text into the next."""
        for one in texts:
            self._tokens.frombytes(self._numbered(one).tobytes())
        self._ends.append(len(self._tokens))

    def close(self) -> None:
        """Build the matrix: rows are passages, columns the tokens that occur."""
        tokens = np.frombuffer(self._tokens, dtype=np.intc)
        used = np.zeros(PAIRS + len(self._numbers), dtype=bool)
        used[tokens] = True
        columns = int(used.sum())
        self._column = np.where(used, np.cumsum(used) - 1, -1).astype(np.int32)
        # In place: the tokens of a hundred thousand passages are 80 MB, and bm25s needs as much thrice.
        np.take(self._column, tokens, out=tokens)
        if not columns:
            self._data, self._rows, self._starts = np.zeros(0), np.zeros(0, int), np.zeros(1, int)
            return
        engine = bm25s.BM25(k1=K1, b=B, csc_backend="scipy")
        passages = _Stored(tokens, self._ends)
        matrix = engine.build_index_from_ids(range(columns), passages, show_progress=False)
        self._data, self._rows, self._starts = (
            matrix["data"],
            matrix["indices"],
            matrix["indptr"],
        )
        self._tokens, self._ends = array("i"), [0]

    def having(self, word: str) -> int:
        """In how many passages a syllable occurs."""
        number = self._numbers.get(word)
        if number is None:
            return 0
        column = self._column[PAIRS + number]
        return int(self._starts[column + 1] - self._starts[column])

    @property
    def words(self) -> Iterator[str]:
        """Every syllable that occurs."""
        return iter(self._numbers)

    def columns(self, words: Sequence[str]) -> Numbers:
        """The tokens of a claim that occur at all, each once, the rarest first."""
        known = [self._numbers.get(word, -1) for word in words]
        single = [PAIRS + one for one in known if one >= 0]
        pairs = [_pair(one, other) for one, other in pairwise(known) if one >= 0 and other >= 0]
        asked = self._column[np.array([*single, *pairs], dtype=np.int64)]
        asked = np.unique(asked[asked >= 0])
        lengths = self._starts[asked + 1] - self._starts[asked]
        order: Numbers = asked[np.argsort(lengths, kind="stable")]
        return order

    def among(self, columns: Numbers, spans: Sequence[range]) -> tuple[Numbers, Numbers]:
        """Passages of the spans that score at all, in no order, and their scores."""
        scores = np.zeros(sum(map(len, spans)), dtype=np.float32)
        # Of the rows' own type: numpy would copy a whole column to compare it with another.
        bounds = np.array([(one.start, one.stop) for one in spans], dtype=self._rows.dtype)
        offsets = np.cumsum([0, *map(len, spans)])[:-1] - bounds[:, 0]
        for column in columns:
            rows, data = self._postings(column)
            for (first, last), offset in zip(
                rows.searchsorted(bounds).tolist(), offsets, strict=True
            ):
                if first < last:
                    scores[rows[first:last] + offset] += data[first:last]
        places = np.concatenate(
            [np.arange(start, stop, dtype=bounds.dtype) for start, stop in bounds]
        )
        return places[scores > 0], scores[scores > 0]

    def overall(self, columns: Numbers, mask: Numbers, *, most: int) -> tuple[Numbers, Numbers]:
        """The best passages where `mask` is 1, in no order, and their scores."""
        scores = np.zeros(len(mask), dtype=np.float32)
        lengths = np.cumsum(self._starts[columns + 1] - self._starts[columns])
        telling = max(1, int(np.searchsorted(lengths, MOST_POSTINGS)))
        for column in columns[:telling]:
            rows, data = self._postings(column)
            scores[rows] += data
        scores *= mask
        places = _highest(scores, least=most * CHOSEN).astype(self._rows.dtype)
        found = scores[places]
        for column in columns[telling:]:
            rows, data = self._postings(column)
            near = np.minimum(np.searchsorted(rows, places), len(rows) - 1)
            found += np.where(rows[near] == places, data[near], 0.0)
        return places, found

    def held(self, words: Sequence[str], places: Numbers) -> Numbers:
        """Whether each passage of the ascending `places` has each word, shape (len(words), len(places))."""
        held = np.zeros((len(words), len(places)), dtype=bool)
        for at, word in enumerate(words):
            number = self._numbers.get(word)
            if number is None:
                continue
            rows, _ = self._postings(self._column[PAIRS + number])
            near = np.minimum(rows.searchsorted(places), len(rows) - 1)
            held[at] = rows[near] == places
        return held

    def _postings(self, column: int) -> tuple[Numbers, Numbers]:
        part = slice(self._starts[column], self._starts[column + 1])
        return self._rows[part], self._data[part]

    def _numbered(self, words: Sequence[str]) -> Numbers:
        numbers = np.array(
            [self._numbers.setdefault(word, len(self._numbers)) for word in words], dtype=np.int64
        )
        pairs = _pair(numbers[:-1], numbers[1:])
        return np.concatenate((numbers + PAIRS, pairs)).astype(np.intc)


def _pair(one: Any, other: Any) -> Any:
    """A number below `PAIRS` for two neighbours, of numbers or of arrays of them."""
    return (one * 69_069 + other * 7_919 + 11) % PAIRS


def _highest(scores: Numbers, *, least: int) -> Numbers:
    """Places of the highest scores: `least` of them or more where so many are above nought."""
    top = float(scores.max(initial=0.0))
    for share in (0.6, 0.4, 0.2):
        places = np.flatnonzero(scores > share * top)
        if len(places) >= least:
            return places
    return np.flatnonzero(scores > 0)


class _Stored:
    """Token numbers of all passages in one array, handed out as the lists that bm25s counts."""

    def __init__(self, tokens: Numbers, ends: Sequence[int]) -> None:
        self.tokens, self.ends = tokens, ends

    def __len__(self) -> int:
        return len(self.ends) - 1

    def __iter__(self) -> Iterator[list[int]]:
        for start, end in pairwise(self.ends):
            yield self.tokens[start:end].tolist()
