"""Whole texts as search and syndication see them, by one table for all letters of the basic plane."""

from __future__ import annotations

from functools import cache, lru_cache

import numpy as np
import numpy.typing as npt

from doichieu.text import fold, nfc

#: Texts remembered: those stored in one transaction, and some that they are held against.
HELD = 128
#: Letters that the table knows: those before the surrogates; all of Vietnamese, Latin, Greek, Chinese.
KNOWN = 0xD800
#: Stands for a letter that is folded into none or several.
_OTHER = 0xFFFFFFFF

Letters = npt.NDArray[np.uint32]


@lru_cache(maxsize=HELD)
def bare(text: str) -> str:
    """A text, NFC and folded; search and syndication ask for one body, one after the other."""
    letters = _letters(nfc(text))
    if letters.size and int(letters.max()) >= KNOWN:
        return fold(nfc(text))
    found = _folds()[letters]
    if (found == _OTHER).any():
        return fold(nfc(text))
    return found.tobytes().decode("utf-32-le")


def words(text: str) -> str:
    """The words of a folded text, one blank between two: what a regular expression calls words."""
    letters = _letters(text)
    if letters.size and int(letters.max()) >= KNOWN:
        return " ".join("".join(one if _is_word(one) else " " for one in text).split())
    parted = np.where(_word_letters()[letters], letters, np.uint32(32))
    return " ".join(parted.tobytes().decode("utf-32-le").split())


def _letters(text: str) -> Letters:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")


def _is_word(letter: str) -> bool:
    return letter.isalnum() or letter == "_"


@cache
def _folds() -> Letters:
    singles = (fold(chr(code)) for code in range(KNOWN))
    return np.array([ord(one) if len(one) == 1 else _OTHER for one in singles], dtype="<u4")


@cache
def _word_letters() -> npt.NDArray[np.bool_]:
    return np.array([_is_word(chr(code)) for code in range(KNOWN)])
