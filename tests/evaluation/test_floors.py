"""Pinned floors: quality may rise, and falls only by changing a number here on purpose."""

from __future__ import annotations

import tomllib
from collections import Counter
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from classifier.checker import Checker
from classifier.evaluation import measures
from classifier.folds import SEEDS, labelled_unseen
from classifier.labelled import read_labelled
from classifier.learner import learn_made
from classifier.model import Model
from classifier.training_rows import (
    SEED,
    labelled_articles,
    labelled_pairs,
    own_pairs,
    own_texts,
)
from doichieu.records import Article

HERE = Path(__file__).parent
NOON = datetime(2026, 11, 15, 12, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
#: Of 240 sentences that contradict a provision, those found when this was pinned (210), less a margin of two.
LEAST_FOUND = 208
#: Found of each kind when this was pinned; kinds whose few examples swing are left to the sum.
LEAST_BY_KIND = {
    "money": 36, "percent": 16, "date": 23, "duration": 32, "range": 5, "polarity": 23, "number": 24, "actor": 16,
}  # fmt: skip
#: vifactcheck/dev.jsonl, 5 folds grouped by article, first seed: 0.743 gold and 0.714 full context when pinned;
#: by made statements alone 0.665 and 0.617.
#: Never of the released model: it has learned from these very claims.
LEAST_GOLD, LEAST_CONTEXT = 0.71, 0.68
LEAST_ALONE = {"gold": 0.64, "context": 0.60}
LEAST_FOUND_SURELY = {"gold": 0.44, "context": 0.33}
MOST_ECE = 0.05

SENTENCES = [
    one
    for path in sorted((HERE / "policy").glob("*.toml"))
    for one in tomllib.loads(path.read_text(encoding="utf-8"))["sentence"]
]


def _flagged(checker: Checker, text: str) -> bool:
    article = Article(
        url="", title="Tin trong ngày", text=text, published_at=NOON, province="Lam Giang"
    )
    return any(one.flagged for one in checker.check(article))


@pytest.mark.parametrize(
    "sentence",
    [one for one in SENTENCES if one["label"] != "refuted"],
    ids=lambda one: one["text"][:60],
)
def test_what_the_texts_support_or_leave_open_is_not_flagged(
    checker: Checker, sentence: dict[str, str]
) -> None:
    assert not _flagged(checker, sentence["text"])


def test_contradictions_are_found_at_least_as_often_as_when_pinned(checker: Checker) -> None:
    found = Counter(
        one["kind"]
        for one in SENTENCES
        if one["label"] == "refuted" and _flagged(checker, one["text"])
    )
    assert sum(found.values()) >= LEAST_FOUND, found
    assert not {kind: found[kind] for kind, least in LEAST_BY_KIND.items() if found[kind] < least}


@pytest.mark.data
@pytest.mark.slow
@pytest.mark.parametrize("part", ["gold", "context"])
def test_labelled_claims_of_unseen_articles_are_judged_as_well_as_when_pinned(
    part: str, eval_data: Path
) -> None:
    claims = read_labelled(eval_data / "vifactcheck" / "dev.jsonl")
    gold = part == "gold"
    rows = labelled_pairs(claims) if gold else labelled_articles(claims)
    alone = learn_made(own_pairs(own_texts()[0]), seed=SEED)
    given = labelled_unseen(rows, alone, seed=SEEDS[0])
    measured = measures(given, rows.labels)
    assert len(claims) == 462
    assert measured["macro_f1"] >= (LEAST_GOLD if gold else LEAST_CONTEXT)
    assert measured["macro_f1"] > measured["dummy_macro_f1"] + 0.3
    assert measured["refuted_recall_at_p90"] >= LEAST_FOUND_SURELY[part]
    assert measured["ece"] <= MOST_ECE
    unlearned = measures(alone.chances(rows.values), rows.labels)
    assert unlearned["macro_f1"] >= LEAST_ALONE[part]


def test_the_card_tells_figures_of_unseen_articles_and_what_was_learned_from(model: Model) -> None:
    scores, labelled = model.card["scores"], model.card["labelled"]
    assert "left out" in scores["how"]
    assert labelled["claims"] == 462
    assert scores["gold"]["macro_f1"] >= LEAST_GOLD
    assert scores["context"]["macro_f1"] >= LEAST_CONTEXT
