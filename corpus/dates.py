"""Days as official texts write them; day before month, always."""

from __future__ import annotations

import re
from datetime import date, timedelta

from corpus.quotes import unquoted
from doichieu.errors import Quarantine

_WORDS = r"ngày\s+(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})"
_MARKS = r"(\d{1,2})\s?[/.-]\s?(\d{1,2})\s?[/.-]\s?(\d{4})"
_ISO = r"(\d{4})-(\d{1,2})-(\d{1,2})"
_DAY = re.compile(f"{_WORDS}|{_ISO}|{_MARKS}", re.IGNORECASE)
_DAY_TEXT = rf"(?:{_WORDS}|(?:ngày\s+)?{_MARKS})"

_KINDS = (
    r"(?:bộ luật|luật|pháp lệnh|nghị quyết|nghị định|quyết định|thông tư(?:\s+liên tịch)?|chỉ thị|"
    r"công điện|kế hoạch|quy định|quy chế|văn bản|hướng dẫn|thông báo)"
)
_EFFECT = r"có\s+(?:hiệu\s+lực|giá trị)(?:\s+(?:thi\s+hành|áp dụng|pháp lý))?"
#: Words between the text's name and its effect: "Nghị định này gồm 3 chương, có hiệu lực …".
_OWN = rf"(?<!\w){_KINDS}\s+này(?!\s+(?:hết|không))[^.;\n]{{0,80}}?\s"
_FROM = r"\s*,?\s*(?:(?:bắt đầu|kể)\s+)?(?:từ|vào)\s+(?:0\s?(?:giờ|h)(?:00)?(?:\s+phút)?\s+)?"
_AFTER = r"\s*,?\s*(?:sau\s+(?:thời hạn\s+)?(?P<days>\d{1,3})(?:\s*\([\w\s]+\))?\s+ngày\s*,?\s*)?(?:kể\s+)?(?:từ\s+)?"
_SIGNING = r"ngày\s+(?:được\s+)?(?:ký|ban hành|thông qua)"
_EFFECTIVE = re.compile(rf"{_EFFECT}{_FROM}(?P<day>{_DAY_TEXT})", re.IGNORECASE)
_OWN_EFFECTIVE = re.compile(rf"{_OWN}{_EFFECT}{_FROM}(?P<day>{_DAY_TEXT})", re.IGNORECASE)
_OWN_FROM_SIGNING = re.compile(rf"{_OWN}{_EFFECT}{_AFTER}{_SIGNING}", re.IGNORECASE)
#: "… hết hiệu lực từ ngày X" counts X out; "… có hiệu lực đến hết ngày X" counts it in.
_OWN_ENDS = re.compile(
    rf"(?<!\w){_KINDS}\s+này[^.;\n]{{0,160}}?(?P<how>hết\s+hiệu\s+lực(?:\s+(?:thi hành|kể))*\s+(?:từ|vào)|"
    rf"hết\s+hiệu\s+lực(?:\s+thi hành)?\s+sau|(?:hiệu\s+lực|thực hiện|áp dụng|\d{{4}})[^.;\n]{{0,30}}?(?:cho\s+)?(?:đến\s+hết|đến))\s+(?P<day>{_DAY_TEXT})",
    re.IGNORECASE,
)
_APPLIED_DAY = re.compile(
    rf"áp\s+dụng(?:\s+(?:kể|bắt đầu))*\s+từ\s+(?P<day>{_DAY_TEXT})", re.IGNORECASE
)
_APPLIED_TAX = re.compile(
    r"áp\s+dụng[^.;\n]{0,20}?(?:từ|cho)\s+(?:kỳ\s+(?:tính\s+)?thuế|năm\s+(?:tài chính|ngân sách|tính thuế))(?:\s+năm)?\s+(\d{4})",
    re.IGNORECASE,
)
_APPLIED_SCHOOL = re.compile(r"áp\s+dụng[^.;\n]{0,20}?từ\s+năm\s+học\s+(\d{4})", re.IGNORECASE)
#: The school year opens in September.
SCHOOL_YEAR = (9, 1)
#: The sentence before names another text, or a part: the day is not the whole text's.
_OF_ANOTHER = re.compile(r"(?:số\s+\d[^.;\n]*|(?:điều|khoản)\s+\d+[^.;\n]*)$", re.IGNORECASE)
_PARTLY = re.compile(r"(?:điều|khoản|điểm|chương|phụ lục)\s+\w+[^.;\n]*$", re.IGNORECASE)
_SIGNED = re.compile(rf",\s*({_WORDS})", re.IGNORECASE)


def read_day(text: str) -> date | None:
    """The first day written in `text`; None when there is none; Quarantine for 31/02."""
    match = _DAY.search(text)
    return _as_date(match) if match else None


def effective_day(text: str, *, issued: date | None) -> date | None:
    """The day a text says it takes effect, also when it counts from its signing.

    What it says of itself ("Nghị định này …") goes before the first such day of any text.
    """
    bare = unquoted(text)
    if match := _OWN_EFFECTIVE.search(bare):
        return read_day(match["day"])
    if match := _OWN_FROM_SIGNING.search(bare):
        return issued + timedelta(days=int(match["days"] or 0)) if issued else None
    match = _EFFECTIVE.search(bare)
    return (
        read_day(match["day"]) if match and not _OF_ANOTHER.search(bare[: match.start()]) else None
    )


def expiry_day(text: str) -> date | None:
    """The first day the whole text no longer counts, where one sentence says so plainly."""
    bare = unquoted(text)
    for match in _OWN_ENDS.finditer(bare):
        day = read_day(match["day"])
        if day is None or _PARTLY.search(bare[max(0, match.start() - 60) : match.start()]):
            continue
        out = match["how"].lower().startswith("hết") and not match["how"].lower().endswith("sau")
        return day if out else day + timedelta(days=1)
    return None


def applied_day(text: str) -> date | None:
    """The day from which a text is applied, where it names another than that of its effect."""
    bare = unquoted(text)
    if match := _APPLIED_DAY.search(bare):
        return read_day(match["day"])
    if match := _APPLIED_TAX.search(bare):
        return date(int(match.group(1)), 1, 1)
    match = _APPLIED_SCHOOL.search(bare)
    return date(int(match.group(1)), *SCHOOL_YEAR) if match else None


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
