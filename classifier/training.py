"""`make model`: our own texts, and labelled claims where they are at hand → the model, its scores, its card."""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from statistics import fmean
from typing import Any

from classifier.article_features import article_names
from classifier.evaluation import measures
from classifier.features import names
from classifier.folds import FOLDS, SEEDS, labelled_unseen, made_unseen
from classifier.judge import Judge
from classifier.labelled import LABELS, LabelledClaim, digest, read_labelled
from classifier.learner import learn_labelled, learn_made
from classifier.model import Model, save_model
from classifier.rows import Rows
from classifier.training_rows import (
    SEED,
    by_article,
    labelled_articles,
    labelled_pairs,
    own_pairs,
    own_texts,
)

#: Part of the model's version; raise it when the scheme of training changes.
SCHEME = 2
#: Where the evaluation data lies within the folder that DOICHIEU_EVAL_DATA names.
LABELLED = Path("vifactcheck") / "dev.jsonl"
VIFACTCHECK = "ViFactCheck (AAAI 2025, arXiv 2412.15308), part of the dev split"
#: How the scores of a card were come by where labelled claims were learned from.
LEFT_OUT = (
    f"labelled claims left out, {FOLDS} folds grouped by article, mean of {len(SEEDS)} seeds; "
    "the released model has seen all of them"
)
#: Measures a card tells.
TOLD = ("macro_f1", "accuracy", "ece", "refuted_recall_at_p90")


def train(folder: Path, *, labelled: Path | None = None) -> dict[str, Any]:
    """Train, measure on texts left out, write model and card into `folder`; the card."""
    texts, own_digest = own_texts()
    made = own_pairs(texts)
    alone = learn_made(made, seed=SEED)
    card = _card(own_digest, texts=len(texts), made=made)
    if labelled is None:
        save_model(Model(pair=alone, article=alone, card=card), folder)
        return card
    claims = read_labelled(labelled)
    pairs, articles = labelled_pairs(claims), labelled_articles(claims)
    card |= _learned_from(labelled, claims, own_digest)
    card["scores"] = {
        "how": LEFT_OUT,
        "gold": _unseen_scores(pairs, alone),
        "context": _unseen_scores(articles, alone),
    }
    model = Model(
        pair=learn_labelled(pairs, alone, seed=SEED),
        article=learn_labelled(articles, alone, seed=SEED),
        card=card,
    )
    save_model(model, folder)
    return card


def labelled_at_hand() -> Path | None:
    """The labelled claims in the folder that DOICHIEU_EVAL_DATA names, if they are there."""
    folder = os.environ.get("DOICHIEU_EVAL_DATA")
    path = Path(folder) / LABELLED if folder else None
    return path if path and path.is_file() else None


def _card(own_digest: str, *, texts: int, made: Rows) -> dict[str, Any]:
    return {
        "version": f"{SCHEME}-{own_digest[:12]}",
        "data": "classifier/texts: passages and statements written for this project, perturbed",
        "data_sha256": own_digest,
        "texts": texts,
        "examples": {str(label): int((made.labels == label).sum()) for label in LABELS},
        "labels": {"0": "supported", "1": "refuted", "2": "not enough info"},
        "features": list(names()),
        "article_features": list(article_names()),
        "scores": {
            "how": f"made statements of texts left out, {FOLDS} folds",
            "gold": _told([measures(made_unseen(made, seed=SEEDS[0]), made.labels)]),
        },
        "seed": SEED,
        "limits": (
            "Judges one sentence against one passage or one article; words beyond the lexicons are "
            "weak. A flag also needs a named difference."
        ),
    }


def _learned_from(path: Path, claims: Sequence[LabelledClaim], own_digest: str) -> dict[str, Any]:
    """What a card says where labelled claims were learned from; numbers of pairs, never their words."""
    labelled_digest = digest(path)
    both = hashlib.sha256(f"{own_digest}{labelled_digest}".encode()).hexdigest()
    return {
        "version": f"{SCHEME}-{both[:12]}",
        "labelled": {
            "name": VIFACTCHECK if path == labelled_at_hand() else path.name,
            "file": f"{path.parent.name}/{path.name}",
            "sha256": labelled_digest,
            "claims": len(claims),
            "articles": len(set(by_article(claims))),
            "used_as": "features of pairs and labels only; no text and no word of it is in the model",
        },
    }


def _unseen_scores(rows: Rows, made: Judge) -> dict[str, float]:
    return _told([measures(labelled_unseen(rows, made, seed=seed), rows.labels) for seed in SEEDS])


def _told(every: Sequence[dict[str, Any]]) -> dict[str, float]:
    """The mean of each measure a card tells."""
    return {name: round(fmean(one[name] for one in every), 4) for name in TOLD}


def main() -> None:
    """Write the packaged model again."""
    card = train(Path(__file__).parent / "model", labelled=labelled_at_hand())
    sys.stdout.write(json.dumps(card["scores"]) + "\n")


if __name__ == "__main__":
    main()
