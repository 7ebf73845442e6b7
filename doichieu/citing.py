"""The documents that a text cites, in any way news and law do; what could not be resolved is told beside them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from doichieu.legal import (
    Citation,
    find_citations,
    fitting,
    kind_of_number,
    law_name,
    named_twice,
    normalise_number,
)
from doichieu.records import OfficialDocument
from doichieu.text import fold

#: How far behind a citation its day and its issuer stand.
BEHIND = 160
_DAY = r"(?:ký\s+)?ngày\s+\d{1,2}(?:\s?[/.-]\s?\d{1,2}\s?[/.-]\s?|\s+tháng\s+\d{1,2}\s+năm\s+)(?P<year>(?:19|20)\d{2})"
_ISSUER = (
    r"của\s+(?P<issuer>(?:Bộ trưởng\s+)?(?:Chính phủ|Thủ tướng(?: Chính phủ)?|Quốc hội|(?:Ủy ban|UB) ?Thường vụ Quốc hội|UBTVQH|"
    r"Bộ Chính trị|Ban Bí thư|Bộ \w+(?:[ ,]+\w+){0,6}|(?:UBND|HĐND|Ủy ban nhân dân|Uỷ ban nhân dân|Hội đồng nhân dân)"
    r"(?:\s+(?:tỉnh|thành phố|TP\.?))?(?:\s+\w+){1,4}|Ngân hàng Nhà nước))"
)
_MORE = re.compile(
    rf"^\s*(?:\(\w[\w ]*\)\s*)?,?\s*(?:{_DAY})?\s*,?\s*(?:(?:được ban hành|ban hành)\s*)?(?:{_ISSUER})?",
    re.IGNORECASE,
)
#: "các nghị định 73, 74 và 80/2026": numbers that share the first one's kind.
_MANY = re.compile(r"\bcác\s+$", re.IGNORECASE)
_NEXT = re.compile(
    r"\s*(?:,|;|và|,\s*và)\s*(?:số\s+)?(?P<number>\d{1,5}(?:\s?/\s?\d{4})?)(?![\d.,]*\d|\s?%|[/\w-])(?!\s+(?:triệu|tỷ|người|đồng|hộ|xã|tỉnh))"
)
_SHORT = {
    "ubnd": "uy ban nhan dan",
    "hdnd": "hoi dong nhan dan",
    "tp.": "thanh pho",
    "tp": "thanh pho",
    "ubtvqh": "uy ban thuong vu quoc hoi",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Cited:
    """A citation with the document it means; None where it means none we hold, or more than one."""

    citation: Citation
    document: OfficialDocument | None
    candidates: tuple[str, ...] = ()  #: numbers of those it could mean, where there are several

    @property
    def unresolved(self) -> bool:
        """Whether it names a document, and we cannot say which."""
        one = self.citation
        return self.document is None and bool(one.number or one.name)


class Citations:
    """Documents by what they are cited by; built once, asked often."""

    def __init__(self, documents: Iterable[OfficialDocument]) -> None:
        self._by_figure: dict[str, list[OfficialDocument]] = {}
        self._named: list[OfficialDocument] = []
        for document in documents:
            self._by_figure.setdefault(_figure(document.number), []).append(document)
            if document.names or law_name(document):
                self._named.append(document)

    def read(
        self,
        text: str,
        *,
        day: date | None = None,
        province: str | None = None,
        own: OfficialDocument | None = None,
    ) -> tuple[Cited, ...]:
        """Every citation of `text`, in order, each with its document.

        Where several fit, the words behind say which; else the one in force on `day`, or of `province`.
        "Nghị định này" is the one of that kind named last; in a document's `own` text, itself.
        """
        last: dict[str, OfficialDocument] = {own.kind: own} if own else {}
        found: list[Cited] = []
        for citation in _with_lists(text):
            if citation.number is None and citation.name is None:
                document = self._again(citation, last, own)
                found.append(Cited(citation=citation, document=document))
                continue
            cited = self._meant(citation, text, day=day, province=province)
            if cited.document is not None and own is None:
                last[cited.document.kind or kind_of_number(cited.document.number)] = cited.document
                last[""] = cited.document
            found.append(cited)
        return tuple(found)

    def _meant(
        self, citation: Citation, text: str, *, day: date | None, province: str | None
    ) -> Cited:
        more = _MORE.match(text[citation.end : citation.end + BEHIND])
        if more and more["year"] and citation.number and citation.year is None:
            citation = replace(citation, year=int(more["year"]))
        near = self._by_figure.get(_figure(citation.number), []) if citation.number else self._named
        fits = fitting(citation, near)
        if more and more["year"] and len(fits) > 1:
            fits = _narrowed(
                fits, [one for one in fits if one.issued and one.issued.year == int(more["year"])]
            )
        if more and more["issuer"]:
            fits = _narrowed(fits, [one for one in fits if _issued_by(one, more["issuer"])])
        if province:
            fits = _narrowed(fits, [one for one in fits if one.province in (None, province)])
        if day:
            fits = _narrowed(fits, [one for one in fits if one.in_force_on(day)])
        return Cited(
            citation=citation,
            document=fits[0] if len(fits) == 1 else None,
            candidates=tuple(one.number for one in fits) if len(fits) > 1 else (),
        )

    def _again(
        self, citation: Citation, last: dict[str, OfficialDocument], own: OfficialDocument | None
    ) -> OfficialDocument | None:
        """ "Luật này", "khoản 2 Điều 5" alone: the text spoken of."""
        if own is not None:
            return own if citation.kind in ("", own.kind, "văn bản") else None
        return last.get(citation.kind) if citation.kind else last.get("")


def _with_lists(text: str) -> list[Citation]:
    """The citations of a text, with the further numbers of "các nghị định 73, 74"."""
    found: list[Citation] = []
    cited = find_citations(text)
    for citation in cited:
        if named_twice(citation, cited):
            continue
        found.append(citation)
        partial = citation.number is not None and not re.search("[A-ZĐ]", citation.number)
        if not (partial and _MANY.search(text[: citation.start])):
            continue
        match = _NEXT.match(text, citation.end)
        while match is not None:
            found.append(
                replace(
                    citation, start=match.start("number"), end=match.end(), text=match["number"],
                    number=normalise_number(match["number"]), place="",
                )
            )  # fmt: skip
            match = _NEXT.match(text, match.end())
    return found


def _narrowed(
    fits: Sequence[OfficialDocument], closer: Sequence[OfficialDocument]
) -> tuple[OfficialDocument, ...]:
    """The closer ones, where that leaves any and there was a choice."""
    return tuple(closer) if len(fits) > 1 and closer else tuple(fits)


def _figure(number: str | None) -> str:
    """The first figures of a number, by which documents are near one another."""
    match = re.match(r"\d+", normalise_number(number or ""))
    return match.group() if match else ""


def _issued_by(document: OfficialDocument, words: str) -> bool:
    said, own = _body(words), _body(document.issuer)
    return bool(own) and (own.startswith(said) or said.startswith(own) or said in own)


def _body(words: str) -> str:
    folded = fold(words).replace("bo truong bo", "bo")
    return " ".join(_SHORT.get(word, word) for word in folded.split())
