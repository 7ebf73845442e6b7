"""Times of day and lengths of hours and minutes: "19 giờ 30 phút", "từ 22 giờ đến 5 giờ", "một giờ mười lăm phút"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from classifier.numerals import read_figure, read_words

_HOUR = r"(?<![\w.,])(?P<hour>\d{1,2})"
_PART = r"(?:\s+(?P<part>sáng|trưa|chiều|tối|đêm)(?!\w))?"
_TIME = re.compile(
    rf"{_HOUR}\s?(?:h|giờ|g)\s?(?P<minute>\d{{1,2}})(?:\s?phút|p)?(?![\w]){_PART}|(?<![\w.,])(?P<only>\d{{1,2}})h(?![\w])"
    rf"|(?<!\d)(?P<hours>\d{{1,2}}):(?P<minutes>\d{{2}})(?!\d)",
    re.IGNORECASE,
)
#: An hour alone is a time of day where another follows it, or a word before or behind it says so.
_FROM_TO = re.compile(
    rf"{_HOUR}\s?(?:giờ|h){_PART}\s*(?:đến|tới|-|–)\s*(?P<until>\d{{1,2}})\s?(?:giờ|h)(?![\w])(?!\s?\d)"
    rf"{_PART.replace('part', 'last')}",
    re.IGNORECASE,
)
_AT = re.compile(
    rf"(?<!\w)(?:(?:lúc|từ|(?<!báo )trước)\s+{_HOUR}\s?giờ{_PART}(?!\w|\s*/|\s?\d|\s+(?:trở|mỗi|làm việc|một|liên)(?!\w))"
    rf"|(?:(?<!giờ )(?:đến|tới)|sau)\s+{_HOUR.replace('hour', 'late')}\s?giờ{_PART.replace('part', 'night')}"
    rf"(?=\s(?:hôm|hằng ngày|mỗi ngày)(?!\w)|\s*$|[.,;)]))",
    re.IGNORECASE,
)
#: "một giờ mười lăm phút", "1 giờ 15 phút" behind a word that measures.
_LENGTH = re.compile(r"(?:quá|dài|trong|tối đa|tối thiểu|ít nhất|nhiều nhất|gần|hơn|khoảng|mất|thời gian|thời lượng|là)\s+$", re.IGNORECASE)  # fmt: skip
_SIDE = re.compile(
    r"(?<!\w)(?:(?P<before>trước|không quá|chậm nhất(?: là)?|muộn nhất(?: là)?)|(?P<after>sau|từ))\s+(?:lúc\s+)?$",
    re.IGNORECASE,
)
_HOURS, _MINUTES = re.compile(r"\s*(?:giờ|tiếng)(?!\w)", re.IGNORECASE), re.compile(r"\s*phút(?!\w)", re.IGNORECASE)  # fmt: skip
#: How far before a value its word may begin.
WINDOW = 20
LAST_HOUR = 24


@dataclass(frozen=True, slots=True)
class Clock:
    """Minutes: of the day, or how long; both ends where two stand together."""

    low: Decimal
    high: Decimal
    start: int
    end: int
    is_length: bool = False
    side: str = "exact"  #: before, after or exact


def read_clocks(text: str) -> Iterator[Clock]:
    """Every time of day and every length of hours and minutes, in order of their forms."""
    if "giờ" in text.lower() or "tiếng" in text.lower():
        yield from _lengths_in_words(text)
        for match in _FROM_TO.finditer(text):
            if not _LENGTH.search(text[max(0, match.start() - WINDOW) : match.start()]):
                low, high = _minutes(match, "hour", "part"), _minutes(match, "until", "last")
                yield Clock(Decimal(low), Decimal(high), match.start(), match.end())
        for match in _AT.finditer(text):
            hour, part = ("hour", "part") if match["hour"] else ("late", "night")
            if int(match[hour]) <= LAST_HOUR:
                yield _of_day(text, _minutes(match, hour, part), match.start(hour), match.end())
    for match in _TIME.finditer(text):
        name = next(one for one in ("hour", "only", "hours") if match[one])
        minutes = _minutes(match, name, "part") + int(match["minute"] or match["minutes"] or 0)
        if match["hour"] and _LENGTH.search(text[max(0, match.start() - WINDOW) : match.start()]):
            yield _length(minutes, match.start(), match.end())
        else:
            yield _of_day(text, minutes, match.start(), match.end())


def _minutes(match: re.Match[str], hour: str, part: str) -> int:
    """After midnight: "10 giờ đêm" is 22 giờ, "1 giờ trưa" 13 giờ."""
    hours, told = int(match[hour]), (match[part] or "").lower()
    late = (
        told in ("chiều", "tối") or (told == "trưa" and hours < 4) or (told == "đêm" and hours > 5)
    )
    return (hours + 12 if late and hours < 12 else hours) * 60


def _of_day(text: str, minutes: int, start: int, end: int) -> Clock:
    side = _SIDE.search(text[max(0, start - WINDOW) : start])
    told = str(side.lastgroup) if side else "exact"
    return Clock(Decimal(minutes), Decimal(minutes), start, end, side=told)


def _length(minutes: int, start: int, end: int) -> Clock:
    return Clock(Decimal(minutes), Decimal(minutes), start, end, is_length=True)


def _lengths_in_words(text: str) -> Iterator[Clock]:
    for match in re.finditer(
        r"(?<!\w)(?:một|hai|ba|bốn)(?=\s(?:giờ|tiếng)\s)", text, re.IGNORECASE
    ):
        hours = read_words(text, match.start())
        unit = _HOURS.match(text, hours.end) if hours else None
        if hours is None or unit is None:
            continue
        at = unit.end() + 1
        minutes = read_words(text, at) or read_figure(text, at)
        last = _MINUTES.match(text, minutes.end) if minutes else None
        if minutes and last:
            yield _length(int(hours.value) * 60 + int(minutes.value), match.start(), last.end())
