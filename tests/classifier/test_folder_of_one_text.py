"""One official text in a folder: its very subject stands in every passage, and still tells what a claim is about."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from classifier.checker import Checker
from classifier.model import load_model
from corpus.document import build_document
from doichieu.records import Article

NOON = datetime(2026, 7, 2, 8, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
RULES = """Điều 3. Mức lương cơ sở
1. Mức lương cơ sở dùng làm căn cứ tính mức lương trong các bảng lương.
2. Từ ngày 01 tháng 7 năm 2026, mức lương cơ sở là 2.340.000 đồng/tháng.
Điều 5. Điều khoản chuyển tiếp
Người nghỉ việc trước ngày Nghị định này có hiệu lực được quyết toán trước ngày 31 tháng 10 năm 2026.
Điều 6. Hiệu lực thi hành
Nghị định này có hiệu lực thi hành từ ngày 01 tháng 7 năm 2026."""
HEAD = {
    "number": "307/2026/NĐ-CP",
    "title": "Quy định mức lương cơ sở",
    "issuer": "Chính phủ",
    "issued": date(2026, 5, 1),
    "effective": date(2026, 7, 1),
}


@pytest.fixture(scope="module")
def checker() -> Checker:
    return Checker([build_document(RULES, head=HEAD, origin="")], model=load_model())


@pytest.mark.parametrize(
    ("sentence", "kinds"),
    [
        (
            "Nghị định 307/2026/NĐ-CP quy định mức lương cơ sở là 2.350.000 đồng/tháng, áp dụng từ ngày 01/7/2026.",
            {"money"},
        ),
        (
            "Nghị định 307/2026/NĐ-CP quy định mức lương cơ sở là 2.340.000 đồng/tháng, áp dụng từ ngày 01/7/2026.",
            set(),
        ),
        (
            "Mức lương cơ sở theo Nghị định 307/2026/NĐ-CP áp dụng từ ngày 01/8/2026.",
            {"date"},
        ),
        (
            "Mức lương cơ sở là hai triệu ba trăm năm mươi nghìn đồng một tháng, theo Nghị định 307.",
            {"money"},
        ),
        ("Nghị định 307/2026/NĐ-CP có hiệu lực từ ngày 01/7/2026.", set()),
        ("Nghị định 307/2026/NĐ-CP có hiệu lực từ ngày 31/10/2026.", {"date"}),
        # Three telling words and no citation: the passage has every one of them.
        ("Từ ngày 1/7/2026, mức lương cơ sở là 2.350.000 đồng/tháng.", {"money"}),
        ("Từ ngày 1/7/2026, mức lương cơ sở là 2.340.000 đồng/tháng.", set()),
        ("Mức học phí là 2.350.000 đồng/tháng.", set()),
        ("Một nửa mức lương cơ sở là 1.170.000 đồng.", set()),
        ("Mức lương cơ sở thấp hơn An Khê 400.000 đồng mỗi tháng.", set()),
        ("Mức lương cơ sở 2.340.000 đồng được giữ trong 9 tháng đầu năm, chi hơn 39.000 tỷ đồng.", set()),
        ("Nhiều nơi đang bàn việc trả lương cơ sở 3.000.000 đồng mỗi tháng.", set()),
    ],
)  # fmt: skip
def test_it_is_judged_as_among_many(checker: Checker, sentence: str, kinds: set[str]) -> None:
    article = Article(url="", title="Tin lương", text=sentence, published_at=NOON)
    flags = [one for one in checker.check(article) if one.flagged]
    assert {each.kind for one in flags for each in one.differences} == kinds
