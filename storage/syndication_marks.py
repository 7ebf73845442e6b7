"""A text as syndication sees it: its shingles, its figures in their places, and a few marks to find it by."""

from __future__ import annotations

import re
import zlib
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
import numpy.typing as npt

from storage.bare import bare

#: Words of a shingle that marks are made of. Six with their figures: three or four are stock
#: phrases of the trade ("vừa công bố kế hoạch"), found in thousands of articles a week.
MARK_WORDS = 6
#: Words of a shingle that texts are compared by, figures left open.
LIKE_WORDS = 4
#: The smallest hashes stand for the text; of a copy cut to half they keep about half.
MARKS = 16
#: Smallest hashes looked at first for the marks: a few are the same run twice.
LIKELY = 4 * MARKS
#: Words whose numbers are remembered: Vietnamese has seven thousand syllables.
CODES = 32_768
#: Words on each side that say which place of a story a figure stands at.
BESIDE = 2

_WORD = re.compile(r"\d(?:[\d.,]*\d)?|[^\W\d_]+")
_FIGURE = "0"
#: Odd numbers that spread a shingle's words over 64 bits; the last mixes once more.
_SPREAD = np.array(
    [0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB, 0xD6E8FEB86659FD93,
     0xA0761D6478BD642F, 0xE7037ED1A0B428DB], dtype=np.uint64,
)  # fmt: skip
_MIX = np.uint64(0xFF51AFD7ED558CCD)

Hashes = npt.NDArray[np.uint64]


@dataclass(frozen=True)
class Telling:
    """The folded words of a body; everything else is worked out when asked for."""

    words: tuple[str, ...]

    @cached_property
    def marks(self) -> tuple[int, ...]:
        """At most MARKS signed 64-bit numbers, smallest first; equal for equal words."""
        codes = np.fromiter(map(_code, self.words), np.uint64, len(self.words))
        hashes = _shingles(codes, MARK_WORDS)
        if len(hashes) > LIKELY:
            fewest = np.unique(np.partition(hashes, LIKELY)[:LIKELY])
            hashes = fewest if len(fewest) >= MARKS else hashes
        return tuple(np.unique(hashes)[:MARKS].view(np.int64).tolist())

    @cached_property
    def shingles(self) -> frozenset[int]:
        """Runs of LIKE_WORDS words with figures left open."""
        codes = np.fromiter(map(_open_code, self.words), np.uint64, len(self.words))
        return frozenset(_shingles(codes, LIKE_WORDS).tolist())

    @cached_property
    def figures(self) -> dict[tuple[str, ...], list[str]]:
        """Figures by the words beside them, in order."""
        found: dict[tuple[str, ...], list[str]] = defaultdict(list)
        for at, word in enumerate(self.words):
            if word[0].isdigit():
                found[self._beside(at)].append(word)
        return dict(found)

    def _beside(self, at: int) -> tuple[str, ...]:
        around = (*self.words[max(0, at - BESIDE) : at], *self.words[at + 1 : at + 1 + BESIDE])
        return tuple(_FIGURE if one[0].isdigit() else one for one in around)


def telling(body: str) -> Telling:
    """A body's words, without case, diacritics, marks: both tone placements are one."""
    return Telling(tuple(_WORD.findall(bare(body))))


@lru_cache(maxsize=CODES)
def _code(word: str) -> int:
    return zlib.crc32(word.encode())


@lru_cache(maxsize=CODES)
def _open_code(word: str) -> int:
    return _code(_FIGURE if word[0].isdigit() else word)


def _shingles(codes: Hashes, size: int) -> Hashes:
    """One hash a run of `size` words; a shorter text is one run."""
    if len(codes) == 0:
        return codes
    size = min(size, len(codes))
    total = np.zeros(len(codes) - size + 1, dtype=np.uint64)
    for at in range(size):
        total += codes[at : len(codes) - size + 1 + at] * _SPREAD[at]
    total ^= total >> np.uint64(31)
    total *= _MIX
    return total ^ (total >> np.uint64(33))
