"""The letter of Decree 30/2020/NĐ-CP, Annex I, as a template that docxtpl fills in.

An office that wants another letter has this one written to a file (`doichieu digest --write-template`), changes it
in Word, and names it in DOICHIEU_DIGEST_TEMPLATE. What stands between {{ }} and {% %} is filled in.
"""

from __future__ import annotations

from typing import IO, Any

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Cm, Length, Mm, Pt

from review.digest.letter_parts import (
    centred,
    line_under,
    page_number,
    repeat_head,
    say,
    set_borders,
    set_font,
    set_widths,
)

#: Annex I: top and bottom 20–25 mm, left 30–35, right 15–20.
TOP, BOTTOM, LEFT, RIGHT = Mm(20), Mm(20), Mm(30), Mm(17)
#: A4, less the margins.
ROOM = Length(Mm(210) - LEFT - RIGHT)
#: The left part of the head holds the body's name, the right one the national title in one line.
HEAD_LEFT, HEAD_RIGHT = Mm(66), Mm(97)
#: Body and titles 13–14 points; body's name and national title 12–13; "Nơi nhận" 12, its list 11.
BODY, TITLE, NAME, RECIPIENTS, LISTED = 14, 14, 13, 12, 11
#: Widths in print: the motto in bold 14 points, over which its line goes; a third of a body's name; of an abstract.
MOTTO_LINE, NAME_LINE, ABSTRACT_LINE = Mm(66), Mm(22), Mm(45)
NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"


def write_template(output: IO[bytes]) -> None:
    """The letter with its gaps, as DOCX."""
    letter = docx.Document()
    _page(letter)
    set_font(letter.styles["Normal"], BODY)
    form = letter.styles["Normal"].paragraph_format
    form.space_before, form.space_after, form.line_spacing = Pt(0), Pt(0), 1.0
    _head(letter)
    _title(letter)
    _body(letter)
    _foot(letter)
    letter.core_properties.author = letter.core_properties.comments = ""
    letter.save(output)


def _page(letter: Any) -> None:
    """A4 upright; the number of the page in the middle of the top margin, from the second page on."""
    page = letter.sections[0]
    page.orientation, page.page_width, page.page_height = WD_ORIENT.PORTRAIT, Mm(210), Mm(297)
    page.top_margin, page.bottom_margin, page.left_margin, page.right_margin = TOP, BOTTOM, LEFT, RIGHT  # fmt: skip
    page.header_distance = page.footer_distance = Mm(10)
    page.different_first_page_header_footer = True
    set_font(letter.styles["Header"], BODY)
    page_number(centred(page.header.paragraphs[0]), size=BODY)


def _head(letter: Any) -> None:
    head = letter.add_table(rows=2, cols=2)
    head.alignment = WD_TABLE_ALIGNMENT.CENTER
    set_widths(head, (HEAD_LEFT, HEAD_RIGHT))
    body, nation = head.rows[0].cells
    say(centred(body.paragraphs[0]), "{%p if office.parent %}", size=NAME)
    say(centred(body.add_paragraph()), "{{ office.parent }}", size=NAME)
    say(body.add_paragraph(), "{%p endif %}", size=NAME)
    say(centred(body.add_paragraph()), "{{ office.body }}", size=NAME, bold=True)
    line_under(body.add_paragraph(), room=HEAD_LEFT, length=NAME_LINE)
    say(centred(nation.paragraphs[0]), NATION, size=NAME, bold=True)
    say(centred(nation.add_paragraph()), MOTTO, size=TITLE, bold=True)
    line_under(nation.add_paragraph(), room=HEAD_RIGHT, length=MOTTO_LINE)
    number, day = head.rows[1].cells
    say(centred(number.paragraphs[0]), "Số:        /{{ office.symbol }}", size=NAME)
    say(centred(day.paragraphs[0]), "{{ office.place }}, {{ day }}", size=BODY, italic=True)


def _title(letter: Any) -> None:
    say(centred(letter.add_paragraph(), before=18), "BÁO CÁO", size=TITLE, bold=True)
    say(centred(letter.add_paragraph()), "{{ abstract }}", size=TITLE, bold=True)
    line_under(letter.add_paragraph(), room=ROOM, length=ABSTRACT_LINE)


