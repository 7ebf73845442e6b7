"""The estimator: randomised trees and a linear model vote; grouped folds set how sure the vote is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from sklearn.ensemble import ExtraTreesClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss
from sklearn.model_selection import StratifiedGroupKFold
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from threadpoolctl import threadpool_limits

from classifier.judge import Judge, sharpened
from classifier.rows import Array, Rows

#: Trees grown on people's statements and on made ones; more moved no score by more than its spread over seeds.
TREES, MADE_TREES = 150, 50
#: Inverse strength of the linear model's penalty: many features on a few hundred rows need much.
PENALTY = 0.01
#: Least rows of a leaf, for people's statements and for the many made ones.
LEAF, MADE_LEAF = 3, 20
#: What the vote of the trees grown on made statements weighs where there are people's.
MADE_SHARE = 0.1
#: Folds within the training rows by which the sharpness of the vote is set.
INNER_FOLDS = 5
#: Sharpness tried: 1 leaves the vote as it is, more makes it surer.
SHARPNESS = tuple(float(one) for one in np.arange(0.5, 3.01, 0.05))


def learn_made(made: Rows, *, seed: int) -> Judge:
    """From statements made of our own texts alone."""
    with threadpool_limits(1):
        return _learn(made, (), (1.0,), seed=seed, leaf=MADE_LEAF)


def learn_labelled(labelled: Rows, made: Sequence[Any], *, seed: int) -> Judge:
    """From people's statements; `made`: the members of `learn_made`, who vote with them."""
    line = (1 - MADE_SHARE) / 2
    shares = (line, line, *(MADE_SHARE / len(made) for _ in made))
    with threadpool_limits(1):
        return _learn(labelled, tuple(made), shares, seed=seed, leaf=LEAF)


def _learn(
    rows: Rows, beside: tuple[Any, ...], shares: tuple[float, ...], *, seed: int, leaf: int
) -> Judge:
    count = len(shares) - len(beside)
    votes = np.zeros((len(rows), 3))
    folds = StratifiedGroupKFold(INNER_FOLDS, shuffle=True, random_state=seed)
    for seen, left in folds.split(rows.values, rows.labels, rows.groups):
        part = Judge((*_fitted(rows.take(seen), count, seed=seed, leaf=leaf), *beside), shares)
        votes[left] = part.chances(rows.values[left])
    members = (*_fitted(rows, count, seed=seed, leaf=leaf), *beside)
    return Judge(members, shares, _sharpness(votes, rows.labels))


def _fitted(rows: Rows, count: int, *, seed: int, leaf: int) -> tuple[Any, ...]:
    """The first `count` of the kinds of member, fitted: trees, then a linear model."""
    trees = ExtraTreesClassifier(
        n_estimators=MADE_TREES if leaf == MADE_LEAF else TREES,
        min_samples_leaf=leaf,
        max_features=0.3,
        random_state=seed,
        n_jobs=1,
    )
    line = make_pipeline(StandardScaler(), LogisticRegression(C=PENALTY, max_iter=3000))
    return tuple(member.fit(rows.values, rows.labels) for member in (trees, line)[:count])


def _sharpness(votes: Array, labels: Array) -> float:
    """The sharpness under which the labels of statements left out are least surprising."""
    return min(
        SHARPNESS, key=lambda one: float(log_loss(labels, sharpened(votes, one), labels=[0, 1, 2]))
    )
