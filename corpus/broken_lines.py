"""Lines broken by the width of a page or an editor → paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus import marks

#: Editors that break lines do it at some 60 to 110 columns.
WIDEST = 120
#: A text whose lines are seldom both full and unfinished was not broken.
LEAST_BROKEN = 0.2
#: A full line ends within one long syllable of the margin.
SYLLABLE = 9

#: After these a number or "Điều …" is cited, and opens nothing.
_CITING = re.compile(
    r"(?:\b(?:tại|theo|của|và|hoặc|các|từ|đến|điều|khoản|điểm|mục|chương|phụ lục|số|với|trừ|khoản \d+[a-z]?|điểm [a-zđ]))$",
    re.IGNORECASE,
)
_LIST = re.compile(r"^(?:[-+•–]\s|Căn cứ\s|Xét đề nghị|Theo đề nghị|Nơi nhận|Số\s*:|Luật số)")


@dataclass(frozen=True, slots=True)
class Broken:
    """A line as it stands on its page."""

    text: str
    full: bool = False  #: it reaches the right margin
    alone: bool = False  #: a row of a table, a page's letterhead


def join_lines(lines: Iterable[Broken]) -> list[str]:
    """Paragraphs, one a line."""
    joined: list[str] = []
    last: Broken | None = None
    for line in lines:
        if last is not None and _goes_on(last, line):
            joined[-1] = f"{joined[-1]} {line.text}"
        else:
            joined.append(line.text)
        last = line
    return joined


def mend_text(text: str) -> str:
    """A plain text put together again where an editor broke its lines; else as it is."""
    lines = [line.strip() for line in text.split("\n")]
    widths = sorted(len(line) for line in lines if line)
    if not widths:
        return text
    widest = widths[int(len(widths) * 0.97)]
    broken = [
        Broken(line, full=len(line) >= widest - SYLLABLE, alone=bool(marks.ROW.search(line)))
        for line in lines
        if line
    ]
    unfinished = sum(one.full and not marks.FINISHED.search(one.text) for one in broken)
    if widest > WIDEST or unfinished < LEAST_BROKEN * len(broken):
        return text
    return "\n".join(join_lines(broken))


def _goes_on(last: Broken, line: Broken) -> bool:
    if last.alone or line.alone or not line.text:
        return False
    finished = bool(marks.FINISHED.search(last.text))
    if marks.ARTICLE.match(line.text):
        return bool(_CITING.search(last.text)) or (
            not finished and last.full and not marks.ARTICLE.match(last.text) and _cites(line.text)
        )
    if _opens(line.text):
        return bool(_CITING.search(last.text)) and last.full
    if last.full:
        return not (last.text.isupper() and not line.text.isupper())
    starts_low = line.text[:1].islower() or line.text[:1].isdigit()
    return not finished and starts_low and not last.text.isupper()


def _opens(text: str) -> bool:
    return bool(
        marks.CLAUSE.match(text)
        or marks.POINT.match(text)
        or marks.opens_part(text)
        or marks.opens_annex(text)
        or marks.ENDING.match(text)
        or _LIST.match(text)
        or text[:1] in '“«"'
        or (text.isupper() and len(text) > 6)
    )


def _cites(text: str) -> bool:
    """ "Điều 6 Nghị định này" goes on with a sentence; "Điều 6. Hồ sơ" opens an article."""
    match = marks.ARTICLE.match(text)
    return match is not None and not match[2]


def broken_paragraphs(lines: Sequence[Broken]) -> str:
    """`join_lines` as one text."""
    return "\n".join(join_lines(lines))
