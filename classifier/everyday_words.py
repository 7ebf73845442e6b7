"""How common words are in our own news sentences: what a handful of official texts cannot tell of them."""

from __future__ import annotations

from collections import Counter
from functools import cache

from classifier.kind_sentences import own_sentences
from classifier.words import syllables


@cache
def everyday_shares() -> dict[str, float]:
    """The share of our labelled sentences that have each syllable; read once, when the first index is built."""
    sentences, _ = own_sentences()
    having = Counter(word for one in sentences for word in set(syllables(one.text)))
    return {word: count / len(sentences) for word, count in having.items()}
