"""Times as feeds and pages write them; day before month, except where a system says otherwise."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo

from doichieu.local_time import LOCAL_TIME

#: Before this year there were no pages; 1970 and 1 are what empty fields become.
EARLIEST = 1990
#: A field that holds more than this is a text, not a time.
LONGEST = 200
_ISO = re.compile(r"(?<!\d)(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?!\d)")
_COMPACT = re.compile(r"(?<!\d)(20\d{2})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2})?)?(?!\d)")
_SECONDS = re.compile(r"1\d{9}(?:\d{3})?")
#: Some systems print their own locale: month first, twelve hours, no noughts before a number.
_MONTH_FIRST = re.compile(
    r"(?<![\d/])([1-9]|1[0-2])/([1-9]|[12]\d|3[01])/(\d{4}),?(?=\s+\d{1,2}:\d{2}(?::\d{2})?\s*[AP]M)",
    re.IGNORECASE,
)
_NUMBERS = re.compile(r"(?<!\d)(\d{1,2})\s?[/.-]\s?(\d{1,2})\s?[/.-]\s?(\d{4})(?!\d)")
_MONTHS = {
    "jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "oct": 10, "nov": 11, "dec": 12,
}  # fmt: skip
_MONTH = rf"({'|'.join(_MONTHS)})[a-z]{{0,6}}\.?"
_DAY_MONTH = re.compile(
    rf"(?<!\d)(\d{{1,2}})(?:st|nd|rd|th)?[ -]{_MONTH},?[ -](\d{{4}}|\d{{2}})(?![\d:])", re.I
)
_MONTH_DAY = re.compile(
    rf"\b{_MONTH} +(\d{{1,2}})(?:st|nd|rd|th)?,? +(?:\d{{1,2}}:\d{{2}}:\d{{2}} +)?(\d{{4}})(?!\d)",
    re.I,
)
_WORDS_OF_MONTHS = {
    "giêng": 1, "một": 1, "hai": 2, "ba": 3, "tư": 4, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9,
    "mười": 10, "mười một": 11, "mười hai": 12, "chạp": 12,
}  # fmt: skip
_SPOKEN = "|".join(sorted(_WORDS_OF_MONTHS, key=len, reverse=True))
_WORDS = re.compile(
    rf"(?<!\d)(\d{{1,2}})\s+(?:tháng|thg|th)\.?\s*(\d{{1,2}}|{_SPOKEN})[\s,]+(?:năm\s+)?(\d{{4}})(?!\d)",
    re.I,
)
_CLOCK = re.compile(
    r"(?<![\d:+])(\d{1,2})\s?(?::|h|g|giờ)\s?(\d{2})(?:\s?:(\d{2})(?:[.,]\d{1,9})?)?(?![\d:])"
    r"(?:\s*([AP]\.?M\b|SA\b|CH\b))?",
    re.IGNORECASE,
)
#: "GMT+7", "UTC +07:00" anywhere; "+0700", "Z", "EST" only where they follow the clock.
_FROM_GREENWICH = re.compile(
    r"\b(?:GMT|UTC)\s*([+-])\s*(\d{1,2})(?::?(\d{2}))?(?!\d)", re.IGNORECASE
)
_OFFSET = re.compile(r"\s?([+-])(\d{2}):?(\d{2})?(?!\d)")
_NAMED = re.compile(r"\s?\(?([A-Z]{1,5})\b")
_NAMED_HOURS = {
    "Z": 0, "UT": 0, "UTC": 0, "GMT": 0, "WET": 0, "BST": 1, "WEST": 1, "CET": 1, "CEST": 2, "EET": 2, "EEST": 3, "MSK": 3,
    "ICT": 7, "WIB": 7, "SGT": 8, "HKT": 8, "JST": 9, "KST": 9, "AEST": 10, "AEDT": 11, "NZST": 12, "NZDT": 13,
    "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7,
}  # fmt: skip
#: A line that tells when: short, a day in it, and nothing of a sentence.
_LINE = re.compile(
    r"(?:(?:thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật|cập nhật|đăng|xuất bản|gmt\s*\+\s*0?7|utc\s*\+\s*0?7|lúc|ngày|tháng|thg|năm|giờ|phút|am|pm|sa|ch)"
    r"|[\d\s:/|.,()•·–+-]|h|g)+",
    re.IGNORECASE,
)


def read_time(text: str | None, *, zone: tzinfo = LOCAL_TIME) -> datetime | None:
    """The time `text` says, aware, in `zone` where it names none; None when it cannot be read for certain.

    A day without an hour is the midnight it begins with.
    """
    text = " ".join((text or "").split())
    if not text or len(text) > LONGEST:
        return None
    if _SECONDS.fullmatch(text):
        return datetime.fromtimestamp(int(text[:10]), UTC)
    if match := _MONTH_FIRST.search(text):
        return _moment(text, match, (int(match[3]), int(match[1]), int(match[2])), zone)
    for pattern, day_of in _FORMS:
        if match := pattern.search(text):
            return _moment(text, match, day_of(match), zone)
    return None


def read_line(text: str) -> datetime | None:
    """The time in a visible line such as "Thứ Năm, 05/11/2026 | 08:15 GMT+7"; None for any other line."""
    line = " ".join(text.split())
    if len(line) > 80 or not re.search(r"\d{4}", line) or not _LINE.fullmatch(line):
        return None
    for pattern, day_of in _VISIBLE:
        if match := pattern.search(line):
            return _moment(line, match, day_of(match), LOCAL_TIME)
    return None


def names_zone(text: str | None) -> bool:
    """Whether a time says how far from Greenwich it is."""
    clock = _CLOCK.search(text or "")
    return clock is not None and _zone(text or "", clock) is not None


def _moment(
    text: str, match: re.Match[str], day: tuple[int, int, int], zone: tzinfo
) -> datetime | None:
    if match.re is _COMPACT and match[4]:
        text = f"{match[4]}:{match[5]}:{match[6] or '00'}{text[match.end() :]}"
    elif match.re is _MONTH_DAY:
        # The clock of "Nov 5 08:15:00 2026" stands in the midst of the day.
        text = f"{text[: match.start()]} {match[0]} {text[match.end() :]}"
    else:
        text = f"{text[: match.start()]} {text[match.end() :]}"
    clock = _CLOCK.search(text)
    hours = (
        (_hour(int(clock[1]), clock[4]), int(clock[2]), min(int(clock[3] or 0), 59))
        if clock
        else (0, 0, 0)
    )
    try:
        moment = datetime(*day, *hours, tzinfo=(_zone(text, clock) if clock else None) or zone)
    except ValueError:
        return None
    return moment if moment.year >= EARLIEST else None


def _zone(text: str, clock: re.Match[str]) -> tzinfo | None:
    """The zone a time names; ValueError for a name that no one knows."""
    behind = text[clock.end() :]
    match = _FROM_GREENWICH.search(text) or _OFFSET.match(behind)
    if match:
        away = timedelta(hours=int(match[2]), minutes=int(match[3] or 0))
        return timezone(-away if match[1] == "-" else away)
    named = _NAMED.match(behind)
    if named is None:
        return None
    if named[1] not in _NAMED_HOURS:
        raise ValueError(named[1])
    return timezone(timedelta(hours=_NAMED_HOURS[named[1]]))


def _hour(hour: int, half: str | None) -> int:
    """The hour of a twelve-hour clock; one past twelve needs no half ("18:44 PM")."""
    if not half or hour > 12:
        return hour
    return hour % 12 + (12 if half.upper().replace(".", "") in ("PM", "CH") else 0)


def _of_iso(match: re.Match[str]) -> tuple[int, int, int]:
    return int(match[1]), int(match[3]), int(match[4])


def _of_compact(match: re.Match[str]) -> tuple[int, int, int]:
    return int(match[1]), int(match[2]), int(match[3])


def _of_day_month(match: re.Match[str]) -> tuple[int, int, int]:
    year = int(match[3])
    return year if year > 99 else 2000 + year, _MONTHS[match[2].lower()], int(match[1])


def _of_month_day(match: re.Match[str]) -> tuple[int, int, int]:
    return int(match[3]), _MONTHS[match[1].lower()], int(match[2])


def _of_words(match: re.Match[str]) -> tuple[int, int, int]:
    month = match[2].lower()
    return int(match[3]), _WORDS_OF_MONTHS.get(month) or int(month), int(match[1])


def _of_numbers(match: re.Match[str]) -> tuple[int, int, int]:
    day, month = int(match[1]), int(match[2])
    if month > 12 >= day:  # No month is that late: this one wrote the month first.
        day, month = month, day
    return int(match[3]), month, day


_FORMS = (
    (_ISO, _of_iso), (_DAY_MONTH, _of_day_month), (_MONTH_DAY, _of_month_day), (_WORDS, _of_words),
    (_NUMBERS, _of_numbers), (_COMPACT, _of_compact),
)  # fmt: skip
_VISIBLE = ((_WORDS, _of_words), (_NUMBERS, _of_numbers), (_ISO, _of_iso))
