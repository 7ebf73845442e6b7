"""Figures that differ and yet contradict nothing: another column of a table's row, an end and the begin after it."""

from __future__ import annotations

import re

from classifier.quantities import Quantity
from classifier.quantity_differences import Finding

_UNTIL = re.compile(r"(?<!\w)(?:đến hết|cho đến|hết|trước)(?:\s(?:ngày|tháng))?\s$", re.IGNORECASE)
_FROM = re.compile(r"(?<!\w)(?:từ|kể từ|bắt đầu từ)(?:\s(?:đầu|ngày))?\s$", re.IGNORECASE)


def compatible(sentence: str, finding: Finding) -> bool:
    """Whether both figures of a difference may be right, as they stand in `sentence` and in the passage."""
    if finding.entry is None or finding.official is None:
        return False
    passage = finding.entry.passage.text
    return _other_column(passage, finding) or _ends_before(
        sentence, passage, finding.quantity, finding.official
    )


def _other_column(passage: str, finding: Finding) -> bool:
    """A row of a table has the claim's figure, too: which column is whose, the row does not say."""
    if not passage.lstrip().startswith("|") or finding.entry is None:
        return False
    ours = finding.quantity
    return any(
        (one.kind, one.values) == (ours.kind, ours.values) for one in finding.entry.quantities
    )


def _ends_before(sentence: str, passage: str, ours: Quantity, theirs: Quantity) -> bool:
    """ "đến hết năm 2026" beside "từ ngày 01/01/2027": the one ends as the other begins."""
    if ours.date_high is None or theirs.date_low is None or ours.date_high >= theirs.date_low:
        return False
    led = _UNTIL.search(sentence[: ours.start]), _FROM.search(passage[: theirs.start])
    return all(led)
