"""An official text as the files offices and portals hand out: wrapped, paged, in columns, in old fonts."""

from __future__ import annotations

import html
import io
import textwrap
from collections.abc import Callable, Iterator

import docx
from docx.document import Document

from doichieu.legacy_fonts import to_tcvn3, to_vni
from samples.law.papers import gazette_pdf, noted_pdf, plain_pdf
from samples.law.texts import LawText, Line

#: Columns a typist's editor broke its lines at.
WIDTH = 68


def written(law: LawText) -> tuple[str, bytes]:
    """Suffix and bytes of the file that a text's form asks for."""
    suffix, write = FORMS[law.form]
    return suffix, write(law)


def _markdown(law: LawText) -> bytes:
    lines = [*law.head[:1], "", *law.head[3:5], "", f"# {law.head[5]}", "", f"**{law.title}**", ""]
    for line in law.lines:
        if line.cells:
            lines.append(f"| {line.text} |")
            if line.place and line.place.startswith("dòng 1 "):
                lines.append("|" + " --- |" * len(line.cells))
            continue
        heading = (line.place or "").startswith("Điều ") or line.text.startswith("Chương ")
        lines += [f"{'## ' if heading else ''}{line.text}", ""]
    return "\n".join(lines).encode()


def _plain(law: LawText) -> bytes:
    return "\r\n".join([*law.head, *(line.text for line in law.lines)]).encode("utf-8-sig")


def _wrapped(law: LawText) -> bytes:
    """Hard line breaks in the middle of sentences, no empty lines, blanks at the ends."""
    lines = [*law.head[:6], *textwrap.wrap(law.title, WIDTH)]
    for line in law.lines:
        lines += [line.text] if line.cells else textwrap.wrap(line.text, WIDTH)
    return "\n".join(f"{line}  " for line in lines).encode()


def _portal_page(law: LawText) -> bytes:
    """A portal's page: facts in a table, the text in paragraphs, menus and a footer around it."""
    day = law.issued
    facts = (
        f"<table class=thuoc-tinh><tr><td>Số ký hiệu</td><td>{law.number}</td></tr><tr><td>Ngày ban hành</td>"
        f"<td>{day:%d/%m/%Y}</td></tr><tr><td>Cơ quan ban hành</td><td>{law.issuer}</td></tr></table>"
    )
    body = "".join(f"<p>{html.escape(one)}</p>" for one in law.head) + "".join(_blocks(law.lines))
    return (
        f"<!doctype html><html lang=vi><head><meta charset=utf-8><title>{law.title}</title></head><body>"
        f"<nav><a href=/>Trang chủ</a> <a href=/van-ban>Văn bản</a></nav><h1>{law.title}</h1>{facts}"
        f"<div id=noi-dung>{body}</div><footer>Bản quyền của Cổng thông tin. Ghi rõ nguồn khi phát hành lại.</footer>"
        "<aside><h3>Văn bản liên quan</h3><p>Nghị định số 01/2030/NĐ-CP hết hiệu lực</p></aside></body></html>"
    ).encode()


def _spans_page(law: LawText) -> bytes:
    """A legal database's markup: nested spans, hard blanks, soft hyphens, breaks inside words of a line."""

    def told(text: str) -> str:
        words = html.escape(text).split(" ")
        spaced = "&nbsp;".join(words[:3]) + (" " + " ".join(words[3:]) if words[3:] else "")
        return spaced.replace("trường", "trư&shy;ờng").replace(", ", ",\n      ", 1)

    rows = [
        f'<p class="prov-{"article" if (line.place or "").startswith("Điều") else "content"}" style="margin:6pt 0">'
        f"<span><b>{told(line.text)}</b></span></p>"
        if (line.place or "").startswith("Điều ")
        else f"<p><span lang=VI style='font-size:14pt'>{told(line.text)}</span></p>"
        for line in law.lines
    ]
    head = law.head
    first = "<br>".join(html.escape(head[0]).split("\n"))
    letterhead = (
        f"<table width=100%><tr><td><p><b>{first}</b><br>-------</p></td><td><p>{head[1]}<br>{head[2]}<br>---------------</p></td></tr>"
        f"<tr><td><p>{told(head[3])}</p></td><td><p><i>{told(head[4])}</i></p></td></tr></table><p><b>{head[5]}</b></p><p>{head[6]}</p>"
    )
    return (
        f"<html><head><meta charset=utf-8><title>{head[5]} {law.number}</title></head><body><div class=menu><ul><li>Còn hiệu lực</li></ul></div>"
        f"<div class=content><div class=inner>{letterhead}{''.join(rows)}</div></div></body></html>"
    ).encode()


