"""An official text on paper (PDF): page heads and feet, footnotes, two columns, tables."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from font_roboto import Roboto, RobotoBold
from fpdf import FPDF

from samples.law.texts import LawText, Line

#: Millimetres.
MARGIN, COLUMN, GUTTER, FEET = 20.0, 80.0, 10.0, 270.0
NOTES = (
    "Khoản này được hướng dẫn tại văn bản của cơ quan chủ trì soạn thảo, ban hành cùng năm.",
    "Cụm từ này được hiểu theo quy định của pháp luật về giao thông đường thủy nội địa.",
)


class _Paper(FPDF):
    """Pages with a running head and a foot, where there is one."""

    running = ""

    def header(self) -> None:
        """The running head, with the number of the page in it."""
        if self.running:
            self.set_font("Roboto", size=9)
            self.cell(
                0, 5, f"{self.page_no()}  {self.running}", align="C", new_x="LMARGIN", new_y="NEXT"
            )
            self.ln(4)

    def footer(self) -> None:
        """The foot."""
        self.set_y(-14)
        self.set_font("Roboto", size=8)
        self.cell(
            0,
            8,
            f"Trang {self.page_no()}/{{nb}}" if self.running else f"- {self.page_no()} -",
            align="C",
        )


def plain_pdf(law: LawText) -> bytes:
    """One column, lines broken at the margin, a page number at the foot."""
    paper = _paper("")
    _letterhead(paper, law)
    for group in _groups(law.lines):
        _write(paper, group)
    return bytes(paper.output())


def noted_pdf(law: LawText) -> bytes:
    """A running head, a foot, and footnotes in small letters at the bottom of two pages, with their marks."""
    paper = _paper(f"Văn bản số {law.number} - bản điện tử")
    _letterhead(paper, law)
    noted: set[int] = set()
    for group in _groups(law.lines):
        page = paper.page_no()
        if (
            page <= len(NOTES)
            and page not in noted
            and not group[0].cells
            and len(group[0].text) > 90
        ):
            noted.add(page)
            _note(paper, page)
            paper.set_auto_page_break(auto=True, margin=40)
            _write(paper, group, mark=str(page))
            continue
        if page > len(NOTES):
            paper.set_auto_page_break(auto=True, margin=20)
        _write(paper, group)
    return bytes(paper.output())


def gazette_pdf(law: LawText) -> bytes:
    """The gazette: a head over two columns on every page, the text running down the left one first."""
    paper = _paper(f"CÔNG BÁO/Số {law.seed + 11}+{law.seed + 12}/Ngày {law.issued:%d-%m-%Y}")
    _letterhead(paper, law)
    paper.set_font("Roboto", size=9.5)
    side, top = 0, paper.get_y()
    y = top
    for line in law.lines:
        for piece in _broken(paper, line.text, COLUMN):
            if y > FEET:
                side, y = 1 - side, top
                if side == 0:
                    paper.add_page()
                    paper.set_font("Roboto", size=9.5)
                    top = y = paper.get_y()
                else:
                    y = top
            paper.set_xy(MARGIN + side * (COLUMN + GUTTER), y)
            paper.cell(COLUMN, 4.6, piece)
            y += 4.6
        y += 0.8
    return bytes(paper.output())


def _paper(running: str) -> _Paper:
    paper = _Paper(format="A4")
    paper.running = running
    paper.set_creation_date(datetime(2031, 1, 1, tzinfo=UTC))
    paper.add_font("Roboto", fname=Roboto)
    paper.add_font("Roboto", style="B", fname=RobotoBold)
    paper.set_margins(MARGIN, 15, MARGIN)
    paper.set_auto_page_break(auto=True, margin=20)
    paper.add_page()
    return paper


def _letterhead(paper: _Paper, law: LawText) -> None:
    """Issuer and number left, the state's name and the day right, on the same lines."""
    head = law.head
    paper.set_font("Roboto", size=10)
    for left, right in ((head[0], head[1]), ("-------", head[2]), (head[3], head[4])):
        for at, told in enumerate(left.split("\n")):
            y = paper.get_y()
            paper.cell(70, 5, told, align="C")
            if at == 0:
                paper.set_xy(MARGIN + 75, y)
                paper.cell(90, 5, right, align="C")
            paper.set_xy(MARGIN, y + 5)
    paper.ln(3)
    paper.set_font("Roboto", style="B", size=12)
    for told in head[5:]:
        paper.multi_cell(0, 6, told, align="C", new_x="LMARGIN", new_y="NEXT")
    paper.ln(3)
    paper.set_font("Roboto", size=11)


def _groups(lines: tuple[Line, ...]) -> Iterator[list[Line]]:
    """Paragraphs one by one, rows of one table together."""
    rows: list[Line] = []
    for line in lines:
        if line.cells:
            if rows and line.place and line.place.startswith("dòng 1 "):
                yield rows
                rows = []
            rows.append(line)
            continue
        if rows:
            yield rows
            rows = []
        yield [line]
    if rows:
        yield rows


def _write(paper: _Paper, group: list[Line], *, mark: str = "") -> None:
    first = group[0]
    if first.cells:
        _rows(paper, group)
        return
    heading = (first.place or "").startswith("Điều ")
    paper.set_font("Roboto", style="B" if heading else "", size=11)
    if mark:
        words = first.text.split(" ")
        paper.write(5.5, " ".join(words[:9]))
        paper.set_font("Roboto", size=6.5)
        paper.char_vpos = "SUP"
        paper.write(5.5, mark)
        paper.char_vpos = "LINE"
        paper.set_font("Roboto", size=11)
        paper.write(5.5, " " + " ".join(words[9:]))
        paper.ln(5.5)
        return
    paper.multi_cell(
        0, 5.5, first.text, align="L" if heading else "J", new_x="LMARGIN", new_y="NEXT"
    )
    paper.ln(1)


def _rows(paper: _Paper, rows: list[Line]) -> None:
    paper.set_font("Roboto", size=10)
    width = 165 / len(rows[0].cells)
    for row in rows:
        if paper.get_y() > 265:
            paper.add_page()
            paper.set_font("Roboto", size=10)
        for told in row.cells:
            paper.cell(width, 6, told, border=1)
        paper.ln(6)
    paper.ln(2)


def _note(paper: _Paper, page: int) -> None:
    """A rule and a note in small letters above the foot of the page."""
    x, y = paper.get_x(), paper.get_y()
    breaks = paper.auto_page_break
    paper.set_auto_page_break(auto=False)
    paper.line(MARGIN, 262, MARGIN + 50, 262)
    paper.set_xy(MARGIN, 263)
    paper.set_font("Roboto", size=8)
    paper.multi_cell(0, 4, f"{page} {NOTES[page - 1]}", align="L")
    paper.set_auto_page_break(auto=breaks, margin=40)
    paper.set_xy(x, y)
    paper.set_font("Roboto", size=11)


def _broken(paper: _Paper, text: str, width: float) -> list[str]:
    """The lines of a column."""
    lines: list[str] = []
    for word in text.split(" "):
        wider = f"{lines[-1]} {word}" if lines else word
        if lines and paper.get_string_width(wider) <= width - 2:
            lines[-1] = wider
        else:
            lines.append(word)
    return lines
