"""A DOCX → its lines, paragraphs and tables in the order they stand."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator

import docx
from docx.document import Document
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from corpus import marks
from corpus.docx_numbers import Numbers
from doichieu.errors import Quarantine
from doichieu.legacy_fonts import from_tcvn3, from_vni, read_legacy
from doichieu.text import one_line

#: A document unpacks to a few times its size; a bomb to hundreds.
MOST_UNPACKED = 200_000_000
MOST_RATIO = 250


def read_docx(body: bytes) -> str:
    """The text; Quarantine for damage or a file that unpacks beyond reason."""
    _refuse_bomb(body)
    try:
        document = docx.Document(io.BytesIO(body))
    except Exception as error:
        # python-docx lets errors of zip, XML and its own parts through; all mean a damaged file.
        raise Quarantine(
            vi="DOCX hỏng; hãy mở và lưu lại bằng trình soạn thảo",
            en="the DOCX is damaged; open and save it again in a word processor",
            reason="damaged",
        ) from error
    numbers = Numbers(document)
    lines: list[str] = []
    for block in _blocks(document):
        if isinstance(block, Table):
            # Offices set the letterhead in a table; it stands before the first article.
            head = not any(marks.ARTICLE.match(line) for line in lines)
            lines.extend(_cells(block) if head and len(block.columns) <= 2 else _rows(block))
        else:
            lines.extend(f"{numbers.before(block)}{_spelled(block)}".split("\n"))
    return read_legacy("\n".join(lines))


def _blocks(document: Document) -> Iterator[Paragraph | Table]:
    """Paragraphs and tables in order, those within content controls too."""
    within = "[not(ancestor::w:tbl) and not(ancestor::w:txbxContent)]"
    body = document.element.body
    for element in body.xpath(f".//w:p{within} | .//w:tbl{within}"):
        paragraph = element.tag.endswith("}p")
        yield Paragraph(element, document._body) if paragraph else Table(element, document._body)


def _cells(table: Table) -> Iterator[str]:
    """A table used for layout, cell by cell."""
    for row in table.rows:
        for cell in _once(row.cells):
            yield from (
                line for paragraph in cell.paragraphs for line in _spelled(paragraph).split("\n")
            )


def _rows(table: Table) -> Iterator[str]:
    for row in table.rows:
        cells = [
            one_line(" ".join(_spelled(one) for one in cell.paragraphs))
            for cell in _once(row.cells)
        ]
        yield " | ".join(cells) if any(cells) else ""


def _once(cells: Iterable[_Cell]) -> Iterator[_Cell]:
    """A merged cell comes back once for each column it spans."""
    last: object = None
    for cell in cells:
        if cell._tc is not last:
            yield cell
        last = cell._tc


def _spelled(paragraph: Paragraph) -> str:
    """The text, each run as its font showed it."""
    # Runs of links and of accepted insertions too; what was struck out is no run's text.
    runs = paragraph._p.xpath(".//w:r[not(ancestor::w:txbxContent)]")
    return "".join(_in_unicode(Run(run, paragraph)) for run in runs)


def _in_unicode(run: Run) -> str:
    font = (run.font.name or "").lower()
    if font.startswith(".vn"):
        text = from_tcvn3(run.text)
        return text.upper() if font.endswith("h") else text
    return from_vni(run.text) if font.startswith("vni") else run.text


def _refuse_bomb(body: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
    except zipfile.BadZipFile as error:
        raise Quarantine(
            vi="không phải tệp DOCX hoặc tệp bị cắt cụt; hãy tải lại",
            en="not a DOCX file, or cut short; download it again",
            reason="damaged",
        ) from error
    if unpacked > MOST_UNPACKED or unpacked > MOST_RATIO * max(len(body), 10_000):
        raise Quarantine(
            vi=f"DOCX bung ra {unpacked // 1_000_000} MB, không an toàn; hãy lưu lại bản gọn",
            en=f"the DOCX unpacks to {unpacked // 1_000_000} MB, which is not safe; save a plain copy",
            reason="bomb",
        )
