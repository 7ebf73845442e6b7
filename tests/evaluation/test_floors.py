"""Pinned floors: quality may rise, and falls only by changing a number here on purpose."""

from __future__ import annotations

import tomllib
from collections import Counter
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from classifier.checker import Checker
from classifier.evaluation import evaluate
from classifier.model import Model
from doichieu.records import Article

HERE = Path(__file__).parent
NOON = datetime(2026, 11, 15, 12, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
#: Of 123 sentences that contradict a provision, those found when this was pinned (98), less a margin of one.
LEAST_FOUND = 97
#: Found of each kind when this was pinned; kinds whose few examples swing are left to the sum.
LEAST_BY_KIND = {"money": 17, "percent": 10, "date": 13, "duration": 15, "range": 5, "polarity": 13}
#: vifactcheck/dev.jsonl with no labelled data: 0,574 gold and 0,567 full context when pinned.
LEAST_GOLD, LEAST_CONTEXT = 0.56, 0.55
MOST_ECE = 0.12

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
def test_labelled_claims_are_judged_at_least_as_well_as_when_pinned(
    model: Model, eval_data: Path
) -> None:
    measured = evaluate(eval_data / "vifactcheck" / "dev.jsonl", model=model)
    assert measured["n"] == 462
    assert measured["gold"]["macro_f1"] >= LEAST_GOLD
    assert measured["context"]["macro_f1"] >= LEAST_CONTEXT
    for part in ("gold", "context"):
        assert measured[part]["macro_f1"] > measured[part]["dummy_macro_f1"] + 0.15
        assert measured[part]["ece"] <= MOST_ECE
