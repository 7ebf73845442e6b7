"""What an amount is given for or measured by: "/tháng", "mỗi trẻ", "cho mỗi ki-lô-gam"."""

from __future__ import annotations

import re

_PER = re.compile(
    r"\s*(?:đầu tiên\s+|đầu\s+)?(?:/|(?:cho\s+|đối với\s+)?mỗi|một|trên|hằng|hàng|theo)\s*(?:01\s+|1\s+)?"
    r"((?:10{1,3}\s)?(?:mét khối|mét vuông|m²|m2|m³|m3|ki-?lô-?gam|kg|km|g|ml)|h[eé]c[ -]?ta|phút|tháng|giờ|ngày|năm học|năm|người|học sinh|sinh viên|trẻ em|trẻ|hộ gia đình|hộ|khẩu|km|ha|m²|m2|m³|m3|kWh|lít|lần|suất|kg|tấn|tiết|buổi|tuần|môn|xã|thôn|lượt|hồ sơ|em|ca|quý|cháu|con|mét|đối tượng|bữa|chuyến|xe|phòng|thẻ|bản|trường hợp|vụ|mũi|liều|cây|căn|thửa|giấy|khóa|khoá|học kỳ)(?![\w])",
    re.IGNORECASE,
)
#: One spelling for what an amount is given for.
_NAMES = {
    "m2": "m²", "m3": "m³", "mét khối": "m³", "mét vuông": "m²", "100 m3": "100 m³", "100 m2": "100 m²",
    "1000 m2": "1000 m²", "trẻ em": "trẻ", "khoá": "khóa", "hộ gia đình": "hộ", "năm học": "năm",
    "ki-lô-gam": "kg", "kilôgam": "kg",
}  # fmt: skip
HECTARE = re.compile(r"h[eé]c[ -]?ta", re.IGNORECASE)
#: A share is measured by time alone: "trên người" behind one means something else.
_SHARES_BY = {"tháng", "năm", "ngày", "quý", "tuần"}


def paid_by(text: str, end: int, kind: str) -> tuple[str, int]:
    """The names behind a value of that kind that ends at `end`, and where the last of them ends."""
    if kind not in ("money", "number", "duration", "percent"):
        return "", end
    names: list[str] = []
    while len(names) < 2 and (match := _PER.match(text, end)):
        name = HECTARE.sub("ha", match.group(1).lower())
        name = _NAMES.get(name, name)
        if kind == "percent" and name not in _SHARES_BY:
            break
        names.append(name)
        end = match.end()
    return "/".join(names), end
