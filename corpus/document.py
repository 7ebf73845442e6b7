"""A text and what its head says → one OfficialDocument; what the head leaves out is read from the text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from corpus.dates import effective_day, expiry_day, signed_day
from corpus.front_matter import day_of, list_of
from corpus.structure import cut_passages
from doichieu.errors import Quarantine
from doichieu.legal import CAPITAL, find_citations, kind_of_number, normalise_number, spelled_number
from doichieu.records import OfficialDocument
from doichieu.text import clean, one_line

#: How much of a text is its head: issuer, number, place and day, title.
HEAD = 2500

_NUMBER = re.compile(
    r"(?:Luật số|Số)\s*:?\s*(\d{1,5}\s?/\s?(?:\d{4}\s?/\s?)?[A-ZĐÐ][\wĐÐđ]*(?:\s?[-–]\s?[A-ZĐÐ]\w*)*|\d{1,4}-\w+/T[WU])"
)
_REPLACES = re.compile(
    r"(?:thay thế|bãi bỏ(?:\s+toàn bộ)?|hết hiệu lực)\b([^.;\n]*(?:\n[^.;\n]*)?)", re.IGNORECASE
)
_ENDED_BEFORE = re.compile(r"([^.;\n]*)\bhết hiệu lực\b(?:[^.;\n]*)", re.IGNORECASE)
_PARTLY = re.compile(r"\b(?:khoản|điểm|điều|chương|mục|phụ lục|cụm từ)\s", re.IGNORECASE)
_KIND_LINE = re.compile(
    r"^\W*(NGHỊ ĐỊNH|THÔNG TƯ LIÊN TỊCH|THÔNG TƯ|QUYẾT ĐỊNH|NGHỊ QUYẾT|CHỈ THỊ|LUẬT|BỘ LUẬT|PHÁP LỆNH|CÔNG ĐIỆN|KẾ HOẠCH|THÔNG BÁO)\W*$"
)
_ISSUERS = re.compile(
    r"^\W*((?:CHÍNH PHỦ|THỦ TƯỚNG CHÍNH PHỦ|QUỐC HỘI|(?:ỦY BAN|UỶ BAN) THƯỜNG VỤ QUỐC HỘI|BỘ [A-ZĐÀ-Ỹ ,]+|"
    r"(?:ỦY BAN|UỶ BAN) NHÂN DÂN|HỘI ĐỒNG NHÂN DÂN|UBND|HĐND|NGÂN HÀNG NHÀ NƯỚC)[^\n|]*)",
    re.MULTILINE,
)
_PROVINCE = re.compile(
    r"(?:(?i:ủy ban nhân dân|uỷ ban nhân dân|ubnd|hội đồng nhân dân|hđnd)\s+(?i:tỉnh|thành phố|tp\.?))\s+"
    rf"({CAPITAL}\w*(?:[ -]{CAPITAL}\w*){{0,3}})"
)


def build_document(
    text: str, *, head: Mapping[str, Any], origin: str, title: str = ""
) -> OfficialDocument:
    """One document; Quarantine when it has no text, no number, or an impossible day."""
    text = clean(text)
    if not text:
        raise Quarantine(
            vi="không có chữ nào sau phần đầu; hãy thêm nội dung văn bản",
            en="there is no text after the head; add the document's text",
            reason="empty",
        )
    number = _number(head, text)
    issued = day_of(head.get("issued"), key="issued") or signed_day(text[:HEAD])
    effective = day_of(head.get("effective"), key="effective") or effective_day(text, issued=issued)
    issuer = one_line(str(head.get("issuer") or "")) or _issuer(text)
    return OfficialDocument(
        number=number,
        title=one_line(str(head.get("title") or "")) or title or _title(text),
        issuer=issuer,
        kind=str(head.get("kind") or "").lower() or kind_of_number(number),
        text=text,
        passages=cut_passages(text, document=number),
        issued=issued,
        effective=effective,
        expires=_expires(head, text),
        replaces=_replaces(head, text, own=number),
        province=one_line(str(head.get("province") or "")) or _province(number, issuer, text),
        origin=origin,
        names=list_of(head.get("names")),
    )


def _number(head: Mapping[str, Any], text: str) -> str:
    said = one_line(str(head.get("number") or ""))
    if not said and (match := _NUMBER.search(text[:HEAD])):
        said = match.group(1)
    if not said:
        raise Quarantine(
            vi="không thấy số văn bản; hãy thêm dòng “number: 73/2024/NĐ-CP” vào phần đầu",
            en='no document number; add a line "number: 73/2024/NĐ-CP" to the front matter',
            reason="no_number",
        )
    return spelled_number(said)


def _expires(head: Mapping[str, Any], text: str) -> date | None:
    return day_of(head.get("expires"), key="expires") or expiry_day(text)


def _replaces(head: Mapping[str, Any], text: str, *, own: str) -> tuple[str, ...]:
    said = [spelled_number(number) for number in list_of(head.get("replaces"))]
    clauses = [match.group(1) for match in _REPLACES.finditer(text)]
    clauses += [match.group(1) for match in _ENDED_BEFORE.finditer(text)]
    for clause in clauses:
        if not _PARTLY.search(clause):
            said += [
                one.number
                for one in find_citations(clause)
                if one.number and re.search("[A-ZĐ]", one.number)
            ]
    seen = {normalise_number(own): ""}
    for number in said:
        seen.setdefault(normalise_number(number), number)
    return tuple(number for number in seen.values() if number)


def _issuer(text: str) -> str:
    match = _ISSUERS.search(text[:HEAD])
    if not match:
        return ""
    name = one_line(match.group(1)).capitalize() if match.group(1).isupper() else match.group(1)
    return one_line(name)


def _title(text: str) -> str:
    lines = [line.strip("#* ") for line in text[:HEAD].split("\n") if line.strip("#* ")]
    for place, line in enumerate(lines[:-1]):
        if kind := _KIND_LINE.match(line):
            return one_line(f"{kind.group(1).capitalize()} {lines[place + 1]}")
    return one_line(lines[0])[:300]


def _province(number: str, issuer: str, text: str) -> str | None:
    """A province's own text binds there only; who issued it says which."""
    if not re.search(r"UBND|HĐND", normalise_number(number)):
        return None
    for where in (issuer, text[:HEAD]):
        if match := _PROVINCE.search(where):
            return " ".join(word.capitalize() for word in match.group(1).split())
    return None