def _body(letter: Any) -> None:
    _text(letter, "{{ opening }}")
    _heading(letter, "I. SỐ LIỆU")
    _loop(letter, "line in summary", "- {{ line.name }}: {{ line.count }}.")
    _counted(letter, "provinces", "Tỉnh, thành phố", "Số lần đăng")
    _counted(letter, "documents", "Văn bản", "Số câu chuyện")
    _loop(letter, "line in decisions", "- {{ line.name }}: {{ line.count }} câu chuyện.")
    _heading(letter, "II. NỘI DUNG")
    _heading(letter, "{%p for section in sections %}")
    _heading(letter, "{{ loop.index }}. {{ section.name }}")
    _loop(letter, "story in section.stories", *_STORY)
    _text(letter, "{%p if section.more %}")
    _text(letter, "Còn {{ section.more }} câu chuyện nữa, xem trong bản XLSX.")
    _text(letter, "{%p endif %}")
    _text(letter, "{%p if not section.stories %}")
    _text(letter, "Không có.")
    _text(letter, "{%p endif %}")
    _text(letter, "{%p endfor %}")


_STORY = (
    "{{ story.label }} {{ story.outlets }}: “{{ story.sentence }}”",
    "- Bài báo: {{ story.article_says }}. Văn bản: {{ story.official_says }} ({{ story.passage_of }}).",
    "- Nguyên văn: “{{ story.passage }}”",
    "{%p if story.settled %}",
    "- {{ story.settled }}.",
    "{%p endif %}",
)


def _foot(letter: Any) -> None:
    """ "Nơi nhận" on the left, the signer on the right."""
    letter.add_paragraph()
    foot = letter.add_table(rows=1, cols=2)
    set_widths(foot, (Mm(75), Length(ROOM - Mm(75))))
    left, right = foot.rows[0].cells
    say(left.paragraphs[0], "Nơi nhận:", size=RECIPIENTS, bold=True, italic=True)
    say(left.add_paragraph(), "{%p for one in recipients %}", size=LISTED)
    say(left.add_paragraph(), "- {{ one }}", size=LISTED)
    say(left.add_paragraph(), "{%p endfor %}", size=LISTED)
    say(centred(right.paragraphs[0]), "{{ office.signer_title }}", size=TITLE, bold=True)
    say(centred(right.add_paragraph(), before=64), "{{ office.signer }}", size=TITLE, bold=True)


def _counted(letter: Any, rows: str, name: str, count: str) -> None:
    """A table of names and counts; left out where there is nothing to count."""
    _text(letter, f"{{%p if {rows} %}}")
    spaced = letter.add_paragraph()
    spaced.paragraph_format.space_after = Pt(4)
    table = letter.add_table(rows=4, cols=2)
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    set_borders(table)
    set_widths(table, (Mm(120), Mm(40)))
    for cell, words in zip(table.rows[0].cells, (name, count), strict=True):
        say(centred(cell.paragraphs[0]), words, size=NAME, bold=True)
    repeat_head(table.rows[0])
    say(table.rows[1].cells[0].paragraphs[0], f"{{%tr for line in {rows} %}}", size=NAME)
    say(table.rows[2].cells[0].paragraphs[0], "{{ line.name }}", size=NAME)
    say(centred(table.rows[2].cells[1].paragraphs[0]), "{{ line.count }}", size=NAME)
    say(table.rows[3].cells[0].paragraphs[0], "{%tr endfor %}", size=NAME)
    _text(letter, "{%p endif %}")


def _loop(letter: Any, what: str, *lines: str) -> None:
    for line in (f"{{%p for {what} %}}", *lines, "{%p endfor %}"):
        _text(letter, line)


def _heading(letter: Any, words: str) -> None:
    _set(letter.add_paragraph(), words, bold=True)


def _text(letter: Any, words: str) -> None:
    _set(letter.add_paragraph(), words, bold=False)


def _set(paragraph: Any, words: str, *, bold: bool) -> None:
    """Justified, its first line 1.27 cm in, six points below: the body of Annex I."""
    paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    form = paragraph.paragraph_format
    form.first_line_indent, form.space_after, form.line_spacing = Cm(1.27), Pt(6), 1.1
    say(paragraph, words, size=BODY, bold=bold)
