"""Counts as bars: SVG with attributes only, for the policy that allows no inline style."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

ROW, GAP, LABEL, WIDTH = 22, 8, 230, 560
#: Characters of a label that fit beside the bars.
FITS = 34


def bars(rows: Sequence[tuple[str, int]], *, title: str) -> Markup:
    """Horizontal bars, one a row; a table of the same stands beside it on the page."""
    most = max((number for _, number in rows), default=0) or 1
    height = len(rows) * (ROW + GAP) + GAP
    out = Markup('<svg class="bars" role="img" viewBox="0 0 {} {}" aria-label="{}">').format(
        WIDTH, height, title
    )
    for at, (label, number) in enumerate(rows):
        y = GAP + at * (ROW + GAP)
        width = max(2, round((WIDTH - LABEL - 60) * number / most))
        out += Markup('<text x="{}" y="{}" text-anchor="end">{}</text>').format(
            LABEL - 8, y + 16, label if len(label) <= FITS else f"{label[: FITS - 1]}…"
        )
        out += Markup('<rect x="{}" y="{}" width="{}" height="{}" rx="4"></rect>').format(
            LABEL, y, width, ROW
        )
        out += Markup('<text x="{}" y="{}">{}</text>').format(LABEL + width + 8, y + 16, number)
    return out + Markup("</svg>")
