"""Passages scored among all, or among a few documents: the same order either way."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import classifier.passage_scores as passage_scores
from classifier.evidence import PassageIndex, query_words
from classifier.judgement import alike_with
from classifier.words import without_citations
from corpus.load import load_path
from doichieu.records import OfficialDocument

ASKED = "Mức lương cơ sở của cán bộ, công chức từ ngày 01 tháng 7 năm 2026"


@pytest.fixture(scope="module")
def documents() -> tuple[OfficialDocument, ...]:
    root = Path(__file__).parents[2]
    return load_path(root / "samples" / "official").documents


def test_a_passage_scores_the_same_among_all_and_among_its_own_document(
    documents: tuple[OfficialDocument, ...],
) -> None:
    index = PassageIndex(documents)
    every = index.mask(one.number for one in documents)
    overall = index.search(index.question(query_words(ASKED)), among=every, most=5)
    number = overall[0][1].document.number
    within = index.search(index.question(query_words(ASKED)), among=frozenset({number}), most=1)
    assert within[0][1] is overall[0][1]
    assert within[0][0] == pytest.approx(overall[0][0], rel=1e-5)


def test_common_words_rank_but_need_not_choose(
    documents: tuple[OfficialDocument, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    index = PassageIndex(documents)
    every = index.mask(one.number for one in documents)
    exact = index.search(index.question(query_words(ASKED)), among=every, most=3)
    monkeypatch.setattr(passage_scores, "MOST_POSTINGS", 40)
    narrowed = index.search(index.question(query_words(ASKED)), among=every, most=3)
    assert narrowed[0][1] is exact[0][1]
    assert narrowed[0][0] == pytest.approx(exact[0][0], rel=1e-5)


def test_what_a_mask_leaves_out_is_not_found(documents: tuple[OfficialDocument, ...]) -> None:
    index = PassageIndex(documents)
    kept = [one.number for one in documents][:3]
    found = index.search(index.question(query_words(ASKED)), among=index.mask(kept), most=50)
    assert found
    assert {one.document.number for _, one, _ in found} <= set(kept)


def test_a_search_tells_how_much_of_the_claim_a_passage_says(
    documents: tuple[OfficialDocument, ...],
) -> None:
    index = PassageIndex(documents)
    every = index.mask(one.number for one in documents)
    for document in documents:
        for passage in document.passages:
            asked = index.question(query_words(without_citations(passage.text)))
            for found in index.search(asked, among=every, most=12):
                told = alike_with(passage.text, found.entry, idf=index.idf)
                assert found.likeness == pytest.approx(told)


def test_two_versions_of_one_number_are_both_held(documents: tuple[OfficialDocument, ...]) -> None:
    one = documents[0]
    twice = PassageIndex([one, replace(one, title="Bản khác")])
    assert len(twice.of(one.number)) == 2 * len(one.passages)


def test_no_passages_and_unknown_words_find_nothing(
    documents: tuple[OfficialDocument, ...],
) -> None:
    empty = PassageIndex([])
    assert (
        empty.search(empty.question(["lương"]), among=np.zeros(0, dtype=np.float32), most=3) == []
    )
    index = PassageIndex(documents)
    assert (
        index.search(index.question(["xyzw"]), among=frozenset({documents[0].number}), most=3) == []
    )
