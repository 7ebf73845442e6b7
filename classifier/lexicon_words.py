"""Packaged word lists → one compiled pattern a list, on syllable boundaries."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from doichieu.text import nfc, place_tones


@cache
def lexicon(name: str) -> dict[str, Any]:
    """The lists of classifier/lexicon/NAME.toml."""
    path = files("classifier") / "lexicon" / f"{name}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


@cache
def words_pattern(name: str, key: str) -> re.Pattern[str]:
    """Any word of one list, in lower-case text with tones placed (`meaning`)."""
    return any_of(lexicon(name)[key])


def any_of(words: Iterable[str]) -> re.Pattern[str]:
    """A pattern for any of `words`, longest first, never inside another syllable."""
    ordered = sorted((meaning(word) for word in words), key=len, reverse=True)
    spaced = (r"\s+".join(map(re.escape, word.split())) for word in ordered)
    return re.compile(rf"(?<!\w)(?:{'|'.join(spaced)})(?!\w)")


@lru_cache(maxsize=4_000)
def meaning(text: str) -> str:
    """Text as meaning is matched: lower case, tones placed one way, diacritics kept; same length."""
    return place_tones(nfc(text)).lower()
