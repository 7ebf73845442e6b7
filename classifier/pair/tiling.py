"""Which syllable of a statement stands for which of its evidence: the longest common runs first."""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from classifier.pair.reading import Token
from classifier.rows import Array

#: A lone function word counts as the same one only this near to where it is expected.
NEAR = 4
#: A lone word is the same one only this near; names and figures wherever they stand.
FAR = 24
#: Evidence between two aligned neighbours further apart than this is no alternative to what stands between them.
WITHIN = 9


@dataclass(frozen=True, slots=True)
class Gap:
    """A stretch of the statement that the evidence does not have: own[start:end]."""

    start: int
    end: int
    kind: str  #: instead (other words stand there), added (nothing does), far, tail, head, alone
    instead: tuple[int, ...]  #: the evidence's places left over between the same neighbours


@dataclass(frozen=True)
class Tiling:
    """`places[i]`: where in the evidence token i of the statement stands, -1 where nowhere."""

    own: tuple[Token, ...]
    other: tuple[Token, ...]
    places: tuple[int, ...]
    runs: tuple[int, ...]  #: lengths of the common runs

    @cached_property
    def taken(self) -> frozenset[int]:
        """The evidence's places that something of the statement stands for."""
        return frozenset(place for place in self.places if place >= 0)

    @cached_property
    def gaps(self) -> tuple[Gap, ...]:
        """Every stretch without a counterpart."""
        return tuple(self._gap(start, end) for start, end in self._stretches())

    def _stretches(self) -> Iterator[tuple[int, int]]:
        start = None
        for at, place in enumerate((*self.places, 0)):
            if place < 0 and start is None:
                start = at
            elif place >= 0 and start is not None:
                yield start, at
                start = None

    def _gap(self, start: int, end: int) -> Gap:
        left = self.places[start - 1] if start else None
        right = self.places[end] if end < len(self.own) else None
        reach = end - start + 2
        if left is None and right is None:
            return Gap(start, end, "alone", ())
        if left is None:
            assert right is not None
            return Gap(start, end, "head", self._free(max(0, right - reach), right))
        if right is None:
            return Gap(start, end, "tail", self._free(left + 1, left + 1 + reach))
        if not 0 < right - left <= WITHIN:
            return Gap(start, end, "far", ())
        instead = self._free(left + 1, right)
        return Gap(start, end, "instead" if instead else "added", instead)

    def _free(self, start: int, end: int) -> tuple[int, ...]:
        inside = range(start, min(end, len(self.other)))
        return tuple(place for place in inside if place not in self.taken)


def tile(own: tuple[Token, ...], other: tuple[Token, ...]) -> Tiling:
    """Lay the statement's runs over the evidence, the longest first, each place used once."""
    places = [-1] * len(own)
    if not own or not other:
        return Tiling(own, other, tuple(places), ())
    same = _equal(own, other)
    free = [True] * len(other)
    lengths = _lay_runs(same, places, free)
    lengths += _lay_single(own, same, places, free)
    return Tiling(own, other, tuple(places), tuple(lengths))


def _equal(own: tuple[Token, ...], other: tuple[Token, ...]) -> Array:
    numbers: dict[str, int] = {}
    mine = np.array([numbers.setdefault(token.word, len(numbers)) for token in own])
    theirs = np.array([numbers.setdefault(token.word, len(numbers)) for token in other])
    same: Array = mine[:, None] == theirs[None, :]
    return same


def _lay_runs(same: Array, places: list[int], free: list[bool]) -> list[int]:
    """Runs of two or more; one that meets a longer one is cut down to what is left of it."""
    waiting = [(-length, mine, theirs) for mine, theirs, length in _runs(same)]
    heapq.heapify(waiting)
    lengths = []
    while waiting:
        length, mine, theirs = heapq.heappop(waiting)
        left = [at for at in range(-length) if places[mine + at] < 0 and free[theirs + at]]
        if len(left) < -length:
            for first, count in _stretches(left):
                if count > 1:
                    heapq.heappush(waiting, (-count, mine + first, theirs + first))
            continue
        for at in range(-length):
            places[mine + at], free[theirs + at] = theirs + at, False
        lengths.append(-length)
    return lengths


def _runs(same: Array) -> Iterator[tuple[int, int, int]]:
    """Every longest run of two or more: (statement's place, evidence's place, length)."""
    rows, columns = same.shape
    both = np.zeros((rows + 2, columns + 2), dtype=bool)
    both[1:-1, 1:-1] = same
    follows = both[1:-1, 1:-1] & both[2:, 2:]
    starts = follows & ~both[:-2, :-2]
    for mine, theirs in np.argwhere(starts).tolist():
        length = 2
        while both[mine + 1 + length, theirs + 1 + length]:
            length += 1
        yield mine, theirs, length


def _stretches(numbers: list[int]) -> Iterator[tuple[int, int]]:
    start = count = 0
    for at in numbers:
        if count and at == start + count:
            count += 1
            continue
        if count:
            yield start, count
        start, count = at, 1
    if count:
        yield start, count


def _lay_single(
    own: tuple[Token, ...],
    same: Array,
    places: list[int],
    free: list[bool],
) -> list[int]:
    """Single syllables, each at its free place nearest to its neighbours' counterparts."""
    lengths = []
    for at in np.flatnonzero(same.any(axis=1)).tolist():
        if places[at] >= 0:
            continue
        choices = [place for place in np.flatnonzero(same[at]).tolist() if free[place]]
        if not choices:
            continue
        expected = _neighbours(places, at)
        place = min(choices, key=lambda one: _distance(one, expected))
        if not _stays(own[at], _distance(place, expected)):
            continue
        places[at], free[place] = place, False
        lengths.append(1)
    return lengths


def _neighbours(places: list[int], at: int) -> list[int]:
    left = next((places[one] for one in range(at - 1, -1, -1) if places[one] >= 0), None)
    right = next((places[one] for one in range(at + 1, len(places)) if places[one] >= 0), None)
    return [one for one in (left, right) if one is not None]


def _distance(place: int, expected: list[int]) -> int:
    return min((abs(place - one) for one in expected), default=0)


def _stays(token: Token, distance: int) -> bool:
    if token.kind in ("function", "denial"):
        return distance <= NEAR
    return distance <= FAR or token.kind != "word"
