"""A text as the judge reads it: syllables with their places, the ones that carry meaning apart."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from classifier.lexicon_words import lexicon, meaning
from doichieu.legal import find_citations

_SYLLABLE = re.compile(r"[^\W_]+")
_FULL_NAMES = {
    "ủy ban nhân dân": "ubnd           ",
    "hội đồng nhân dân": "hđnd             ",
}


class Term(NamedTuple):
    """One syllable, lower case with tones placed, and where it stands."""

    word: str
    start: int
    end: int


@lru_cache(maxsize=4_000)
def terms(text: str) -> tuple[Term, ...]:
    """Every syllable and figure of `text`, in order."""
    return tuple(
        Term(match.group(), match.start(), match.end())
        for match in _SYLLABLE.finditer(abbreviated(text))
    )


@lru_cache(maxsize=4_000)
def content(text: str) -> tuple[Term, ...]:
    """The syllables that carry meaning: no stop words, no figures."""
    return tuple(term for term in terms(text) if carries_meaning(term.word))


def carries_meaning(word: str) -> bool:
    """Whether a syllable says what a text is about."""
    return word not in _stop() and not word[0].isdigit()


def syllables(text: str) -> list[str]:
    """The words of `content` alone, in order: what a long text is asked for when places do not matter."""
    return [word for word in _SYLLABLE.findall(abbreviated(text)) if carries_meaning(word)]


@lru_cache(maxsize=4_000)
def said(text: str) -> frozenset[str]:
    """Each of `syllables` once."""
    return frozenset(syllables(text))


@lru_cache(maxsize=4_000)
def without_citations(text: str) -> str:
    """`text` with every citation blanked: which document it names says nothing of what it states."""
    blanked = list(text)
    for citation in find_citations(text):
        if citation.number or citation.name:
            blanked[citation.start : citation.end] = " " * (citation.end - citation.start)
    return "".join(blanked)


@lru_cache(maxsize=4_000)
def abbreviated(text: str) -> str:
    """`meaning` with the offices' long names as their abbreviations and one name for one thing; same length."""
    lowered = meaning(text)
    for full, short in _FULL_NAMES.items():
        if full in lowered:
            lowered = lowered.replace(full, short)
    return _two_names().sub(lambda match: _shorter()[match.group()], lowered)


@cache
def _shorter() -> dict[str, str]:
    names = lexicon("judge")["one_name"]
    return {meaning(long): meaning(short).ljust(len(long)) for long, short in names.items()}


@cache
def _two_names() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, _shorter()))})(?!\w)")


@cache
def _stop() -> frozenset[str]:
    return frozenset(meaning(word) for word in lexicon("judge")["stop"])
