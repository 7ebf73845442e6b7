"""Whether two quantities say the same: yes, no, or not comparable."""

from __future__ import annotations

from decimal import Decimal

from classifier.quantities import Quantity

#: How far "khoảng 2,5 triệu" may lie from what it rounds.
ABOUT = Decimal("0.1")
#: How far below the truth "hơn 2,5 triệu" and how far above it "gần 3 nghìn" may lie.
NEAR = Decimal("0.25")
#: "2,5 triệu" rounds 2.530.000; "1 triệu" does not round 750.000.
ROUNDED = Decimal("0.05")
_BOUNDED = {"at_most", "at_least", "more_than", "less_than"}
#: Units of time that convert without a calendar.
_IN_SMALLEST = {
    "năm": ("tháng", 12), "quý": ("tháng", 3), "tháng": ("tháng", 1), "tuần": ("ngày", 7),
    "ngày": ("ngày", 1), "giờ": ("phút", 60), "phút": ("phút", 1),
}  # fmt: skip
_AGES = {"tuổi": 12, "tháng tuổi": 1}
#: Whole days of what the calendar makes uneven; near ones are too close to call.
_DAYS_OF = {"ngày": 1, "tuần": 7, "tháng": 30, "quý": 90, "năm": 365}
CALENDAR = Decimal("0.1")
#: Measures of one thing in its smallest unit: "250 gram" and "0,25 kg" are the same weight.
_MEASURED = {
    "g": ("g", 1), "kg": ("g", 1_000), "tạ": ("g", 100_000), "tấn": ("g", 1_000_000),
    "mm": ("mm", 1), "cm": ("mm", 10), "m": ("mm", 1_000), "km": ("mm", 1_000_000),
    "m²": ("m²", 1), "ha": ("m²", 10_000), "km²": ("m²", 1_000_000), "ml": ("ml", 1), "lít": ("ml", 1_000),
}  # fmt: skip
_OPPOSITE = {
    ("at_most", "at_least"), ("at_least", "at_most"), ("more_than", "less_than"),
    ("less_than", "more_than"), ("more_than", "at_most"), ("at_most", "more_than"),
    ("less_than", "at_least"), ("at_least", "less_than"), ("before", "after"), ("after", "before"),
}  # fmt: skip
#: What an amount is paid by, and those whom papers call now one, now the other.
_PERIODS = {"tháng", "giờ", "ngày", "năm", "tuần", "quý", "học kỳ", "phút"}
_PERSONS = {
    "người",
    "học sinh",
    "sinh viên",
    "trẻ",
    "em",
    "cháu",
    "con",
    "khẩu",
    "đối tượng",
    "suất",
}
_LIMITS = {"at_most", "at_least"}


def agree(article: Quantity, official: Quantity) -> bool | None:
    """True: the same or compatible. False: contradictory. None: not comparable, or too close to call."""
    if article.kind != official.kind:
        return None
    if article.kind == "time":
        return _times_agree(article, official)
    if article.kind == "date":
        return False if bounds_oppose(article, official) else _dates_agree(article, official)
    if article.kind == "ordinal":
        return None if article.unit != official.unit else article.low == official.low
    if not units_fit(article, official):
        return None
    if article.per and official.per and not _per_fits(article.per, official.per):
        return None
    if bounds_oppose(article, official):
        return False
    return _values_agree(article, official)


def units_fit(one: Quantity, other: Quantity) -> bool:
    """Whether two quantities of a kind count the same thing, or may."""
    if one.unit == other.unit or not one.unit or not other.unit:
        return True
    if one.kind == "age":
        return {one.unit, other.unit} == {"tuổi", "tháng tuổi"}
    if one.kind == "duration":
        if {one.unit, other.unit} == {"ngày", "ngày làm việc"}:
            return True
        first, second = _IN_SMALLEST.get(one.unit), _IN_SMALLEST.get(other.unit)
        same = first and second and first[0] == second[0]
        return bool(same or ({one.unit, other.unit} <= _DAYS_OF.keys() and one.unit != other.unit))
    if {one.unit, other.unit} == {"km", "km/h"}:
        return "giờ" in (one.per, other.per)
    if one.kind == "number":
        first, second = _MEASURED.get(one.unit), _MEASURED.get(other.unit)
        if first and second:
            return first[0] == second[0]
        if "lần" in (one.unit, other.unit):
            # "một lần" says how often, "1,3 lần lãi suất" how much.
            return one.unit == other.unit
        return one.unit.split()[0] == other.unit.split()[0]
    return False


def bounds_oppose(one: Quantity, other: Quantity) -> bool:
    """ "tối đa 800" against "tối thiểu 800": the same figure, the contrary limit."""
    pair = (one.bound, other.bound)
    if one.kind == "date":
        return pair in _OPPOSITE and one.low is not None and _dates_agree(one, other) is True
    both_limits = one.bound in _LIMITS and other.bound in _LIMITS
    return (
        pair in _OPPOSITE
        and (both_limits or one.kind == "age")
        and set(one.values) == set(other.values)
    )


def scaled_values(one: Quantity) -> tuple[Decimal, ...]:
    """The values in a unit that two durations or measures share."""
    if one.kind == "age" and one.unit in _AGES:
        return tuple(value * _AGES[one.unit] for value in one.values)
    if one.kind == "duration" and one.unit in _IN_SMALLEST:
        return tuple(value * _IN_SMALLEST[one.unit][1] for value in one.values)
    if one.kind == "number" and one.unit in _MEASURED and "giờ" not in one.per:
        return tuple(value * _MEASURED[one.unit][1] for value in one.values)
    return one.values


def _per_fits(one: str, other: str) -> bool:
    return not periods_differ(one, other) and not receivers_differ(one, other)