def _blocks(lines: tuple[Line, ...], spell: Callable[[str], str] = str) -> Iterator[str]:
    """Paragraphs, and rows in tables."""
    for at, line in enumerate(lines):
        if not line.cells:
            yield f"<p>{html.escape(spell(line.text))}</p>"
            continue
        opens = not (at and lines[at - 1].cells)
        closes = at + 1 == len(lines) or not lines[at + 1].cells
        cells = "".join(f"<td>{html.escape(spell(one))}</td>" for one in line.cells)
        yield f"{'<table border=1>' if opens else ''}<tr>{cells}</tr>{'</table>' if closes else ''}"


def _word(law: LawText) -> bytes:
    return _saved(_word_file(law, lambda text: text, font=None))


def _word_file(law: LawText, spell: Callable[[str], str], *, font: str | None) -> Document:
    paper: Document = docx.Document()
    head = paper.add_table(rows=2, cols=2)
    for at, told in enumerate((law.head[0], "\n".join(law.head[1:3]), law.head[3], law.head[4])):
        _run(head.cell(at // 2, at % 2).paragraphs[0], spell(told), font)
    for told in law.head[5:]:
        _run(paper.add_paragraph(), spell(told), font)
    table = None
    for line in law.lines:
        if not line.cells:
            table = None
            _run(paper.add_paragraph(), spell(line.text), font)
            continue
        if table is None:
            table = paper.add_table(rows=0, cols=len(line.cells))
        row = table.add_row()
        for cell, told in zip(row.cells, line.cells, strict=True):
            _run(cell.paragraphs[0], spell(told), font)
    paper.sections[0].header.paragraphs[0].text = spell("Bản lưu nội bộ")
    return paper


def _run(paragraph: object, text: str, font: str | None) -> None:
    run = paragraph.add_run(text)  # type: ignore[attr-defined]
    if font:
        run.font.name = font


def _saved(paper: Document) -> bytes:
    held = io.BytesIO()
    paper.save(held)
    return held.getvalue()


def _as_bytes(text: str) -> bytes:
    return text.encode("latin-1", errors="replace")


def _legacy_page(law: LawText) -> bytes:
    head = "".join(f"<p>{html.escape(to_tcvn3(one))}</p>" for one in law.head)
    body = head + "".join(_blocks(law.lines, to_tcvn3))
    return _as_bytes(
        f'<html><head><title>VB</title></head><body><font face=".VnTime">{body}</font></body></html>'
    )


def _legacy_text(spell: Callable[[str], str]) -> Callable[[LawText], bytes]:
    return lambda law: _as_bytes(
        spell(
            "\r\n".join([*law.head, *(line.text for line in law.lines)])
            .replace("–", "-")
            .replace("“", '"')
            .replace("”", '"')
        )
    )


#: Form → the suffix of its file, and how it is written.
FORMS: dict[str, tuple[str, Callable[[LawText], bytes]]] = {
    "md": (".md", _markdown),
    "txt_plain": (".txt", _plain),
    "txt_wrapped": (".txt", _wrapped),
    "html_portal": (".html", _portal_page),
    "html_spans": (".html", _spans_page),
    "docx": (".docx", _word),
    "pdf": (".pdf", plain_pdf),
    "pdf_notes": (".pdf", noted_pdf),
    "pdf_gazette": (".pdf", gazette_pdf),
    "tcvn3_txt": (".txt", _legacy_text(to_tcvn3)),
    "vni_txt": (".txt", _legacy_text(to_vni)),
    "tcvn3_html": (".html", _legacy_page),
    "tcvn3_docx": (".docx", lambda law: _saved(_word_file(law, to_tcvn3, font=".VnTime"))),
    "vni_docx": (".docx", lambda law: _saved(_word_file(law, to_vni, font="VNI-Times"))),
}
