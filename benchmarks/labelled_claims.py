"""Labelled claims, judged by models that have not seen their article: 5 folds, 3 seeds; and by made statements alone.

Needs the evaluation data (DOICHIEU_EVAL_DATA). Evaluating the released model on the same file would
measure what it has learned by heart. Asserts how many claims were judged.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

import numpy as np

from classifier.evaluation import measures
from classifier.folds import SEEDS, labelled_unseen
from classifier.labelled import LabelledClaim, read_labelled
from classifier.learner import learn_made
from classifier.nearest_sentences import hear, scores
from classifier.pair.reading import read
from classifier.refuted_kind import refuted_kind
from classifier.rows import Array, Rows
from classifier.training import labelled_at_hand
from classifier.training_rows import (
    SEED,
    labelled_articles,
    labelled_pairs,
    own_pairs,
    own_texts,
)

#: A sentence of which the given evidence has this share of the telling words is a sentence of that evidence.
OF_EVIDENCE = 0.8
#: Fewer telling words tell no sentence from another.
LEAST_TELLING = 3
TOLD = ("macro_f1", "accuracy", "refuted_recall_at_p90", "ece", "dummy_macro_f1")


def main() -> None:
    """Print one line a part and way of learning."""
    path = labelled_at_hand()
    if path is None:
        sys.stdout.write("no labelled claims at hand: set DOICHIEU_EVAL_DATA\n")
        return
    claims = read_labelled(path)
    assert len(claims) > 400
    _print_found(claims)
    alone = learn_made(own_pairs(own_texts()[0]), seed=SEED)
    kinds = np.array([refuted_kind(one) for one in claims])
    for part, rows in (("gold", labelled_pairs(claims)), ("context", labelled_articles(claims))):
        _print(f"{part}, no labelled data", [alone.chances(rows.values)], rows, kinds)
        unseen = [labelled_unseen(rows, alone, seed=seed) for seed in SEEDS]
        _print(f"{part}, labelled, articles left out", unseen, rows, kinds)


def _print_found(claims: Sequence[LabelledClaim]) -> None:
    """How often one of the nearest sentences of the article is of the evidence people chose."""
    places = [_first_found(one) for one in claims]
    told = "  ".join(
        f"hit@{most} {np.mean([place < most for place in places]):.3f}" for most in (1, 2, 3, 5)
    )
    sys.stdout.write(f"evidence within the article, {len(places)} claims: {told}\n")


def _first_found(claim: LabelledClaim) -> int:
    """The rank of the nearest sentence that is of the evidence, or of the one most like it where none is."""
    heard = hear(claim.context)
    evidence = _telling(claim.evidence)
    ranked = np.argsort(-scores(claim.statement, heard), kind="stable").tolist()
    words = [_telling(sentence) for sentence in heard.sentences]
    given = [
        at
        for at, said in enumerate(words)
        if len(said) >= LEAST_TELLING and len(said & evidence) >= OF_EVIDENCE * len(said)
    ]
    likest = max(range(len(words)), key=lambda at: _alike(words[at], evidence))
    return min(ranked.index(at) for at in given or [likest])


def _alike(one: set[str], other: set[str]) -> float:
    return len(one & other) / (len(one | other) or 1)


def _telling(text: str) -> set[str]:
    return {token.word for token in read(text) if token.tells}


def _print(name: str, given: list[Array], rows: Rows, kinds: Array) -> None:
    every = [measures(one, rows.labels) for one in given]
    told = "  ".join(f"{key} {np.mean([one[key] for one in every]):.3f}" for key in TOLD)
    found = np.mean([one.argmax(axis=1) == 1 for one in given], axis=0)
    recalls = "  ".join(
        f"{kind} {found[kinds == kind].mean():.2f} of {(kinds == kind).sum()}"
        for kind in sorted(set(kinds[rows.labels == 1]))
    )
    sys.stdout.write(f"{name}: {told}\n    refuted found by kind: {recalls}\n")


if __name__ == "__main__":
    main()
