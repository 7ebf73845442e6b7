"""`make model`: our own labelled sentences → the kinds' model, its scores on fields left out, its card."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, f1_score
from sklearn.model_selection import GroupKFold

from classifier.kind_features import kind_features
from classifier.kind_model import (
    KINDS,
    KindModel,
    decide,
    is_plain,
    save_kind_model,
    sign_vectorizer,
)
from classifier.kind_rules import kind_by_rules
from classifier.kind_sentences import Labelled, own_sentences
from classifier.kind_settled import settled_kind
from doichieu.records import SentenceKind

#: A sign of a single sentence tells nothing of the next one.
LEAST_SENTENCES = 2
#: Inverse of the pull towards zero; from 1 to 5 the scores left out are level.
LOOSENESS = 3.0
FOLDS = 6
SEED = 20261125
#: Part of the model's version; raise it when the scheme of training changes.
SCHEME = 1


def train(folder: Path) -> dict[str, Any]:
    """Train on all our sentences, measure on fields left out, write model and card; the card."""
    sentences, digest = own_sentences()
    card = {
        "version": f"{SCHEME}-{digest[:12]}",
        "data": "classifier/kind_texts: sentences written and labelled for this project",
        "data_sha256": digest,
        "sentences": dict(Counter(one.kind for one in sentences)),
        "scores_left_out": scores(sentences, left_out(sentences)),
        "scores_of_rules_alone": _scores_of_rules(sentences),
        "seed": SEED,
        "limits": "Learned from sentences that one hand wrote; irony without a word that betrays it is weak.",
    }
    save_kind_model(fitted(sentences, card=card), folder)
    return card


def fitted(sentences: Sequence[Labelled], *, card: dict[str, Any]) -> KindModel:
    """A model of these sentences; the signs of fewer than `LEAST_SENTENCES` are left away."""
    rows = [_signs(one) for one in sentences]
    met = Counter(name for row in rows for name in row)
    vectorizer = sign_vectorizer([name for name, times in met.items() if times >= LEAST_SENTENCES])
    classifier = LogisticRegression(C=LOOSENESS, max_iter=500, tol=1e-3, random_state=SEED)
    classifier.fit(vectorizer.transform(rows), [one.kind for one in sentences])
    return KindModel(vectorizer=vectorizer, classifier=classifier, card=card)


def left_out(sentences: Sequence[Labelled]) -> np.ndarray[Any, Any]:
    """Chances of each sentence's kinds by a model that saw none of its field, shape (n, 7)."""
    chances = np.zeros((len(sentences), len(KINDS)))
    fields = [one.field for one in sentences]
    folds = GroupKFold(n_splits=FOLDS, shuffle=True, random_state=SEED)
    for seen, left in folds.split(sentences, groups=fields):
        model = fitted([sentences[at] for at in seen], card={})
        chances[left] = model.chances([_signs(sentences[at]) for at in left])
    return chances


def scores(sentences: Sequence[Labelled], chances: np.ndarray[Any, Any]) -> dict[str, float]:
    """Accuracy, macro-F1, and the two that matter: others called claims, claims kept."""
    guesses = [
        (
            settled_kind(one.text, before=one.before) or decide(row, plain=is_plain(_signs(one)))
        ).value
        for one, row in zip(sentences, chances, strict=True)
    ]
    return scores_of([one.kind for one in sentences], guesses)


def scores_of(kinds: Sequence[str], guesses: Sequence[str]) -> dict[str, float]:
    """The four figures of a list of guesses."""
    claim = SentenceKind.CLAIM.value
    called = np.array([guess == claim for guess in guesses])
    claims = np.array([kind == claim for kind in kinds])
    figures = {
        "accuracy": accuracy_score(kinds, guesses),
        "macro_f1": f1_score(kinds, guesses, average="macro"),
        "others_called_claim": called[~claims].mean(),
        "claims_kept": called[claims].mean(),
    }
    return {name: round(float(figure), 4) for name, figure in figures.items()}


def _scores_of_rules(sentences: Sequence[Labelled]) -> dict[str, float]:
    """The baseline beside the model's scores."""
    guesses = [kind_by_rules(one.text, before=one.before, heading=one.heading) for one in sentences]
    return scores_of([one.kind for one in sentences], [guess.value for guess in guesses])


def _signs(one: Labelled) -> Mapping[str, float]:
    return kind_features(one.text, before=one.before, heading=one.heading)


def main() -> None:
    """Write the packaged model again."""
    card = train(Path(__file__).parent / "model")
    sys.stdout.write(json.dumps(card["scores_left_out"]) + "\n")


if __name__ == "__main__":
    main()
