"""A page of a PDF → runs of letters with their places, and lines in the order they are read."""

from __future__ import annotations

import ctypes
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from statistics import median

import pypdfium2 as pdfium
from pypdfium2 import raw

from doichieu.text import one_line

#: A gap of more letters' heights than this parts cells, columns, the sides of a letterhead.
GAP = 1.5
#: Lines a column holds at least, on either side of the gutter; a letterhead holds fewer.
COLUMN_LINES = 7
#: A column's lines fill so much of its width; the cells of a table do not.
FILLED = 0.6
_NOTE_MARK = re.compile(r"^[\[(]?\d{1,2}[\])]?$")


@dataclass(frozen=True, slots=True)
class Run:
    """Letters in a row, of one size; points from the page's left and bottom."""

    x0: float
    x1: float
    y: float
    size: float
    text: str


@dataclass(frozen=True, slots=True)
class PageLine:
    """A line as it is read; a row of a table has its cells in it, parted by bars."""

    text: str
    x0: float
    x1: float
    y: float
    size: float
    full: bool = False
    row: bool = False


def page_runs(page: pdfium.PdfPage) -> list[Run]:
    """Every run of a page, marks of footnotes left out."""
    textpage = page.get_textpage()
    try:
        runs = _runs(textpage.raw)
    finally:
        textpage.close()
    return _without_note_marks(runs)


def read_lines(runs: Sequence[Run], *, first: bool = False) -> list[PageLine]:
    """Lines from top to bottom, the left column before the right; `first`: the page has a letterhead."""
    if not runs:
        return []
    rows = _rows(runs)
    gutter = _gutter(rows)
    if gutter is not None:
        return _by_columns(rows, gutter, first=first)
    head: list[PageLine] = []
    if first:
        rows, head = _letterhead(rows)
    return [*head, *_lines(rows)]


def _runs(handle: object) -> list[Run]:
    """Character by character: a break, a wide gap, another size or line begins a new run."""
    runs: list[Run] = []
    letters: list[str] = []
    box, x, y = raw.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    start = end = line = size = 0.0

    def flush() -> None:
        text = one_line("".join(letters))
        if text:
            runs.append(Run(start, end, line, size, text))
        letters.clear()

    for at in range(raw.FPDFText_CountChars(handle)):
        code = raw.FPDFText_GetUnicode(handle, at)
        if code in (10, 13):
            flush()
            continue
        if code <= 32 or code == 0xA0:
            letters.append(" ")
            continue
        raw.FPDFText_GetLooseCharBox(handle, at, box)
        raw.FPDFText_GetCharOrigin(handle, at, x, y)
        height = box.top - box.bottom
        if letters and (
            abs(y.value - line) > 0.25 * size
            or not -0.5 * size < box.left - end < GAP * size
            or abs(height - size) > 0.15 * size
        ):
            flush()
        if not letters or not "".join(letters).strip():
            letters.clear()
            start, line, size = box.left, y.value, height or 1.0
        end = box.right
        letters.append(chr(code))
    flush()
    return runs


def _without_note_marks(runs: list[Run]) -> list[Run]:
    """Small raised figures behind a word are marks of footnotes; they are no part of the sentence."""
    if not runs:
        return runs
    body = median(run.size for run in runs for _ in run.text)
    kept: list[Run] = []
    for at, run in enumerate(runs):
        before = runs[at - 1] if at else None
        if (
            before
            and run.size < 0.8 * body
            and _NOTE_MARK.match(run.text)
            and -1 < run.x0 - before.x1 < before.size
            and 0 < run.y - before.y < before.size
        ):
            continue
        kept.append(run)
    return kept


def _rows(runs: Iterable[Run]) -> list[list[Run]]:
    """Runs on one line together, lines from top to bottom, runs from left to right."""
    rows: list[list[Run]] = []
    for run in sorted(runs, key=lambda one: (-one.y, one.x0)):
        if rows and abs(rows[-1][0].y - run.y) < 0.35 * max(run.size, rows[-1][0].size):
            rows[-1].append(run)
        else:
            rows.append([run])
    return [_closed_up(sorted(row, key=lambda one: one.x0)) for row in rows]


