"""Every number, amount, age, duration, date and ordinal of a text, as typed values with spans."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import lru_cache

from classifier.bounds import bound_of, is_from, lead_start, side_of_day
from classifier.clock import Clock, read_clocks
from classifier.day_words import read_days
from classifier.numerals import Numeral, read_figure, read_words
from classifier.paid_by import HECTARE, paid_by


@dataclass(frozen=True, kw_only=True, slots=True)
class Quantity:
    """One typed value where it stands; `low` and `high` bound it in the base unit (a plain value has low == high, an open bound is
    None); days are in `date_low` and `date_high`.
    """

    kind: str  #: money number percent date age duration ordinal time
    low: Decimal | None
    high: Decimal | None
    start: int  #: span in the text, with scale and unit
    end: int
    text: str
    unit: str = ""  #: "đồng", "%", "tuổi", "ngày", "ngày làm việc", "km", "người", "vùng", …
    per: str = ""  #: "tháng", "giờ", "người", …
    bound: str = "exact"  #: exact at_least at_most more_than less_than about near range; of days: before after
    step: Decimal = Decimal(1)  #: the least step the writing shows: 2,5 triệu shows 100.000
    date_low: date | None = None
    date_high: date | None = None

    @property
    def values(self) -> tuple[Decimal, ...]:
        """The values as written: one, or both ends of a range."""
        ends = (self.low, self.high)
        return tuple(dict.fromkeys(value for value in ends if value is not None))


_DURATIONS = {"ngày": "ngày", "tháng": "tháng", "năm": "năm", "giờ": "giờ", "tiếng": "giờ", "phút": "phút", "tuần": "tuần", "quý": "quý", "giây": "giây"}  # fmt: skip
_UNITS = re.compile(
    r"\s*(?:(?P<money>đồng|VNĐ|VND|vnđ|đ(?![\w])|₫)|(?P<percent>%|phần trăm\b)"
    r"|(?P<points>điểm phần trăm|điểm %)|(?P<age>(?:tháng\s|tuần\s|ngày\s)?tuổi\b)"
    r"|(?P<working>ngày làm việc\b)"
    r"|(?P<duration>ngày|tháng|năm|giờ|tiếng|phút|tuần|quý|giây)(?![\w])"
    r"|(?P<measure>km²|km2|m²|m2|m³|m3|km/h|km/giờ|kWh|MW|Mb/s|Mbps|Mbit/s|Gb/s|Gbps|MB|GB|ha|km|cm|mm|kg|tấn|tạ|lít|mét khối|mét vuông|mét|m|g|gam|gram|h[eé]c[ -]?ta|ki-?lô-?gam|ml|mg/100 ?ml|miligam)(?![\w])"
    r"|(?P<noun>[^\W\d_]+(?:\s[^\W\d_]+)?))",
    re.IGNORECASE,
)
_MEASURES = {"km2": "km²", "m2": "m²", "m3": "m³", "mét": "m", "mét khối": "m³", "mét vuông": "m²", "gam": "g", "gram": "g", "kilôgam": "kg", "ki-lô-gam": "kg", "km/giờ": "km/h", "mbps": "mb/s", "mbit/s": "mb/s", "gbps": "gb/s"}  # fmt: skip
_NAMED_NUMBER = re.compile(
    r"(?<!\w)(hệ số|tỷ số|điểm chuẩn|chỉ số|cấp độ)(?:\s(?:là|bằng|từ|đạt))?\s+$", re.IGNORECASE
)
_RANGE_JOIN = re.compile(
    r"\s*(?:-|–|—|(?:cho\s+)?(?:đến|tới)(?:\s+(?:dưới|hết|đủ|không quá|tối đa))?)\s*", re.IGNORECASE
)
_ORDINAL = re.compile(
    r"(?<![\w])(?P<unit>vùng|lớp|hạng|loại|nhóm|bậc|khóa|khoá|mức độ|cấp|đợt|kỳ|điều|khoản|chương|mục|mức|tuyến|giai đoạn|quý|thế kỷ|khu vực|tập|kỳ họp thứ|lần thứ|thứ|phụ lục|bảng|mẫu số|mẫu)"
    r"\s+(?:số\s+)?(?P<value>[IVX]{1,6}(?![\w])|(?-i:[A-H])(?![\w.])|\d{1,3}(?![\d.,]*\d|\s?%|\w|\s*(?:triệu|tỷ|nghìn|đồng|người|ngày|tháng|kg|tấn|suất|thẻ|giấy|bộ|chiếc|lít|m|km|ha|lần|con|hộ|bản|xe|hồ sơ|phòng|ghế|em|học sinh|mũi|liều|bình|tuổi|%)(?!\w))|nhất(?![\w])|(?:hai|ba|tư|năm|sáu|bảy|tám|chín|mười)(?![\w]))",
    re.IGNORECASE,
)
_NOT_QUANTITIES = re.compile(
    r"\d{1,5}\s?/\s?(?:\d{4}\s?/\s?)?[A-ZĐÐ]\w*(?:\s?[-–]\s?[A-ZĐÐ]\w*)*"  # document numbers
    r"|\d{1,4}-(?:NQ|CT|KL|QĐ|KH)/T[WU]"
    r"|(?<![\w.])(?:0|\+84)\d{2,3}[ .]?\d{3}[ .]?\d{3,4}(?!\d)"  # telephones
    r"|(?:Nghị định|Nghị quyết|Quyết định|Thông tư|Chỉ thị|Luật)\s+(?:số\s+)?\d{1,5}(?:/\d{4})?(?![\d.,%])"
    r"|(?<!\w)(?:(?:quốc lộ|tỉnh lộ)\s|(?:QL|ĐT|COVID|Covid|[A-HJ-UWYZ]))-?\d{1,3}[A-Z]?\b(?!\s?%|[.,]\d)"
    r"|https?://\S+"
)
#: "2/3 số hộ": what was not a day is a share; shares of people and places are left alone.
_FRACTION = re.compile(r"(?<![\d/.,])\d{1,4}(?:[.,]\d+)*/\d{1,4}(?:[.,]\d+)*(?![\d/])")
_WORD_UNITS = re.compile(
    r"\s*(?:đồng|phần trăm|tuổi|ngày|tháng|năm|giờ|tuần|lần|phút|quý|tiết|buổi|môn|người|hộ|km|ha|kg|tấn|m²|m2|m³|m3|mét|lít|học sinh|nhóm|mức|bậc|xã|tỉnh|huyện|trường|điểm|làn|suất|tầng|con|cấp|đợt|kỳ|triệu|tỷ|nghìn|trẻ|em|lớp|đối tượng|trường hợp|bước|loại|vùng"
    r"|bình|lối|cửa|bộ|chiếc|cái|cuốn|phòng|cơ sở|dịch vụ|chỉ số|chỉ tiêu|tiêu chí|hình thức|bản|mũi|liều|chỗ|ghế|xe|lao động|thành viên|lượt|thẻ|giấy|tờ|cây|thủ tục|hồ sơ|chương trình|nhiệm vụ|nguyên tắc|phương thức|ca|bữa|chuyến|tín chỉ|văn bản|mẫu|camera|cán bộ|giáo viên|bác sĩ|giường|máy|tàu|lượng|nhân viên|khóa|khoá|dự án|khu|ngành|nghề)(?![\w])",
    re.IGNORECASE,
)
#: "một" counts before these, or after a word that gives a measure; else it says no more than "a".
_ONE_COUNTED = re.compile(r"\s*(?:lần|ngày làm việc)(?![\w])", re.IGNORECASE)
_ONE_MEANT = re.compile(
    r"(?<![\w])(?:không quá|tối đa|tối thiểu|ít nhất|thời hạn(?: là)?|thời hiệu(?: là)?|thêm|chậm nhất|trong vòng|trong thời gian|kéo dài|có giá trị(?: trong)?|chỉ (?:cần|có|được|phải)(?: có)?)\s+$",
    re.IGNORECASE,
)
_MULTIPLE = re.compile(
    r"(?<![\w])(?P<word>gấp đôi|gấp ba|một nửa|phân nửa|nửa)(?![\w])", re.IGNORECASE
)
_MULTIPLES = {"gấp đôi": (Decimal(2), "lần"), "gấp ba": (Decimal(3), "lần"), "một nửa": (Decimal(50), "%"), "phân nửa": (Decimal(50), "%"), "nửa": (Decimal(50), "%")}  # fmt: skip
_STOP_NOUNS = {
    "và", "hoặc", "là", "của", "cho", "với", "được", "sẽ", "đã", "theo", "trong", "tại", "từ", "đến",
    "để", "thì", "mà", "có", "không", "do", "khi", "nếu", "so", "trở", "nên", "cũng", "như", "ở", "này",
    "trên", "dưới", "nhưng", "còn", "bằng", "về", "đối", "kể", "vào", "ra", "lên", "xuống", "tăng", "giảm", "mỗi",
}  # fmt: skip
_LARGE = Decimal(100_000)


@lru_cache(maxsize=4_000)
def read_quantities(text: str, *, today: date | None = None) -> tuple[Quantity, ...]:
    """Every quantity of `text`, in order; `today` resolves words such as "hôm qua"."""
    taken = bytearray(len(text))
    found: list[Quantity] = []

    def keep(quantity: Quantity) -> None:
        if not any(taken[quantity.start : quantity.end]):
            _take(taken, quantity.start, quantity.end)
            found.append(quantity)

    for match in _NOT_QUANTITIES.finditer(text):
        if match.group()[0] not in "0123456789" or "/" in match.group() or len(match.group()) > 8:
            _take(taken, match.start(), match.end())
    for day in read_days(text, today=today, taken=taken):
        keep(
            Quantity(
                kind="date",
                low=day.month_day,
                high=day.month_day,
                unit="ngày",
                start=day.start,
                end=day.end,
                text=text[day.start : day.end],
                bound=side_of_day(text, day.start),
                date_low=day.first,
                date_high=day.last,
            )
        )
    for match in _FRACTION.finditer(text):
        if not any(taken[match.start() : match.end()]):
            _take(taken, match.start(), match.end())
    for clock in read_clocks(text):
        keep(_of_clock(text, clock))
    for match in _ORDINAL.finditer(text):
        keep(_ordinal(text, match))
    for quantity in _numbers(text, taken):
        keep(quantity)
    for match in _MULTIPLE.finditer(text):
        value, unit = _MULTIPLES[match["word"].lower()]
        kind = "percent" if unit == "%" else "number"
        keep(_plain(text, match.start(), match.end(), kind=kind, unit=unit, value=value))
    return tuple(sorted(found, key=lambda one: one.start))


def _numbers(text: str, taken: bytearray) -> Iterator[Quantity]:
    position = 0
    for match in re.finditer(r"\d|[^\W\d_]+", text):
        if match.start() < position or taken[match.start()]:
            continue
        before = text[match.start() - 1 : match.start()]
        if match.group().isdigit():
            if before and (before.isalnum() or before in "/_"):
                continue
            numeral = read_figure(text, match.start())
        else:
            numeral = read_words(text, match.start()) if _may_count(match.group()) else None
            if numeral and not _counts_something(text, numeral):
                numeral = None
        if numeral is None or any(taken[numeral.start : numeral.end]):
            continue
        quantity = _with_unit(text, numeral, taken)
        if quantity is not None:
            position = quantity.end
            yield quantity


def _may_count(word: str) -> bool:
    return word.lower() in {
        "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "bẩy", "tám", "chín", "mười", "nửa",
    }  # fmt: skip


def _counts_something(text: str, numeral: Numeral) -> bool:
    """Words count only before a unit; "một số", "năm 2026", "hai bên" do not."""
    words = text[numeral.start : numeral.end].split()
    if len(words) == 1 and words[0].lower() == "một":
        return bool(_ONE_COUNTED.match(text, numeral.end)) or bool(
            _WORD_UNITS.match(text, numeral.end)
            and _ONE_MEANT.search(text[max(0, numeral.start - 20) : numeral.start])
        )
    if words[0].lower() == "năm" and re.match(r"\s*\d", text[numeral.end : numeral.end + 3]):
        return False
    return bool(_WORD_UNITS.match(text, numeral.end)) or numeral.scaled


def _with_unit(text: str, first: Numeral, taken: bytearray) -> Quantity | None:
    low, high, end = first, first, first.end
    unit_before = _UNITS.match(text, first.end)
    joined = _second(text, first, unit_before)
    if joined is not None and not any(taken[first.end : joined.end]):
        high, end = joined, joined.end
        if high.scaled and not low.scaled and not (unit_before and not unit_before["noun"]):
            low = replace(low, value=low.value * high.scale)
    unit = _UNITS.match(text, end)
    kind, name, end = _kind_and_unit(unit, end, high)
    if kind == "" or any(taken[first.start : end]):
        return None
    if kind == "number" and (
        named := _NAMED_NUMBER.search(text[max(0, first.start - 24) : first.start])
    ):
        # "hệ số 2,5 đối với trẻ em": what it counts stands before it.
        name, end = named.group(1).lower(), high.end
    per, end = paid_by(text, end, kind)
    bound, end = bound_of(text, first.start, end, is_range=joined is not None)
    if kind == "age" and bound == "exact" and is_from(text, first.start):
        bound = "at_least"
    start = lead_start(text, first.start)
    low_value: Decimal | None = low.value
    high_value: Decimal | None = high.value
    if bound in ("at_least", "more_than"):
        high_value = None if joined is None else high_value
    elif bound in ("at_most", "less_than"):
        low_value = None if joined is None else low_value
    return Quantity(
        kind=kind,
        low=low_value,
        high=high_value,
        unit=name,
        per=per,
        bound=bound,
        start=start,
        end=end,
        text=text[start:end],
        step=_step(text, first),
    )


def _second(text: str, first: Numeral, unit: re.Match[str] | None) -> Numeral | None:
    """The other end of a range: "18-20 triệu", "400.000 đồng đến 600.000 đồng"."""
    end = first.end
    if unit is not None and not unit["noun"]:
        end = unit.end()
    for begin in dict.fromkeys((paid_by(text, end, "money")[1], end, first.end)):
        join = _RANGE_JOIN.match(text, begin)
        if not join or not join.group().strip():
            continue
        other = read_figure(text, join.end()) or read_words(text, join.end())
        if other is not None:
            scaled = replace(other, value=other.value)
            larger = other.value if other.scaled or not first.scaled else other.value * first.scale
            if first.value < larger or (other.scaled and first.value < other.value):
                return scaled if larger == other.value else replace(other, value=larger)
    return None


def _kind_and_unit(unit: re.Match[str] | None, end: int, numeral: Numeral) -> tuple[str, str, int]:
    if unit is None:
        return ("money", "đồng", end) if _is_bare_money(numeral) else ("number", "", end)
    if unit["money"]:
        return "money", "đồng", unit.end()
    if unit["points"]:
        return "percent", "điểm phần trăm", unit.end()
    if unit["percent"]:
        return "percent", "%", unit.end()
    if unit["age"]:
        return "age", unit["age"].lower(), unit.end()
    if unit["working"]:
        return "duration", "ngày làm việc", unit.end()
    if unit["duration"]:
        return "duration", _DURATIONS[unit["duration"].lower()], unit.end()
    if unit["measure"] and not (numeral.in_words and unit["measure"].lower() == "m"):
        name = HECTARE.sub("ha", unit["measure"].lower())
        return "number", _MEASURES.get(name, name), unit.end()
    words = (unit["noun"] or "").split()
    if (
        numeral.scaled
        and _is_bare_money(numeral)
        and (not words or words[0].lower() in _STOP_NOUNS)
    ):
        return "money", "đồng", end
    if not words or words[0].lower() in _STOP_NOUNS:
        return "number", "", end
    if len(words) > 1 and words[1].lower() in _STOP_NOUNS:
        words = words[:1]
    name = " ".join(words)
    return "number", name.lower(), unit.start("noun") + len(name)


def _is_bare_money(numeral: Numeral) -> bool:
    """ "2,34 triệu" without a unit is money in these papers; "1.500 tỷ" always is."""
    return numeral.scaled and numeral.value >= _LARGE


def _step(text: str, numeral: Numeral) -> Decimal:
    """The least step the writing shows: "2,5 triệu" is told to a hundred thousand."""
    figure = text[numeral.start : numeral.end]
    if match := re.match(r"\d+[,.](\d{1,2})(?!\d)", figure):
        return numeral.scale / Decimal(10 ** len(match.group(1)))
    return numeral.scale if numeral.scaled else Decimal(1)


def _plain(text: str, start: int, end: int, *, kind: str, unit: str, value: Decimal) -> Quantity:
    return Quantity(
        kind=kind, low=value, high=value, unit=unit, start=start, end=end, text=text[start:end]
    )


def _of_clock(text: str, clock: Clock) -> Quantity:
    """A time of day in minutes, or how long something takes."""
    if not clock.is_length:
        one = _plain(text, clock.start, clock.end, kind="time", unit="giờ", value=clock.low)
        return replace(one, high=clock.high, bound=clock.side)
    bound, end = bound_of(text, clock.start, clock.end, is_range=False)
    start = lead_start(text, clock.start)
    value = clock.low
    return Quantity(
        kind="duration", unit="phút", bound=bound, start=start, end=end, text=text[start:end],
        low=None if bound in ("at_most", "less_than") else value,
        high=None if bound in ("at_least", "more_than") else value,
    )  # fmt: skip


_ROMAN = {"I": 1, "V": 5, "X": 10}
#: "hạng A" is no "hạng I": letters count from a place no figure reaches.
_LETTERS, FIRST_LETTER = "ABCDEFGH", 1001
_ORDINAL_WORDS = {"nhất": 1, "hai": 2, "ba": 3, "tư": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9, "mười": 10}  # fmt: skip


def _ordinal(text: str, match: re.Match[str]) -> Quantity:
    value = match["value"]
    if value.isdigit():
        number = int(value)
    elif value.lower() in _ORDINAL_WORDS:
        number = _ORDINAL_WORDS[value.lower()]
    elif value in _LETTERS:
        number = FIRST_LETTER + _LETTERS.index(value)
    else:
        figures = [_ROMAN[letter] for letter in value.upper()]
        number = sum(
            -one if one < following else one
            for one, following in zip(figures, [*figures[1:], 0], strict=True)
        )
    return _plain(
        text,
        match.start(),
        match.end(),
        kind="ordinal",
        unit=match["unit"].lower(),
        value=Decimal(number),
    )


def _take(taken: bytearray, start: int, end: int) -> None:
    taken[start:end] = b"\x01" * (end - start)
