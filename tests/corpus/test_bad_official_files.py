"""Official files that cannot be what they say: each named with its reason and remedy, the rest goes in."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from fpdf import FPDF

from corpus.document import build_document
from corpus.load import load_path, read_page
from corpus.read_pdf import MOST_PAGES
from doichieu.errors import DoichieuError, Quarantine
from doichieu.records import Page
from samples.law.forms import written
from samples.law.texts import read_laws

LAWS = {
    law.form: law for law in read_laws(Path(__file__).parents[1] / "evaluation/official/first.toml")
}
GOOD = "---\nnumber: 9/2031/NĐ-CP\nissuer: Chính phủ\n---\nĐiều 1. Bến\nBến mở từ 5 giờ."


def _text(
    number: str, *, issued: str = "2031-03-01", effective: str = "2031-05-01", more: str = ""
) -> str:
    head = f"---\nnumber: {number}\nissuer: Chính phủ\nissued: {issued}\neffective: {effective}\n{more}---\n"
    return f"{head}Điều 1. Phạm vi\nVề bến đò số {number}, có phao và đèn."


def _bomb() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", b" " * 30_000_000)
    return held.getvalue()


def _thick() -> bytes:
    paper = FPDF()
    for _ in range(MOST_PAGES + 1):
        paper.add_page()
    return bytes(paper.output())


def _stamped_scan() -> bytes:
    """Pictures of pages, and a signature's stamp in letters on the first."""
    paper = FPDF()
    paper.set_font("Helvetica", size=8)
    for page in range(4):
        paper.add_page()
        paper.rect(10, 10, 180, 250, style="F")
        if page == 0:
            paper.text(
                100, 280, "Signed by the office on 01.03.2031 at ten o'clock, seal number 17"
            )
    return bytes(paper.output())


@pytest.mark.parametrize(
    ("name", "body", "reason"),
    [
        ("truoc.md", _text("1/2031/NĐ-CP", effective="2031-02-01"), "in_force_before_signed"),
        ("nguoc.md", _text("1/2031/NĐ-CP", more="expires: 2031-04-01\n"), "contradicting_dates"),
        ("tu.md", _text("1/2031/NĐ-CP", more="replaces: [01/2031/ND-CP]\n"), "replaces_itself"),
        ("bom.docx", _bomb(), "bomb"),
        ("day.pdf", _thick(), "too_many_pages"),
        ("dau.pdf", _stamped_scan(), "scanned"),
        ("cut.pdf", written(LAWS["pdf_notes"])[1][:9000], "damaged"),
    ],
)
def test_what_cannot_be_is_put_apart_and_the_rest_goes_in(
    tmp_path: Path, name: str, body: str | bytes, reason: str
) -> None:
    (tmp_path / name).write_bytes(body.encode() if isinstance(body, str) else body)
    (tmp_path / "tot.md").write_text(GOOD, encoding="utf-8")
    loaded = load_path(tmp_path)
    assert [one.number for one in loaded.documents] == ["9/2031/NĐ-CP"]
    (problem,) = loaded.problems
    assert problem.error.reason == reason
    assert name in problem.error.vi
    assert name in problem.error.en


def test_of_a_ring_the_claims_against_the_days_are_put_apart(tmp_path: Path) -> None:
    told = (
        ("1/2031/NĐ-CP", "2031-05-01", "3/2033/NĐ-CP"),
        ("2/2032/NĐ-CP", "2032-05-01", "1/2031/NĐ-CP"),
        ("3/2033/NĐ-CP", "2033-05-01", "2/2032/NĐ-CP"),
    )
    for at, (number, effective, ends) in enumerate(told):
        text = _text(number, effective=effective, more=f"replaces: {ends}\n")
        (tmp_path / f"{at}.md").write_text(text, encoding="utf-8")
    loaded = load_path(tmp_path)
    assert [one.number for one in loaded.documents] == ["2/2032/NĐ-CP", "3/2033/NĐ-CP"]
    (problem,) = loaded.problems
    assert problem.error.reason == "ring_of_replacements"
    assert all(number in problem.error.vi for number, _, _ in told)


