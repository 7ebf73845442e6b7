"""Fitted estimators by the short way: a handful of rows is judged in one go, not tree by tree.

scikit-learn checks its input and asks each tree in turn, which costs 0.2 ms a tree however few the rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from sklearn.ensemble import ExtraTreesClassifier
from sklearn.pipeline import Pipeline

from classifier.rows import Array

#: For more rows than this scikit-learn's own way is the faster.
FEW = 256


@dataclass(frozen=True, slots=True, eq=False)
class FlatForest:
    """The nodes of all trees one behind the other; a leaf is its own child."""

    roots: Array  #: place of each tree's first node, shape (trees,)
    feature: Array  #: column a node asks for, shape (nodes,)
    threshold: Array  #: at most this much goes left
    left: Array
    right: Array
    chances: Array  #: of each class at a node, shape (nodes, classes)
    depth: int  #: steps after which every row is at a leaf

    def predict_proba(self, values: Array) -> Array:
        """The mean of the trees' chances, shape (len(values), classes); what the estimator itself gives."""
        # Trees compare in single precision, as they were grown.
        seen = np.asarray(values, dtype=np.float32)
        rows = np.arange(len(seen))[:, None]
        at = np.broadcast_to(self.roots, (len(seen), len(self.roots)))
        for _ in range(self.depth):
            goes_left = seen[rows, self.feature[at]] <= self.threshold[at]
            at = np.where(goes_left, self.left[at], self.right[at])
        mean: Array = self.chances[at].mean(axis=1)
        return mean


def chances_of(estimator: Any, values: Array) -> Array:
    """`estimator.predict_proba(values)`, by the short way where there is one."""
    if isinstance(estimator, ExtraTreesClassifier) and len(values) <= FEW:
        return flat(estimator).predict_proba(values)
    if isinstance(estimator, Pipeline) and len(values) <= FEW:
        return _linear(estimator, values)
    given: Array = estimator.predict_proba(values)
    return given


def _linear(line: Pipeline, values: Array) -> Array:
    """A scaler and a logistic regression of several classes, written out."""
    scaler, regression = (one for _, one in line.steps)
    scores = (values - scaler.mean_) / scaler.scale_ @ regression.coef_.T + regression.intercept_
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    chances: Array = powers / powers.sum(axis=1, keepdims=True)
    return chances


@lru_cache(maxsize=8)
def flat(forest: ExtraTreesClassifier) -> FlatForest:
    """The flat form of a fitted forest, kept by the forest's identity."""
    trees = [one.tree_ for one in forest.estimators_]
    sizes = [one.node_count for one in trees]
    roots = np.concatenate(([0], np.cumsum(sizes)[:-1]))
    own = [np.arange(size) for size in sizes]
    left, right = (
        np.concatenate(
            [
                np.where(getattr(one, side) < 0, at, getattr(one, side)) + root
                for one, at, root in zip(trees, own, roots, strict=True)
            ]
        )
        for side in ("children_left", "children_right")
    )
    values = np.concatenate([one.value[:, 0, :] for one in trees])
    return FlatForest(
        roots=roots,
        feature=np.concatenate([np.maximum(one.feature, 0) for one in trees]),
        threshold=np.concatenate([one.threshold for one in trees]),
        left=left,
        right=right,
        chances=values / values.sum(axis=1, keepdims=True),
        depth=max(one.max_depth for one in trees),
    )
