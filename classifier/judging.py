"""A claim and the passages that speak about it → a label and the named differences."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from classifier.alignment import groups_in
from classifier.compatible import compatible
from classifier.contradictions import Conflict, conflict_of
from classifier.denials import denial
from classifier.doers import doers, does, other_doer
from classifier.evidence import Entry
from classifier.frequencies import other_frequency, read_frequencies
from classifier.judgement import Judgement, alike_with
from classifier.numbering import wrong_number
from classifier.quantities import Quantity, read_quantities
from classifier.quantity_differences import (
    Finding,
    compare_quantities,
    difference_of,
    said_elsewhere,
)
from classifier.standing import Standing
from classifier.widening import let_in, taken_in, widened
from classifier.word_differences import (
    Opposed,
    actor_change,
    actor_likeness,
    difference,
    group_span,
    oppositions,
)
from classifier.words import without_citations
from doichieu.records import Claim, Label

#: Words decide only where the passage says nearly the same: much more than for figures.
SAME_RULE = 0.55
#: A sentence is supported where a passage holds this much of it, or a figure of it.
SAID_ALIKE = 0.62


def judge(
    claim: Claim,
    entries: Sequence[Entry],
    *,
    cited: bool,
    least: float,
    standing: Standing,
    idf: Callable[[str], float],
    document: Callable[[str], Sequence[Entry]],
    twins: Callable[[Entry], Sequence[Entry]],
) -> Judgement:
    """Figures first, then words; where neither differs the claim is supported or left open."""
    quantities = read_quantities(claim.text, today=standing.day)
    findings = compare_quantities(without_citations(claim.text), quantities, entries, idf=idf)
    if not cited and (standing.unresolved or _of_another_time(quantities, entries)):
        # It cites a text we do not hold, or speaks of years before ours: nothing here refutes it.
        renumbered = wrong_number(claim, findings, entries, standing=standing, idf=idf)
        return renumbered or Judgement(Label.NOT_ENOUGH_INFO, entries[0])
    conflict = _conflict(claim, findings, entries, standing=standing, twins=twins)
    if conflict is not None:
        return Judgement(Label.NOT_ENOUGH_INFO, conflict.entry, contradiction=conflict.told())
    bare = without_citations(claim.text)
    differing = [
        one
        for one in findings
        if one.difference
        and one.likeness >= least
        and one.entry is not None
        and not compatible(claim.text, one)
        and not said_elsewhere(bare, one, quantities, document(one.entry.document.number), idf=idf)
    ]
    if differing:
        return _refuted_by_figures(claim, differing)
    holding = [one.entry for one in findings if one.supported and one.entry is not None]
    taken = taken_in(claim, entries, idf=idf) or let_in(claim, entries, idf=idf, document=document)
    if taken is not None:
        return taken
    for entry in (holding or list(entries))[:2]:
        found = _words_differ(claim, entry, findings, entries, idf=idf)
        if found is not None:
            return found
    oftener = _other_frequency(claim, entries, idf=idf)
    if oftener is not None:
        return oftener
    handed = _done_by_another(claim, entries, idf=idf)
    if handed is not None:
        return handed
    wider = widened(claim, entries, idf=idf)
    if wider is not None:
        return wider
    renumbered = wrong_number(claim, findings, entries, standing=standing, idf=idf)
    if renumbered is not None:
        return renumbered
    supported = [one for one in findings if one.supported]
    if supported:
        best = max(supported, key=lambda one: one.likeness)
        assert best.entry is not None
        return Judgement(Label.SUPPORTED, best.entry, (), best.likeness)
    alike = alike_with(claim.text, entries[0], idf=idf)
    said = alike >= SAID_ALIKE and not any(not one.supported for one in findings)
    return Judgement(Label.SUPPORTED if said else Label.NOT_ENOUGH_INFO, entries[0], (), alike)


def _conflict(
    claim: Claim,
    findings: Sequence[Finding],
    entries: Sequence[Entry],
    *,
    standing: Standing,
    twins: Callable[[Entry], Sequence[Entry]],
) -> Conflict | None:
    """Where the figure a claim is held against is stated otherwise by another text that counts as much."""
    for one in findings:
        if one.entry is None or one.official is None:
            continue
        others = dict.fromkeys((*twins(one.entry), *entries))
        found = conflict_of(
            one.entry,
            one.official,
            (each for each in others if each.document is not one.entry.document),
            counts=lambda document: standing.counts(document, claim.text),
        )
        if found is not None:
            return found
    return None


def _of_another_time(quantities: Sequence[Quantity], entries: Sequence[Entry]) -> bool:
    """Every day and year the claim names lies before the text was issued, and the text names none of them."""
    days = [one.date_high for one in quantities if one.date_high is not None]
    told = {(one.date_low, one.date_high) for entry in entries for one in entry.quantities}
    if any((one.date_low, one.date_high) in told for one in quantities if one.date_low):
        return False
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
    alike = alike_with(text, entry, idf=idf)
    changed = actor_change(text, passage, idf=idf)
    if changed is not None and any(
        actor_likeness(text, changed.article, one.passage.text, idf=idf) >= changed.likeness
        for one in others
    ):
        # Another passage gives this very part to the body the claim names.
        changed = None
    if (
        changed is not None
        and alike_with(_without(text, changed.article), entry, idf=idf) >= SAME_RULE
    ):
        told = difference("actor", claim.text, passage, changed, offset=claim.start)
        return Judgement(Label.REFUTED, entry, (told,), max(alike, changed.likeness))
    if alike < SAME_RULE:
        return None
    found: list[tuple[str, Opposed]] = [
        (one.kind, one)
        for one in oppositions(text, passage, idf=idf)
        if not _limits_what_holds(one, findings)
    ]
    denied = denial(text, passage, lead=entry.lead)
    if denied is not None and not found:
        found.append(("polarity", Opposed("polarity", denied.article, denied.official, alike)))
    oftener = other_frequency(text, passage)
    if oftener is not None:
        found.append(("unit", Opposed("unit", *oftener, alike)))
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


def _limits_what_holds(one: Opposed, findings: list[Finding]) -> bool:
    """ "tối đa 3 triệu" is the passage's own; that it says "tối thiểu" of another figure opposes nothing."""
    return one.kind == "range" and any(
        each.supported and each.quantity.start <= one.article[0] < each.quantity.end
        for each in findings
    )


