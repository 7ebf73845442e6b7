"""Whether a value is a limit, an approximation or plain: "tối đa", "hơn", "trở lên", "trước ngày"."""

from __future__ import annotations

import re

#: How far before a value its word may begin.
WINDOW = 32
_LEADS = (
    ("at_most", r"không quá|không (?:được |phải )?(?:kéo dài|chạy|nhận|thu|vay|chở|lưu|để|dùng|làm|dạy|kê|giữ|thuê|tính|có|chiếm|mất|dài|cao|hưởng|cho vay|bán) quá|không vượt quá|không được vượt quá|không lớn hơn|không cao hơn|tối đa(?: là| không quá)?|nhiều nhất(?: là)?|cao nhất(?: là)?|không hơn|mức trần(?: là)?|chậm nhất(?: là)?"),
    ("at_least", r"ít nhất(?: là)?|tối thiểu(?: là)?|không dưới|thấp nhất(?: là)?|không thấp hơn|không ít hơn|từ đủ|đủ từ|mức sàn(?: là)?"),
    ("about", r"khoảng|chừng|xấp xỉ|ước(?: đạt| tính)?|độ chừng|tầm|cỡ|gần như|tương đương|vào khoảng"),
    ("near", r"gần|suýt soát|ngót"),
    ("more_than", r"hơn|trên|quá|vượt|cao hơn|nhiều hơn"),
    ("less_than", r"dưới|chưa đến|chưa tới|chưa đầy|chưa đủ|thấp hơn|ít hơn|nhỏ hơn"),
)  # fmt: skip
_LEAD = re.compile(
    "|".join(f"(?P<{name}>(?<![\\w])(?:{words})\\s+$)" for name, words in _LEADS), re.IGNORECASE
)
#: "từ 14 tuổi" is a limit; "từ 1 triệu" may begin a range or tell what was before.
_FROM = re.compile(r"(?<!\w)(?:từ|đủ)\s+$", re.IGNORECASE)
_TRAIL = re.compile(
    r"\s*(?:(?P<at_least>trở lên|hoặc hơn)|(?P<at_most>trở xuống|trở lại|là tối đa|là cùng))(?![\w])",
    re.IGNORECASE,
)
#: What stands before a day and says on which side of it: "trước ngày", "kể từ ngày".
_SIDE = re.compile(
    r"(?<![\w])(?:(?P<before>trước|chậm nhất(?: là)?)|(?P<after>sau|(?:kể )?từ))\s+(?:ngày\s+|tháng\s+|năm\s+)?$",
    re.IGNORECASE,
)


def bound_of(text: str, start: int, end: int, *, is_range: bool) -> tuple[str, int]:
    """The bound of the value at `start` … `end`, and where the words that give it end."""
    if trail := _TRAIL.match(text, end):
        return ("at_least" if trail["at_least"] else "at_most"), trail.end()
    lead = _LEAD.search(text[max(0, start - WINDOW) : start])
    if lead and not (is_range and lead.lastgroup == "at_least"):
        return str(lead.lastgroup), end
    return ("range" if is_range else "exact"), end


def lead_start(text: str, start: int) -> int:
    """A bound's words belong to the span: "tối đa 800 triệu đồng"."""
    window = max(0, start - WINDOW)
    lead = _LEAD.search(text[window:start])
    return window + lead.start() if lead else start


def is_from(text: str, start: int) -> bool:
    """Whether "từ" or "đủ" stands right before `start`."""
    return bool(_FROM.search(text[max(0, start - WINDOW) : start]))


def side_of_day(text: str, start: int) -> str:
    """before, after or exact: on which side of the day at `start` the text stands."""
    side = _SIDE.search(text[max(0, start - WINDOW) : start])
    return str(side.lastgroup) if side else "exact"
