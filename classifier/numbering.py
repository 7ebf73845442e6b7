"""A rule given to a document of another number, or to another province, than the official text's own."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from classifier.evidence import Entry
from classifier.judgement import Judgement, alike_with, said_alike
from classifier.quantity_differences import Finding
from classifier.register import bare_place
from classifier.standing import PLACE, Standing
from classifier.words import abbreviated, content, without_citations
from doichieu.legal import Citation, find_citations, kind_of_number, normalise_number
from doichieu.records import Claim, Difference, Label, OfficialDocument

#: The neighbour a passage names must stand in nearly the same rule.
SAME_RULE = 0.5
#: A sentence that says a document's whole title and little else speaks of that document.
TITLE_SAID, SAID_BY_TITLE = 0.75, 0.6
#: Only a slip of the pen: two numbers further apart than this are two documents.
SLIPS = 2
#: A text that changes, follows or explains another bears a number of its own.
_ANOTHER_TEXT = re.compile(
    r"(?<!\w)(?:sửa đổi|bổ sung|thay thế|hướng dẫn|quy định chi tiết|dự thảo|bãi bỏ|cũ|trước đây|thi hành)(?!\w)"
)


def wrong_number(
    claim: Claim,
    findings: Sequence[Finding],
    entries: Sequence[Entry],
    *,
    standing: Standing,
    idf: Callable[[str], float],
) -> Judgement | None:
    """The claim names a number that no text of ours has, for what one of ours says."""
    for citation in standing.unresolved:
        found = (
            _by_figures(claim, citation, findings)
            or _by_neighbour(claim, citation, entries, idf=idf)
            or _by_title(claim, citation, entries, idf=idf)
        )
        if found is not None:
            return found
    return None


def wrong_place(
    claim: Claim, document: OfficialDocument, *, entries: Sequence[Entry]
) -> Judgement | None:
    """The claim gives a provincial text, cited by its number, to another province."""
    if document.province is None or not any(one.number for one in find_citations(claim.text)):
        return None
    own = bare_place(document.province)
    named = [one for one in PLACE.finditer(claim.text) if _gives(claim.text, one)]
    if not named or own in abbreviated(claim.text):
        return None
    head = next((one for one in entries if own in abbreviated(one.passage.text)), None)
    if head is None:
        return None
    at = abbreviated(head.passage.text).find(own)
    start, end = named[0].span(1)
    told = Difference(
        kind="place",
        article=claim.text[start:end],
        official=head.passage.text[at : at + len(own)],
        article_start=claim.start + start,
        article_end=claim.start + end,
        official_start=at,
        official_end=at + len(own),
    )
    return Judgement(Label.REFUTED, head, (told,), 0.8, formal=True)


def _gives(text: str, place: re.Match[str]) -> bool:
    """ "trên địa bàn tỉnh X", "của HĐND tỉnh X": the text is said to be of that place."""
    before = text[max(0, place.start() - 14) : place.start(1)].lower()
    return bool(re.search(r"địa bàn|tỉnh|thành phố|hđnd|ubnd", before))


def _by_figures(claim: Claim, citation: Citation, findings: Sequence[Finding]) -> Judgement | None:
    sure = [one for one in findings if one.supported and one.likeness >= 0.5]
    entry = sure[0].entry if sure else None
    if entry is None or not _of_one_kind(citation, entry.document):
        return None
    return _against_own_number(claim, citation, entry.document, [entry], sure[0].likeness)


def _by_neighbour(
    claim: Claim, citation: Citation, entries: Sequence[Entry], *, idf: Callable[[str], float]
) -> Judgement | None:
    """The passage names another document where the claim names this one."""
    number = citation.number or ""
    for entry in entries:
        for other in find_citations(entry.passage.text):
            theirs = other.number or ""
            alike = kind_of_number(number) == kind_of_number(theirs) and _year(number) == _year(
                theirs
            )
            if theirs == number or not alike or not _year(number):
                continue
            if alike_with(claim.text, entry, idf=idf) >= SAME_RULE:
                return _document_difference(claim, citation, entry, _number_span(other))
    return None


def _by_title(
    claim: Claim,
    citation: Citation,
    entries: Sequence[Entry],
    *,
    idf: Callable[[str], float],
) -> Judgement | None:
    """The sentence says little but a document's title, under a number that is a slip of its own."""
    bare = without_citations(claim.text)
    if _ANOTHER_TEXT.search(abbreviated(bare)):
        return None
    for document in {one.document.number: one.document for one in entries}.values():
        if not _of_one_kind(citation, document) or _slips(citation, document) > SLIPS:
            continue
        title = document.title
        if said_alike(title, bare, idf=idf) >= TITLE_SAID or (
            said_alike(bare, title, idf=idf) >= SAID_BY_TITLE and len(content(bare)) >= 5
        ):
            return _against_own_number(claim, citation, document, entries, 0.7)
    return None


