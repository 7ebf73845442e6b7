"""Labelled claims → how well the installed model does; nothing is learned from them."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.dummy import DummyClassifier
from sklearn.metrics import accuracy_score, f1_score, precision_recall_fscore_support

from classifier.article_features import article_features
from classifier.features import pair_features
from classifier.labelled import LABELS, read_labelled
from classifier.model import Model
from classifier.rows import Array

NAMES = ("supported", "refuted", "not_enough_info")
#: Bins of the expected calibration error, as is usual.
BINS = 10


def evaluate(path: Path, *, model: Model) -> dict[str, Any]:
    """The measures of `docs/reference/json.md`; Quarantine names the first row that cannot be read."""
    claims = read_labelled(path)
    labels = np.array([one.label for one in claims])
    begun = time.perf_counter()
    gold = model.chances([pair_features(one.statement, one.evidence) for one in claims])
    middle = time.perf_counter()
    context = model.article_chances(
        [article_features(one.statement, one.context) for one in claims]
    )
    ended = time.perf_counter()
    return {
        "n": len(claims),
        "gold": measures(gold, labels) | {"seconds": round(middle - begun, 3)},
        "context": measures(context, labels) | {"seconds": round(ended - middle, 3)},
    }


def measures(chances: Array, labels: Array) -> dict[str, Any]:
    """All measures of one part but its seconds; `chances` has shape (n, 3)."""
    guesses = chances.argmax(axis=1)
    dummy = DummyClassifier(strategy="stratified", random_state=0).fit(chances, labels)
    return {
        "macro_f1": _macro_f1(labels, guesses),
        "accuracy": _round(accuracy_score(labels, guesses)),
        "per_class": _per_class(labels, guesses),
        "ece": _round(calibration_error(chances, labels)),
        "dummy_macro_f1": _macro_f1(labels, dummy.predict(chances)),
        "refuted_recall_at_p90": _round(recall_at_precision(chances[:, 1], labels == 1, least=0.9)),
    }


def _macro_f1(labels: Array, guesses: Array) -> float:
    return _round(f1_score(labels, guesses, labels=LABELS, average="macro", zero_division=0))


def _per_class(labels: Array, guesses: Array) -> dict[str, dict[str, float]]:
    columns = precision_recall_fscore_support(labels, guesses, labels=LABELS, zero_division=0)
    return {
        name: {
            "precision": _round(precision),
            "recall": _round(recall),
            "f1": _round(f1),
            "support": int(support),
        }
        for name, precision, recall, f1, support in zip(NAMES, *columns, strict=True)
    }


def calibration_error(chances: Array, labels: Array) -> float:
    """Expected calibration error of the top label, equal-width bins."""
    top, right = chances.max(axis=1), chances.argmax(axis=1) == labels
    place = np.minimum((top * BINS).astype(int), BINS - 1)
    return float(
        sum(
            (place == at).mean() * abs(right[place == at].mean() - top[place == at].mean())
            for at in range(BINS)
            if (place == at).any()
        )
    )


def recall_at_precision(chances: Array, true: Array, *, least: float) -> float:
    """The most of the true ones found by a threshold whose finds are right `least` of the time."""
    order = np.argsort(-chances)
    hits = np.cumsum(true[order])
    precision = hits / np.arange(1, len(order) + 1)
    # Equal chances fall together: only the last of them is a threshold.
    ends = np.append(np.diff(chances[order]) != 0, True)
    good = ends & (precision >= least)
    return float(hits[good].max() / max(1, true.sum())) if good.any() else 0.0


def _round(value: float) -> float:
    return round(float(value), 4)
