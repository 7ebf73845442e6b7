"""A text said to be a draft that is in force, or said to be in force that is not yet."""

from __future__ import annotations

import re
from datetime import date
from functools import cache

from classifier.compare import agree
from classifier.evidence import Entry
from classifier.judgement import Judgement
from classifier.lexicon_words import any_of, lexicon
from classifier.quantities import Quantity, read_quantities
from classifier.standing import Standing
from classifier.words import abbreviated
from doichieu.legal import find_citations
from doichieu.records import Claim, Difference, Label, OfficialDocument, Passage

_EFFECT = re.compile(r"có hiệu lực(?:\s+thi hành)?[^.;]*", re.IGNORECASE)
#: What applies from a day begins on one that the text names somewhere.
_APPLIES_FROM = re.compile(
    r"(?<!\w)áp dụng\s+(?:kể\s+)?từ\s+(?=(?:ngày\s+)?\d|tháng\s+\d|năm\s)", re.IGNORECASE
)
#: "trước ngày Nghị định này có hiệu lực": what holds until then, not from when it counts.
_TRANSITION = re.compile(
    r"(?<!\w)(?:trước|sau|từ|đến|khi|tại)\s+(?:(?:ngày|thời điểm|khi)\s+)?(?:\w+\s+){1,3}này\s+(?:đã\s+|bắt đầu\s+)?$",
    re.IGNORECASE,
)
_ENDS = re.compile(r"(?:hết hiệu lực|thay thế|bãi bỏ)[^.;]*", re.IGNORECASE)
_FROM_DAY = re.compile(r"có hiệu lực(?:\s+thi hành)?(?:\s+kể)?\s+từ\s+", re.IGNORECASE)
#: A sentence that speaks of a draft before the text, or of what comes after it, tells its story.
_STORY = re.compile(
    r"(?<!\w)(?:trước khi|từng|quá trình|khi còn|ban đầu|góp ý|sửa đổi|hướng dẫn|kế hoạch|sẽ có hiệu lực|"
    r"chưa có hiệu lực|sắp có hiệu lực|kể từ khi)(?!\w)"
)


def status_judgement(
    claim: Claim, *, cited: OfficialDocument | None, standing: Standing
) -> Judgement | None:
    """The judgement where the claim cites a text and gives it a standing it does not have that day."""
    lowered = abbreviated(claim.text)
    if cited is None:
        return _kept_though_ended(claim, lowered, standing)
    if not standing.binds(cited):
        return None
    draft = _said("draft").search(lowered)
    if draft and _is_no_draft(cited, draft.group(), standing):
        return (
            None if _told_of_another(claim.text, lowered) else _differs(claim, cited, draft.span())
        )
    ended, kept = _said("ended").search(lowered), _said("kept").search(lowered)
    if ended and cited.expires is None and cited.in_force_on(standing.day):
        alone = len([one for one in find_citations(claim.text) if one.number or one.name]) == 1
        return _differs(claim, cited, ended.span()) if alone else None
    if kept and cited.expires is not None and cited.expires <= standing.day:
        return _differs_from_successor(claim, cited, kept.span(), standing)
    in_force = _said("in_force").search(lowered)
    begins = cited.effective
    if in_force and begins and standing.day < begins and not _STORY.search(lowered):
        if _names_day(claim.text, begins):
            return None
        return _differs(claim, cited, in_force.span())
    return None


def _kept_though_ended(claim: Claim, lowered: str, standing: Standing) -> Judgement | None:
    """A text we do not hold is said to live on, and one in force says that it ended it."""
    kept = _said("kept").search(lowered)
    numbers = [one.number for one in standing.unresolved if one.number and "/" in one.number]
    if kept is None or len(numbers) != 1:
        return None
    head = numbers[0].split("/")[0]
    for document in standing.living.documents:
        for passage in document.passages:
            match = _ENDS.search(passage.text) if head in passage.text else None
            if match and any(one.number == numbers[0] for one in find_citations(passage.text)):
                return told_status(
                    claim, document, passage, span=kept.span(), official=match.span()
                )
    return None


def _is_no_draft(cited: OfficialDocument, word: str, standing: Standing) -> bool:
    """In force, it is neither a draft nor without effect; issued, it is no draft, but may wait."""
    if cited.in_force_on(standing.day):
        return True
    return "hiệu lực" not in word and cited.issued is not None and standing.issued(cited)


