"""How well rows are judged by a judge that has not seen their text: grouped folds, over seeds."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from sklearn.model_selection import StratifiedGroupKFold

from classifier.judge import Judge
from classifier.learner import learn_labelled, learn_made
from classifier.rows import Array, Rows

FOLDS = 5
SEEDS = (0, 1, 2)

Learn = Callable[[Rows], Judge]


def made_unseen(rows: Rows, *, seed: int) -> Array:
    """The chances of made statements by a judge who learned from other texts' only."""
    return _unseen(rows, lambda seen: learn_made(seen, seed=seed), seed=seed)


def labelled_unseen(rows: Rows, made: Judge, *, seed: int) -> Array:
    """The chances of labelled claims by a judge who learned from other articles' and, with `made`, from made ones."""
    return _unseen(rows, lambda seen: learn_labelled(seen, made, seed=seed), seed=seed)


def _unseen(rows: Rows, learn: Learn, *, seed: int) -> Array:
    """Chances, shape (len(rows), 3): each row's by a judge that learned without its group."""
    given = np.zeros((len(rows), 3))
    folds = StratifiedGroupKFold(FOLDS, shuffle=True, random_state=seed)
    for seen, left in folds.split(rows.values, rows.labels, rows.groups):
        given[left] = learn(rows.take(seen)).chances(rows.values[left])
    return given
