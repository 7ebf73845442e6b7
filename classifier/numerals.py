"""Vietnamese numerals, in figures and in words → exact values."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

SCALES = {
    "chục": Decimal(10), "trăm": Decimal(100), "nghìn": Decimal(1000), "ngàn": Decimal(1000),
    "k": Decimal(1000), "vạn": Decimal(10_000), "triệu": Decimal(10**6), "tr": Decimal(10**6),
    "tỷ": Decimal(10**9), "tỉ": Decimal(10**9),
}  # fmt: skip
DIGITS = {
    "không": 0, "một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "lăm": 5,
    "nhăm": 5, "sáu": 6, "bảy": 7, "bẩy": 7, "tám": 8, "chín": 9,
}  # fmt: skip
_TENS = {"mười", "mươi"}
_WORDS = {
    *DIGITS,
    *_TENS,
    "trăm",
    "nghìn",
    "ngàn",
    "vạn",
    "triệu",
    "tỷ",
    "tỉ",
    "linh",
    "lẻ",
    "rưỡi",
    "phẩy",
}

#: No numeral in words is longer; a cap keeps junk cheap.
LONGEST = 14

FIGURES = (
    r"\d{1,3}(?:\.\d{3})+(?:,\d+)?(?!\d)"  # 2.340.000 and 1.274,2
    r"|\d{1,3}(?:,\d{3}){2,}(?!\d)"  # 2,340,000
    r"|\d{1,3}(?:[ \u00a0]\d{3}){2,}(?!\d)"  # 1 500 000
    r"|\d+,\d+|\d+\.\d{1,2}(?![\d.])|\d+"
)
_SCALE_WORDS = r"nghìn tỷ|nghìn tỉ|ngàn tỷ|ngàn tỉ|triệu tỷ|triệu tỉ|trăm nghìn|trăm ngàn|trăm triệu|trăm tỷ|nghìn|ngàn|triệu|tỷ|tỉ|vạn|chục"
_FIGURE = re.compile(
    rf"(?P<figure>{FIGURES})(?:\s*(?P<scale>{_SCALE_WORDS}|(?:k|tr)(?!\w))(?!\w))?", re.IGNORECASE
)
_TOKEN = re.compile(r"\s*([^\W\d_]+)")


@dataclass(frozen=True, kw_only=True, slots=True)
class Numeral:
    """A value where it stands; `scale` is the largest word it was written with."""

    value: Decimal
    start: int
    end: int
    scale: Decimal = Decimal(1)
    scaled: bool = False  #: whether a word such as "triệu" gave the scale
    in_words: bool = False


def figure_value(figure: str) -> Decimal:
    """ "2.340.000" → 2340000, "2,34" → 2.34, "2,340,000" → 2340000, "8.5" → 8.5."""
    bare = figure.replace(" ", "").replace("\u00a0", "")
    if re.fullmatch(r"\d{1,3}(?:,\d{3}){2,}", bare):
        return Decimal(bare.replace(",", ""))
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?", bare):
        return Decimal(bare.replace(".", "").replace(",", "."))
    return Decimal(bare.replace(",", "."))


def read_figure(text: str, position: int) -> Numeral | None:
    """The numeral in figures at `position`: "2 triệu 340 nghìn", "1,5 nghìn tỷ", "2 triệu rưỡi"."""
    match = _FIGURE.match(text, position)
    if not match:
        return None
    total, scale, end = Decimal(0), None, position
    first_scale: Decimal | None = None
    while match:
        value = figure_value(match["figure"])
        step = _scale(match["scale"])
        if (
            scale is not None
            and (step >= scale or not match["scale"])
            and not _fills(value, step, scale)
        ):
            break
        total += value * step
        scale, end = step, match.end()
        first_scale = first_scale or step
        if not match["scale"]:
            break
        if half := re.compile(r"\s+rưỡi\b").match(text, end):
            total += step / 2
            end = half.end()
            break
        gap = re.compile(r"\s+(?:lẻ\s+)?(?=\d)").match(text, end)
        match = _FIGURE.match(text, gap.end()) if gap else None
        if match and not match["scale"]:
            match = None
    scale = first_scale or Decimal(1)
    return Numeral(value=total, start=position, end=end, scale=scale, scaled=scale > 1)


#: "nửa tỷ đồng": half of what the scale word says.
_HALF = re.compile(r"nửa\s+(?P<scale>triệu|tỷ|tỉ|vạn)(?!\w)", re.IGNORECASE)


def read_words(text: str, position: int) -> Numeral | None:
    """The numeral in words at `position`: "hai mươi mốt", "ba trăm linh năm", "nửa tỷ"."""
    if half := _HALF.match(text, position):
        scale = SCALES[half["scale"].lower()]
        return Numeral(value=scale / 2, start=position, end=half.end(), scale=scale, scaled=True, in_words=True)  # fmt: skip
    words: list[str] = []
    ends: list[int] = []
    at = position
    while (
        len(words) < LONGEST
        and (match := _TOKEN.match(text, at))
        and match.group(1).lower() in _WORDS
    ):
        words.append(match.group(1).lower())
        ends.append(match.end())
        at = match.end()
    while words:
        value = _words_value(words)
        if value is not None:
            # "mười năm" is ten years; "hai mươi lăm" is a number.
            if len(words) > 1 and words[-1] == "năm" and words[-2] in (*DIGITS, "mười"):
                words.pop()
                ends.pop()
                continue
            scale = max((SCALES[word] for word in words if word in SCALES), default=Decimal(1))
            start = (
                position + len(text[position : ends[0]]) - len(text[position : ends[0]].lstrip())
            )
            return Numeral(
                value=value,
                start=start,
                end=ends[-1],
                scale=scale,
                scaled=scale >= 1000,
                in_words=True,
            )
        words.pop()
        ends.pop()
    return None


def _scale(words: str | None) -> Decimal:
    total = Decimal(1)
    for word in (words or "").lower().split():
        total *= SCALES[word]
    return total


def _fills(value: Decimal, step: Decimal, scale: Decimal) -> bool:
    return value * step < scale


def _words_value(words: list[str]) -> Decimal | None:
    """The value of a whole numeral, or None where the words make none."""
    total = Decimal(0)
    part: Decimal | None = None
    last_scale: Decimal | None = None
    for place, word in enumerate(words):
        following = words[place + 1] if place + 1 < len(words) else ""
        if word in DIGITS:
            if (part is not None and part % 10 != 0) or (place and words[place - 1] in DIGITS):
                return None
            if (word == "tư" and not place) or (word in ("mốt", "lăm", "nhăm") and not place):
                return None
            part = (part or Decimal(0)) + DIGITS[word]
        elif word == "mười":
            part = (part or Decimal(0)) + 10
        elif word == "mươi":
            if part is None or not 0 < part % 10 <= 9:
                return None
            part += part % 10 * 9
        elif word == "trăm":
            if part is None or not 0 <= part <= 9:
                return None
            part *= 100
        elif word in ("linh", "lẻ"):
            if part is None or following not in DIGITS:
                return None
        elif word == "rưỡi":
            if last_scale is None or part is not None:
                return (
                    (part + part_half)
                    if part is not None and (part_half := _half(words[place - 1]))
                    else None
                )
            return total + last_scale / 2
        elif word in SCALES:
            if part is None and not (last_scale and word in ("tỷ", "tỉ")):
                return None
            if last_scale is not None and SCALES[word] > last_scale:
                # "một nghìn năm trăm tỷ": the larger word counts all that came before it.
                total = (total + (part or 0)) * SCALES[word]
            else:
                total += (part or Decimal(0)) * SCALES[word]
            last_scale, part = SCALES[word], None
        else:
            return None
    return total + (part or Decimal(0)) if words else None


def _half(word: str) -> Decimal | None:
    return SCALES["trăm"] / 2 if word == "trăm" else None
