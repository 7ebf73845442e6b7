"""The kinds' model and its file: one linear scikit-learn classifier over named signs, saved with skops."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import skops.io
from sklearn.feature_extraction import DictVectorizer

from doichieu.errors import Quarantine
from doichieu.records import SentenceKind

FILE, CARD = "kinds.skops", "kinds_card.json"
#: Columns of `KindModel.chances`, in the order scikit-learn sorts them.
KINDS = tuple(sorted(kind.value for kind in SentenceKind))
#: Least chance at which a sentence is called a claim: chosen on texts left out of training (`kind_training`).
LEAST_CLAIM = 0.48
#: The same for a plain sentence, which bears no sign of another kind: on left-out fields it keeps half a
#: point to a point more of the claims, at as many others called claims.
LEAST_PLAIN_CLAIM = 0.45
#: Signs of a voice or of another kind; a sentence without any is plain.
_VOICED = frozenset(
    {f"rule {name}" for name in ("fragment", "asks", "rumour", "proposes", "judges", "looks back")}
    | {
        f"shape {name}"
        for name in ("exclaims", "turns round", "too much", "untitled person", "?", ":", "…")
    }
    | {
        f"has {name}"
        for name in ("stance", "irony", "blame", "praise", "first_person", "past", "forecast")
    }
)


@dataclass(frozen=True, slots=True)
class KindModel:
    """A vectorizer of named signs, a fitted classifier over them, and the card of both."""

    vectorizer: DictVectorizer
    classifier: Any
    card: dict[str, Any]

    def chances(self, rows: Sequence[Mapping[str, float]]) -> np.ndarray[Any, Any]:
        """Probabilities of `KINDS`, shape (len(rows), 7)."""
        if not rows:
            return np.zeros((0, len(KINDS)))
        scores = np.stack([self._scores(row) for row in rows])
        powers: np.ndarray[Any, Any] = np.exp(scores - scores.max(axis=1, keepdims=True))
        chances: np.ndarray[Any, Any] = powers / powers.sum(axis=1, keepdims=True)
        return chances

    def _scores(self, row: Mapping[str, float]) -> np.ndarray[Any, Any]:
        """What the linear classifier makes of one row: a tenth of the way through a sparse matrix."""
        places = self.vectorizer.vocabulary_
        known = [(places[name], weight) for name, weight in row.items() if name in places]
        at = [place for place, _ in known]
        weights = np.array([weight for _, weight in known])
        scores: np.ndarray[Any, Any] = (
            self.classifier.intercept_ + self.classifier.coef_[:, at] @ weights
        )
        return scores


def is_plain(signs: Mapping[str, float]) -> bool:
    """Whether a sentence bears no sign of a voice, a wish, a tale or a time gone by."""
    return _VOICED.isdisjoint(signs)


def decide(chances: np.ndarray[Any, Any], *, plain: bool = False) -> SentenceKind:
    """The likeliest kind; "claim" only where its chance reaches `LEAST_CLAIM`, or less in a plain sentence."""
    claim = KINDS.index(SentenceKind.CLAIM)
    if chances[claim] >= (LEAST_PLAIN_CLAIM if plain else LEAST_CLAIM):
        return SentenceKind.CLAIM
    others = [
        (chance, kind)
        for at, (chance, kind) in enumerate(zip(chances, KINDS, strict=True))
        if at != claim
    ]
    return SentenceKind(max(others)[1])


@cache
def load_kind_model() -> KindModel:
    """The packaged model, read once and only when a sentence asks for it."""
    return read_kind_model((files("classifier") / "model" / FILE).read_bytes())


def read_kind_model(body: bytes) -> KindModel:
    """The model in the bytes of a file; Quarantine for a damaged or foreign one."""
    try:
        # Nothing beyond what skops trusts by itself: a linear model needs no more.
        held = skops.io.loads(body, trusted=[])
        names = str(held["signs"]).split("\n")
        return KindModel(
            vectorizer=sign_vectorizer(names),
            classifier=held["classifier"],
            card=json.loads(held["card"]),
        )
    except Exception as error:
        # skops lets errors of zip, JSON and numpy through; all mean that the file is no model.
        raise Quarantine(
            vi=f"mô hình loại câu {FILE} hỏng hoặc chứa kiểu lạ; hãy cài lại doichieu hoặc chạy make model",
            en=f"the kinds' model {FILE} is damaged or holds a foreign type; install doichieu again or run make model",
            reason="bad_model",
        ) from error


def save_kind_model(model: KindModel, folder: Path) -> Path:
    """Write the model and its card; the file's path."""
    held = {
        # One text, not a dictionary of thousands: skops writes and reads it at once.
        "signs": "\n".join(model.vectorizer.feature_names_),
        "classifier": model.classifier,
        "card": json.dumps(model.card, ensure_ascii=False, sort_keys=True),
    }
    path = folder / FILE
    path.write_bytes(skops.io.dumps(held, compression=zipfile.ZIP_DEFLATED))
    card = json.dumps(model.card, ensure_ascii=False, indent=2, sort_keys=True)
    (folder / CARD).write_text(f"{card}\n", encoding="utf-8")
    return path


def sign_vectorizer(names: Sequence[str]) -> DictVectorizer:
    """A vectorizer that knows just these signs; others are ignored."""
    vectorizer = DictVectorizer(dtype=np.float32)
    vectorizer.fit([dict.fromkeys(names, 1.0)])
    return vectorizer
