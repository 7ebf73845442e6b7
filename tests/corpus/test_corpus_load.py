"""Official files: what they say is read, what they leave out is looked for, what is bad is named."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import docx
import pytest
from font_roboto import Roboto
from fpdf import FPDF
from hypothesis import given
from hypothesis import strategies as st

from corpus.load import load_file, load_path, read_page
from corpus.structure import cut_passages
from corpus.supersede import settle
from doichieu.errors import Quarantine
from doichieu.records import OfficialDocument, Page
from samples.content import load_documents
from samples.files import as_docx, as_pdf
from samples.outlets import PORTALS
from samples.pages import portal_page

BODY = """Điều 1. Phạm vi
Nghị định này quy định mức lương cơ sở.
Điều 3. Mức lương
1. Căn cứ:
a) Tính mức lương;
đ) Tính phụ cấp.
2. Mức lương cơ sở là 2.340.000 đồng/tháng.
Điều 4. Hiệu lực thi hành
Nghị định này có hiệu lực thi hành từ ngày 01 tháng 7 năm 2024 và thay thế Nghị định số 24/2023/NĐ-CP.
"""
HEADS = {
    "yaml": "---\nnumber: 73/2024/NĐ-CP\ntitle: Lương\nissuer: Chính phủ\nissued: 2024-06-30\neffective: 2024-07-01\nreplaces: [24/2023/NĐ-CP]\n---\n",
    "yaml list": "---\nnumber: 73/2024/ND-CP\ntitle: Lương\nissuer: Chính phủ\nissued: 30/6/2024\neffective: 01/7/2024\nreplaces:\n  - 24/2023/NĐ-CP\n---\n",
    "toml": '+++\nnumber = "73/2024/NĐ-CP"\ntitle = "Lương"\nissuer = "Chính phủ"\nissued = 2024-06-30\neffective = 2024-07-01\nreplaces = ["24/2023/NĐ-CP"]\n+++\n',
    "vietnamese": "---\nSố: 73/2024/NĐ-CP\nTên: Lương\nCơ quan ban hành: Chính phủ\nNgày ban hành: ngày 30 tháng 6 năm 2024\nNgày có hiệu lực: 1/7/2024\nThay thế: 24/2023/NĐ-CP\n---\n",
    "bare": "number: 73/2024/NĐ-CP\ntitle: Lương\nissuer: Chính phủ\nissued: 2024-06-30\n\n",
}


@pytest.mark.parametrize("head", HEADS.values(), ids=HEADS)
def test_every_form_of_front_matter_says_the_same(tmp_path: Path, head: str) -> None:
    path = tmp_path / "a.md"
    path.write_text(head + BODY, encoding="utf-8")
    document = load_file(path)
    assert document.number == "73/2024/NĐ-CP"
    assert (document.title, document.issuer) == ("Lương", "Chính phủ")
    assert (document.issued, document.effective) == (date(2024, 6, 30), date(2024, 7, 1))
    assert document.replaces == ("24/2023/NĐ-CP",)


def test_each_khoan_and_diem_is_a_passage_with_its_place() -> None:
    passages = cut_passages(BODY, document="x")
    assert [one.place for one in passages] == [
        "Điều 1", "Điều 3", "khoản 1 Điều 3", "điểm a khoản 1 Điều 3", "điểm đ khoản 1 Điều 3", "khoản 2 Điều 3", "Điều 4",
    ]  # fmt: skip
    assert passages[5].headings == ("Điều 3. Mức lương",)


@given(
    st.lists(
        st.sampled_from(
            ["Điều 1. A", "1. b c", "a) d", "Chương I", "x y z.", "", "  ", "Phụ lục I", "- e"]
        ),
        max_size=30,
    )
)
def test_passages_laid_end_to_end_give_the_text_back(lines: list[str]) -> None:
    text = "\n".join(lines)
    passages = cut_passages(text, document="x")
    covered = "".join(one.text for one in passages)
    assert "".join(covered.split()) == "".join(text.split())
    assert all(text[one.start : one.end] == one.text for one in passages)


@pytest.mark.parametrize("sample", load_documents(), ids=lambda one: one.slug)
@pytest.mark.parametrize("form", ["html", "pdf", "docx"])
def test_every_sample_is_read_alike_from_every_form(sample: object, form: str) -> None:
    body = {
        "html": lambda: portal_page(PORTALS[0], document=sample).encode(),
        "pdf": lambda: as_pdf(sample),
        "docx": lambda: as_docx(sample),
    }[form]()
    document = read_page(Page(url=f"http://portal/van-ban/x.{form}", status=200, body=body))
    assert document.number == sample.number
    assert (document.issued, document.effective) == (sample.issued, sample.effective)
    assert document.province == sample.province
    assert set(document.replaces) == set(sample.replaces)
    articles = {one.place for one in document.passages if one.place.startswith("Điều ")}
    assert len(articles) == len(
        [line for line in sample.body.split("\n") if line.startswith("Điều ")]
    )


def test_a_replaced_document_stops_counting_the_day_its_successor_begins() -> None:
    old = _document("38/2024/NĐ-CP", effective=date(2024, 7, 1))
    new = _document("41/2026/NĐ-CP", effective=date(2026, 7, 1), replaces=("38/2024/ND-CP",))
    settled = settle((old, new))
    assert settled[0].expires == date(2026, 7, 1)
    assert settled[0].replaced_by == "41/2026/NĐ-CP"
    assert settled[0].in_force_on(date(2026, 6, 30))
    assert not settled[0].in_force_on(date(2026, 7, 1))


def test_a_ring_of_replacements_ends_nothing_that_is_newer() -> None:
    old = _document(
        "1/2024/NĐ-CP", effective=date(2024, 1, 1), replaces=("2/2025/NĐ-CP", "1/2024/NĐ-CP")
    )
    new = _document("2/2025/NĐ-CP", effective=date(2025, 1, 1), replaces=("1/2024/NĐ-CP",))
    first, second = settle((old, new))
    assert first.expires == date(2025, 1, 1)
    assert second.expires is None


def _document(number: str, *, effective: date, replaces: tuple[str, ...] = ()) -> OfficialDocument:
    return OfficialDocument(
        number=number,
        title="",
        issuer="",
        text="x",
        passages=(),
        effective=effective,
        replaces=replaces,
    )


def _scan() -> bytes:
    paper = FPDF()
    for _ in range(3):
        paper.add_page()
        paper.rect(10, 10, 100, 100, style="F")
    return bytes(paper.output())


def _locked() -> bytes:
    paper = FPDF()
    paper.add_font("Roboto", fname=Roboto)
    paper.add_page()
    paper.set_font("Roboto", size=12)
    paper.cell(0, 10, "Số: 1/2024/NĐ-CP")
    paper.set_encryption(owner_password="a", user_password="b")
    return bytes(paper.output())


def _cut_docx() -> bytes:
    held = io.BytesIO()
    docx.Document().save(held)
    return held.getvalue()[:900]


@pytest.mark.parametrize(
    ("name", "body", "reason"),
    [
        ("rong.md", b" \n", "empty"),
        ("khong-so.md", "---\ntitle: A\n---\nĐiều 1. B\nC.".encode(), "no_number"),
        (
            "ngay.md",
            "---\nnumber: 1/2024/NĐ-CP\nissued: 31/02/2024\n---\nĐiều 1. B".encode(),
            "bad_date",
        ),
        ("rac.pdf", b"%PDF-1.7 rac", "damaged"),
        ("quet.pdf", _scan(), "scanned"),
        ("khoa.pdf", _locked(), "password"),
        ("cut.docx", _cut_docx(), "damaged"),
        ("toml.md", b"+++\nnumber = \n+++\nx", "bad_front_matter"),
    ],
)
def test_a_bad_file_is_named_with_the_remedy_and_the_rest_goes_in(
    tmp_path: Path, name: str, body: bytes, reason: str
) -> None:
    (tmp_path / name).write_bytes(body)
    (tmp_path / "tot.md").write_text(HEADS["yaml"] + BODY, encoding="utf-8")
    with pytest.raises(Quarantine) as told:
        load_file(tmp_path / name)
    assert told.value.reason == reason
    assert name in told.value.vi
    assert name in told.value.en
    loaded = load_path(tmp_path)
    assert [one.number for one in loaded.documents] == ["73/2024/NĐ-CP"]
    assert len(loaded.problems) == 1
