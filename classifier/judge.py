"""Members that vote → the chances of each label. Learning is elsewhere: to judge needs no more than this."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from classifier.rows import Array

#: A chance of nought would make one error infinitely bad.
LEAST_CHANCE = 1e-6


@dataclass(frozen=True, slots=True)
class Judge:
    """Fitted members, the share of each in the vote, and how much the vote is sharpened."""

    members: tuple[Any, ...]
    shares: tuple[float, ...]
    sharpness: float = 1.0

    def chances(self, values: Array) -> Array:
        """Probabilities of the classes 0 … 2, shape (len(values), 3)."""
        votes = sum(
            share * member.predict_proba(values)
            for share, member in zip(self.shares, self.members, strict=True)
        )
        return sharpened(votes, self.sharpness)


def sharpened(votes: Array, sharpness: float) -> Array:
    """Rows of chances, drawn together (below 1) or apart (above); each row sums to 1."""
    powers: Array = np.maximum(votes, LEAST_CHANCE) ** sharpness
    whole: Array = powers.sum(axis=1, keepdims=True)
    given: Array = powers / whole
    return given
