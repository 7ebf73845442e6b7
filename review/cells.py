"""Crawled text in a spreadsheet's cell, or a line of a paper: shown as it reads, never run, no longer than fits."""

from __future__ import annotations

import re

#: A cell that begins so is a formula to some spreadsheet, wide forms and leading blanks included.
_FORMULA = re.compile(r"[\s\u200b\ufeff]*[=+\-@＝＋－＠]|[\t\r\n]")
#: Marks that no XML file may hold; they show nothing in any other.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
#: Marks that turn the direction of what follows: a sum would be read backwards.
_TURNING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
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
    """Text without control marks, and without marks that turn its direction."""
    return _TURNING.sub("", _CONTROL.sub("", text))


def shown(text: str, longest: int) -> str:
    """One line of at most so many characters, for a paper or a mail."""
    # A text of a million words is cut before it is looked at closely.
    line = " ".join(printable(text[: 2 * longest]).split())
    return line if len(line) <= longest else f"{line[: longest - 1].rstrip()}…"


def inert_json(text: str) -> str:
    """JSON whose strings say the same to a program and turn nothing on a screen."""
    return _TURNING.sub(lambda mark: f"\\u{ord(mark.group()):04x}", text)
