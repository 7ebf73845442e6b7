"""A claim and the passages that speak about it → a label and the named differences."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from classifier.alignment import groups_in
from classifier.evidence import Entry
from classifier.quantities import Quantity, read_quantities
from classifier.quantity_differences import (
    Finding,
    compare_quantities,
    difference_of,
    said_elsewhere,
)
from classifier.standing import Standing
from classifier.word_differences import (
    Opposed,
    actor_change,
    actor_likeness,
    difference,
    group_span,
    oppositions,
)
from classifier.words import content, without_citations
from doichieu.legal import Citation, find_citations, kind_of_number, normalise_number
from doichieu.records import Claim, Difference, Label

#: Words decide only where the passage says nearly the same: much more than for figures.
SAME_RULE = 0.55
#: A sentence is supported where a passage holds this much of it, or a figure of it.
SAID_ALIKE = 0.62


@dataclass(frozen=True, slots=True)
class Judgement:
    """A label, the passage it rests on, and how sure the alignment is (0 … 1)."""

    label: Label
    entry: Entry
    differences: tuple[Difference, ...] = ()
    likeness: float = 0.0


def judge(
    claim: Claim,
    entries: Sequence[Entry],
    *,
    cited: bool,
    standing: Standing,
    idf: Callable[[str], float],
    document: Callable[[str], Sequence[Entry]],
) -> Judgement:
    """Figures first, then words; where neither differs the claim is supported or left open."""
    quantities = read_quantities(claim.text, today=standing.day)
    findings = compare_quantities(without_citations(claim.text), quantities, entries, idf=idf)
    if not cited and (standing.unresolved or _of_another_time(quantities, entries)):
        # It cites a text we do not hold, or speaks of years before ours: nothing here refutes it.
        renumbered = _wrong_number(claim, findings, standing=standing)
        renumbered = renumbered or _wrong_citation(claim, entries, standing, idf=idf)
        return renumbered or Judgement(Label.NOT_ENOUGH_INFO, entries[0])
    bare = without_citations(claim.text)
    differing = [
        one
        for one in findings
        if one.difference
        and one.entry is not None
        and not said_elsewhere(bare, one, quantities, document(one.entry.document.number), idf=idf)
    ]
    if differing:
        return _refuted_by_figures(claim, differing)
    holding = [one.entry for one in findings if one.supported and one.entry is not None]
    for entry in (holding or list(entries))[:2]:
        found = _words_differ(claim, entry, findings, entries, idf=idf)
        if found is not None:
            return found
    widened = _widened(claim, entries, idf=idf)
    if widened is not None:
        return widened
    renumbered = _wrong_number(claim, findings, standing=standing)
    renumbered = renumbered or _wrong_citation(claim, entries, standing, idf=idf)
    if renumbered is not None:
        return renumbered
    supported = [one for one in findings if one.supported]
    if supported:
        best = max(supported, key=lambda one: one.likeness)
        assert best.entry is not None
        return Judgement(Label.SUPPORTED, best.entry, (), best.likeness)
    alike = _alike(claim.text, entries[0], idf=idf)
    said = alike >= SAID_ALIKE and not any(not one.supported for one in findings)
    return Judgement(Label.SUPPORTED if said else Label.NOT_ENOUGH_INFO, entries[0], (), alike)


def _of_another_time(quantities: Sequence[Quantity], entries: Sequence[Entry]) -> bool:
    """Every day and year the claim names lies before the text was issued."""
    days = [one.date_high for one in quantities if one.date_high is not None]
    issued = [one.document.issued or one.document.effective for one in entries]
    first = min((day for day in issued if day is not None), default=None)
    return bool(days) and first is not None and max(days) < first


def _refuted_by_figures(claim: Claim, differing: list[Finding]) -> Judgement:
    """All differences against the passage of the surest one."""
    best = max(differing, key=lambda one: one.likeness)
    entry = best.entry
    assert entry is not None
    told = tuple(difference_of(one, offset=claim.start) for one in differing if one.entry is entry)
    return Judgement(Label.REFUTED, entry, told, best.likeness)


def _words_differ(
    claim: Claim,
    entry: Entry,
    findings: list[Finding],
    others: Sequence[Entry],
    *,
    idf: Callable[[str], float],
) -> Judgement | None:
    text, passage = without_citations(claim.text), entry.passage.text
    alike = _alike(text, entry, idf=idf)
    changed = actor_change(text, passage, idf=idf)
    if changed is not None and any(
        actor_likeness(text, changed.article, one.passage.text, idf=idf) >= changed.likeness
        for one in others
    ):
        # Another passage gives this very part to the body the claim names.
        changed = None
    if changed is not None and _alike(_without(text, changed.article), entry, idf=idf) >= SAME_RULE:
        told = difference("actor", claim.text, passage, changed, offset=claim.start)
        return Judgement(Label.REFUTED, entry, (told,), max(alike, changed.likeness))
    if alike < SAME_RULE:
        return None
    found: list[tuple[str, Opposed]] = [
        (one.kind, one) for one in oppositions(text, passage, idf=idf)
    ]
    group = _group(text, entry)
    if (
        group is not None
        and alike >= SAME_RULE + 0.05
        and not any(one.supported and one.likeness > 0.9 for one in findings)
    ):
        found.append(("scope", group))
    found = [
        one
        for one in found
        if one[0] != "scope" or not _said_elsewhere(text, entry, others, idf=idf)
    ]
    if not found:
        return None
    kind, best = max(found, key=lambda one: one[1].likeness)
    told = difference(kind, claim.text, passage, best, offset=claim.start)
    return Judgement(Label.REFUTED, entry, (told,), min(alike, best.likeness))


def _said_elsewhere(
    text: str, entry: Entry, others: Sequence[Entry], *, idf: Callable[[str], float]
) -> bool:
    """The claim names one group only, and another passage says nearly this of that group."""
    named = groups_in(text)
    return any(
        one is not entry
        and _alike(text, one, idf=idf) >= SAME_RULE - 0.05
        and any(
            len(at) == 1 and at & groups_in(one.passage.text).get(family, frozenset())
            for family, at in named.items()
        )
        for one in others
    )


def _without(text: str, span: tuple[int, int]) -> str:
    return text[: span[0]] + " " * (span[1] - span[0]) + text[span[1] :]


#: An employer and a worker stand in one rule; naming either changes nobody's right.
_PARTIES = {"person"}


def _group(text: str, entry: Entry) -> Opposed | None:
    """The claim gives to one group what the passage gives to another of the same family."""
    passage = entry.passage.text
    ours, theirs = groups_in(text), groups_in(passage)
    around = groups_in(entry.around)
    for family in (ours.keys() & theirs.keys()) - _PARTIES:
        if ours[family] & (theirs[family] | around.get(family, frozenset())):
            continue
        if len(ours[family]) == 1 and len(theirs[family]) == 1:
            mine = group_span(text, family, min(ours[family]))
            other = group_span(passage, family, min(theirs[family]))
            return Opposed("scope", mine, other, 0.7)
    return None


#: Words that give a rule to everyone.
_EVERYONE = re.compile(
    r"(?<!\w)(?:mọi|tất cả|toàn bộ|kể cả|bất kể|(?:ở |cho |đối với )?cả (?=.{3,40} và ))",
    re.IGNORECASE,
)
#: A widened rule must otherwise be the passage's own nearly word for word.
SAME_BUT_WIDER = 0.5


def _widened(
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
        if _alike(claim.text, entry, idf=idf) < SAME_BUT_WIDER or _EVERYONE.search(passage):
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


def _wrong_citation(
    claim: Claim, entries: Sequence[Entry], standing: Standing, *, idf: Callable[[str], float]
) -> Judgement | None:
    """The claim names a document by a number that no text has where the passage names its neighbour."""
    for citation in standing.unresolved:
        number = citation.number or ""
        for entry in entries:
            for other in find_citations(entry.passage.text):
                theirs = other.number or ""
                alike = kind_of_number(number) == kind_of_number(theirs) and _year(number) == _year(
                    theirs
                )
                if (
                    alike
                    and theirs != number
                    and _year(number)
                    and _alike(claim.text, entry, idf=idf) >= SAME_RULE - 0.05
                ):
                    return _document_difference(claim, citation, entry, other)
    return None


def _document_difference(claim: Claim, ours: Citation, entry: Entry, theirs: Citation) -> Judgement:
    mine, other = _number_span(ours), _number_span(theirs)
    told = Difference(
        kind="document",
        article=claim.text[mine[0] : mine[1]],
        official=entry.passage.text[other[0] : other[1]],
        article_start=claim.start + mine[0],
        article_end=claim.start + mine[1],
        official_start=other[0],
        official_end=other[1],
    )
    return Judgement(Label.REFUTED, entry, (told,), 0.7)


def _number_span(citation: Citation) -> tuple[int, int]:
    """Where the number alone stands, without "Nghị định số"."""
    at = next((place for place, letter in enumerate(citation.text) if letter.isdigit()), 0)
    return citation.start + at, citation.end


def _wrong_number(claim: Claim, findings: list[Finding], *, standing: Standing) -> Judgement | None:
    """A number that no document has, given to what a known document of that kind says."""
    sure = [one for one in findings if one.supported and one.likeness >= 0.5]
    if not sure or not standing.unresolved:
        return None
    citation = standing.unresolved[0]
    entry = sure[0].entry
    assert entry is not None
    document = entry.document
    cited = citation.number or ""
    if kind_of_number(cited) != kind_of_number(document.number) or _year(cited) != _year(
        document.number
    ):
        return None
    passage = next((one for one in document.passages if document.number in one.text), None)
    if passage is None:
        return None
    head = Entry(passage=passage, document=document, lead="", quantities=())
    at = passage.text.index(document.number)
    start = claim.start + citation.start + citation.text.find(citation.text.split()[-1])
    told = Difference(
        kind="document",
        article=citation.text.split()[-1],
        official=document.number,
        article_start=start,
        article_end=claim.start + citation.end,
        official_start=at,
        official_end=at + len(document.number),
    )
    return Judgement(Label.REFUTED, head, (told,), sure[0].likeness)


def _year(number: str) -> str:
    parts = normalise_number(number).split("/")
    return parts[1] if len(parts) > 2 else ""


def _alike(text: str, entry: Entry, *, idf: Callable[[str], float]) -> float:
    held = {term.word for term in content(f"{entry.passage.text}\n{entry.around}")}
    words = [term.word for term in content(without_citations(text))]
    total = sum(map(idf, words))
    return sum(idf(word) for word in words if word in held) / total if total else 0.0
