"""A text → its syllables, figures and names as a pair of texts is compared by them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from classifier.lexicon_words import lexicon
from classifier.words import abbreviated

_PIECE = re.compile(r"\d+(?:[.,/-]\d+)*|[^\W\d_]+\d*")
_BREAK = re.compile(r"[.!?;:\n]")
#: "kỹ" and "kĩ", "tỷ" and "tỉ" are the same syllable in two spellings.
_SPELLINGS = str.maketrans("yỳýỷỹỵ", "iìíỉĩị")


@dataclass(frozen=True, slots=True)
class Token:
    """One syllable or figure."""

    word: str  #: lower case, spelled one way; figures without leading noughts
    kind: str  #: figure, name, denial, function or word
    start: int
    end: int
    opens: bool  #: it opens a sentence or a part of one
    capital: bool

    @property
    def tells(self) -> bool:
        """Whether it carries meaning by itself."""
        return self.kind != "function"


@lru_cache(maxsize=4000)
def read(text: str) -> tuple[Token, ...]:
    """Every syllable and figure of `text`, in order."""
    lowered = abbreviated(text)
    found: list[Token] = []
    last = -1
    for match in _PIECE.finditer(lowered):
        opens = last < 0 or bool(_BREAK.search(lowered, last, match.start()))
        last = match.end()
        found += _tokens(text, match, opens=opens)
    return tuple(found)


def spelled(word: str) -> str:
    """A lower-case syllable in the one spelling in which syllables are compared."""
    if len(word) > 3 or word[-1] not in "yỳýỷỹỵ" or word[:-1].endswith(("a", "â", "u")):
        return word
    return word[:-1] + word[-1].translate(_SPELLINGS)


def _tokens(text: str, match: re.Match[str], *, opens: bool) -> list[Token]:
    """One token, or those of the words an abbreviation stands for."""
    start, end = match.span()
    capital = text[start].isupper()
    if match.group()[0].isdigit():
        return [Token(_figure(match.group()), "figure", start, end, opens, capital)]
    words = _same().get(match.group()) or (spelled(match.group()),)
    kind = _kind(words[0], text[start:end], opens=opens, capital=capital)
    return [
        Token(word, kind, start, end, opens and not at, capital) for at, word in enumerate(words)
    ]


def _kind(word: str, written: str, *, opens: bool, capital: bool) -> str:
    if word in _list("denial"):
        return "denial"
    if capital and not opens:
        return "name"
    if word in _list("function"):
        return "function"
    return "name" if len(written) > 1 and written.isupper() else "word"


def _figure(written: str) -> str:
    """ "07/3" and "7-3" are one figure; "1.500" and "1,500" too."""
    if re.fullmatch(r"\d+[.,]\d+", written):
        return written.replace(",", ".")
    return ".".join(part.lstrip("0") or "0" for part in re.split(r"[.,/-]", written))


@cache
def _list(name: str) -> frozenset[str]:
    return frozenset(map(spelled, lexicon("pair")[name]))


@cache
def _same() -> dict[str, tuple[str, ...]]:
    return {
        short: tuple(map(spelled, words.split()))
        for short, words in lexicon("pair")["same"].items()
    }
