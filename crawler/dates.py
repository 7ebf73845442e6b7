"""Times as feeds and pages write them; day before month, except where a system says otherwise."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo

LOCAL_TIME = ZoneInfo("Asia/Ho_Chi_Minh")

_ISO = re.compile(
    r"(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?)?\s*(Z|[+-]\d{2}(?::?\d{2})?)?"
)
#: Some systems print their own locale: month first, twelve hours, no zone.
_MONTH_FIRST = re.compile(
    r"(\d{1,2})/(\d{1,2})/(\d{4})\s+(\d{1,2}):(\d{2})(?::(\d{2}))?\s*([AP]M)", re.IGNORECASE
)
_DAY_FIRST = re.compile(r"(?<!\d)(\d{1,2})\s?[/.-]\s?(\d{1,2})\s?[/.-]\s?(\d{4})(?!\d)")
_CLOCK = re.compile(
    r"(?<![\d:+])(\d{1,2})\s?(?::|h|g|giờ)\s?(\d{2})(?::(\d{2}))?(?![\d:])\s*(AM|PM|SA|CH)?\b",
    re.IGNORECASE,
)
_WORDS = re.compile(r"ngày\s+(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})", re.IGNORECASE)
#: A line that tells when: short, a day in it, and nothing of a sentence.
_LINE = re.compile(
    r"(?:(?:thứ (?:hai|ba|tư|năm|sáu|bảy)|chủ nhật|cập nhật|đăng|xuất bản|gmt\s*\+\s*0?7|utc\s*\+\s*0?7|lúc|ngày|tháng|năm|giờ|phút|am|pm|sa|ch)"
    r"|[\d\s:/|.,()•·–+-]|h|g)+",
    re.IGNORECASE,
)
#: 102 26 09 14 18 47 13 458: site, then year, month, day, hour, minute, second, thousandths.
_IN_NUMBER = re.compile(r"-\d{3}(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})\d{1,3}\.(?:html?|chn)")
_LONG_NUMBER = re.compile(r"-(20\d{2})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})?\d*\.(?:html?|chn)")


def read_time(text: str | None) -> datetime | None:
    """The time `text` says, aware; None when it cannot be read for certain."""
    text = (text or "").strip()
    if not text:
        return None
    if match := _MONTH_FIRST.search(text):
        month, day, year, hour, minute = (int(match[at]) for at in range(1, 6))
        hour = _twelve(hour, match[7])
        if month > 12:  # No month is that late: this one wrote the day first.
            month, day = day, month
        return _local(year, month, day, hour, minute, int(match[6] or 0))
    if match := _ISO.match(text):
        return _iso(match)
    if re.match(r"[A-Za-z]{3},? |\d{1,2} [A-Za-z]{3}", text):
        return _rfc(text)
    return _day_first(text)


def read_line(text: str) -> datetime | None:
    """The time in a visible line such as "Thứ Năm, 05/11/2026 | 08:15 GMT+7"; None for any other line."""
    line = " ".join(text.split())
    if len(line) > 80 or not re.search(r"\d{4}", line) or not _LINE.fullmatch(line):
        return None
    return _day_first(line)


def time_in_address(url: str) -> datetime | None:
    """The publishing time that some papers put into an article's number."""
    moment = None
    if match := _LONG_NUMBER.search(url):
        moment = _local(*(int(part or 0) for part in match.groups()))
    if moment is None and (match := _IN_NUMBER.search(url)):
        year, *rest = (int(part) for part in match.groups())
        moment = _local(2000 + year, *rest)
    return moment


def _iso(match: re.Match[str]) -> datetime | None:
    year, month, day = int(match[1]), int(match[2]), int(match[3])
    moment = _local(year, month, day, int(match[4] or 0), int(match[5] or 0), int(match[6] or 0))
    zone = match[7]
    if moment is None or not zone:
        return moment
    if zone == "Z":
        return moment.replace(tzinfo=UTC)
    away = timedelta(hours=int(zone[1:3]), minutes=int(zone[3:].lstrip(":") or 0))
    if away >= timedelta(days=1):
        return None
    return moment.replace(tzinfo=timezone(-away if zone[0] == "-" else away))


def _rfc(text: str) -> datetime | None:
    mended = re.sub(r"([+-]\d{2}):(\d{2})$", r"\1\2", text)
    try:
        moment = parsedate_to_datetime(mended)
    except (ValueError, TypeError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=LOCAL_TIME)


def _day_first(text: str) -> datetime | None:
    match = _WORDS.search(text) or _DAY_FIRST.search(text)
    if not match:
        return None
    rest = f"{text[: match.start()]} {text[match.end() :]}"
    clock = _CLOCK.search(rest)
    day, month, year = int(match[1]), int(match[2]), int(match[3])
    if clock is None:
        return _local(year, month, day)
    hour = _twelve(int(clock[1]), clock[4])
    return _local(year, month, day, hour, int(clock[2]), int(clock[3] or 0))


def _twelve(hour: int, half: str | None) -> int:
    """The hour of a twelve-hour clock; one past twelve needs no half ("18:44 PM")."""
    if not half or hour > 12:
        return hour
    return hour % 12 + (12 if half.upper() in ("PM", "CH") else 0)


def _local(  # noqa: PLR0917 - the parts of a time, in their usual order
    year: int, month: int, day: int, hour: int = 0, minute: int = 0, second: int = 0
) -> datetime | None:
    try:
        return datetime(year, month, day, hour, minute, second, tzinfo=LOCAL_TIME)
    except ValueError:
        return None
