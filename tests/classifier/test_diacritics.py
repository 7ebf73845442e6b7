"""An article typed without diacritics is judged like the same article with them, and told as it was typed."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from classifier.checker import Checker
from classifier.diacritics import Speller
from classifier.model import load_model
from corpus.document import build_document
from doichieu.records import Article
from doichieu.text import fold

NOON = datetime(2026, 9, 15, 12, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
RULES = """Điều 2. Điều kiện
1. Người hướng dẫn leo núi phải từ đủ 21 tuổi trở lên.
2. Phí cấp thẻ hướng dẫn leo núi là 320.000 đồng/thẻ.
3. Người đang hướng dẫn trước ngày Nghị định này có hiệu lực phải xin cấp thẻ trước ngày 31 tháng 12 năm 2026.
Điều 3. Hiệu lực thi hành
Nghị định này có hiệu lực thi hành từ ngày 01 tháng 3 năm 2026."""
HEAD = {
    "number": "306/2026/NĐ-CP",
    "title": "Quy định về hướng dẫn leo núi",
    "issuer": "Chính phủ",
    "issued": date(2026, 1, 5),
    "effective": date(2026, 3, 1),
}
TEXT = """Theo Nghị định 306/2026/NĐ-CP, người hướng dẫn leo núi phải từ đủ 18 tuổi trở lên.
Phí cấp thẻ hướng dẫn leo núi là 320.000 đồng/thẻ.
Nghị định 306/2026/NĐ-CP có hiệu lực từ ngày 01/3/2026."""


@pytest.fixture(scope="module")
def checker() -> Checker:
    return Checker([build_document(RULES, head=HEAD, origin="")], model=load_model())


def _bare(text: str) -> str:
    marked = {letter: fold(letter) for letter in set(text) if not letter.isascii()}
    return "".join(
        marked[one].upper() if one.isupper() and one in marked else marked.get(one, one)
        for one in text
    )


@pytest.mark.parametrize("text", [TEXT, _bare(TEXT)])
def test_the_one_wrong_figure_is_flagged_with_marks_and_without(
    checker: Checker, text: str
) -> None:
    article = Article(url="", title=text.splitlines()[1], text=text, published_at=NOON)
    verdicts = checker.check(article)
    (flag,) = [one for one in verdicts if one.flagged]
    (told,) = flag.differences
    assert told.kind == "age"
    assert article.full_text[told.article_start : told.article_end] == told.article
    assert "18" in told.article
    assert all(
        article.full_text[one.claim.start : one.claim.end] == one.claim.text for one in verdicts
    )


def test_marks_are_restored_letter_for_letter() -> None:
    assert Speller([RULES, TEXT]).restored(_bare(RULES)) == RULES


@pytest.mark.parametrize(
    "text",
    [
        RULES,
        "The government said on Monday that guides who lead climbers up the mountains must be at least twenty-one.",
        "Phi cap the",
    ],
)
def test_marked_foreign_and_short_texts_stay_as_they_are(text: str) -> None:
    assert Speller([RULES, TEXT]).restored(text) == text
