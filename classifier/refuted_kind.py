"""What a refuted claim changed, as far as its words show: a figure, a name, polarity or other words."""

from __future__ import annotations

from classifier.features import pair_values
from classifier.labelled import LabelledClaim

REFUTED = 1


def refuted_kind(claim: LabelledClaim) -> str:
    """The kind of a refuted claim by what it has and its evidence has not; "" of any other claim."""
    if claim.label != REFUTED:
        return ""
    values = pair_values(claim.statement, claim.evidence)
    if values["figures_absent"]:
        return "figure"
    if values["contrasts"] or values["denials_gap"] or values["denied_apart"]:
        return "polarity"
    if values["names_absent"] or values["names_in_part"]:
        return "name"
    return "other"
