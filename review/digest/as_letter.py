"""A digest → DOCX in the form Vietnamese offices use, by docxtpl; it is in Vietnamese, whatever the page is in."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import IO, Any

from docx.opc.exceptions import PackageNotFoundError
from docxtpl import DocxTemplate
from jinja2 import TemplateError
from jinja2.sandbox import SandboxedEnvironment

from doichieu.errors import WrongUse
from review.digest.figures import Counts, Digest, Story
from review.digest.letter_template import write_template
from review.digest.office import KEPT, Office
from review.digest.words import (
    CORRECTED,
    SECTIONS,
    outlets_of,
    passage_of,
    settled_words,
    summary,
    title,
)
from review.language import show_number, translator
from review.views import STATUSES

#: A letter that a person reads; the whole is in the workbook.
MOST_STORIES, MOST_LINES, MOST_OUTLETS = 60, 40, 12


def write_letter(digest: Digest, output: IO[bytes], *, office: Office, today: date) -> None:
    """Fill the office's template, or ours; WrongUse names one that cannot be filled."""
    letter = DocxTemplate(_template(office.template))
    try:
        # Escaped, so that crawled text is text in the file's XML; sandboxed, as a template is a program.
        letter.render(_context(digest, office, today), SandboxedEnvironment(autoescape=True))
        letter.docx.core_properties.title = title(digest.period, str)
        letter.save(output)
    except (TemplateError, PackageNotFoundError, KeyError, ValueError, zipfile.BadZipFile) as error:
        raise _unusable(office.template, error) from error


def _template(own: Path | None) -> IO[bytes]:
    if own is None:
        made = io.BytesIO()
        write_template(made)
        made.seek(0)
        return made
    try:
        return io.BytesIO(own.read_bytes())
    except OSError as error:
        raise _unusable(own, error) from error


def _context(digest: Digest, office: Office, today: date) -> dict[str, Any]:
    vi = translator("vi")
    decisions = [
        (f"Quyết định “{STATUSES[name].lower()}”", count) for name, count in digest.decisions
    ]
    return {
        "office": office,
        "day": f"ngày {_padded(today.day, 9)} tháng {_padded(today.month, 2)} năm {today.year}",
        "abstract": title(digest.period, vi),
        "opening": _opening(digest),
        "summary": [{"name": name, "count": count} for name, count in summary(digest, vi, language="vi")],
        "provinces": _lines(digest.by_province, none="Trung ương"),
        "documents": _lines(digest.by_document),
        "decisions": _lines(decisions),
        "sections": _sections(digest),
        "recipients": [*(f"{one};" for one in office.recipients), f"{KEPT}."],
    }  # fmt: skip


def _opening(digest: Digest) -> str:
    span = title(digest.period, str).removeprefix("Điểm tin đối chiếu ")
    return (
        f"Kết quả đối chiếu tin bài báo chí với văn bản chính thức {span} như sau. “Khác văn bản” nghĩa là một chi tiết trong "
        "bài không khớp với văn bản được nêu; chỉ quyết định của người duyệt là kết luận."
    )


def _padded(number: int, upto: int) -> str:
    """Decree 30: days below 10, and the months 1 and 2, have a 0 before them."""
    return f"{number:02}" if number <= upto else str(number)


def _lines(counts: Counts | Iterable[tuple[str, int]], *, none: str = "") -> list[dict[str, str]]:  # fmt: skip
    held = [{"name": name or none, "count": show_number(count, language="vi")} for name, count in counts]  # fmt: skip
    return held[:MOST_LINES]


def _sections(digest: Digest) -> list[dict[str, Any]]:
    named = [(name, digest.told(status)) for status, name in SECTIONS.items()]
    return [
        {
            "name": name,
            "stories": [_story(one, f"{at}.{number})") for number, one in enumerate(stories[:MOST_STORIES], 1)],
            "more": max(0, len(stories) - MOST_STORIES),
        }
        for at, (name, stories) in enumerate([*named, (CORRECTED, digest.corrected)], 1)
    ]  # fmt: skip


def _story(story: Story, label: str) -> dict[str, Any]:
    return {
        **{name: value for name, value in asdict(story).items() if name != "appearances"},
        "label": label,
        "outlets": outlets_of(story, MOST_OUTLETS),
        "passage_of": passage_of(story),
        "settled": settled_words(story, str),
    }


def _unusable(template: Path | None, error: Exception) -> WrongUse:
    why = " ".join(str(error).split())[:200]
    return WrongUse(
        vi=f"mẫu công văn {template} không dùng được ({why}); viết mẫu mới bằng: doichieu digest --write-template TỆP",
        en=f"the letter template {template} cannot be used ({why}); write a new one with: doichieu digest --write-template FILE",
        reason="bad_template",
    )
