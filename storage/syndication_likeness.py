"""Whether two texts tell one story: the same wording, and the same figures in the same places."""

from __future__ import annotations

from storage.syndication_marks import Telling

#: Shingles in common below which nothing is said, unless the texts are equal.
LEAST_SHARED = 6
#: Of the shorter text, what the longer must hold. In the set of samples.agency_copies 99 of 100 pairs
#: of copies hold 0.77 and more; explainers that quote one law word for word at most 0.63.
LEAST_CONTAINED = 0.65
#: Of the longer text: a digest that holds a brief as one of five is not that brief.
LEAST_OF_LONGER = 0.25
#: Figures that may differ where the wording is the same: one, or this share of them. A copy has a
#: figure corrected or mistyped; in the next report of a series most are new.
MOST_CHANGED = 0.3


def likeness(one: Telling, other: Telling) -> float:
    """Share of the shorter text that the other holds, 0.0–1.0; 0.0 where they are two stories."""
    if one.words == other.words:
        return 1.0
    shared = len(one.shingles & other.shingles)
    shorter, longer = sorted((len(one.shingles), len(other.shingles)))
    if shared < LEAST_SHARED or shared < LEAST_OF_LONGER * longer:
        return 0.0
    contained = shared / shorter
    return contained if contained >= LEAST_CONTAINED and _same_figures(one, other) else 0.0


def _same_figures(one: Telling, other: Telling) -> bool:
    same = changed = 0
    for place, said in one.figures.items():
        for left, right in zip(said, other.figures.get(place, ()), strict=False):
            same, changed = same + (left == right), changed + (left != right)
    return changed <= max(1, MOST_CHANGED * (same + changed))
