"""How well rows are judged by a judge that has not seen their text: grouped folds, over seeds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from sklearn.model_selection import StratifiedGroupKFold

from classifier.judge import Judge
from classifier.learner import learn_labelled, learn_made
from classifier.rows import Array, Rows

FOLDS = 5
SEEDS = (0, 1, 2)

Learn = Callable[[Rows, int], Judge]
Measure = Callable[[Array, Array], dict[str, float]]


def made_unseen(rows: Rows, measure: Measure, *, seeds: Sequence[int] = SEEDS) -> dict[str, float]:
    """The measures of made statements, judged by those who learned from other texts' only."""
    return _over_seeds(rows, lambda seen, seed: learn_made(seen, seed=seed), measure, seeds)


def labelled_unseen(
    rows: Rows, made: Sequence[Any], measure: Measure, *, seeds: Sequence[int] = SEEDS
) -> dict[str, float]:
    """The measures of labelled claims, judged by those who learned from other articles' and from made ones.

    `made`: members who have learned from made statements only, the same in every fold.
    """
    return _over_seeds(
        rows, lambda seen, seed: learn_labelled(seen, made, seed=seed), measure, seeds
    )


def labelled_chances_unseen(rows: Rows, made: Sequence[Any], *, seed: int) -> Array:
    """The chances of labelled claims by those who learned from other articles' and from made ones."""
    return judged_unseen(rows, lambda seen, one: learn_labelled(seen, made, seed=one), seed=seed)


def judged_unseen(rows: Rows, learn: Learn, *, seed: int) -> Array:
    """Chances, shape (len(rows), 3): each row's by a judge that learned without its group."""
    given = np.zeros((len(rows), 3))
    folds = StratifiedGroupKFold(FOLDS, shuffle=True, random_state=seed)
    for seen, left in folds.split(rows.values, rows.labels, rows.groups):
        given[left] = learn(rows.take(seen), seed).chances(rows.values[left])
    return given


def _over_seeds(
    rows: Rows, learn: Learn, measure: Measure, seeds: Sequence[int]
) -> dict[str, float]:
    measured = [measure(judged_unseen(rows, learn, seed=seed), rows.labels) for seed in seeds]
    return {name: float(np.mean([one[name] for one in measured])) for name in measured[0]}
