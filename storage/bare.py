"""Texts as search and syndication see them; both ask for one body, one after the other."""

from __future__ import annotations

from functools import lru_cache

from doichieu.text import fold, nfc

#: Texts remembered: those stored in one transaction, and some that they are held against.
HELD = 128


@lru_cache(maxsize=HELD)
def bare(text: str) -> str:
    """A whole text, NFC and folded."""
    return fold(nfc(text))
