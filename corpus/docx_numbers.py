"""The numbers that Word writes itself before a paragraph ("Điều 1.", "1.", "a)"), which its text does not hold."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from docx.document import Document
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

#: Vietnamese lists go a, b, c, d, đ, e where Word's "lowerLetter" goes a, b, c, d, e, f.
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_ROMAN = (
    (100, "C"),
    (90, "XC"),
    (50, "L"),
    (40, "XL"),
    (10, "X"),
    (9, "IX"),
    (5, "V"),
    (4, "IV"),
    (1, "I"),
)
#: Formats that show no number.
_SILENT = ("bullet", "none")


class Numbers:
    """Counts the automatic lists of one document as Word does; ask for each paragraph in order."""

    def __init__(self, document: Document) -> None:
        self._levels = _levels(document)
        self._counts: dict[tuple[str, int], int] = {}

    def before(self, paragraph: Paragraph) -> str:
        """The number Word shows before a paragraph, with a blank behind it; "" where it shows none."""
        told = _number_of(paragraph)
        if told is None or told not in self._levels:
            return ""
        name, depth = told
        self._counts[told] = self._counts.get(told, self._levels[told]["start"] - 1) + 1
        for deeper in [one for one in self._counts if one[0] == name and one[1] > depth]:
            del self._counts[deeper]
        shape = self._levels[told]
        if shape["format"] in _SILENT:
            return "- " if shape["format"] == "bullet" else ""
        text = str(shape["text"])
        for level in range(depth + 1):
            own = self._levels.get((name, level), shape)
            count = self._counts.get((name, level), own["start"])
            text = text.replace(f"%{level + 1}", _shown(count, own["format"]))
        return f"{text} "


def _number_of(paragraph: Paragraph) -> tuple[str, int] | None:
    """List and level of a paragraph, its own or its style's."""
    style = paragraph.style.element if paragraph.style is not None else None
    for holder in (paragraph._p, style):
        told = holder.find(f"{qn('w:pPr')}/{qn('w:numPr')}") if holder is not None else None
        if told is None:
            continue
        name, level = told.find(qn("w:numId")), told.find(qn("w:ilvl"))
        if name is not None:
            depth = int(level.get(qn("w:val"), "0")) if level is not None else 0
            return str(name.get(qn("w:val"))), depth
    return None


def _levels(document: Document) -> Mapping[tuple[str, int], dict[str, Any]]:
    """Format, text and first number of each level of each list."""
    try:
        root = document.part.numbering_part.element
    except (KeyError, NotImplementedError):
        return {}
    shapes = {
        one.get(qn("w:abstractNumId")): one.findall(qn("w:lvl"))
        for one in root.findall(qn("w:abstractNum"))
    }
    found: dict[tuple[str, int], dict[str, Any]] = {}
    for number in root.findall(qn("w:num")):
        kind = number.find(qn("w:abstractNumId"))
        for level in shapes.get(kind.get(qn("w:val")) if kind is not None else None, ()):
            place = (str(number.get(qn("w:numId"))), int(level.get(qn("w:ilvl"), "0")))
            found[place] = {
                "format": _value(level, "w:numFmt", "decimal"),
                "text": _value(level, "w:lvlText", ""),
                "start": int(_value(level, "w:start", "1")),
            }
    return found


def _value(level: Any, name: str, otherwise: str) -> str:
    held = level.find(qn(name))
    return str(held.get(qn("w:val"), otherwise)) if held is not None else otherwise


def _shown(count: int, form: str) -> str:
    if form in ("lowerLetter", "upperLetter"):
        letter = _LETTERS[(count - 1) % len(_LETTERS)]
        return letter.upper() if form == "upperLetter" else letter
    if form in ("lowerRoman", "upperRoman"):
        text = ""
        for value, letters in _ROMAN:
            text, count = text + letters * (count // value), count % value
        return text.lower() if form == "lowerRoman" else text
    return str(count)
