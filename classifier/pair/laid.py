"""A statement laid beside its evidence, once, for everything that counts in the pair."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from classifier.pair.reading import Token, read
from classifier.pair.tiling import Tiling, tile


@dataclass(frozen=True)
class Laid:
    """Both texts, their tokens and what stands for what."""

    statement: str
    evidence: str
    tiling: Tiling
    idf: Callable[[str], float]

    @property
    def own(self) -> tuple[Token, ...]:
        """The statement's tokens."""
        return self.tiling.own

    @property
    def other(self) -> tuple[Token, ...]:
        """The evidence's tokens."""
        return self.tiling.other

    @cached_property
    def told(self) -> tuple[bool, ...]:
        """Which tokens of the statement the evidence has, too."""
        return tuple(place >= 0 for place in self.tiling.places)

    @cached_property
    def telling(self) -> tuple[int, ...]:
        """Places of the statement's tokens that carry meaning."""
        return tuple(at for at, token in enumerate(self.own) if token.tells)

    @cached_property
    def words(self) -> frozenset[str]:
        """Every syllable and figure of the evidence."""
        return frozenset(token.word for token in self.other)

    def left_over(self, kind: str) -> int:
        """Tokens of a kind in the evidence that nothing of the statement stands for."""
        taken = self.tiling.taken
        return sum(token.kind == kind and at not in taken for at, token in enumerate(self.other))


def lay(statement: str, evidence: str, idf: Callable[[str], float]) -> Laid:
    """Both texts read and tiled."""
    return Laid(statement, evidence, tile(read(statement), read(evidence)), idf)


def share(part: float, whole: float) -> float:
    """`part` of `whole`, 0 of nothing."""
    return part / whole if whole else 0.0
