"""Checking the sample articles against a hundred thousand passages: sentences a CPU second, and memory.

The corpus is the sample's own sixteen texts, and copies of them in which most words are others of theirs, so that
passages differ as the texts of many fields do. Asserts how many passages were held and sentences judged, and
that the flags are those found among the sixteen texts alone.
"""

from __future__ import annotations

import random
import re
import resource
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from benchmarks.check_articles import articles
from classifier.checker import Checker
from classifier.model import load_model
from classifier.words import carries_meaning
from corpus.load import load_path
from doichieu.records import OfficialDocument

PASSAGES = 100_000
#: Of the words that carry meaning, the share that a copy replaces.
REPLACED = 0.6
SEED = 20261125
_WORD = re.compile(r"[^\W\d_]+")
_FIGURE = re.compile(r"(?<!\d)\d{2,3}(?!\d)")


def corpus(documents: tuple[OfficialDocument, ...], passages: int) -> Iterator[OfficialDocument]:
    """The documents, then copies of them in other words and figures until there are `passages`."""
    words = [word for one in documents for word in _WORD.findall(one.text.lower())]
    words = [word for word in words if carries_meaning(word)]
    held, copy = 0, 0
    while held < passages:
        for one in documents:
            made = _copy(one, words, copy) if copy else one
            held += len(made.passages)
            yield made
        copy += 1


def _copy(document: OfficialDocument, words: list[str], copy: int) -> OfficialDocument:
    chance = random.Random(f"{SEED} {copy} {document.number}")
    others: dict[str, str] = {}

    def other(match: re.Match[str]) -> str:
        word = match.group()
        if word.lower() not in others:
            keeps = chance.random() > REPLACED or not carries_meaning(word.lower())
            others[word.lower()] = word if keeps else chance.choice(words)
        found = others[word.lower()]
        return found.capitalize() if word[0].isupper() else found

    def told(text: str) -> str:
        return _FIGURE.sub(lambda _: str(chance.randrange(10, 999)), _WORD.sub(other, text))

    number = document.number.replace("/", f"{copy}/", 1)
    return replace(
        document,
        number=number,
        title=told(document.title),
        text="",
        province=f"{document.province} {copy}" if document.province else None,
        names=(),
        passages=tuple(
            replace(
                one,
                document=number,
                text=told(one.text),
                headings=tuple(told(each) for each in one.headings),
            )
            for one in document.passages
        ),
    )


def megabytes() -> float:
    """The most memory this process has held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """Build, check, print."""
    documents = load_path(Path(__file__).parents[1] / "samples" / "official").documents
    model, news = load_model(), articles()
    small = Checker(documents, model=model)
    alone = [one for each in news for one in small.check(each)]
    large = tuple(corpus(documents, PASSAGES))
    held = sum(len(one.passages) for one in large)
    assert held >= PASSAGES
    before = megabytes()
    begun = time.process_time()
    checker = Checker(large, model=model)
    built = time.process_time()
    judged = [one for each in news for one in checker.check(each)]
    ended = time.process_time()
    assert len(judged) == len(alone) > 800
    flags = {one.claim.text for one in alone if one.flagged}
    kept = flags & {one.claim.text for one in judged if one.flagged}
    print(
        f"{len(judged)} sentences against {held} passages of {len(large)} texts: {len(judged) / (ended - built):.0f} a CPU second, "
        f"index built in {built - begun:.1f} s; {megabytes():.0f} MB at most ({before:.0f} before the index); "
        f"{len(kept)} of {len(flags)} flags found"
    )


if __name__ == "__main__":
    main()
