"""Times as feeds and pages write them; day before month, except where a system says otherwise."""

from __future__ import annotations

import re
from datetime import datetime
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo

LOCAL_TIME = ZoneInfo("Asia/Ho_Chi_Minh")

_ISO = re.compile(
    r"(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?)?\s*(Z|[+-]\d{2}:?\d{2})?"
)
#: Some systems print their own locale: month first, twelve hours, no zone.
_MONTH_FIRST = re.compile(
    r"(\d{1,2})/(\d{1,2})/(\d{4})\s+(\d{1,2}):(\d{2})(?::(\d{2}))?\s*([AP]M)", re.IGNORECASE
)
_DAY_FIRST = re.compile(r"(?<!\d)(\d{1,2})\s?[/.-]\s?(\d{1,2})\s?[/.-]\s?(\d{4})(?!\d)")
_CLOCK = re.compile(r"(?<![\d:])(\d{1,2})(?::|h|g)(\d{2})(?::(\d{2}))?(?![\d:])")
_WORDS = re.compile(r"ngày\s+(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})", re.IGNORECASE)
#: A line that tells when: short, a day in it, and nothing of a sentence.
_LINE = re.compile(
    r"(?:(?:thứ (?:hai|ba|tư|năm|sáu|bảy)|chủ nhật|cập nhật|đăng|ngày đăng|đăng ngày|xuất bản|gmt\s*\+7|\(gmt\s*\+7\)|lúc|ngày|am|pm)"
    r"|[\d\s:/|.,()•·–+-]|h|g)+",
    re.IGNORECASE,
)
#: 102 26 09 14 18 47 13 458: site, then year, month, day, hour, minute, second, thousandths.
_IN_NUMBER = re.compile(r"-\d{3}(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})\d{3}\.(?:htm|chn)")
_LONG_NUMBER = re.compile(r"-(20\d{2})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})?\d*\.(?:htm|html)")


def read_time(text: str | None) -> datetime | None:
    """The time `text` says, aware; None when it cannot be read for certain."""
    text = (text or "").strip()
    if not text:
        return None
    if match := _MONTH_FIRST.search(text):
        month, day, year, hour, minute = (int(match[at]) for at in range(1, 6))
        hour = hour % 12 + (12 if match[7].upper() == "PM" else 0)
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
    if match := _IN_NUMBER.search(url):
        year, *rest = (int(part) for part in match.groups())
        return _local(2000 + year, *rest)
    if match := _LONG_NUMBER.search(url):
        return _local(*(int(part or 0) for part in match.groups()))
    return None


def _iso(match: re.Match[str]) -> datetime | None:
    year, month, day = int(match[1]), int(match[2]), int(match[3])
    moment = _local(year, month, day, int(match[4] or 0), int(match[5] or 0), int(match[6] or 0))
    zone = match[7]
    if moment is None or not zone:
        return moment
    shown = "+00:00" if zone == "Z" else zone if ":" in zone else f"{zone[:3]}:{zone[3:]}"
    return datetime.fromisoformat(f"{moment:%Y-%m-%dT%H:%M:%S}{shown}")


def _rfc(text: str) -> datetime | None:
    mended = re.sub(r"([+-]\d{2}):(\d{2})$", r"\1\2", text)
    try:
        moment = parsedate_to_datetime(mended)
    except (ValueError, TypeError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=LOCAL_TIME)


def _day_first(text: str) -> datetime | None:
    match = _WORDS.search(text) or _DAY_FIRST.search(text)
    if not match:
        return None
    rest = f"{text[: match.start()]} {text[match.end() :]}"
    clock = _CLOCK.search(rest)
    hour, minute, second = (int(part or 0) for part in clock.groups()) if clock else (0, 0, 0)
    return _local(int(match[3]), int(match[2]), int(match[1]), hour, minute, second)


def _local(
    year: int, month: int, day: int, hour: int = 0, minute: int = 0, second: int = 0
) -> datetime | None:
    try:
        return datetime(year, month, day, hour, minute, second, tzinfo=LOCAL_TIME)
    except ValueError:
        return None
