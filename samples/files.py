"""A sample document as the files portals offer: PDF and DOCX in true form."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from font_roboto import Roboto, RobotoBold
from fpdf import FPDF

from samples.content import NOTE, SampleDocument

COUNTRY = ("NƯỚC AN LẠC", "Độc lập - Tự do - Hạnh phúc")


class _Paper(FPDF):
    """A page with its number and the note that it is a sample."""

    def footer(self) -> None:
        """On every page."""
        self.set_y(-15)
        self.set_font("Roboto", size=8)
        self.cell(0, 10, f"{NOTE} - Trang {self.page_no()}", align="C")


def as_pdf(document: SampleDocument) -> bytes:
    """The document as a PDF with text."""
    paper = _Paper(format="A4")
    paper.set_creation_date(datetime(2026, 1, 1, tzinfo=UTC))
    paper.add_font("Roboto", fname=Roboto)
    paper.add_font("Roboto", style="B", fname=RobotoBold)
    paper.add_page()
    paper.set_font("Roboto", size=11)
    for line in COUNTRY:
        paper.cell(0, 6, line, align="C", new_x="LMARGIN", new_y="NEXT")
    for line in _lines(document):
        paper.set_font(
            "Roboto", style="B" if line.startswith("Điều ") or line.isupper() else "", size=11
        )
        paper.multi_cell(0, 6, line, align="L", new_x="LMARGIN", new_y="NEXT")
        paper.ln(1)
    return bytes(paper.output())


def as_docx(document: SampleDocument) -> bytes:
    """The document as a DOCX, its head in a table as offices make it."""
    paper = docx.Document()
    lines = _lines(document)
    head = paper.add_table(rows=1, cols=2)
    head.cell(0, 0).text = lines[0]
    head.cell(0, 1).text = "\n".join(COUNTRY)
    for line in lines[1:]:
        paragraph = paper.add_paragraph()
        run = paragraph.add_run(line)
        run.bold = line.startswith("Điều ") or line.isupper()
        if line.isupper():
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paper.sections[0].footer.paragraphs[0].text = NOTE
    held = io.BytesIO()
    paper.save(held)
    return held.getvalue()


def _lines(document: SampleDocument) -> list[str]:
    return [line.strip() for line in document.body.split("\n") if line.strip()]