def _closed_up(row: list[Run]) -> list[Run]:
    """Runs that stand next to one another made one."""
    closed: list[Run] = []
    for run in row:
        last = closed[-1] if closed else None
        if last and run.x0 - last.x1 < GAP * max(run.size, last.size):
            blank = "" if run.x0 - last.x1 < 0.1 * run.size else " "
            size = max(last.size, run.size)
            closed[-1] = replace(last, x1=run.x1, text=f"{last.text}{blank}{run.text}", size=size)
        else:
            closed.append(run)
    return closed


def _gutter(rows: Sequence[Sequence[Run]]) -> float | None:
    """Where a page of two columns is parted; None where it has one."""
    runs = [run for row in rows for run in row]
    left, right = min(run.x0 for run in runs), max(run.x1 for run in runs)
    middle, width = (left + right) / 2, right - left
    best: tuple[int, float] | None = None
    for step in range(-8, 9):
        x = middle + step * width / 80
        crossing = sum(run.x0 < x < run.x1 for run in runs)
        if best is None or crossing < best[0]:
            best = (crossing, x)
    if best is None or best[0] > 0.3 * len(rows):
        return None
    x = best[1]
    lefts, rights = [run for run in runs if run.x1 <= x], [run for run in runs if run.x0 >= x]
    wide = [run for run in lefts if run.x1 - left > FILLED * (x - left)]
    wide_right = [run for run in rights if run.x1 - x > FILLED * (right - x)]
    # The last page of the gazette may hold its left column only, or little of the right one.
    alone = len(lefts) >= 0.8 * len(runs) and right - x > 0.3 * (x - left)
    if len(wide) >= COLUMN_LINES and (alone or len(wide_right) >= 2) and _flush(rights):
        return x
    return None


def _flush(runs: Sequence[Run]) -> bool:
    """Whether most lines begin at one place, as those of a column do; none do, too."""
    starts = Counter(round(run.x0 / 4) for run in runs)
    near = max((starts[at] + starts[at + 1] for at in starts), default=0)
    return near >= 0.6 * len(runs)


def _by_columns(rows: Sequence[list[Run]], x: float, *, first: bool) -> list[PageLine]:
    """Bands between the lines that cross the gutter, each left column first."""
    lines: list[PageLine] = []
    left: list[list[Run]] = []
    right: list[list[Run]] = []

    def flush() -> None:
        head = first and len(left) < COLUMN_LINES and len(lines) < COLUMN_LINES
        for side in (left, right):
            lines.extend([_line(row, row=True) for row in side] if head else _lines(side))
        left.clear()
        right.clear()

    for row in rows:
        if any(run.x0 < x - 1 and run.x1 > x + 1 for run in row):
            flush()
            lines.extend(_lines([row]))
            continue
        for side, part in (
            (left, [run for run in row if run.x1 <= x + 1]),
            (right, [run for run in row if run.x1 > x + 1]),
        ):
            if part:
                side.append(part)
    flush()
    return lines


def _letterhead(rows: list[list[Run]]) -> tuple[list[list[Run]], list[PageLine]]:
    """The first page's head: issuer and number left, the state's name and the day right."""
    last = max((at for at, row in enumerate(rows[:9]) if len(row) == 2), default=None)
    if last is None:
        return rows, []
    middle = min(row[1].x0 for row in rows[: last + 1] if len(row) == 2)
    left = [run for row in rows[: last + 1] for run in row if run.x0 < middle - 1]
    right = [run for row in rows[: last + 1] for run in row if run.x0 >= middle - 1]
    return rows[last + 1 :], [_line([run], row=True) for run in (*left, *right)]


def _lines(rows: Sequence[list[Run]]) -> list[PageLine]:
    if not rows:
        return []
    right = max(row[-1].x1 for row in rows)
    lines = [_line(row, row=_is_row(rows, at)) for at, row in enumerate(rows)]
    return [replace(one, full=one.x1 >= right - 4 * one.size) for one in lines]


def _is_row(rows: Sequence[list[Run]], at: int) -> bool:
    """Cells stand under or over the cells of the line next to them."""
    row = rows[at]
    near = [rows[one] for one in (at - 1, at + 1) if 0 <= one < len(rows)]
    return len(row) > 1 and any(
        len(other) > 1 and any(abs(run.x0 - cell.x0) < 3 for run in row[1:] for cell in other[1:])
        for other in near
    )


def _line(runs: Sequence[Run], *, row: bool) -> PageLine:
    text = (" | " if row else " ").join(run.text for run in runs)
    size = max(run.size for run in runs)
    return PageLine(text, runs[0].x0, runs[-1].x1, runs[0].y, size, row=row)
