"""The sentences of one article that bear most on a statement: BM25 over its own syllables and pairs."""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np

from classifier.pair.reading import read
from classifier.rows import Array
from classifier.sentences import split
from doichieu.legal import CAPITAL

#: BM25's constants and what a pair weighs beside a syllable: near the usual ones; hits barely move with them.
K1, B, PAIR = 1.2, 0.5, 0.7
#: "kết thúc.Sau đó": a full stop whose space was lost.
_LOST_SPACE = re.compile(rf"(?<=[^\W_]\.|[)”\"]\.)(?<!{CAPITAL}\.)(?={CAPITAL})")


@dataclass(frozen=True)
class Heard:
    """An article read once: its sentences, the counts of their words and how many hold each."""

    sentences: tuple[str, ...]
    counts: tuple[Counter[str], ...]
    having: Counter[str]
    mean_length: float

    def idf(self, word: str) -> float:
        """How much a syllable tells in this article; one it never uses tells the most."""
        having = self.having[word]
        return math.log(1 + (len(self.sentences) - having + 0.5) / (having + 0.5))


@lru_cache(maxsize=64)
def hear(article: str) -> Heard:
    """The article's sentences, counted."""
    mended = _LOST_SPACE.sub(" ", article)
    sentences = tuple(mended[start:end] for start, end in split(mended)) or (article,)
    counts = tuple(Counter(_words(sentence)) for sentence in sentences)
    having = Counter(word for count in counts for word in count)
    lengths = [_length(count) for count in counts]
    return Heard(sentences, counts, having, sum(lengths) / len(lengths) or 1.0)


def scores(statement: str, heard: Heard) -> Array:
    """One score a sentence; 0 where nothing is shared."""
    asked = set(_words(statement))
    return np.array([_score(asked, count, heard) for count in heard.counts])


def nearest(heard: Heard, scored: Array, most: int) -> str:
    """The best `most` sentences, in the article's order."""
    best = np.argsort(-scored, kind="stable")[:most]
    return " ".join(heard.sentences[at] for at in sorted(best))


def _score(asked: set[str], count: Counter[str], heard: Heard) -> float:
    length = 1 - B + B * _length(count) / heard.mean_length
    return sum(
        (PAIR if " " in word else 1.0)
        * heard.idf(word)
        * (count[word] * (K1 + 1) / (count[word] + K1 * length))
        for word in asked & count.keys()
    )


def _length(count: Counter[str]) -> int:
    return sum(times for word, times in count.items() if " " not in word)


def _words(text: str) -> list[str]:
    tokens = read(text)
    pairs = [f"{one.word} {two.word}" for one, two in pairwise(tokens)]
    return [*(token.word for token in tokens if token.tells), *pairs]
