"""What one ruling speaks of: one story, the same sentence in it, the same passage against it."""

from __future__ import annotations

import hashlib
import re

from doichieu.records import Evidence
from doichieu.text import one_line, place_tones

#: A house's mark before the first sentence: "(HBĐT) - ".
_HOUSE = re.compile(r"^\([^()]{2,30}\)\s*-\s*")
_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "’": "'", "‘": "'"})
_DASHES = re.compile("[\u2010-\u2015\u2212]")
_BEFORE_MARK = re.compile(r"\s+(?=[.,;:!?…)])")
_END = " .…;"


def ruling_key(*, story: int, sentence: str, evidence: Evidence) -> str:
    """The name under which flags are decided together.

    Copies share it while their sentence is the same (`same_words`); a copy that has another figure,
    a word more or a diacritic less is a question of its own.
    """
    passage = f"{evidence.document}\n{evidence.place}\n{one_line(evidence.text)}"
    said = f"{story}\n{same_words(sentence)}\n{passage}"
    return hashlib.sha256(said.encode()).hexdigest()


def same_words(sentence: str) -> str:
    """A sentence without what newsrooms set differently: case, tone placement, quotes, dashes, house marks."""
    plain = _DASHES.sub("-", place_tones(one_line(sentence)).translate(_QUOTES))
    return _BEFORE_MARK.sub("", _HOUSE.sub("", plain)).strip(_END).casefold()