def _slips(citation: Citation, document: OfficialDocument) -> int:
    """Figures in which the numbers differ; many where they are not equally long."""
    one, other = _head(citation.number or ""), _head(document.number)
    if len(one) != len(other):
        return 99
    return sum(mine != theirs for mine, theirs in zip(one, other, strict=True))


def _of_one_kind(citation: Citation, document: OfficialDocument) -> bool:
    """Another number, but of that kind, that issuer and that year, as far as the citation says."""
    cited, own = normalise_number(citation.number or ""), normalise_number(document.number)
    kind = kind_of_number(own) or document.kind
    year = _year(cited) or (str(citation.year) if citation.year else "")
    issued = str(document.issued.year) if document.issued else ""
    letters = cited.rpartition("/")[2] if any(map(str.isalpha, cited)) else ""
    return (
        _head(cited) != _head(own)
        and citation.kind == kind
        and year in ("", _year(own) or issued)
        and letters in ("", own.rpartition("/")[2])
    )


def _head(number: str) -> str:
    return normalise_number(number).split("/")[0].split("-")[0]


def _year(number: str) -> str:
    parts = normalise_number(number).split("/")
    return parts[1] if len(parts) > 1 and parts[1].isdigit() else ""


def _against_own_number(
    claim: Claim,
    citation: Citation,
    document: OfficialDocument,
    entries: Sequence[Entry],
    likeness: float,
) -> Judgement:
    """The document's own number: where its text shows it, else beside the passage that says the rule."""
    shown = next((one for one in document.passages if document.number in one.text), None)
    if shown is None:
        entry = next(one for one in entries if one.document is document)
        told = _document_difference(claim, citation, entry, (0, 0), number=document.number)
    else:
        entry = Entry(passage=shown, document=document, lead="", rules=False)
        at = shown.text.index(document.number)
        told = _document_difference(claim, citation, entry, (at, at + len(document.number)))
    return replace(told, likeness=likeness)


def _document_difference(
    claim: Claim, ours: Citation, entry: Entry, theirs: tuple[int, int], *, number: str = ""
) -> Judgement:
    """`number`: the document's own, where it stands in its head only and no span of the passage shows it."""
    mine = _number_span(ours)
    told = Difference(
        kind="document",
        article=claim.text[mine[0] : mine[1]],
        official=number or entry.passage.text[theirs[0] : theirs[1]],
        article_start=claim.start + mine[0],
        article_end=claim.start + mine[1],
        official_start=theirs[0],
        official_end=theirs[1],
    )
    return Judgement(Label.REFUTED, entry, (told,), 0.7, formal=True)


def _number_span(citation: Citation) -> tuple[int, int]:
    """Where the number alone stands, without "Nghị định số"."""
    at = next((place for place, letter in enumerate(citation.text) if letter.isdigit()), 0)
    return citation.start + at, citation.end
