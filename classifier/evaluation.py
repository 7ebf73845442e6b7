"""Labelled claims → how well the installed model does; nothing is learned from them."""

from __future__ import annotations

import json
import re
import time
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.dummy import DummyClassifier
from sklearn.metrics import accuracy_score, f1_score, precision_recall_fscore_support

from classifier.features import pair_features
from classifier.model import Model
from classifier.sentences import split
from classifier.words import bigrams, content
from doichieu.errors import Quarantine

LABELS = (0, 1, 2)
NAMES = ("supported", "refuted", "not_enough_info")
#: Sentences taken from a context as evidence.
TAKEN = 3
#: Bins of the expected calibration error, as is usual.
BINS = 10


def evaluate(path: Path, *, model: Model) -> dict[str, Any]:
    """The measures of `docs/reference/json.md`; Quarantine names the first row that cannot be read."""
    rows = _rows(path)
    labels = np.array([row["label"] for row in rows])
    return {
        "n": len(rows),
        "gold": _part([(row["statement"], row["evidence"]) for row in rows], labels, model),
        "context": _part(
            [(row["statement"], row["context"]) for row in rows], labels, model, retrieve=True
        ),
    }


def retrieved(statement: str, context: str) -> str:
    """The sentences of `context` that bear most on `statement`, in their order."""
    spans = split(re.sub(r"(?<=[a-zà-ỹ]\.)(?=[A-ZĐÀ-Ỹ])", " ", context))
    sentences = [context[start:end] for start, end in spans] or [context]
    words = content(statement)
    asked = {term.word for term in words} | set(bigrams(words))
    document_frequency: dict[str, int] = {}
    held = []
    for sentence in sentences:
        own = content(sentence)
        tokens = {term.word for term in own} | set(bigrams(own))
        held.append(tokens)
        for token in tokens & asked:
            document_frequency[token] = document_frequency.get(token, 0) + 1
    scores = [
        sum(1 / (0.5 + document_frequency[token]) for token in tokens & asked)
        / (8 + len(tokens)) ** 0.5
        for tokens in held
    ]
    best = sorted(np.argsort(scores)[::-1][:TAKEN])
    return " ".join(sentences[at] for at in best)


def _part(
    pairs: list[tuple[str, str]],
    labels: np.ndarray[Any, Any],
    model: Model,
    *,
    retrieve: bool = False,
) -> dict[str, Any]:
    begun = time.perf_counter()
    made = [(one, retrieved(one, other) if retrieve else other) for one, other in pairs]
    chances = model.chances([pair_features(one, other) for one, other in made])
    seconds = time.perf_counter() - begun
    guesses = chances.argmax(axis=1)
    per_class = precision_recall_fscore_support(labels, guesses, labels=LABELS, zero_division=0)
    dummy = DummyClassifier(strategy="stratified", random_state=0).fit(chances, labels)
    return {
        "macro_f1": _round(
            f1_score(labels, guesses, labels=LABELS, average="macro", zero_division=0)
        ),
        "accuracy": _round(accuracy_score(labels, guesses)),
        "per_class": {
            name: {
                "precision": _round(per_class[0][at]),
                "recall": _round(per_class[1][at]),
                "f1": _round(per_class[2][at]),
                "support": int(per_class[3][at]),
            }
            for at, name in enumerate(NAMES)
        },
        "ece": _round(calibration_error(chances, labels)),
        "dummy_macro_f1": _round(
            f1_score(
                labels, dummy.predict(chances), labels=LABELS, average="macro", zero_division=0
            )
        ),
        "refuted_recall_at_p90": _round(recall_at_precision(chances[:, 1], labels == 1, least=0.9)),
        "seconds": round(seconds, 3),
    }


def calibration_error(chances: np.ndarray[Any, Any], labels: np.ndarray[Any, Any]) -> float:
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


def recall_at_precision(
    chances: np.ndarray[Any, Any], true: np.ndarray[Any, Any], *, least: float
) -> float:
    """The most of the true ones found by a threshold whose finds are right `least` of the time."""
    order = np.argsort(-chances)
    hits = np.cumsum(true[order])
    precision = hits / np.arange(1, len(order) + 1)
    # Equal chances fall together: only the last of them is a threshold.
    ends = np.append(np.diff(chances[order]) != 0, True)
    good = ends & (precision >= least)
    return float(hits[good].max() / max(1, true.sum())) if good.any() else 0.0


def _rows(path: Path) -> list[dict[str, Any]]:
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except OSError as error:
        raise Quarantine(
            vi=f"{path}: không đọc được ({error.strerror}); hãy kiểm tra đường dẫn và quyền",
            en=f"{path}: cannot be read ({error.strerror}); check the path and its permissions",
            reason="unreadable",
        ) from error
    except UnicodeDecodeError as error:
        raise _unreadable(path, 0, "không phải UTF-8 / no UTF-8 text") from error
    rows = [_row(path, number, line) for number, line in enumerate(lines, 1) if line.strip()]
    if not rows:
        raise _unreadable(path, 0, "không có dòng nào / no rows")
    return rows


def _row(path: Path, number: int, line: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except json.JSONDecodeError as error:
        raise _unreadable(path, number, str(error)) from error
    if not isinstance(row, dict):
        raise _unreadable(path, number, "không phải đối tượng JSON / not a JSON object")
    for key in ("statement", "evidence", "context"):
        if not isinstance(row.get(key), str):
            row[key] = (
                "" if key in row else row.get("context" if key == "evidence" else "evidence", "")
            )
        if not isinstance(row[key], str) or (key == "statement" and not row[key].strip()):
            raise _unreadable(path, number, f"thiếu “{key}” / no “{key}”")
    if row.get("label") not in LABELS or isinstance(row.get("label"), bool):
        raise _unreadable(path, number, "“label” phải là 0, 1 hoặc 2 / must be 0, 1 or 2")
    return row


def _unreadable(path: Path, number: int, why: str) -> Quarantine:
    place = f"{path}, dòng {number}" if number else str(path)
    at = f"{path}, line {number}" if number else str(path)
    return Quarantine(
        vi=f"{place}: {why}; hãy sửa tệp (xem docs/reference/json.md)",
        en=f"{at}: {why}; mend the file (see docs/reference/json.md)",
        reason="bad_dataset",
    )


def _round(value: float) -> float:
    return round(float(value), 4)
