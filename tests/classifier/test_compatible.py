"""What differs on paper and contradicts nothing: columns of a table, ends and begins, one thing in another's place."""

from __future__ import annotations

from datetime import date

import pytest

from classifier.checker import Checker
from classifier.model import load_model
from doichieu.records import Article, OfficialDocument, Passage

TEXT = (
    ("dòng 1 bảng 1 Điều 1", "| Hộ kinh doanh ăn uống | 95.000 đồng/tháng | 60.000 đồng/tháng |"),
    ("Điều 2", "Chủ nuôi chó phải khai báo với thôn, kể từ ngày 01 tháng 7 năm 2027; trước ngày đó chỉ nhắc nhở."),
    ("Điều 3", "Chủ nuôi chó dữ phải đăng ký và đeo rọ mõm; chủ nuôi mèo phải gắn vòng cổ có tên chủ."),
    ("Điều 4", "Giảm 20% tiền dịch vụ cho hộ nuôi chó đã tiêm phòng dại đủ hai năm liền."),
)  # fmt: skip


@pytest.fixture(scope="module")
def checker() -> Checker:
    number = "17/2026/NQ-HĐND"
    document = OfficialDocument(
        number=number, title="Nghị quyết về nuôi chó, mèo và giá dịch vụ thu gom", issuer="HĐND tỉnh Lam Giang",
        text="\n".join(text for _, text in TEXT), kind="nghị quyết", issued=date(2026, 6, 1), effective=date(2026, 7, 1),
        province="Lam Giang",
        passages=tuple(Passage(document=number, place=place, text=text, start=0, end=len(text)) for place, text in TEXT),
    )  # fmt: skip
    return Checker([document], model=load_model(), today=date(2026, 11, 1))


def _flagged(checker: Checker, sentence: str) -> bool:
    article = Article(
        url="", title="Lam Giang có Nghị quyết 17/2026/NQ-HĐND về nuôi chó, mèo", text=sentence,
        province="Lam Giang",
    )  # fmt: skip
    return any(one.flagged for one in checker.check(article))


@pytest.mark.parametrize(
    "sentence",
    [
        "Theo Nghị quyết 17/2026/NQ-HĐND, hộ kinh doanh ăn uống ở xã nộp 60 nghìn đồng/tháng.",
        "Theo Nghị quyết 17/2026/NQ-HĐND, đến hết tháng 6 năm 2027, chủ nuôi chó không khai báo với thôn chỉ bị nhắc nhở.",
        "Theo Nghị quyết 17/2026/NQ-HĐND, chủ nuôi mèo không phải đeo rọ mõm mà gắn vòng cổ có tên chủ.",
        "Mỗi năm Lam Giang tiếp nhận 35% số hộ nuôi chó đã tiêm phòng dại.",
    ],
)
def test_what_contradicts_nothing_is_not_flagged(checker: Checker, sentence: str) -> None:
    assert not _flagged(checker, sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Theo Nghị quyết 17/2026/NQ-HĐND, hộ kinh doanh ăn uống nộp 120 nghìn đồng/tháng.",
        "Theo Nghị quyết 17/2026/NQ-HĐND, chủ nuôi chó phải khai báo với thôn kể từ ngày 01 tháng 9 năm 2027.",
        "Theo Nghị quyết 17/2026/NQ-HĐND, chủ nuôi chó dữ không phải đăng ký và đeo rọ mõm.",
        "Theo Nghị quyết 17/2026/NQ-HĐND, hộ nuôi chó đã tiêm phòng dại đủ hai năm liền được giảm 30% tiền dịch vụ.",
    ],
)
def test_a_contradiction_beside_it_still_is(checker: Checker, sentence: str) -> None:
    assert _flagged(checker, sentence)
