"""A value written in any form of the news reads back as the same value."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier.compare import agree
from classifier.quantities import Quantity, read_quantities

DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")


def _only(text: str, kind: str) -> Quantity:
    found = [one for one in read_quantities(text) if one.kind == kind]
    assert len(found) == 1, (text, found)
    assert text[found[0].start : found[0].end] == found[0].text
    return found[0]


def _dotted(value: int) -> str:
    return f"{value:,}".replace(",", ".")


def _in_words(value: int) -> str:
    """1 … 99 as Vietnamese says it."""
    tens, ones = divmod(value, 10)
    if not tens:
        return DIGITS[ones]
    last = {1: "mốt" if tens > 1 else "một", 5: "lăm"}.get(ones, DIGITS[ones])
    head = "mười" if tens == 1 else f"{DIGITS[tens]} mươi"
    return head if not ones else f"{head} {last}"


@given(st.integers(min_value=1, max_value=999), st.integers(min_value=0, max_value=999))
def test_money_reads_the_same_in_every_writing(millions: int, thousands: int) -> None:
    value = millions * 10**6 + thousands * 1000
    decimal = f"{Decimal(value) / 10**6:f}".rstrip("0").rstrip(".") if thousands else str(millions)
    forms = [
        f"{_dotted(value)} đồng",
        f"{_dotted(value)}đ",
        f"{decimal.replace('.', ',')} triệu đồng",
        f"{value // 1000} nghìn đồng" if value < 10**9 else f"{_dotted(value)} đồng",
    ]
    if thousands >= 100:
        forms.append(f"{millions} triệu {thousands} nghìn đồng")
    for form in forms:
        assert _only(f"Mức hỗ trợ là {form} cho một người.", "money").values == (Decimal(value),)


@given(st.dates(min_value=date(1990, 1, 1), max_value=date(2090, 12, 31)))
def test_a_day_reads_the_same_in_every_writing(day: date) -> None:
    for form in (
        f"{day.day}/{day.month}/{day.year}",
        f"{day.day:02}/{day.month:02}/{day.year}",
        f"{day.day}-{day.month}-{day.year}",
        f"{day.day}.{day.month}.{day.year}",
        f"ngày {day.day:02} tháng {day.month:02} năm {day.year}",
        f"ngày {day.day} tháng {day.month}, năm {day.year}",
    ):
        for text in (f"Áp dụng từ {form}.", f"Từ {form}, mức thu mới được áp dụng."):
            found = _only(text, "date")
            assert (found.date_low, found.date_high) == (day, day), text


@given(st.integers(min_value=1, max_value=31), st.integers(min_value=1, max_value=12))
def test_a_day_without_a_year_is_read_before_any_mark(day: int, month: int) -> None:
    for mark in (".", ",", ";", ")", " thì"):
        found = _only(f"Hồ sơ nộp trước ngày {day}/{month}{mark}", "date")
        assert found.low == month * 100 + day


@given(st.integers(min_value=1, max_value=99))
def test_numbers_in_words_read_as_their_figures(value: int) -> None:
    found = _only(f"Thời hạn giải quyết là {_in_words(value)} ngày làm việc.", "duration")
    assert found.values == (Decimal(value),)
    assert found.unit == "ngày làm việc"


@given(st.integers(min_value=1, max_value=900), st.integers(min_value=1, max_value=99))
def test_a_range_keeps_both_ends_whatever_joins_them(low: int, width: int) -> None:
    high = low + width
    for form in (
        f"từ {low} triệu đồng đến {high} triệu đồng",
        f"từ {low} đến {high} triệu đồng",
        f"{low}-{high} triệu đồng",
        f"{low} – {high} triệu đồng",
        f"từ {_dotted(low * 10**6)} đồng đến {_dotted(high * 10**6)} đồng",
    ):
        found = _only(f"Hành vi này bị phạt {form}.", "money")
        assert found.values == (Decimal(low * 10**6), Decimal(high * 10**6)), form


@given(st.integers(min_value=0, max_value=100), st.integers(min_value=0, max_value=9))
def test_a_share_reads_the_same_with_sign_and_words(whole: int, tenth: int) -> None:
    figure = f"{whole},{tenth}" if tenth else str(whole)
    for form in (f"{figure}%", f"{figure} %", f"{figure} phần trăm"):
        value = Decimal(whole) + Decimal(tenth) / 10
        assert _only(f"Quỹ chi trả {form} chi phí.", "percent").values == (value,)


@given(st.text(max_size=400))
def test_every_span_lies_in_any_text_and_none_meets_another(text: str) -> None:
    last = 0
    for one in read_quantities(text):
        assert last <= one.start < one.end <= len(text)
        assert text[one.start : one.end] == one.text
        last = one.end


@pytest.mark.parametrize(
    ("ours", "theirs", "expected"),
    [
        ("2,34 triệu đồng", "2.340.000 đồng", True),
        ("hơn 2,3 triệu đồng", "2.340.000 đồng", True),
        ("gần 3 triệu đồng", "2.940.000 đồng", True),
        ("1 triệu đồng", "750.000 đồng", False),
        ("dưới 18 tuổi", "dưới 16 tuổi", False),
        ("3 tuổi", "dưới 16 tuổi", None),
        ("160.000 đồng/trẻ/năm", "160.000 đồng/trẻ/tháng", None),
        ("tối đa 24 giờ", "tối thiểu 24 giờ", False),
        ("72 tháng tuổi", "đủ 72 tháng tuổi", True),
        ("6 tháng", "nửa năm", None),
        ("trước ngày 1/1/1995", "từ ngày 01 tháng 01 năm 1995", False),
        ("ngày 15 hằng tháng", "ngày 05 hằng tháng", False),
    ],
)
def test_figures_agree_as_what_they_say(ours: str, theirs: str, expected: bool | None) -> None:
    kinds = {"tuổi": "age", "đồng": "money", "ngày": "date", "giờ": "duration", "tháng": "duration"}
    kind = next(kind for word, kind in kinds.items() if word in ours)
    mine = [one for one in read_quantities(f"Mức là {ours}.") if one.kind == kind]
    other = [one for one in read_quantities(f"Mức là {theirs}.") if one.kind == kind]
    said = agree(mine[0], other[0]) if other else None
    assert said is expected