def test_two_texts_with_one_number_are_told_and_one_is_kept(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(
        _text("1/2031/NĐ-CP") + "\nĐiều 2. Đèn\nPhải có đèn sau 18 giờ.", encoding="utf-8"
    )
    other = "---\nnumber: 1/2031/ND-CP\nissuer: CHÍNH PHỦ\n---\nĐiều 1. Khác\nNói chuyện hoàn toàn khác về chợ."
    (tmp_path / "b.md").write_text(other, encoding="utf-8")
    loaded = load_path(tmp_path)
    assert [Path(one.origin).name for one in loaded.documents] == ["a.md"]
    assert [one.error.reason for one in loaded.problems] == ["two_with_one_number"]


def test_one_document_in_two_formats_is_one_with_two_origins(tmp_path: Path) -> None:
    law = LAWS["pdf"]
    for form in ("pdf", "docx", "html_portal"):
        suffix, body = written(replace(law, form=form))
        (tmp_path / f"van-ban{suffix}").write_bytes(body)
    loaded = load_path(tmp_path)
    assert not loaded.problems
    (document,) = loaded.documents
    assert {Path(one).suffix for one in document.origins} == {".pdf", ".docx", ".html"}


def test_numbers_without_a_year_are_other_documents_each_year(tmp_path: Path) -> None:
    for year in (2031, 2032):
        text = f"THỦ TƯỚNG CHÍNH PHỦ\nSố: 07/CT-TTg\nTân Kinh, ngày 01 tháng 3 năm {year}\nCHỈ THỊ\nVề bến đò\nĐiều 1. Năm {year}\nKhác nhau."
        (tmp_path / f"{year}.txt").write_text(text, encoding="utf-8")
    loaded = load_path(tmp_path)
    assert not loaded.problems
    assert [one.issued.year for one in loaded.documents if one.issued] == [2031, 2032]


def test_a_page_whose_facts_contradict_its_text_is_told() -> None:
    page = (
        "<html><body><table><tr><td>Số ký hiệu</td><td>1/2031/NĐ-CP</td></tr><tr><td>Ngày ban hành</td><td>02/03/2031</td></tr></table>"
        "<p>Số: 1/2031/NĐ-CP</p><p>Tân Kinh, ngày 01 tháng 3 năm 2031</p><p>NGHỊ ĐỊNH</p><p>Điều 1. A</p><p>B.</p></body></html>"
    )
    with pytest.raises(Quarantine) as told:
        read_page(Page(url="http://x/a.html", status=200, body=page.encode()))
    assert told.value.reason == "contradicting_dates"


@pytest.mark.parametrize(
    "form", ["pdf_notes", "pdf_gazette", "docx", "vni_docx", "html_spans", "tcvn3_txt"]
)
def test_a_file_cut_anywhere_is_read_or_named_and_never_a_surprise(form: str) -> None:
    suffix, body = written(LAWS[form])
    for share in (0.01, 0.3, 0.6, 0.9, 0.99):
        try:
            read_page(Page(url=f"van-ban{suffix}", status=200, body=body[: int(len(body) * share)]))
        except DoichieuError as error:
            assert error.reason


def test_numbers_that_word_writes_itself_are_read() -> None:
    paper = docx.Document()
    for told in ("Số: 1/2031/NĐ-CP", "Điều 1. Phạm vi"):
        paper.add_paragraph(told)
    for told in ("Chủ bến.", "Người lái đò."):
        paper.add_paragraph(told, style="List Number")
    held = io.BytesIO()
    paper.save(held)
    document = read_page(Page(url="a.docx", status=200, body=held.getvalue()))
    assert [(one.place, one.text) for one in document.passages if "khoản" in one.place] == [
        ("khoản 1 Điều 1", "1. Chủ bến."), ("khoản 2 Điều 1", "2. Người lái đò."),
    ]  # fmt: skip


@pytest.mark.timeout(100)
@pytest.mark.parametrize(
    "junk",
    [
        "bãi bỏ điểm a khoản 1 Điều 5, " * 20_000,
        "Nghị định này có hiệu lực " * 20_000,
        "“a\n" * 20_000,
        "bãi bỏ khoản " + "1, " * 50_000,
        "bãi bỏ " + "Nghị định số 5/2020/NĐ-CP, " * 10_000,
        "được sửa đổi " + "bổ sung , " * 30_000,
        "| " * 100_000,
    ],
)
def test_a_text_without_end_is_read_to_its_end(junk: str) -> None:
    document = build_document(f"Số: 1/2031/NĐ-CP\nĐiều 1. A\n{junk}", head={}, origin="x")
    assert document.passages[-1].end == len(document.text)
