"""What is made of one claim, and how much of one text another says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from classifier.evidence import Entry
from classifier.words import content, without_citations
from doichieu.contradiction import Contradiction
from doichieu.records import Difference, Label


@dataclass(frozen=True, slots=True)
class Judgement:
    """A label, the passage it rests on, and how sure the alignment is (0 … 1)."""

    label: Label
    entry: Entry
    differences: tuple[Difference, ...] = ()
    likeness: float = 0.0
    contradiction: Contradiction | None = None  #: the texts themselves disagree
    formal: bool = False  #: about the document itself, not its rules: the model has no say in it


def alike_with(text: str, entry: Entry, *, idf: Callable[[str], float]) -> float:
    """How much of what `text` says a passage and its headings say, weighed by rareness: 0 … 1."""
    return likeness_of(text, idf=idf)(entry.words)


def said_alike(text: str, other: str, *, idf: Callable[[str], float]) -> float:
    """How much of what `text` says `other` says too, weighed by rareness: 0 … 1."""
    return likeness_of(text, idf=idf)(frozenset(term.word for term in content(other)))


def likeness_of(text: str, *, idf: Callable[[str], float]) -> Callable[[frozenset[str]], float]:
    """A measure of how much of what `text` says a set of words has; for many sets, the text is weighed once."""
    weights = [(term.word, idf(term.word)) for term in content(without_citations(text))]
    total = sum(weight for _, weight in weights)

    def share(held: frozenset[str]) -> float:
        return sum(weight for word, weight in weights if word in held) / total if total else 0.0

    return share