def periods_differ(one: str, other: str) -> bool:
    """ "đồng/trẻ/tháng" and "đồng/trẻ/năm": both name a time, not the same one."""
    first, second = set(one.split("/")) & _PERIODS, set(other.split("/")) & _PERIODS
    return bool(first and second) and not first & second


def receivers_differ(one: str, other: str) -> bool:
    """ "đồng/người" and "đồng/hộ": both name what it is given for, not the same thing."""
    first, second = set(one.split("/")) - _PERIODS, set(other.split("/")) - _PERIODS
    persons = first | second <= _PERSONS
    return bool(first - {""} and second - {""}) and not first & second and not persons


def same_receiver(one: str, other: str) -> bool:
    """ "đồng/lượt" and "đồng/người/lượt": what is no period is named by both."""
    return bool((set(one.split("/")) & set(other.split("/"))) - _PERIODS - _PERSONS - {""})


def _values_agree(article: Quantity, official: Quantity) -> bool | None:
    if article.kind == "duration" and _uneven(article.unit, official.unit):
        return _days_agree(article, official)
    ours, theirs = scaled_values(article), scaled_values(official)
    if not ours or not theirs:
        return None
    if {article.unit, official.unit} == {"ngày", "ngày làm việc"}:
        return None if ours == theirs else False
    if ours == theirs:
        return True
    if set(ours) & set(theirs) and len(ours) != len(theirs):
        # One end told of two is told rightly; one more end than the text has stays open.
        return True if len(ours) < len(theirs) else None
    if len(ours) == len(theirs) == 1:
        return _single_agrees(article, official, ours[0], theirs[0])
    if len(ours) == 1:
        inside = min(theirs) <= ours[0] <= max(theirs)
        return None if inside else False
    if len(theirs) == 1:
        return None if min(ours) <= theirs[0] <= max(ours) else False
    return False


def _uneven(one: str, other: str) -> bool:
    first, second = _IN_SMALLEST.get(one, ("",)), _IN_SMALLEST.get(other, ("",))
    return {one, other} <= _DAYS_OF.keys() and first[0] != second[0]


def _days_agree(article: Quantity, official: Quantity) -> bool | None:
    """ "ba tháng" for "90 ngày" is the same; "một tháng" is not; a few days more or less stay open."""
    if len(article.values) != 1 or len(official.values) != 1:
        return None
    ours = article.values[0] * _DAYS_OF[article.unit]
    theirs = official.values[0] * _DAYS_OF[official.unit]
    if ours == theirs:
        return True
    return None if abs(ours - theirs) <= CALENDAR * theirs else False


def _single_agrees(
    article: Quantity, official: Quantity, ours: Decimal, theirs: Decimal
) -> bool | None:
    if {article.bound, official.bound} <= _BOUNDED:
        # Limit against limit: "dưới 18 tuổi" rounds nothing.
        return False
    if article.bound == "exact" and _is_case(official, ours, theirs):
        return None
    if article.kind == "money" and article.bound == "exact" and _is_least(official):
        # Who gives more than the least keeps to it.
        return None if ours > theirs else False
    if article.bound == "about":
        return abs(ours - theirs) <= ABOUT * max(abs(theirs), Decimal(1))
    if article.bound == "more_than":
        return ours < theirs <= ours * (1 + NEAR)
    if article.bound == "near":
        return theirs < ours <= theirs * (1 + NEAR)
    if article.bound == "less_than":
        return theirs < ours and theirs >= ours * (1 - NEAR)
    if article.step > 1 and theirs != 0 and _rounds_to(theirs, article.step) == ours:
        return None if abs(ours - theirs) <= ROUNDED * theirs else False
    return False


def _is_least(official: Quantity) -> bool:
    """ "tối thiểu 40 triệu đồng": an amount; "từ 1 tỷ đồng trở lên" is a condition."""
    return official.bound == "at_least" and not official.text.endswith("trở lên")


def _is_case(official: Quantity, ours: Decimal, theirs: Decimal) -> bool:
    """ "một trẻ 3 tuổi" under "dưới 16 tuổi": a case of the rule, not the rule."""
    if official.bound == "less_than" or (official.kind == "age" and official.bound == "at_most"):
        return ours < theirs
    if official.bound == "more_than" or (official.kind == "age" and official.bound == "at_least"):
        return ours > theirs
    return False


def _rounds_to(value: Decimal, step: Decimal) -> Decimal:
    return (value / step).to_integral_value(rounding="ROUND_HALF_UP") * step


def _times_agree(article: Quantity, official: Quantity) -> bool:
    """One end of a stretch of hours told alone is told rightly: its first where it begins there."""
    ours, theirs = article.values, official.values
    if len(ours) == len(theirs):
        return ours == theirs
    if len(ours) == 1 and article.bound == "after":
        return ours[0] == theirs[0]
    return bool(set(ours) & set(theirs))


def _dates_agree(article: Quantity, official: Quantity) -> bool | None:
    if article.date_low and official.date_low and article.date_high and official.date_high:
        if article.date_high < official.date_low or official.date_high < article.date_low:
            return False
        holds = article.date_low <= official.date_low and official.date_high <= article.date_high
        # "năm 2027" of the text says nothing of which quarter the article names.
        return True if holds else None
    if article.low is None or official.low is None:
        return None
    ours, theirs = article.low, official.low
    if (ours < 100) != (theirs < 100) or (ours < 0) != (theirs < 0):
        # A day of every week, one of every month and one of a single month do not compare.
        return None
    if ours % 100 == 0 or theirs % 100 == 0:
        return ours // 100 == theirs // 100
    return ours == theirs
