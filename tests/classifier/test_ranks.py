"""Guidance counts where no legal text speaks, and never against one that does."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from classifier.checker import Checker
from classifier.model import load_model
from corpus.load import load_path
from doichieu.records import Article

LAW = """---
number: 31/2026/NĐ-CP
title: Nghị định về trợ cấp cho người cao tuổi
issuer: Chính phủ
issued: 2026-05-10
effective: 2026-07-01
---
Điều 3. Mức trợ cấp
Mức trợ cấp hằng tháng cho người cao tuổi từ đủ 75 tuổi là 550.000 đồng.
"""
RELEASE = """---
number: 12/TC-SLĐ
kind: Thông cáo báo chí
title: Thông cáo báo chí về trợ cấp cho người cao tuổi
issuer: Sở Lao động
issued: 2026-06-20
effective: 2026-06-20
---
Mức trợ cấp hằng tháng cho người cao tuổi từ đủ 75 tuổi là 500.000 đồng.
Hồ sơ đề nghị hưởng trợ cấp nộp trong 15 ngày tại bộ phận một cửa của xã.
"""


@pytest.fixture
def checker(tmp_path: Path) -> Checker:
    (tmp_path / "luat.md").write_text(LAW, encoding="utf-8")
    (tmp_path / "thong-cao.md").write_text(RELEASE, encoding="utf-8")
    documents = load_path(tmp_path).documents
    assert len(documents) == 2
    return Checker(documents, model=load_model())


def _flags(checker: Checker, sentence: str) -> list[tuple[str, str]]:
    article = Article(url="", title="Tin", text=sentence, published_at=datetime(2026, 7, 20, tzinfo=UTC))  # fmt: skip
    verdicts = [one for one in checker.check(article) if one.flagged and one.evidence]
    return [
        (one.evidence.document, one.differences[0].official) for one in verdicts if one.evidence
    ]


def test_what_the_law_says_is_no_discrepancy_though_a_release_says_otherwise(
    checker: Checker,
) -> None:
    right = (
        "Từ ngày 1/7/2026, mức trợ cấp hằng tháng cho người cao tuổi từ đủ 75 tuổi là 550.000 đồng."
    )
    assert _flags(checker, right) == []


def test_a_report_that_repeats_a_wrong_release_differs_from_the_law(checker: Checker) -> None:
    wrong = (
        "Từ ngày 1/7/2026, mức trợ cấp hằng tháng cho người cao tuổi từ đủ 75 tuổi là 500.000 đồng."
    )
    assert _flags(checker, wrong) == [("31/2026/NĐ-CP", "550.000 đồng")]


def test_a_release_counts_where_no_law_speaks(checker: Checker) -> None:
    wrong = "Hồ sơ đề nghị hưởng trợ cấp nộp trong 30 ngày tại bộ phận một cửa của xã."
    assert [number for number, _ in _flags(checker, wrong)] == ["12/TC-SLĐ"]
