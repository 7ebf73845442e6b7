"""What a sentence does: only a claim can be flagged, so doubt falls on the side of restraint."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from classifier.kind_features import kind_features
from classifier.kind_model import decide, is_plain, load_kind_model
from classifier.kind_rules import opens_as_other
from classifier.kind_settled import settled_kind
from classifier.kind_vetoes import veto
from doichieu.records import SentenceKind

#: Nothing longer is a sentence of a newspaper; it is called no claim, and not read.
LONGEST = 1_500
#: A heading is a line of few syllables that no stop ends.
LONGEST_HEADING = 14
_STOPPED = re.compile(r"[.!?…;:,][”\"»)]*$")


def kind_of(
    sentence: str, *, before: str = "", heading: str = "", day: date | None = None
) -> SentenceKind:
    """The kind of one sentence, given the sentence before it, the heading above it and the text's day."""
    return _kinds([(sentence, before, heading)], day=day)[0]


def kinds_of(sentences: Sequence[str], *, day: date | None = None) -> tuple[SentenceKind, ...]:
    """The kinds of a text's sentences, in order: one call of the model for all of them.

    `day` is the text's own: a year it has left behind tells of history.
    """
    placed = []
    before = heading = ""
    for sentence in sentences:
        placed.append((sentence, before, heading))
        heading = sentence if _is_heading(sentence) else heading
        before = sentence
    return _kinds(placed, day=day)


def _kinds(placed: Sequence[tuple[str, str, str]], *, day: date | None) -> tuple[SentenceKind, ...]:
    kinds = [_at_once(sentence, before[:LONGEST]) for sentence, before, _ in placed]
    open_at = [at for at, kind in enumerate(kinds) if kind is None]
    rows = [
        kind_features(sentence, before=before[:LONGEST], heading=heading[:LONGEST])
        for sentence, before, heading in (placed[at] for at in open_at)
    ]
    for at, row, chances in zip(open_at, rows, load_kind_model().chances(rows), strict=True):
        kinds[at] = decide(chances, plain=is_plain(row))
    told = [kind for kind in kinds if kind is not None]
    return tuple(
        veto(sentence[:LONGEST], day=day) or kind if kind is SentenceKind.CLAIM else kind
        for (sentence, _, _), kind in zip(placed, told, strict=True)
    )


def _at_once(sentence: str, before: str) -> SentenceKind | None:
    """What length or form settles; None where the model must weigh."""
    return SentenceKind.OTHER if len(sentence) > LONGEST else settled_kind(sentence, before=before)


def _is_heading(sentence: str) -> bool:
    short = len(sentence.split()) <= LONGEST_HEADING
    return short and not _STOPPED.search(sentence) and not opens_as_other(sentence)
