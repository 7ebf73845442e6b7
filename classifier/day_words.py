"""Days, months, quarters and years as news and law write them → closed intervals of days."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal


@dataclass(frozen=True, kw_only=True, slots=True)
class Days:
    """A span of days where it stands; without a year only `month_day` is known."""

    start: int
    end: int
    first: date | None
    last: date | None
    month_day: Decimal | None = None  #: month × 100 + day


_DAY = r"(?P<d>\d{1,2})"
_MONTH = r"(?P<m>\d{1,2})"
_YEAR = r"(?P<y>(?:19|20)\d{2})"
_CUE = r"(?:ngày|mùng|mồng|từ|đến|tới|trước|sau|sáng|trưa|chiều|tối|đêm|hôm|hết|kể từ|vào|và|là|dịp|hạn|\()"

_FULL = re.compile(rf"(?<![\d/.,-]){_DAY}\s?[/.-]\s?{_MONTH}\s?[/.-]\s?{_YEAR}(?![\d/])")
_WORDS = re.compile(
    rf"(?:ngày\s+)?(?:mùng|mồng)?\s*(?<!\d){_DAY}\s+tháng\s+(?P<m>\d{{1,2}}|giêng|một|hai|ba|tư|năm|sáu|bảy|tám|chín|mười(?: một| hai)?|chạp)(?:\s*(?:,\s*)?(?:năm\s+|[/-]\s?){_YEAR})?(?![\d])",
    re.IGNORECASE,
)
_SHORT = re.compile(
    rf"(?P<cue>{_CUE})\s*(?:(?:ngày|mùng|mồng)\s+)?{_DAY}\s?[/.-]\s?{_MONTH}(?![\d/%]|[.,]\d|\s?(?:triệu|tỷ|nghìn|số|thôn|xã|hộ|học sinh|trường|người))",
    re.IGNORECASE,
)
_MONTH_YEAR = re.compile(rf"tháng\s+{_MONTH}\s*(?:[/-]|năm|,\s*năm)\s*{_YEAR}(?!\d)", re.IGNORECASE)
_MONTH_ONLY = re.compile(
    rf"(?<!\d )(?:trong |từ |đến |đầu |cuối |giữa |hết |vào )tháng\s+{_MONTH}(?![\d/]|[.,]\d)",
    re.IGNORECASE,
)
_QUARTER = re.compile(
    rf"quý\s+(?P<q>IV|I{{1,3}}|[1-4])\s*(?:[/-]|năm|,\s*năm)?\s*{_YEAR}", re.IGNORECASE
)
_SCHOOL_YEAR = re.compile(rf"năm học\s+{_YEAR}\s*[-–]\s*(?P<z>(?:19|20)\d{{2}})", re.IGNORECASE)
_PERIOD = re.compile(
    rf"(?:giai đoạn|nhiệm kỳ|thời kỳ)\s+{_YEAR}\s*[-–]\s*(?P<z>(?:19|20)\d{{2}})", re.IGNORECASE
)
_YEAR_ONLY = re.compile(
    rf"(?:năm|cuối|đầu|đến|từ|hết|giữa)\s+{_YEAR}(?![\d/.,-]\d)(?!\d)", re.IGNORECASE
)
_RELATIVE = {
    "hôm nay": 0, "sáng nay": 0, "chiều nay": 0, "tối nay": 0, "trưa nay": 0, "hôm qua": -1, "tối qua": -1,
    "chiều qua": -1, "sáng qua": -1, "đêm qua": -1, "hôm kia": -2, "ngày mai": 1, "sáng mai": 1,
}  # fmt: skip
_RELATIVE_WORDS = re.compile(rf"(?<!\w)(?:{'|'.join(_RELATIVE)})(?!\w)", re.IGNORECASE)
_MONTH_WORDS = {
    "giêng": 1, "một": 11, "hai": 2, "ba": 3, "tư": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8,
    "chín": 9, "mười": 10, "mười một": 11, "mười hai": 12, "chạp": 12,
}  # fmt: skip
_MONTHLY = re.compile(
    rf"ngày\s+(?:{_DAY}|cuối cùng|cuối)\s+(?:(?:hằng|hàng|mỗi|của mỗi|các)\s+tháng|(?:của\s+)?tháng\s+(?:đầu|cuối|sau|tiếp|kế|liền)(?:\s+(?:tiên|tiếp|kề|sau))?)",
    re.IGNORECASE,
)
#: "ngày cuối cùng của tháng": the last day of any month.
_LAST_DAY = 31
#: "thứ Hai hằng tuần": a day of no month either, told apart by its sign.
_WEEKLY = re.compile(
    r"(?<!\w)(?P<w>thứ (?:hai|ba|tư|năm|sáu|bảy)|chủ nhật)\s+(?:hằng|hàng|mỗi|của mỗi|trong)\s+tuần",
    re.IGNORECASE,
)
_WEEKDAYS = ("chủ nhật", "thứ hai", "thứ ba", "thứ tư", "thứ năm", "thứ sáu", "thứ bảy")
_QUARTERS = {"I": 1, "II": 2, "III": 3, "IV": 4}


def read_days(text: str, *, today: date | None, taken: bytearray) -> Iterator[Days]:
    """Spans of days, the fullest writing first; places already `taken` are passed over."""
    seen = bytearray(taken)
    for pattern, read in _READERS:
        for match in pattern.finditer(text):
            start = match.end("cue") if "cue" in match.re.groupindex else match.start()
            start += len(text[start : match.end()]) - len(text[start : match.end()].lstrip())
            if any(seen[start : match.end()]):
                continue
            days = read(match, start)
            if days is not None:
                seen[start : match.end()] = b"\x01" * (match.end() - start)
                yield days
    if today is not None:
        for match in _RELATIVE_WORDS.finditer(text):
            day = today + timedelta(days=_RELATIVE[match.group().lower()])
            yield _span(match.start(), match.end(), day, day)


def _full(match: re.Match[str], start: int) -> Days | None:
    day = _date(int(match["y"]), int(match["m"]), int(match["d"]))
    return _span(start, match.end(), day, day) if day else None


def _monthly(match: re.Match[str], start: int) -> Days | None:
    """ "ngày 05 hằng tháng": a day of no month."""
    day = int(match["d"] or _LAST_DAY)
    return Days(start=start, end=match.end(), first=None, last=None, month_day=Decimal(day))


def _weekly(match: re.Match[str], start: int) -> Days | None:
    day = -1 - _WEEKDAYS.index(match["w"].lower())
    return Days(start=start, end=match.end(), first=None, last=None, month_day=Decimal(day))


def _words(match: re.Match[str], start: int) -> Days | None:
    written = match["m"].lower()
    month = int(written) if written.isdigit() else _MONTH_WORDS[written]
    if match["y"]:
        day = _date(int(match["y"]), month, int(match["d"]))
        return _span(start, match.end(), day, day) if day else None
    return _partial(start, match.end(), month, int(match["d"]))


def _short(match: re.Match[str], start: int) -> Days | None:
    return _partial(start, match.end(), int(match["m"]), int(match["d"]))


def _month_year(match: re.Match[str], start: int) -> Days | None:
    return _months(start, match.end(), int(match["y"]), int(match["m"]), 1)


def _month_only(match: re.Match[str], start: int) -> Days | None:
    month = int(match["m"])
    if not 1 <= month <= 12:
        return None
    return Days(start=start, end=match.end(), first=None, last=None, month_day=Decimal(month * 100))


def _quarter(match: re.Match[str], start: int) -> Days | None:
    written = match["q"].upper()
    number = int(written) if written.isdigit() else _QUARTERS[written]
    return _months(start, match.end(), int(match["y"]), number * 3 - 2, 3)


def _years(match: re.Match[str], start: int) -> Days | None:
    last = int(match["z"]) if "z" in match.re.groupindex else int(match["y"])
    return _span(start, match.end(), date(int(match["y"]), 1, 1), date(last, 12, 31))


_READERS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], int], Days | None]], ...] = (
    (_FULL, _full),
    (_MONTHLY, _monthly),
    (_WEEKLY, _weekly),
    (_WORDS, _words),
    (_SCHOOL_YEAR, _years),
    (_PERIOD, _years),
    (_QUARTER, _quarter),
    (_MONTH_YEAR, _month_year),
    (_SHORT, _short),
    (_MONTH_ONLY, _month_only),
    (_YEAR_ONLY, _years),
)


def _months(start: int, end: int, year: int, month: int, count: int) -> Days | None:
    if not 1 <= month <= 12:
        return None
    last_month = month + count - 1
    last = date(year, last_month, monthrange(year, last_month)[1])
    return _span(start, end, date(year, month, 1), last)


def _partial(start: int, end: int, month: int, day: int) -> Days | None:
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    return Days(start=start, end=end, first=None, last=None, month_day=Decimal(month * 100 + day))


def _span(start: int, end: int, first: date, last: date) -> Days:
    month_day = Decimal(first.month * 100 + first.day) if first == last else None
    return Days(start=start, end=end, first=first, last=last, month_day=month_day)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
