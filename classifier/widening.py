"""A rule given to more than the passage gives it to: those it leaves out, or everyone."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from classifier.alignment import groups_in
from classifier.evidence import Entry
from classifier.judgement import Judgement, alike_with
from classifier.left_out import left_out
from classifier.word_differences import Opposed, difference, group_span
from classifier.words import without_citations
from doichieu.records import Claim, Label

#: Who is left out by name and taken in by the claim needs less of the rest told alike.
LEFT_OUT_ALIKE = 0.4


def taken_in(
    claim: Claim, entries: Sequence[Entry], *, idf: Callable[[str], float]
) -> Judgement | None:
    """The claim takes in those whom a passage leaves out."""
    text = without_citations(claim.text)
    for entry in entries:
        found = left_out(text, entry.passage.text, idf=idf)
        alike = alike_with(text, entry, idf=idf) if found else 0.0
        if found and alike >= LEFT_OUT_ALIKE:
            told = difference(
                "scope",
                claim.text,
                entry.passage.text,
                Opposed("scope", found.article, found.official, alike),
                offset=claim.start,
            )
            return Judgement(Label.REFUTED, entry, (told,), alike)
    return None


#: Words that give a rule to everyone.
_EVERYONE = re.compile(
    r"(?<!\w)(?:mọi|tất cả|toàn bộ|kể cả|bất kể|(?:ở |cho |đối với )?cả (?=.{3,40} và ))",
    re.IGNORECASE,
)
#: A widened rule must otherwise be the passage's own nearly word for word.
SAME_BUT_WIDER = 0.5


def widened(
    claim: Claim, entries: Sequence[Entry], *, idf: Callable[[str], float]
) -> Judgement | None:
    """The claim gives to everyone what the passage gives to some."""
    marker = _EVERYONE.search(claim.text)
    if marker is None:
        return None
    named = groups_in(claim.text)
    for entry in entries:
        passage = entry.passage.text
        held = groups_in(passage)
        if alike_with(claim.text, entry, idf=idf) < SAME_BUT_WIDER or _EVERYONE.search(passage):
            continue
        family = next(
            (
                one
                for one in ("ownership", "household", "person")
                if held.get(one, frozenset()) and held[one] != named.get(one)
            ),
            None,
        )
        if family is None or not held[family] >= (named.get(family, frozenset()) & held[family]):
            continue
        extra = named.get(family, frozenset()) - held[family]
        if named.get(family) and not extra:
            continue
        mine = group_span(claim.text, family, min(extra)) if extra else marker.span()
        told = difference(
            "scope",
            claim.text,
            passage,
            Opposed("scope", mine, group_span(passage, family, min(held[family])), 0.7),
            offset=claim.start,
        )
        return Judgement(Label.REFUTED, entry, (told,), 0.7)
    return None


#: Words that let one more group in.
_LETS_IN = re.compile(r"(?<!\w)(?:cũng|kể cả|gồm cả|lẫn|và cả)(?!\w)")
#: Families of which a text that names one member only speaks of no other.
_CLOSED = ("area", "ownership")
#: How much of a claim that lets a group in the passage must say.
LET_IN_ALIKE = 0.4


def let_in(
    claim: Claim,
    entries: Sequence[Entry],
    *,
    idf: Callable[[str], float],
    document: Callable[[str], Sequence[Entry]],
) -> Judgement | None:
    """The claim lets in a group that the text never names, where its rule is for another of the family."""
    text = without_citations(claim.text)
    if not _LETS_IN.search(text.lower()):
        return None
    named = groups_in(text)
    for family in _CLOSED:
        for entry in entries if len(named.get(family, ())) == 1 else ():
            held = groups_in(entry.passage.text).get(family, frozenset())
            alike = alike_with(text, entry, idf=idf)
            if len(held) != 1 or held & named[family] or alike < LET_IN_ALIKE:
                continue
            whole = document(entry.document.number)
            if any(named[family] & groups_in(one.full).get(family, frozenset()) for one in whole):
                continue
            opposed = Opposed(
                "scope",
                group_span(text, family, min(named[family])),
                group_span(entry.passage.text, family, min(held)),
                alike,
            )
            told = difference("scope", claim.text, entry.passage.text, opposed, offset=claim.start)
            return Judgement(Label.REFUTED, entry, (told,), alike)
    return None
