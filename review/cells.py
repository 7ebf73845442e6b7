"""Crawled text in a spreadsheet's cell: shown, never run, and no longer than a cell may be."""

from __future__ import annotations

import re

#: A cell that begins so is a formula to some spreadsheet, wide forms and leading blanks included.
_FORMULA = re.compile(r"[\s\u200b\ufeff]*[=+\-@＝＋－＠]|[\t\r\n]")
#: Marks that no XML file may hold; they show nothing in any other.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
#: What a cell of a spreadsheet holds at most.
LONGEST = 32_767


def inert(value: object) -> object:
    """The value as a cell that no spreadsheet runs; numbers and None stay as they are."""
    if not isinstance(value, str):
        return value
    text = printable(value)
    text = f"'{text}" if _FORMULA.match(text) else text
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def printable(text: str) -> str:
    """Text without control marks."""
    return _CONTROL.sub("", text)
