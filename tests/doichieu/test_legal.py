"""Citations: every way news and law name a document resolves to it, and nothing else does."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doichieu.legal import find_citations, normalise_number, resolve, spelled_number
from doichieu.records import OfficialDocument


def _document(
    number: str, kind: str, title: str = "", issued: date | None = None
) -> OfficialDocument:
    return OfficialDocument(
        number=number, title=title, issuer="", text="x", passages=(), kind=kind, issued=issued
    )


DECREE = _document("73/2024/NĐ-CP", "nghị định", issued=date(2024, 6, 30))
DIRECTIVE = _document("07/CT-TTg", "chỉ thị", issued=date(2026, 10, 12))
LAW = _document("31/2024/QH15", "luật", "Luật Đất đai", date(2024, 1, 18))
ALL = (DECREE, DIRECTIVE, LAW)


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("theo Nghị định số 73/2024/NĐ-CP của Chính phủ", DECREE),
        ("theo nghị định 73/2024/ND-CP", DECREE),
        ("Nghị định số 73/2024/NÐ–CP", DECREE),
        ("Nghị định 73 nêu rõ", DECREE),
        ("Nghị định 73 năm 2024", DECREE),
        ("NĐ 73/2024 quy định", DECREE),
        ("điểm b khoản 2 Điều 5 Nghị định số 73 / 2024 / NĐ-CP", DECREE),
        ("Chỉ thị số 7/CT-TTg", DIRECTIVE),
        ("Chỉ thị 07/CT-TTg", DIRECTIVE),
        ("Luật Đất đai 2024 có hiệu lực", LAW),
        ("Luật Đất đai năm 2024 quy định", LAW),
        ("Luật số 31/2024/QH15", LAW),
    ],
)
def test_every_way_of_citing_resolves(words: str, meant: OfficialDocument) -> None:
    found = [resolve(one, ALL) for one in find_citations(words)]
    assert meant in found


@pytest.mark.parametrize(
    "words",
    [
        "dài 120 km/h",
        "15/24 hộ",
        "ngày 24/11/2022",
        "quyết định 5 tháng tù",
        "tỷ số 3-1",
        "Nghị định 99",
    ],
)
def test_what_cites_nothing_resolves_to_nothing(words: str) -> None:
    assert not [one for one in find_citations(words) if resolve(one, ALL)]


def test_an_ambiguous_citation_means_no_document() -> None:
    two = (_document("5/2024/NĐ-CP", "nghị định"), _document("5/2025/NĐ-CP", "nghị định"))
    citation = find_citations("Nghị định 5 quy định")[0]
    assert resolve(citation, two) is None
    assert resolve(find_citations("Nghị định 5/2025 quy định")[0], two) is two[1]


def test_a_place_is_read_with_its_document() -> None:
    citation = find_citations("tại điểm b khoản 2 Điều 5 Nghị định số 73/2024/NĐ-CP")[0]
    assert citation.place == "điểm b khoản 2 Điều 5"


@pytest.mark.parametrize(
    "spelling", ["07/CT-TTg", "7/CT-TTg", "07 / CT-TTg", "7/ct-ttg", "số 07/CT–TTg"]
)
def test_spellings_of_a_number_compare_equal(spelling: str) -> None:
    assert normalise_number(spelling) == normalise_number("07/CT-TTg")


def test_a_number_is_shown_as_people_write_it() -> None:
    assert spelled_number("07/2024/ND-CP") == "07/2024/NĐ-CP"


@given(st.text(max_size=300))
def test_citations_never_overlap_and_stand_where_they_say(text: str) -> None:
    end = 0
    for one in find_citations(text):
        assert one.start >= end
        assert text[one.start : one.end] == one.text
        end = one.end


def test_long_junk_takes_linear_time() -> None:
    assert len(find_citations("Luật A" + " điều 12 khoản 5 1234567 /" * 20_000)) > 0
