"""`make model`: our own texts, and labelled claims where they are at hand → the model, its scores, its card."""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from classifier.article_features import article_names
from classifier.evaluation import measures
from classifier.features import names
from classifier.folds import FOLDS, SEEDS, labelled_unseen, made_unseen
from classifier.judge import Judge
from classifier.labelled import LabelledClaim, digest, read_labelled
from classifier.learner import learn_labelled, learn_made
from classifier.model import Model, save_model
from classifier.rows import Array, Rows
from classifier.training_rows import (
    SEED,
    by_article,
    labelled_articles,
    labelled_pairs,
    own_articles,
    own_pairs,
    own_texts,
)

#: Part of the model's version; raise it when the scheme of training changes.
SCHEME = 2
#: Where the evaluation data lies within the folder that DOICHIEU_EVAL_DATA names.
LABELLED = Path("vifactcheck") / "dev.jsonl"
#: Measures a card tells.
TOLD = ("macro_f1", "accuracy", "ece", "refuted_recall_at_p90")


@dataclass(frozen=True, slots=True)
class Lot:
    """What one of the two judges learns from."""

    made: Rows
    labelled: Rows | None

    def learn(self) -> Judge:
        """The judge that is released."""
        alone = learn_made(self.made, seed=SEED)
        if self.labelled is None:
            return alone
        return learn_labelled(self.labelled, alone.members, seed=SEED)

    def scores(self) -> dict[str, float]:
        """By grouped folds: of the labelled claims where there are any, else of the made ones."""
        if self.labelled is None:
            return made_unseen(self.made, told, seeds=SEEDS[:1])
        alone = learn_made(self.made, seed=SEED)
        return labelled_unseen(self.labelled, alone.members, told)


def train(folder: Path, *, labelled: Path | None = None) -> dict[str, Any]:
    """Train, measure on texts left out, write model and card into `folder`; the card."""
    claims = read_labelled(labelled) if labelled else ()
    texts, own_digest = own_texts()
    pairs = Lot(own_pairs(texts), labelled_pairs(claims) if claims else None)
    articles = Lot(own_articles(texts), labelled_articles(claims) if claims else None)
    card = _card(own_digest, texts=len(texts), pairs=pairs, articles=articles)
    if labelled:
        card |= _learned_from(labelled, claims, own_digest)
    save_model(Model(pair=pairs.learn(), article=articles.learn(), card=card), folder)
    return card


def labelled_at_hand() -> Path | None:
    """The labelled claims in the folder that DOICHIEU_EVAL_DATA names, if they are there."""
    folder = os.environ.get("DOICHIEU_EVAL_DATA")
    path = Path(folder) / LABELLED if folder else None
    return path if path and path.is_file() else None


def told(chances: Array, labels: Array) -> dict[str, float]:
    """The measures a card tells."""
    every = measures(chances, labels)
    return {name: float(every[name]) for name in TOLD}


def _card(own_digest: str, *, texts: int, pairs: Lot, articles: Lot) -> dict[str, Any]:
    return {
        "version": f"{SCHEME}-{own_digest[:12]}",
        "data": "classifier/texts: passages and statements written for this project, perturbed",
        "data_sha256": own_digest,
        "texts": texts,
        "examples": {
            "made pairs": _counts(pairs.made),
            "made articles": _counts(articles.made),
        },
        "labels": {"0": "supported", "1": "refuted", "2": "not enough info"},
        "features": list(names()),
        "article_features": list(article_names()),
        "scores": {
            "how": _how(pairs),
            "gold": _rounded(pairs.scores()),
            "context": _rounded(articles.scores()),
        },
        "seed": SEED,
        "limits": (
            "Judges one sentence against one passage or one article; words beyond the lexicon are "
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
            "name": "ViFactCheck (AAAI 2025, arXiv 2412.15308), part of the dev split",
            "file": f"{path.parent.name}/{path.name}",
            "sha256": labelled_digest,
            "claims": len(claims),
            "articles": len(set(by_article(claims))),
            "used_as": "features of pairs and labels only; no text and no word of it is in the model",
        },
    }


def _how(lot: Lot) -> str:
    if lot.labelled is None:
        return f"made statements left out, {FOLDS} folds grouped by text"
    return (
        f"labelled claims left out, {FOLDS} folds grouped by article, mean of {len(SEEDS)} seeds; "
        "the released model has seen all of them"
    )


def _counts(rows: Rows) -> dict[str, int]:
    return {str(label): int((rows.labels == label).sum()) for label in (0, 1, 2)}


def _rounded(scores: dict[str, float]) -> dict[str, float]:
    return {name: round(score, 4) for name, score in scores.items()}


def main() -> None:
    """Write the packaged model again."""
    card = train(Path(__file__).parent / "model", labelled=labelled_at_hand())
    sys.stdout.write(json.dumps(card["scores"]) + "\n")


if __name__ == "__main__":
    main()
