"""A PDF with text → its paragraphs, without page heads, page feet and broken lines."""

from __future__ import annotations

import pypdfium2 as pdfium

from corpus.broken_lines import Broken, join_lines
from corpus.page_frames import part_notes, without_frames
from corpus.pdf_runs import PageLine, page_runs, read_lines
from doichieu.errors import Quarantine
from doichieu.legacy_fonts import read_legacy

#: A page of a text PDF holds hundreds of characters; a scanned one holds next to none.
LEAST_CHARACTERS_A_PAGE = 20
#: A signed scan bears a stamp in letters on a page or two; the rest are pictures.
MOST_SCANNED = 0.5
MOST_PAGES = 1999
#: What heads the footnotes, gathered behind the text.
NOTES = "Chú thích"


def read_pdf(body: bytes) -> str:
    """The text; Quarantine for a password, damage, a scan, or too many pages."""
    try:
        document = pdfium.PdfDocument(body)
    except pdfium.PdfiumError as error:
        raise _closed(error) from error
    try:
        pages = [_page(document, number) for number in range(_count(document))]
    except pdfium.PdfiumError as error:
        raise _closed(error) from error
    finally:
        document.close()
    _refuse_scan(pages)
    parted = [part_notes(page) for page in without_frames(pages)]
    text = join_lines(_broken(line) for page, _ in parted for line in page)
    notes = join_lines(_broken(line) for _, small in parted for line in small)
    return read_legacy("\n".join([*text, *([NOTES, *notes] if notes else [])]))


def _page(document: pdfium.PdfDocument, number: int) -> list[PageLine]:
    page = document[number]
    try:
        return read_lines(page_runs(page), first=number == 0)
    finally:
        page.close()


def _broken(line: PageLine) -> Broken:
    return Broken(line.text, full=line.full, alone=line.row)


def _refuse_scan(pages: list[list[PageLine]]) -> None:
    bare = sum(sum(len(line.text) for line in page) < LEAST_CHARACTERS_A_PAGE for page in pages)
    if bare > MOST_SCANNED * len(pages) or not pages:
        raise Quarantine(
            vi="PDF chỉ có ảnh quét, không có chữ; hãy tìm bản có chữ hoặc tự nhận dạng trước",
            en="the PDF is a scan without text; find one with text, or run OCR first",
            reason="scanned",
        )


def _count(document: pdfium.PdfDocument) -> int:
    if len(document) > MOST_PAGES:
        raise Quarantine(
            vi=f"PDF có {len(document)} trang, quá {MOST_PAGES}; hãy tách thành các văn bản",
            en=f"the PDF has {len(document)} pages, over {MOST_PAGES}; split it into documents",
            reason="too_many_pages",
        )
    return len(document)


def _closed(error: pdfium.PdfiumError) -> Quarantine:
    if "password" in str(error).lower():
        return Quarantine(
            vi="PDF có mật khẩu; hãy lưu một bản không mật khẩu",
            en="the PDF has a password; save a copy without one",
            reason="password",
        )
    return Quarantine(
        vi="PDF hỏng hoặc bị cắt cụt; hãy tải lại",
        en="the PDF is damaged or cut short; download it again",
        reason="damaged",
    )