def _differs_from_successor(
    claim: Claim, ended: OfficialDocument, span: tuple[int, int], standing: Standing
) -> Judgement | None:
    """The claim keeps a text alive; the passage is the one by which another ended it."""
    document = standing.register.numbered(ended.replaced_by or "")
    for passage in document.passages if document else ():
        match = _ENDS.search(passage.text)
        if document and match and ended.number in passage.text:
            return told_status(claim, document, passage, span=span, official=match.span())
    return None


def _told_of_another(text: str, lowered: str) -> bool:
    """ "dự thảo sửa đổi Nghị định 41": the draft is another text."""
    citation = next(iter(find_citations(text)), None)
    before = lowered[: citation.start] if citation else ""
    between = re.search(r"dự thảo[^.]*(?:sửa đổi|bổ sung|thay thế|hướng dẫn)", before)
    return bool(between or _STORY.search(lowered))


def _names_day(text: str, begins: date) -> bool:
    """The sentence says itself from when: its date is compared as a date."""
    days = [one for one in read_quantities(text) if one.kind == "date"]
    return any(one.date_low == begins or one.low == begins.month * 100 + begins.day for one in days)


def _differs(claim: Claim, document: OfficialDocument, span: tuple[int, int]) -> Judgement | None:
    found = _effect_passage(document)
    if found is None:
        return None
    passage, match = found
    return told_status(claim, document, passage, span=span, official=match.span())


def told_status(
    claim: Claim,
    document: OfficialDocument,
    passage: Passage,
    *,
    span: tuple[int, int],
    official: tuple[int, int],
) -> Judgement:
    """A document given a standing that a passage denies it, as a judgement on the document itself."""
    told = Difference(
        kind="status",
        article=claim.text[span[0] : span[1]],
        official=passage.text[official[0] : official[1]],
        article_start=claim.start + span[0],
        article_end=claim.start + span[1],
        official_start=official[0],
        official_end=official[1],
    )
    entry = Entry(passage=passage, document=document, lead="", rules=False)
    return Judgement(Label.REFUTED, entry, (told,), 0.9, formal=True)


def _effect_passage(document: OfficialDocument) -> tuple[Passage, re.Match[str]] | None:
    for passage in document.passages:
        for match in _EFFECT.finditer(passage.text):
            before = passage.text[: match.start()]
            if "này" in before and not _TRANSITION.search(before):
                return passage, match
    return None


def effect_judgement(claim: Claim, *, document: OfficialDocument | None) -> Judgement | None:
    """The claim says from which day a document counts; its own clause of effect says which."""
    begins = _FROM_DAY.search(claim.text)
    said = begins or _APPLIES_FROM.search(claim.text)
    if document is None or said is None:
        return None
    ours = next(
        (
            one
            for one in read_quantities(claim.text)
            if one.kind == "date" and one.start >= said.end() - 1 and one.start <= said.end() + 8
        ),
        None,
    )
    found = _effect_passage(document)
    if ours is None or found is None:
        return None
    passage, match = found
    if begins is None and _names_anywhere(document, ours):
        return None
    days = [
        one
        for one in read_quantities(passage.text)
        if one.kind == "date" and match.start() <= one.start
    ]
    if not days:
        return None
    # A part of a text may begin later than the rest; who names that day is right, too.
    theirs = next((one for one in days if agree(ours, one)), days[0])
    entry = Entry(passage=passage, document=document, lead="", rules=False)
    same = agree(ours, theirs)
    if same is None:
        return None
    if same:
        return Judgement(Label.SUPPORTED, entry, (), 0.9, formal=True)
    told = Difference(
        kind="date",
        article=ours.text,
        official=theirs.text,
        article_start=claim.start + ours.start,
        article_end=claim.start + ours.end,
        official_start=theirs.start,
        official_end=theirs.end,
    )
    return Judgement(Label.REFUTED, entry, (told,), 0.9, formal=True)


@cache
def _said(standing: str) -> re.Pattern[str]:
    """The words that give a text one standing: "draft", "in_force", "ended", "kept"."""
    return any_of(lexicon("judge")["status"][standing])


def _names_anywhere(document: OfficialDocument, day: Quantity) -> bool:
    """Whether a text names a day that agrees with this one."""
    return any(
        one.kind == "date" and agree(day, one) is True
        for passage in document.passages
        for one in read_quantities(passage.text)
    )
