"""Pieces of a Word document that python-docx has no words for: fonts of every script, lines, fields, widths."""

from __future__ import annotations

from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length, Pt

FONT = "Times New Roman"
#: Word asks each script for its own font: Vietnamese letters fall under any of them.
_SCRIPTS = ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia")
_BORDERS = ("top", "left", "bottom", "right", "insideH", "insideV")


def set_font(style: Any, size: float) -> None:
    """Times New Roman for every script, in so many points; the language is Vietnamese."""
    style.font.name, style.font.size = FONT, Pt(size)
    properties = style.element.get_or_add_rPr()
    fonts = properties.get_or_add_rFonts()
    for theme in [name for name in fonts.attrib if name.endswith("Theme")]:
        del fonts.attrib[theme]
    for script in _SCRIPTS:
        fonts.set(qn(script), FONT)
    properties.append(_element("w:lang", {"w:val": "vi-VN", "w:eastAsia": "vi-VN"}))


def say(
    paragraph: Any, text: str, *, size: float, bold: bool = False, italic: bool = False
) -> Any:  # fmt: skip
    """Words at the end of a paragraph."""
    run = paragraph.add_run(text)
    run.font.size, run.bold, run.italic = Pt(size), bold or None, italic or None
    return run


def centred(paragraph: Any, *, before: float = 0, after: float = 0) -> Any:
    """In the middle, with so many points above and below."""
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.space_before = Pt(before)
    paragraph.paragraph_format.space_after = Pt(after)
    return paragraph


def line_under(paragraph: Any, *, room: Length, length: Length) -> None:
    """An empty paragraph that is a line of this length in the middle of its room."""
    side = Length((room - length) // 2)
    form = centred(paragraph).paragraph_format
    form.left_indent = form.right_indent = side
    form.first_line_indent = Length(0)
    form.line_spacing = Pt(6)
    say(paragraph, "", size=2)
    border = OxmlElement("w:pBdr")
    border.append(_element("w:top", {"w:val": "single", "w:sz": "6", "w:space": "1", "w:color": "auto"}))  # fmt: skip
    paragraph._p.get_or_add_pPr().insert_element_before(
        border, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def page_number(paragraph: Any, *, size: float) -> None:
    """The number of the page, as Word counts it."""
    for kind in ("begin", None, "separate", "end"):
        run = say(paragraph, "", size=size)
        if kind is None:
            told = _element("w:instrText", {"xml:space": "preserve"})
            told.text = " PAGE "
            run._r.append(told)
        else:
            run._r.append(_element("w:fldChar", {"w:fldCharType": kind}))


def set_widths(table: Any, widths: tuple[Length, ...]) -> None:
    """Columns of fixed widths; Word looks at the cells, other programs at the columns."""
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
        for cell in column.cells:
            cell.width = width


def set_borders(table: Any) -> None:
    """A thin line around every cell."""
    held = OxmlElement("w:tblBorders")
    for side in _BORDERS:
        held.append(_element(f"w:{side}", {"w:val": "single", "w:sz": "4", "w:color": "auto"}))
    table._tbl.tblPr.insert_element_before(
        held, "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook"
    )


def repeat_head(row: Any) -> None:
    """The heads of the columns stand on every page of a long table."""
    row._tr.get_or_add_trPr().append(_element("w:tblHeader", {"w:val": "true"}))


def _element(name: str, values: dict[str, str]) -> Any:
    made = OxmlElement(name)
    for key, value in values.items():
        made.set("{http://www.w3.org/XML/1998/namespace}space" if key == "xml:space" else qn(key), value)  # fmt: skip
    return made
