"""A part that was amended or repealed refutes nothing on the days it no longer counts."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from classifier.checker import Checker
from classifier.model import load_model
from corpus.document import build_document
from corpus.supersede import settle
from doichieu.records import Article

OLD = """CHÍNH PHỦ
Số: 33/2030/NĐ-CP
Tân Kinh, ngày 01 tháng 3 năm 2030
NGHỊ ĐỊNH
Về mức hỗ trợ người lái đò
Điều 3. Mức hỗ trợ
1. Mức hỗ trợ người lái đò là 1.800.000 đồng/tháng.
2. Phụ cấp trực đêm của người lái đò là 120.000 đồng/đêm.
Điều 4. Hiệu lực
Nghị định này có hiệu lực từ ngày 01 tháng 5 năm 2030."""
NEW = """CHÍNH PHỦ
Số: 44/2031/NĐ-CP
Tân Kinh, ngày 01 tháng 4 năm 2031
NGHỊ ĐỊNH
Sửa đổi Nghị định số 33/2030/NĐ-CP
Điều 1. Sửa đổi khoản 1 Điều 3 Nghị định số 33/2030/NĐ-CP như sau:
“1. Mức hỗ trợ người lái đò là 2.300.000 đồng/tháng.”
Điều 2. Hiệu lực
Nghị định này có hiệu lực từ ngày 01 tháng 6 năm 2031."""


@pytest.fixture(scope="module")
def checker() -> Checker:
    texts = [build_document(text, head={}, origin="x.md") for text in (OLD, NEW)]
    return Checker(settle(texts), model=load_model())


def _flagged(checker: Checker, sentence: str, *, year: int) -> bool:
    article = Article(
        url="",
        title="Theo Nghị định 33/2030/NĐ-CP",
        text=sentence,
        published_at=datetime(year, 8, 1, tzinfo=UTC),
    )
    return any(one.flagged for one in checker.check(article))


def test_the_new_level_is_no_divergence_after_the_amendment(checker: Checker) -> None:
    sentence = "Theo Nghị định 33/2030/NĐ-CP, mức hỗ trợ người lái đò là 2.300.000 đồng/tháng."
    assert _flagged(checker, sentence, year=2030)
    assert not _flagged(checker, sentence, year=2031)


def test_what_was_left_as_it_is_still_refutes(checker: Checker) -> None:
    sentence = (
        "Theo Nghị định 33/2030/NĐ-CP, phụ cấp trực đêm của người lái đò là 150.000 đồng/đêm."
    )
    assert _flagged(checker, sentence, year=2031)


def test_the_old_level_differs_from_what_the_amendment_says(checker: Checker) -> None:
    sentence = "Theo Nghị định 33/2030/NĐ-CP, mức hỗ trợ người lái đò là 1.800.000 đồng/tháng."
    assert not _flagged(checker, sentence, year=2030)
    assert _flagged(checker, sentence, year=2031)
