"""The fixed set a new model must win on: our own sentences beside a passage, never learned from."""

from __future__ import annotations

import hashlib
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
from sklearn.metrics import f1_score, log_loss

from classifier.features import pair_features
from classifier.judge import Judge
from classifier.labelled import LABELS
from classifier.perturbation import REFUTED
from classifier.rows import Array, Rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Contest:
    """What the judge in use and a new one reach on the same rows.

    `surprise` is log loss, less is better; `wrongly_refuted` the share of the others called refuted.
    """

    rows: int
    old: dict[str, float]
    new: dict[str, float]

    @property
    def won(self) -> bool:
        """Whether the new judge is less surprised, tells the labels apart no worse and accuses no more."""
        return (
            self.new["surprise"] < self.old["surprise"]
            and self.new["macro_f1"] >= self.old["macro_f1"]
            and self.new["wrongly_refuted"] <= self.old["wrongly_refuted"]
        )


@cache
def fixed_rows() -> Rows:
    """The packaged fixed set, one group a passage."""
    claims = _claims()
    passages = sorted({one["evidence"] for one in claims})
    return Rows(
        np.array([pair_features(one["statement"], one["evidence"]) for one in claims]),
        np.array([one["label"] for one in claims]),
        np.array([passages.index(one["evidence"]) for one in claims]),
    )


def fixed_digest() -> str:
    """What a card names the fixed set by."""
    return hashlib.sha256(_file()).hexdigest()


def contest(old: Judge, new: Judge, rows: Rows) -> Contest:
    """Both judges on `rows`."""
    return Contest(
        rows=len(rows),
        old=_reached(old.chances(rows.values), rows.labels),
        new=_reached(new.chances(rows.values), rows.labels),
    )


def _reached(chances: Array, labels: Array) -> dict[str, float]:
    guesses = chances.argmax(axis=1)
    figures = {
        "surprise": log_loss(labels, chances, labels=LABELS),
        "macro_f1": f1_score(labels, guesses, labels=LABELS, average="macro", zero_division=0),
        "wrongly_refuted": (guesses[labels != REFUTED] == REFUTED).mean(),
    }
    return {name: round(float(figure), 4) for name, figure in figures.items()}


def _claims() -> list[dict[str, Any]]:
    held: list[dict[str, Any]] = tomllib.loads(_file().decode("utf-8"))["claim"]
    return held


def _file() -> bytes:
    return (files("classifier") / "fixed" / "policies.toml").read_bytes()
