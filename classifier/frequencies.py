"""How often a thing is done: "mỗi quý một lần", "hai năm một lần", "06 tháng/lần", as days between."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from classifier.numerals import read_figure, read_words
from classifier.words import content

#: Days in a period; the calendar's own unevenness does not matter for telling periods apart.
_DAYS: dict[str, Fraction] = {"ngày": Fraction(1), "tuần": Fraction(7), "tháng": Fraction(30), "quý": Fraction(90), "năm": Fraction(360), "giờ": Fraction(1, 24)}  # fmt: skip
_UNIT = "(?P<unit>ngày|tuần|tháng|quý|năm|giờ)"
_COUNT = r"(?P<count>\d{1,2}|một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười)"
_EVERY = re.compile(
    rf"(?<!\w)(?:mỗi|một|01|1|hằng|hàng)\s+{_UNIT}(?:\s+(?:là\s+|ít nhất\s+|tối đa\s+|không quá\s+)?"
    rf"(?:\w+\s+){{0,8}}?{_COUNT}\s+lần)(?!\w)",
    re.IGNORECASE,
)
_BETWEEN = re.compile(
    rf"(?<!\w){_COUNT}\s+{_UNIT}\s*(?:/|một|mỗi)\s*(?:một\s+|01\s+|1\s+)?lần(?!\w)", re.IGNORECASE
)
_PER = re.compile(rf"(?<!\w){_COUNT}\s+lần\s*(?:/|một|mỗi|trong)\s*(?:một\s+)?{_UNIT}(?!\w)", re.IGNORECASE)  # fmt: skip
_REGULAR = re.compile(
    rf"(?<!\w)(?:(?:định kỳ|thường kỳ|thu)\s+(?:hằng|hàng|mỗi|theo)|(?:khai|nộp|đóng|trả|báo cáo|quyết toán)(?:\s\w+){{0,2}}?\s+theo)"
    rf"\s+(?:từng\s+)?{_UNIT}(?!\w)",
    re.IGNORECASE,
)


_CLAUSE = re.compile(r"[^;.\n]+")


@dataclass(frozen=True, slots=True)
class Frequency:
    """Days between two times, and where the text says so."""

    days: Fraction
    start: int
    end: int


def read_frequencies(text: str) -> tuple[Frequency, ...]:
    """Every statement of how often, in order, none inside another."""
    found: list[Frequency] = []
    for pattern, periods in ((_EVERY, False), (_BETWEEN, True), (_PER, False), (_REGULAR, True)):
        for match in pattern.finditer(text):
            if not any(one.start < match.end() and match.start() < one.end for one in found):
                found.append(Frequency(_days(match, periods), match.start(), match.end()))
    return tuple(sorted(found, key=lambda one: one.start))


def other_frequency(sentence: str, passage: str) -> tuple[tuple[int, int], tuple[int, int]] | None:
    """Spans of the two where each says how often just once, in its clause most like it, and not equally often."""
    ours = read_frequencies(sentence)
    if len(ours) != 1:
        return None
    theirs = read_frequencies(passage)
    if len(theirs) > 1:
        begin, finish = _nearest_clause(sentence, passage)
        theirs = tuple(one for one in theirs if begin <= one.start < finish)
    if len(theirs) != 1 or ours[0].days == theirs[0].days:
        return None
    return (ours[0].start, ours[0].end), (theirs[0].start, theirs[0].end)


def _nearest_clause(sentence: str, passage: str) -> tuple[int, int]:
    """The span of the passage's clause that has the most of the sentence's words; none where two have as many."""
    words = {term.word for term in content(sentence)}
    told = sorted(
        (
            (len({term.word for term in content(match.group())} & words), match.span())
            for match in _CLAUSE.finditer(passage)
        ),
        reverse=True,
    )
    return told[0][1] if len(told) == 1 or told[0][0] > told[1][0] else (0, 0)


def _days(match: re.Match[str], periods: bool) -> Fraction:
    """`periods`: the count counts periods between ("hai năm một lần"), not times in one."""
    length = _DAYS[match["unit"].lower()]
    count = _count(match.groupdict().get("count") or "1")
    return length * count if periods else length / count


def _count(words: str) -> int:
    numeral = read_figure(words, 0) or read_words(words, 0)
    return max(1, int(numeral.value)) if numeral else 1
