"""A judgement and the model's chances for it → the verdict: label, probability, whether it is a flag."""

from __future__ import annotations

from collections.abc import Sequence

from classifier.evidence import Entry
from classifier.judgement import Judgement
from doichieu.records import Claim, Evidence, Label, Verdict

#: A difference is a flag only where the model, too, gives refutation at least this chance: at 0.12 it kept back
#: two contradictions of our sets and not one false flag.
LEAST_CHANCE = 0.07
#: Where everything the claim says beside its figure is the passage's own, the model is not asked.
SURE_ALONE = 0.98
#: Chances (supported, refuted, open) of a judgement on the document itself, where the model has no say.
FORMAL = (0.02, 0.97, 0.01)
#: No verdict of a machine is surer.
SUREST = 0.99
_ORDER = (Label.SUPPORTED, Label.REFUTED, Label.NOT_ENOUGH_INFO)


def left_open(claim: Claim) -> Verdict:
    """No passage of ours speaks about the claim."""
    return Verdict(claim=claim, label=Label.NOT_ENOUGH_INFO, probability=0.9)


def weighed(claim: Claim, judgement: Judgement, *, chances: Sequence[float]) -> Verdict:
    """The verdict; `chances` in the order supported, refuted, not enough info."""
    label, flagged = judgement.label, bool(judgement.differences)
    if judgement.formal and not flagged:
        chances = FORMAL[::-1]
    chance = float(chances[_ORDER.index(label)])
    probability = chance
    if label is Label.SUPPORTED:
        probability = 1 - (1 - chance) * (1 - 0.9 * judgement.likeness)
    if flagged:
        # The aligned difference is evidence of its own beside the model's chance.
        probability = 1 - (1 - chance) * (1 - judgement.likeness)
        sure = judgement.formal or judgement.likeness >= SURE_ALONE
        flagged = sure or chance >= LEAST_CHANCE
    if label is Label.REFUTED and not flagged:
        label, probability = Label.NOT_ENOUGH_INFO, float(chances[2])
    return Verdict(
        claim=claim,
        label=label,
        probability=min(SUREST, probability),
        flagged=flagged,
        evidence=_evidence(judgement.entry),
        differences=judgement.differences if flagged else (),
        contradiction=judgement.contradiction,
    )


def _evidence(entry: Entry) -> Evidence:
    passage = entry.passage
    return Evidence(
        document=passage.document,
        place=passage.place,
        text=passage.text,
        start=passage.start,
        end=passage.end,
        title=entry.document.title,
    )
