"""Reviewers' rulings → rows, the rulings that look like slips, and a judge that has learned from the rest."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

import numpy as np
from cleanlab.filter import find_label_issues
from sklearn.ensemble import ExtraTreesClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss
from sklearn.model_selection import StratifiedGroupKFold
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from threadpoolctl import threadpool_limits

from classifier.features import pair_features
from classifier.judge import Judge, Member
from classifier.learner import LEAF, PENALTY, TREES
from classifier.perturbation import REFUTED, SUPPORTED, UNKNOWN, examples
from classifier.rows import Array, Rows
from classifier.training_rows import SEED, own_texts
from doichieu.records import Example

#: Folds by which each ruling is judged without its passage.
FOLDS = 5
#: One passage in so many is never learned from: it belongs to the fixed set, run after run.
HELD_PART = 5
#: Made statements a text and label that keep the three labels in view while a few rulings are learned.
ANCHOR_ROUNDS = 2
#: What the packaged judge's vote may weigh beside members grown on rulings; the least surprised wins.
PRIOR_SHARES = (0.95, 0.8, 0.6, 0.4)
#: All rulings together weigh this many times what the made statements do.
RULED_WEIGHT = 1.0


def ruled_rows(rulings: Sequence[Example], *, prior: Judge) -> Rows:
    """A row a ruling, one group a passage; "not refuted" is the likelier of the two others to `prior`."""
    values = np.array([pair_features(one.statement, one.evidence) for one in rulings])
    chances = prior.chances(values)
    other = np.where(chances[:, SUPPORTED] >= chances[:, UNKNOWN], SUPPORTED, UNKNOWN)
    differs = np.array([one.label == REFUTED for one in rulings])
    passages = sorted({one.evidence for one in rulings})
    groups = np.array([passages.index(one.evidence) for one in rulings])
    return Rows(values, np.where(differs, REFUTED, other), groups)


def is_held(ruling: Example) -> bool:
    """Whether a ruling belongs to the fixed set: told by its passage, the same in every run."""
    return int(hashlib.sha256(ruling.evidence.encode()).hexdigest(), 16) % HELD_PART == 0


def likely_slips(rows: Rows, *, prior: Judge) -> list[int]:
    """Places of the rulings that judges who learned from the others find least like themselves, worst first."""
    chances = _unseen(rows, prior)[:, REFUTED]
    found = find_label_issues(
        labels=(rows.labels == REFUTED).astype(int),
        pred_probs=np.column_stack([1 - chances, chances]),
        return_indices_ranked_by="self_confidence",
        filter_by="both",
        n_jobs=1,
    )
    return [int(at) for at in found]


def learn_ruled(rows: Rows, *, prior: Judge) -> Judge:
    """The packaged judge and members grown on rulings, with the shares that surprise the least."""
    with threadpool_limits(1):
        grown = _unseen_by_grown(rows)
        given = prior.chances(rows.values)
        share = min(
            PRIOR_SHARES,
            key=lambda one: float(
                log_loss(rows.labels, one * given + (1 - one) * grown, labels=[0, 1, 2])
            ),
        )
        return _together(prior, _grow(rows), share)


def _unseen(rows: Rows, prior: Judge) -> Array:
    """Chances of each ruling, half by the packaged judge, half by members grown without its passage."""
    chances: Array = (prior.chances(rows.values) + _unseen_by_grown(rows)) / 2
    return chances


def _unseen_by_grown(rows: Rows) -> Array:
    given = np.zeros((len(rows), 3))
    folds = StratifiedGroupKFold(FOLDS, shuffle=True, random_state=SEED)
    for seen, left in folds.split(rows.values, rows.labels == REFUTED, rows.groups):
        given[left] = Judge(_grow(rows.take(seen))).chances(rows.values[left])
    return given


def _grow(rows: Rows) -> tuple[Member, ...]:
    """Trees and a linear model on the rulings among made statements."""
    anchors = _anchors()
    values = np.vstack([anchors.values, rows.values])
    labels = np.concatenate([anchors.labels, rows.labels])
    each = RULED_WEIGHT * len(anchors) / max(1, len(rows))
    weights = np.concatenate([np.ones(len(anchors)), np.full(len(rows), each)])
    trees = ExtraTreesClassifier(
        n_estimators=TREES, min_samples_leaf=LEAF, max_features=0.3, random_state=SEED, n_jobs=1
    )
    line = make_pipeline(StandardScaler(), LogisticRegression(C=PENALTY, max_iter=3000))
    return (
        Member(trees.fit(values, labels, sample_weight=weights), (), 0.5),
        Member(line.fit(values, labels, logisticregression__sample_weight=weights), (), 0.5),
    )


def _together(prior: Judge, grown: Sequence[Member], share: float) -> Judge:
    members = (
        *(replace(one, share=one.share * share) for one in prior.members),
        *(replace(one, share=one.share * (1 - share)) for one in grown),
    )
    return Judge(members, prior.sharpness)


@cache
def _anchors() -> Rows:
    made = examples(own_texts()[0], seed=SEED, rounds=ANCHOR_ROUNDS)
    return Rows(
        np.array([pair_features(one.statement, one.evidence) for one in made]),
        np.array([one.label for one in made]),
        np.arange(len(made)),
    )
