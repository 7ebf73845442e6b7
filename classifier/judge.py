"""Members that vote → the chances of each label. Learning is elsewhere: to judge needs no more than this."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from classifier.rows import Array
from classifier.short_way import chances_of

#: A chance of nought would make one error infinitely bad.
LEAST_CHANCE = 1e-6


@dataclass(frozen=True, slots=True)
class Member:
    """A fitted estimator, the columns of a row it looks at, and its share of the vote."""

    estimator: Any
    columns: tuple[int, ...]  #: none: every one
    share: float

    def votes(self, values: Array) -> Array:
        """Its share of the probabilities, shape (len(values), 3)."""
        seen = values[:, list(self.columns)] if self.columns else values
        given: Array = self.share * chances_of(self.estimator, seen)
        return given


@dataclass(frozen=True, slots=True)
class Judge:
    """The members, and how much their vote is sharpened."""

    members: tuple[Member, ...]
    sharpness: float = 1.0

    def chances(self, values: Array) -> Array:
        """Probabilities of the classes 0 … 2, shape (len(values), 3)."""
        votes = np.sum([member.votes(values) for member in self.members], axis=0)
        return sharpened(votes, self.sharpness)


def sharpened(votes: Array, sharpness: float) -> Array:
    """Rows of chances, drawn together (below 1) or apart (above); each row sums to 1."""
    powers: Array = np.maximum(votes, LEAST_CHANCE) ** sharpness
    whole: Array = powers.sum(axis=1, keepdims=True)
    given: Array = powers / whole
    return given
