"""Tables, misread letters, lost blanks, other languages, capitals and five megabytes: told whole, never flagged for their form."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from classifier.checker import Checker
from classifier.model import load_model
from corpus.document import build_document
from doichieu.records import Article

NOON = datetime(2026, 9, 15, 12, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
RULES = """Điều 2. Mức phí
1. Phí gửi xe máy tại chợ là 15.000 đồng/lượt.
2. Người bán hàng rong được miễn phí chỗ ngồi.
3. Chợ mở cửa từ 5 giờ đến 19 giờ 30 phút."""
HEAD = {
    "number": "307/2026/NĐ-CP",
    "title": "Quy định phí gửi xe tại chợ",
    "issuer": "Chính phủ",
    "issued": date(2026, 1, 5),
    "effective": date(2026, 2, 1),
}
CITED = "Nghị định 307/2026/NĐ-CP quy định phí gửi xe tại chợ."
WRONG = "Phí gửi xe máy tại chợ là 25.000 đồng/lượt."


@pytest.fixture(scope="module")
def checker() -> Checker:
    return Checker([build_document(RULES, head=HEAD, origin="")], model=load_model())


def _flagged(checker: Checker, text: str, *, title: str = "Tin chợ") -> list[str]:
    article = Article(url="", title=title, text=text, published_at=NOON)
    last, found = 0, []
    for one in checker.check(article):
        assert article.full_text[one.claim.start : one.claim.end] == one.claim.text
        assert not article.full_text[last : one.claim.start].strip()
        last = one.claim.end
        found += [one.claim.text] if one.flagged else []
    assert not article.full_text[last:].strip()
    return found


@pytest.mark.parametrize(
    "text",
    [
        "Phí gửi xe máy tại chợ là 15.OOO đồng/lượt.",
        "Phí gửi xe máy tại chợ là l5.000 đồng/lượt.",
        "Phí gửi xe máy tại chợ là 15.0OO đồng/lượt.",
        "Phí gửi xe máy tại chợ là 1S.000 đồng/lượt.",
        "Phí gửi xe máy tại chợ là 15. 000 đồng/lượt.",
        "Phí gửi xe máy tại chợ là 15 .000 đồng/lượt.",
        "Phígửi xemáy tạichợ là15.000đồng/lượt.",
        "Phi gừi xe mảy tại chọ lả 15.000 đổng/lươt.",
        "PHÍ GỬI XE MÁY TẠI CHỢ LÀ 15.000 ĐỒNG/LƯỢT.",
        "Phí gửi xe máy tại chợ là 15.000 đ�ng/lượt.",
    ],
)
def test_a_right_figure_that_was_misread_is_not_flagged(checker: Checker, text: str) -> None:
    assert not _flagged(checker, f"{CITED}\n{text}")


@pytest.mark.parametrize(
    "text",
    [
        "Loại xe | Phí\nXe máy | 15.000 đồng/lượt\nÔ tô | 40.000 đồng/lượt\nXe đạp | 3.000 đồng/lượt",
        "STT\tKhoản\tMức\n1\tGửi xe máy\t15.000\n2\tGửi ô tô\t40.000\n3\tThuê sạp\t900.000",
        "Xe máy ........ 15.000\nÔ tô ........... 40.000\nXe đạp ......... 3.000",
    ],
    ids=["bars", "tabs", "dots"],
)
def test_a_table_as_text_is_told_row_by_row_and_left_alone(checker: Checker, text: str) -> None:
    assert not _flagged(checker, f"{CITED}\n{text}")


@pytest.mark.parametrize(
    "text",
    [
        "The parking fee for motorbikes is 25,000 dong, said the market manager.",
        "Le parking coûte 25.000 dongs. 市场停车费为25000盾。",
        "Motorbike parking fee: 25.000 VND per visit (phí gửi xe), according to a blogger.",
    ],
    ids=["English", "French and Chinese", "mixed"],
)
def test_other_languages_are_left_alone(checker: Checker, text: str) -> None:
    assert not _flagged(checker, text, title="Market news")


def test_a_wrong_figure_among_other_languages_is_found(checker: Checker) -> None:
    text = f"{CITED}\nOverview: parking fees in brief.\n{WRONG}\nFin de l’article."
    assert _flagged(checker, text) == [WRONG]


def test_an_article_in_capitals_is_judged_like_another(checker: Checker) -> None:
    found = _flagged(checker, f"{CITED}\n{WRONG}".upper(), title="TIN CHỢ")
    assert found == [WRONG.upper()]
    right = f"{CITED}\n{WRONG.replace('25', '15')}".upper()
    assert not _flagged(checker, right, title="TIN CHỢ")


def test_what_stands_behind_five_megabytes_is_still_read(checker: Checker) -> None:
    heap = ("chợ phí xe máy " * 400 + "\n") * 830
    assert len(heap.encode()) > 5_000_000
    assert _flagged(checker, f"{CITED}\n{heap}{CITED} {WRONG}") == [WRONG]
