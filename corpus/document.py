"""A text and what its head says → one OfficialDocument; what the head leaves out is read from the text."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from corpus.dates import applied_day, effective_day, expiry_day, signed_day
from corpus.front_matter import day_of, list_of
from corpus.issuers import province_of, read_issuer
from corpus.relations import ended_whole, read_relations
from corpus.structure import cut_passages
from corpus.suspicions import refuse_disagreement, refuse_impossible
from doichieu.errors import Quarantine
from doichieu.legal import kind_of_number, normalise_number, spelled_number
from doichieu.places import read_places
from doichieu.records import OfficialDocument, Passage, Relation, RelationKind
from doichieu.text import clean, one_line

#: How much of a text is its head: issuer, number, place and day, title.
HEAD = 2500

#: A line of the letterhead; else anywhere in the head, written with a capital.
_NUMBER_LINE = r"^\W*(?i:(?:luật|pháp lệnh|nghị quyết)\s+số|số(?:\s+hiệu|\s+ký\s+hiệu)?)"
_NUMBER_SAID = r"(?:Luật số|Số)"
_NUMBERS = tuple(
    re.compile(
        label
        + r"\s*:?\s*(\d{1,5}\s?/\s?(?:\d{4}\s?/\s?)?[A-ZĐÐ][\wĐÐđ]*(?:\s?[-–]\s?[A-ZĐÐ]\w*)*|\d{1,4}-\w+/T[WU])",
        re.MULTILINE,
    )
    for label in (_NUMBER_LINE, _NUMBER_SAID)
)
_KIND_LINE = re.compile(
    r"^\W*(NGHỊ ĐỊNH|THÔNG TƯ LIÊN TỊCH|THÔNG TƯ|QUYẾT ĐỊNH|NGHỊ QUYẾT|CHỈ THỊ|LUẬT|BỘ LUẬT|PHÁP LỆNH|CÔNG ĐIỆN|KẾ HOẠCH|THÔNG BÁO)\W*$"
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
    issuer = one_line(str(head.get("issuer") or "")) or read_issuer(text[:HEAD], number=number)
    title = one_line(str(head.get("title") or "")) or title or _title(text)
    passages = cut_passages(text, document=number)
    relations = _relations(head, passages, number=number, title=title)
    document = OfficialDocument(
        number=number,
        title=title,
        issuer=issuer,
        kind=str(head.get("kind") or "").lower() or kind_of_number(number),
        text=text,
        passages=passages,
        issued=issued,
        effective=day_of(head.get("effective"), key="effective")
        or effective_day(text, issued=issued),
        expires=day_of(head.get("expires"), key="expires") or expiry_day(text),
        applied=day_of(head.get("applied"), key="applied") or applied_day(text),
        replaces=ended_whole(relations),
        relations=relations,
        province=one_line(str(head.get("province") or ""))
        or province_of(issuer, text[:HEAD], number=number),
        origin=origin,
        origins=(origin,) if origin else (),
        names=list_of(head.get("names")),
    )
    refuse_impossible(document, replaces=list_of(head.get("replaces")))
    return document


def agree_with_text(facts: Mapping[str, Any], text: str) -> None:
    """Quarantine where the facts that a page prints beside a text name another day than the text."""
    issued = signed_day(text[:HEAD])
    said = {key: day_of(facts.get(key), key=key) for key in ("issued", "effective")}
    told = {"issued": issued, "effective": effective_day(text, issued=issued)}
    refuse_disagreement(said, told)


def _number(head: Mapping[str, Any], text: str) -> str:
    said = one_line(str(head.get("number") or ""))
    if not said:
        found = (match for pattern in _NUMBERS if (match := pattern.search(text[:HEAD])))
        said = next((match.group(1) for match in found), "")
    if not said:
        raise Quarantine(
            vi="không thấy số văn bản; hãy thêm dòng “number: 73/2024/NĐ-CP” vào phần đầu",
            en='no document number; add a line "number: 73/2024/NĐ-CP" to the front matter',
            reason="no_number",
        )
    return spelled_number(said)


def _relations(
    head: Mapping[str, Any], passages: Sequence[Passage], *, number: str, title: str
) -> tuple[Relation, ...]:
    """What the text says it does to others; a kind that the head names is as the head says."""
    said = {kind: list_of(head[kind.value]) for kind in RelationKind if kind.value in head}
    read = read_relations(passages, number=number, title=title)
    kept = [one for one in read if one.kind not in said or one.kind is RelationKind.REPLACES]
    held = {(one.kind, normalise_number(one.document), one.place) for one in kept}
    for kind, items in said.items():
        for item in items:
            one = _said(item, kind=kind, number=number)
            key = (kind, normalise_number(one.document), one.place)
            if key not in held and key[1] != normalise_number(number):
                held.add(key)
                kept.append(one)
    return tuple(kept)


def _said(item: str, *, kind: RelationKind, number: str) -> Relation:
    """ "khoản 2 Điều 5 73/2024/NĐ-CP", as a head names it."""
    runs = read_places(item)
    rest = item[runs[-1].end :] if runs else item
    return Relation(
        kind=kind,
        document=spelled_number(re.sub(r"^\W*(?:của\s+)?", "", rest)),
        by=number,
        place=runs[-1].places[0] if runs else "",
        said=item,
    )


def _title(text: str) -> str:
    lines = [line.strip("#* ") for line in text[:HEAD].split("\n") if line.strip("#* ")]
    for place, line in enumerate(lines[:-1]):
        if kind := _KIND_LINE.match(line):
            return one_line(f"{kind.group(1).capitalize()} {lines[place + 1]}")
    return one_line(lines[0])[:300]
