"""Three hundred citations in every way news and law write them: each means its text, or is told as unresolved."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from doichieu.citing import Citations
from doichieu.legal import law_name
from doichieu.records import OfficialDocument

ASKED = tomllib.loads((Path(__file__).parent / "official" / "citations.toml").read_text("utf-8"))
#: Of the citations of one part.
LEAST_RIGHT = 0.98


def _document(told: dict[str, Any]) -> OfficialDocument:
    held = {key: value for key, value in told.items() if key != "text"}
    return OfficialDocument(text="x", passages=(), **held)


DOCUMENTS = [_document(one) for one in ASKED["text"]]
CITATIONS = Citations(DOCUMENTS)


def _words(document: OfficialDocument) -> dict[str, str]:
    number, kind = document.number, document.kind
    parts = number.split("/")
    year = parts[1] if len(parts) == 3 else ""
    issued = document.issued or date.min
    return {
        "number": number, "kind": kind, "Kind": kind.capitalize(), "issuer": document.issuer,
        "spaced": number.replace("/", " / "), "dashed": number.replace("-", "–"),
        "eth": number.replace("Đ", "Ð"), "lower": number.lower() if "NĐ-CP" in number else number,
        "ascii": number.replace("NĐ", "ND").replace("QĐ", "QD"), "short": parts[0], "year": year,
        "slipped": number.replace("/", "-", 1) if "NĐ-CP" in number else number,
        "day": f"{issued.day}/{issued.month}/{issued.year}", "name": law_name(document) or "",
    }  # fmt: skip


def _forms() -> Iterator[tuple[str, list[str], None]]:
    for document in DOCUMENTS:
        words = _words(document)
        if document.kind == "luật":
            forms = ASKED["laws"]
        else:
            dated = len(document.number.split("/")) == 3 and "QH" not in document.number
            forms = ASKED["forms"] + (ASKED["years"] if dated and _only_one(document) else [])
        yield from ((form.format(**words), [document.number], None) for form in forms)


def _only_one(document: OfficialDocument) -> bool:
    """Whether number and year alone name it, as "Thông tư 15/2031" does not."""
    start = document.number.rpartition("/")[0]
    return sum(one.number.startswith(f"{start}/") for one in DOCUMENTS) == 1


def _sentences() -> Iterator[tuple[str, list[str], date | None]]:
    yield from ((one["text"], one["means"], one.get("day")) for one in ASKED["sentence"])


PARTS = {"forms": list(_forms()), "sentences": list(_sentences())}


@pytest.mark.parametrize("part", PARTS)
def test_citations_mean_their_texts_or_are_told_as_unresolved(part: str) -> None:
    asked, wrong = 0, []
    for text, means, day in PARTS[part]:
        found = CITATIONS.read(text, day=day)
        told = [
            one.document.number if one.document else "-"
            for one in found
            if one.document or one.unresolved
        ]
        asked += max(len(means), 1)
        if told != means:
            wrong.append(f"{text}: {told} for {means}")
    assert len(wrong) <= (1 - LEAST_RIGHT) * asked, wrong


def test_there_are_three_hundred_citations() -> None:
    assert sum(len(means) for part in PARTS.values() for _, means, _ in part) >= 300


def test_a_text_that_speaks_of_itself_means_itself() -> None:
    own = DOCUMENTS[0]
    found = CITATIONS.read("Theo khoản 2 Điều 5 Nghị định này và Luật Cứu hộ 2032", own=own)
    assert [one.document.number for one in found if one.document][-1] == "45/2032/QH17"
    assert own in [one.document for one in found]


def test_an_unclear_citation_names_those_it_could_mean() -> None:
    (one,) = CITATIONS.read("Thông tư 15/2031 quy định")
    assert one.unresolved
    assert set(one.candidates) == {"15/2031/TT-BTC", "15/2031/TT-BYT"}
