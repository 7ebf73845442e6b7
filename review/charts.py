"""Counts as bars: SVG with attributes only, for the policy that allows no inline style."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from review.language import show_number

#: Heights of a label's line and of its bar, the room between rows, the width: units near to pixels on
#: a phone, where a label beside its bar would be too small to read.
LINE, BAR, GAP, WIDTH = 18, 14, 10, 400
#: Room for the number behind the longest bar; characters of a label that fit above one.
NUMBER, FITS = 60, 48


def bars(
    rows: Sequence[tuple[str, int]],
    *,
    title: str,
    unit: str = "",
    most: int = 0,
    language: str = "vi",
) -> Markup:
    """Horizontal bars, one a row, each with its number and unit, the longest of `most`; a table of the same stands beside it."""
    most = most or max((number for _, number in rows), default=0) or 1
    row = LINE + BAR + GAP
    out = Markup('<svg class="bars" role="img" viewBox="0 0 {} {}" aria-label="{}">').format(
        WIDTH, len(rows) * row, title
    )
    for at, (label, number) in enumerate(rows):
        y = at * row
        width = max(2, round((WIDTH - NUMBER) * number / most))
        out += Markup('<text x="0" y="{}">{}</text>').format(
            y + LINE - 5, label if len(label) <= FITS else f"{label[: FITS - 1]}…"
        )
        out += Markup('<rect x="0" y="{}" width="{}" height="{}" rx="3"></rect>').format(
            y + LINE, width, BAR
        )
        out += Markup('<text x="{}" y="{}">{}</text>').format(
            width + 8, y + LINE + 12, f"{show_number(number, language=language)}{unit}"
        )
    return out + Markup("</svg>")
