"""A DOCX → its lines, paragraphs and tables in the order they stand."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

import docx
from docx.table import Table

from doichieu.errors import Quarantine

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
    lines: list[str] = []
    for block in document.iter_inner_content():
        lines.extend(_rows(block) if isinstance(block, Table) else block.text.split("\n"))
    return "\n".join(lines)


def _rows(table: Table) -> Iterator[str]:
    for row in table.rows:
        cells: list[str] = []
        for cell in row.cells:
            text = cell.text.strip()
            # A merged cell comes back once for each column it spans.
            if not cells or cells[-1] != text:
                cells.append(text)
        if any("\n" in cell for cell in cells):
            yield from (line for cell in cells for line in cell.split("\n"))
        else:
            yield " | ".join(cell for cell in cells if cell)


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
