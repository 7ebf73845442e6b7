"""The estimators: randomised trees and a linear model vote; grouped folds set how sure the vote is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from sklearn.ensemble import ExtraTreesClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss
from sklearn.model_selection import StratifiedGroupKFold
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from threadpoolctl import threadpool_limits

from classifier.features import names
from classifier.judge import Judge, Member, sharpened
from classifier.rows import Array, Rows

#: Trees grown on people's statements and on made ones; more moved no score by more than its spread over seeds.
TREES, MADE_TREES = 150, 60
#: Least rows of a leaf, for people's statements and for the many made ones.
LEAF, MADE_LEAF = 3, 20
#: Inverse strength of the linear model's penalty: many features on a few hundred rows need much.
PENALTY = 0.01
#: What the vote of the trees grown on made statements weighs where there are people's.
MADE_SHARE = 0.1
#: Folds within the training rows by which the sharpness of the vote is set.
INNER_FOLDS = 5
#: Sharpness tried: 1 leaves the vote as it is, more makes it surer.
SHARPNESS = tuple(float(one) for one in np.arange(0.5, 3.01, 0.05))
#: Lengths and plain counts tell made statements from people's: who learns from made ones sees these alone.
SEEN_OF_MADE = (
    "covered", "covered_telling", "covered_weight", "covered_first_half", "covered_second_half", "covered_head",
    "covered_tail", "run_longest", "run_longest_share", "run_two_longest_share", "run_long_share", "pairs_shared",
    "part_least", "part_most", "parts_untold", "letters_shared", "gaps_share", "gap_longest_share", "added_share",
    "instead_share", "replaced", "replaced_only", "replaced_figure", "replaced_name", "replaced_word",
    "figures_missing_share", "names_missing_share", "denials_missing_share", "words_missing_share",
    "skipped_denial", "skipped_figure", "skipped_name", "figures_absent", "figures_absent_share",
    "figures_absent_and_left", "figures_exchanged", "quantities_agreeing", "quantities_contrary",
    "quantities_missing", "quantities_contrary_share", "names_whole_share", "names_absent", "names_in_part",
    "ranks_apart", "denied_apart", "denied_here", "denied_there", "denials_gap", "contrasts", "contrasts_near",
    "contrast_nearest", "contrasts_free", "contrasts_beside",
)  # fmt: skip

Grow = Callable[[Rows], tuple[Member, ...]]


def learn_made(made: Rows, *, seed: int) -> Judge:
    """From pairs made of our own texts alone.

    The columns it sees come first in rows of `article_features`, too: it judges both kinds.
    """
    with threadpool_limits(1):
        return _sharp(made, lambda rows: (_made_trees(rows, seed=seed),), seed=seed)


def learn_labelled(labelled: Rows, made: Judge, *, seed: int) -> Judge:
    """From people's statements, pairs or articles; the members of `made` vote with a small share."""
    beside = tuple(replace(member, share=MADE_SHARE / len(made.members)) for member in made.members)
    with threadpool_limits(1):
        return _sharp(labelled, lambda rows: (*_members(rows, seed=seed), *beside), seed=seed)


def _sharp(rows: Rows, grow: Grow, *, seed: int) -> Judge:
    """Members of all rows, as sharp as suits the votes of members grown without the text they judge."""
    votes = np.zeros((len(rows), 3))
    folds = StratifiedGroupKFold(INNER_FOLDS, shuffle=True, random_state=seed)
    for seen, left in folds.split(rows.values, rows.labels, rows.groups):
        votes[left] = Judge(grow(rows.take(seen))).chances(rows.values[left])
    return Judge(grow(rows), _sharpness(votes, rows.labels))


def _made_trees(rows: Rows, *, seed: int) -> Member:
    columns = tuple(names().index(name) for name in SEEN_OF_MADE)
    trees = _trees(MADE_TREES, MADE_LEAF, seed)
    return Member(trees.fit(rows.values[:, list(columns)], rows.labels), columns, 1.0)


def _members(rows: Rows, *, seed: int) -> tuple[Member, ...]:
    line = make_pipeline(StandardScaler(), LogisticRegression(C=PENALTY, max_iter=3000))
    kinds = (_trees(TREES, LEAF, seed), line)
    share = (1 - MADE_SHARE) / len(kinds)
    return tuple(Member(one.fit(rows.values, rows.labels), (), share) for one in kinds)


def _trees(count: int, leaf: int, seed: int) -> ExtraTreesClassifier:
    return ExtraTreesClassifier(
        n_estimators=count, min_samples_leaf=leaf, max_features=0.3, random_state=seed, n_jobs=1
    )


def _sharpness(votes: Array, labels: Array) -> float:
    """The sharpness under which the labels of statements left out are least surprising."""
    return min(
        SHARPNESS, key=lambda one: float(log_loss(labels, sharpened(votes, one), labels=[0, 1, 2]))
    )
