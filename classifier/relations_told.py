"""What a sentence says one text does to another – ends it or amends it – against what the text itself says."""

from __future__ import annotations

import re

from classifier.judgement import Judgement
from classifier.standing import Standing, same_number
from classifier.status import told_status
from classifier.words import abbreviated
from doichieu.legal import find_citations
from doichieu.records import Claim, OfficialDocument, Passage

_ENDS, _AMENDS = "ends", "amends"
#: A verb with the text it is done to behind it; what stands between names parts of that text.
_DOES = re.compile(
    r"(?<!\w)(?:(?P<ends>thay thế|bãi bỏ|hủy bỏ)|(?P<amends>sửa đổi, bổ sung|sửa đổi|bổ sung))(?!\w)(?=[^.;\n]{0,60}$)"
)
_OF_THIS = re.compile(r"(?<!\w)(?:này|nói trên|mới)(?!\w)")


def relation_judgement(
    claim: Claim, *, cited: OfficialDocument | None, standing: Standing
) -> Judgement | None:
    """The claim's deed where a text in force says the contrary one of the same other text."""
    numbered = [one for one in find_citations(claim.text) if one.number and "/" in one.number]
    if not numbered:
        return None
    target = numbered[-1]
    ours = _deed_before(claim.text, target.start)
    named = len(numbered) > 1 or _OF_THIS.search(abbreviated(claim.text[: target.start]))
    if ours is None or not named:
        return None
    for document in [cited] if cited and len(numbered) > 1 else standing.living.documents:
        for passage in document.passages:
            theirs = _deed_to(passage, str(target.number))
            if theirs and theirs[0] != ours[0]:
                return told_status(claim, document, passage, span=ours[1], official=theirs[1])
            if theirs:
                return None
    return None


def _deed_to(passage: Passage, number: str) -> tuple[str, tuple[int, int]] | None:
    if number.split("/", maxsplit=1)[0] not in passage.text:
        return None
    for one in find_citations(passage.text):
        if one.number and same_number(one.number, number):
            return _deed_before(passage.text, one.start)
    return None


def _deed_before(text: str, place: int) -> tuple[str, tuple[int, int]] | None:
    """The last such verb before a citation, in its clause."""
    found = list(_DOES.finditer(abbreviated(text)[:place]))
    if not found or re.search(r"(?<!\w)(?:không|chưa)\s$", abbreviated(text)[: found[-1].start()]):
        return None
    return (_ENDS if found[-1]["ends"] else _AMENDS), found[-1].span()