def _said_elsewhere(
    text: str, entry: Entry, others: Sequence[Entry], *, idf: Callable[[str], float]
) -> bool:
    """The claim names one group only, and another passage says nearly this of that group."""
    named = groups_in(text)
    return any(
        one is not entry
        and alike_with(text, one, idf=idf) >= SAME_RULE - 0.05
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


#: How often is told of a passage that says nearly all of the claim, and more of it than any that says it as often.
SAME_DUTY = 0.8


def _other_frequency(
    claim: Claim, entries: Sequence[Entry], *, idf: Callable[[str], float]
) -> Judgement | None:
    """The passage most like the claim says how often, and not as the claim does."""
    if not read_frequencies(claim.text):
        return None
    text = without_citations(claim.text)
    alike, entry = max(
        ((alike_with(text, one, idf=idf), one) for one in entries), key=lambda one: one[0]
    )
    spans = other_frequency(text, entry.passage.text)
    if spans is None or alike < SAME_DUTY:
        return None
    told = difference(
        "unit", claim.text, entry.passage.text, Opposed("unit", *spans, alike), offset=claim.start
    )
    return Judgement(Label.REFUTED, entry, (told,), alike)


def _done_by_another(
    claim: Claim, entries: Sequence[Entry], *, idf: Callable[[str], float]
) -> Judgement | None:
    """The claim gives a deed to a body to which no passage found gives it."""
    text = without_citations(claim.text)
    if not doers(text):
        return None
    for entry in entries:
        found = other_doer(text, entry.passage.text, entry.around, idf=idf)
        if found is None:
            continue
        name = text[found.article[0] : found.article[1]]
        if any(one is not entry and does(one.passage.text, name) for one in entries):
            continue
        told = difference(
            "actor",
            claim.text,
            entry.passage.text,
            Opposed("actor", found.article, found.official, found.likeness),
            offset=claim.start,
        )
        return Judgement(Label.REFUTED, entry, (told,), found.likeness)
    return None
