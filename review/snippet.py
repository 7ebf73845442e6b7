"""What is shown of a text that was searched: the words around the first hit, the hits marked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from doichieu.text import fold, nfc

#: Characters of a snippet, and how many of them stand before the first hit.
LENGTH, BEFORE = 220, 60


def snippet(text: str, words: str) -> tuple[str, list[tuple[int, int]]]:
    """A part of `text` on one line, and the spans in it of the words asked for."""
    text = " ".join(text.split())
    asked = set(_words(fold(nfc(words))))
    first = next((span[0] for span in _places(text, asked)), 0)
    start = _word_start(text, first - BEFORE) if first > BEFORE else 0
    end = _word_end(text, start + LENGTH)
    places = list(_places(text[start:end], asked))
    lead, tail = "… " if start else "", " …" if end < len(text) else ""
    spans = [(a + len(lead), b + len(lead)) for a, b in places]
    return f"{lead}{text[start:end].rstrip()}{tail}", spans


def _places(text: str, asked: set[str]) -> Iterator[tuple[int, int]]:
    return (one.span() for one in re.finditer(r"\w+", text) if _folded(one[0]) in asked)


@lru_cache(maxsize=20_000)
def _folded(word: str) -> str:
    """The words of a language are few, and those of a page of hits are mostly the same."""
    return fold(word)


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


def _word_start(text: str, at: int) -> int:
    """The start of the word after `at`."""
    return text.find(" ", at) + 1


def _word_end(text: str, at: int) -> int:
    """The end of the last whole word before `at`."""
    if at >= len(text):
        return len(text)
    blank = text.rfind(" ", 0, at + 1)
    # One word longer than a snippet is cut.
    return blank if blank > at - LENGTH else at
