"""A figure belongs to the condition beside it; one weight, length or sum is read in any measure."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from classifier.checker import Checker
from classifier.compare import agree
from classifier.model import load_model
from classifier.quantities import read_quantities
from corpus.document import build_document
from doichieu.records import Article

NOON = datetime(2026, 9, 15, 12, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
RULES = """Điều 2. Quà tặng
1. Người bơi 200 m được tặng áo trị giá 80.000 đồng, bơi 400 m được tặng áo trị giá 120.000 đồng và bơi 800 m được tặng áo trị giá 160.000 đồng.
2. Bể bơi công cộng đóng cửa vào thứ Tư hằng tuần.
3. Chủ bể bơi nộp báo cáo chậm nhất ngày cuối cùng của tháng đầu quý tiếp theo.
4. Chiều sâu bể bơi tối thiểu là 1,2 m đối với nữ và 1,4 m đối với nam."""
HEAD = {
    "number": "305/2026/NĐ-CP",
    "title": "Quy định về bể bơi công cộng và quà tặng người bơi",
    "issuer": "Chính phủ",
    "issued": date(2026, 1, 5),
    "effective": date(2026, 2, 1),
}


@pytest.fixture(scope="module")
def checker() -> Checker:
    return Checker([build_document(RULES, head=HEAD, origin="")], model=load_model())


def _flagged(checker: Checker, sentence: str) -> bool:
    text = f"Nghị định 305/2026/NĐ-CP quy định về bể bơi.\n{sentence}"
    article = Article(url="", title="Tin bể bơi", text=text, published_at=NOON)
    return any(one.flagged for one in checker.check(article))


@pytest.mark.parametrize(
    ("sentence", "differs"),
    [
        ("Người bơi 400 m được tặng áo trị giá 160.000 đồng.", True),
        ("Người bơi 400 m được tặng áo trị giá 120.000 đồng.", False),
        ("Người bơi 800 m được tặng áo trị giá 160 nghìn đồng.", False),
        ("Người bơi 0,4 km được tặng áo trị giá 120.000 đồng.", False),
        ("Bể bơi công cộng đóng cửa vào thứ Ba hằng tuần.", True),
        ("Bể bơi công cộng đóng cửa vào thứ Tư hằng tuần.", False),
        ("Chủ bể bơi nộp báo cáo chậm nhất ngày 15 của tháng đầu quý tiếp theo.", True),
        ("Chiều sâu bể bơi cho nữ tối thiểu là 1,4 m.", True),
        ("Chiều sâu bể bơi cho nữ tối thiểu là 1,2 m.", False),
    ],
)
def test_a_figure_is_held_against_that_of_its_own_condition(
    checker: Checker, sentence: str, differs: bool
) -> None:
    assert _flagged(checker, sentence) == differs


@pytest.mark.parametrize(
    ("ours", "theirs", "expected"),
    [
        ("250 gram", "0,25 kg", True),
        ("250 kg", "0,25 kg", False),
        ("2 hecta", "20.000 m²", True),
        ("nửa tỷ đồng", "500.000.000 đồng", True),
        ("1,5 km", "1.500 m", True),
        ("60 triệu đồng", "tối thiểu 40.000.000 đồng", None),
        ("30 triệu đồng", "tối thiểu 40.000.000 đồng", False),
    ],
)
def test_a_value_is_the_same_in_any_measure(ours: str, theirs: str, expected: bool | None) -> None:
    (one,), (other,) = read_quantities(ours), read_quantities(theirs)
    assert agree(one, other) is expected
