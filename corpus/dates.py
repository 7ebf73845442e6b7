"""Days as official texts write them; day before month, always."""

from __future__ import annotations

import re
from datetime import date, timedelta

from doichieu.errors import Quarantine

_WORDS = r"ngày\s+(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})"
_MARKS = r"(\d{1,2})\s?[/.-]\s?(\d{1,2})\s?[/.-]\s?(\d{4})"
_ISO = r"(\d{4})-(\d{1,2})-(\d{1,2})"
_DAY = re.compile(f"{_WORDS}|{_ISO}|{_MARKS}", re.IGNORECASE)
_DAY_TEXT = rf"(?:{_WORDS}|(?:ngày\s+)?{_MARKS})"

_EFFECTIVE = re.compile(
    rf"có hiệu lực(?:\s+thi hành)?(?:\s+kể)?(?:\s+từ)?\s+({_DAY_TEXT})", re.IGNORECASE
)
_FROM_SIGNING = re.compile(
    r"có hiệu lực(?:\s+thi hành)?\s*(?:sau\s+(\d{1,3})\s+ngày,?\s*)?(?:kể\s+)?từ\s+ngày\s+(?:ký|ban hành|thông qua)",
    re.IGNORECASE,
)
_EXPIRES = re.compile(
    rf"(?:đến\s+hết|hết\s+hiệu\s+lực\s+(?:kể\s+)?từ|có\s+hiệu\s+lực\s+đến)\s+({_DAY_TEXT})",
    re.IGNORECASE,
)
_WHOLE_TEXT_UNTIL = re.compile(
    r"(?:nghị định|thông tư|quyết định|nghị quyết|luật|chỉ thị)\s+này\b", re.IGNORECASE
)
_SIGNED = re.compile(rf",\s*({_WORDS})", re.IGNORECASE)


def read_day(text: str) -> date | None:
    """The first day written in `text`; None when there is none; Quarantine for 31/02."""
    match = _DAY.search(text)
    return _as_date(match) if match else None


def effective_day(text: str, *, issued: date | None) -> date | None:
    """The day a text says it takes effect, also when it counts from its signing."""
    if match := _EFFECTIVE.search(text):
        return read_day(match.group(1))
    if (match := _FROM_SIGNING.search(text)) and issued:
        return issued + timedelta(days=int(match.group(1) or 0))
    return None


def expiry_day(text: str) -> date | None:
    """The first day the whole text no longer counts, where one sentence says so plainly."""
    for sentence in re.split(r"(?<=[.;\n])\s", text):
        if (
            _WHOLE_TEXT_UNTIL.search(sentence)
            and "hiệu lực" in sentence.lower()
            and (match := _EXPIRES.search(sentence))
            and (day := read_day(match.group(1)))
        ):
            through = "hết hiệu lực" not in match.group().lower()
            return day + timedelta(days=1) if through else day
    return None


def signed_day(text: str) -> date | None:
    """The day beside the place in the head of a document ("Tân Kinh, ngày … tháng … năm …")."""
    match = _SIGNED.search(text)
    return read_day(match.group(1)) if match else None


def _as_date(match: re.Match[str]) -> date:
    words, iso, marks = match.group(1, 2, 3), match.group(4, 5, 6), match.group(7, 8, 9)
    if iso[0]:
        year, month, day = iso
    else:
        day, month, year = words if words[0] else marks
    try:
        return date(int(year), int(month), int(day))
    except ValueError as error:
        raise Quarantine(
            vi=f"ngày “{match.group()}” không có trong lịch; hãy sửa lại",
            en=f'the day "{match.group()}" is not in the calendar; correct it',
            reason="bad_date",
        ) from error
