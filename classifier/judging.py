"""A claim and the passages that speak about it → a label and the named differences."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from classifier.alignment import groups_in
from classifier.evidence import Entry
from classifier.quantities import read_quantities
from classifier.quantity_differences import Finding, compare_quantities, difference_of
from classifier.standing import Standing
from classifier.word_differences import (
    Opposed,
    actor_change,
    difference,
    group_span,
    oppositions,
)
from classifier.words import content, without_citations
from doichieu.legal import kind_of_number, normalise_number
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
) -> Judgement:
    """Figures first, then words; where neither differs the claim is supported or left open."""
    quantities = read_quantities(claim.text, today=standing.day)
    findings = compare_quantities(without_citations(claim.text), quantities, entries, idf=idf)
    differing = [one for one in findings if one.difference]
    if differing:
        return _refuted_by_figures(claim, differing)
    holding = [one.entry for one in findings if one.supported and one.entry is not None]
    for entry in (holding or list(entries))[:2]:
        found = _words_differ(claim, entry, findings, idf=idf)
        if found is not None:
            return found
    renumbered = _wrong_number(claim, entries, findings, standing=standing)
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


def _refuted_by_figures(claim: Claim, differing: list[Finding]) -> Judgement:
    """All differences against the passage of the surest one."""
    best = max(differing, key=lambda one: one.likeness)
    entry = best.entry
    assert entry is not None
    told = tuple(difference_of(one, offset=claim.start) for one in differing if one.entry is entry)
    return Judgement(Label.REFUTED, entry, told, best.likeness)


def _words_differ(
    claim: Claim, entry: Entry, findings: list[Finding], *, idf: Callable[[str], float]
) -> Judgement | None:
    text, passage = without_citations(claim.text), entry.passage.text
    alike = _alike(text, entry, idf=idf)
    changed = actor_change(text, passage, idf=idf)
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
    if not found:
        return None
    kind, best = max(found, key=lambda one: one[1].likeness)
    told = difference(kind, claim.text, passage, best, offset=claim.start)
    return Judgement(Label.REFUTED, entry, (told,), min(alike, best.likeness))


def _without(text: str, span: tuple[int, int]) -> str:
    return text[: span[0]] + " " * (span[1] - span[0]) + text[span[1] :]


def _group(text: str, entry: Entry) -> Opposed | None:
    """The claim gives to one group what the passage gives to another of the same family."""
    passage = entry.passage.text
    ours, theirs = groups_in(text), groups_in(passage)
    around = groups_in(entry.around)
    for family in ours.keys() & theirs.keys():
        if ours[family] & (theirs[family] | around.get(family, frozenset())):
            continue
        if len(ours[family]) == 1 and len(theirs[family]) == 1:
            mine = group_span(text, family, min(ours[family]))
            other = group_span(passage, family, min(theirs[family]))
            return Opposed("scope", mine, other, 0.7)
    return None


def _wrong_number(
    claim: Claim, entries: Sequence[Entry], findings: list[Finding], *, standing: Standing
) -> Judgement | None:
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
    head = next((one for one in entries if document.number in one.passage.text), None)
    if head is None:
        return None
    at = head.passage.text.index(document.number)
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
