"""A PDF with text → its lines, without page heads, page feet and broken lines."""

from __future__ import annotations

import re
from collections import Counter

import pypdfium2 as pdfium

from doichieu.errors import Quarantine
from doichieu.text import one_line

#: A page of a text PDF holds hundreds of characters; a scanned one holds next to none.
LEAST_CHARACTERS_A_PAGE = 20
MOST_PAGES = 2000

_PAGE_NUMBER = re.compile(r"^\W*(?:trang\s*)?\d{1,4}(?:\s*/\s*\d{1,4})?\W*$", re.IGNORECASE)
_OPENS = re.compile(
    r"^(?:Điều\s+\d|Chương\s+[IVX\d]|Mục\s+\d|Phần\s|Phụ lục|Căn cứ|Xét đề nghị|Theo đề nghị|"
    r"\d{1,3}[.)]\s|[a-zđ]\)\s|[-+•–]\s|Nơi nhận|Số\s*:|[A-ZĐÀ-Ỹ][A-ZĐÀ-Ỹ ,.-]{6,}$|(?:TM|KT|TL)\.)"
)
_ENDS = re.compile(r"[.;:!?”\"]$")


def read_pdf(body: bytes) -> str:
    """The text; Quarantine for a password, damage, a scan, or too many pages."""
    try:
        document = pdfium.PdfDocument(body)
    except pdfium.PdfiumError as error:
        raise _closed(error) from error
    try:
        pages = [_page_lines(document, number) for number in range(_count(document))]
    except pdfium.PdfiumError as error:
        raise _closed(error) from error
    finally:
        document.close()
    if sum(len(line) for page in pages for line in page) < LEAST_CHARACTERS_A_PAGE * len(pages):
        raise Quarantine(
            vi="PDF chỉ có ảnh quét, không có chữ; hãy tìm bản có chữ hoặc tự nhận dạng trước",
            en="the PDF is a scan without text; find one with text, or run OCR first",
            reason="scanned",
        )
    return "\n".join(_joined(_without_frames(pages)))


def _count(document: pdfium.PdfDocument) -> int:
    if len(document) > MOST_PAGES:
        raise Quarantine(
            vi=f"PDF có {len(document)} trang, quá {MOST_PAGES}; hãy tách thành các văn bản",
            en=f"the PDF has {len(document)} pages, over {MOST_PAGES}; split it into documents",
            reason="too_many_pages",
        )
    return len(document)


def _page_lines(document: pdfium.PdfDocument, number: int) -> list[str]:
    page = document[number]
    text = page.get_textpage().get_text_bounded()
    return [line for raw in text.splitlines() if (line := one_line(raw))]


def _without_frames(pages: list[list[str]]) -> list[str]:
    """Lines of all pages but those that stand at the same edge of most pages, and page numbers."""
    edges = Counter(line for page in pages for line in {*page[:2], *page[-2:]})
    often = max(3, len(pages) // 2 + 1)
    return [
        line
        for page in pages
        for place, line in enumerate(page)
        if not (
            (place < 2 or place >= len(page) - 2)
            and (edges[line] >= often or _PAGE_NUMBER.match(line))
        )
    ]


def _joined(lines: list[str]) -> list[str]:
    """Lines broken by the page's width, put together again."""
    joined: list[str] = []
    for line in lines:
        goes_on = joined and not _OPENS.match(line) and not _ENDS.search(joined[-1])
        if goes_on and not joined[-1].isupper() and not line.isupper():
            joined[-1] = f"{joined[-1]} {line}"
        else:
            joined.append(line)
    return joined


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
