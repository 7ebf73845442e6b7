"""A text typed without diacritics → the same text with them, letter for letter, as official texts spell its words."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise

from classifier.lexicon_words import meaning
from doichieu.records import Verdict
from doichieu.text import fold

#: Fewer letters than this show no habit of typing.
LEAST_LETTERS = 60
#: A Vietnamese text has marks on every fourth letter; one with fewer than this has lost them.
MOST_MARKED = 0.01
#: Share of the words that must be ours with their marks taken off: an English text is left as it is.
LEAST_KNOWN = 0.8
#: What a word's own frequency counts beside that of the pair it makes with the word before.
ALONE = 0.05
_WORD = re.compile(r"[^\W\d_]+")


class Speller:
    """Which spellings the syllables of some texts have, and which follow which."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._alone: Counter[str] = Counter()
        self._pairs: Counter[tuple[str, str]] = Counter()
        for text in texts:
            words = _WORD.findall(meaning(text))
            self._alone.update(words)
            self._pairs.update(pairwise(words))
        self._spellings: dict[str, list[str]] = defaultdict(list)
        for word in self._alone:
            self._spellings[fold(word)].append(word)

    def restored(self, text: str) -> str:
        """`text` with the likeliest marks, of the same length; unchanged where it has marks or is not Vietnamese."""
        if not is_bare(text):
            return text
        found = list(_WORD.finditer(text))
        known = sum(match.group().lower() in self._spellings for match in found)
        if known < LEAST_KNOWN * len(found):
            return text
        letters = list(text)
        for line in _runs(text, found):
            for match, word in zip(
                line, self._likeliest([one.group() for one in line]), strict=True
            ):
                letters[match.start() : match.end()] = _cased(match.group(), word)
        return "".join(letters)

    def _likeliest(self, words: list[str]) -> list[str]:
        """The spellings whose pairs are met most (Viterbi over neighbours)."""
        best: dict[str, tuple[float, list[str]]] = {"": (0.0, [])}
        for word in words:
            spellings = self._spellings.get(word.lower(), [word.lower()])
            best = {
                one: max(
                    (
                        (score + self._likely(last, one), [*path, one])
                        for last, (score, path) in best.items()
                    ),
                    key=lambda told: told[0],
                )
                for one in spellings
            }
        return max(best.values(), key=lambda told: told[0])[1]

    def _likely(self, last: str, word: str) -> float:
        before = self._alone[last] or 1
        paired = self._pairs[(last, word)] / before
        alone = (self._alone[word] + 0.5) / (self._alone.total() + 1)
        return math.log(paired + ALONE * alone)


def is_bare(text: str) -> bool:
    """Whether a text has letters enough to tell, and next to none with a mark."""
    letters = [one for one in text if one.isalpha()]
    if len(letters) < LEAST_LETTERS:
        return False
    return sum(not one.isascii() for one in letters) <= MOST_MARKED * len(letters)


def as_typed(verdict: Verdict, text: str) -> Verdict:
    """A verdict on a restored text, told in the letters of the text itself."""
    claim = replace(verdict.claim, text=text[verdict.claim.start : verdict.claim.end])
    differences = tuple(
        replace(one, article=text[one.article_start : one.article_end])
        for one in verdict.differences
    )
    return replace(verdict, claim=claim, differences=differences)


def _runs(text: str, found: list[re.Match[str]]) -> list[list[re.Match[str]]]:
    """Words with nothing but a blank between: marks and figures part what is spelled together."""
    runs: list[list[re.Match[str]]] = []
    for match in found:
        if runs and text[runs[-1][-1].end() : match.start()].isspace():
            runs[-1].append(match)
        else:
            runs.append([match])
    return runs


def _cased(like: str, word: str) -> str:
    """`word` in the case of `like`; an abbreviation of capitals stays, for nothing tells how it is read."""
    if len(word) != len(like) or (like.isupper() and 1 < len(like) <= 4):
        return like
    return "".join(
        new.upper() if old.isupper() else new for old, new in zip(like, word, strict=True)
    )
