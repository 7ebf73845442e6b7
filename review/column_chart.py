"""Columns a day, each a pile of kinds: SVG with attributes only, and a key to its colours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from review.language import show_number

#: Units near to pixels; room for the number of the scale on the left, for days below.
WIDTH, HEIGHT, LEFT, BELOW = 640, 190, 34, 22
#: Colours that are told apart in both themes; further kinds are piled together.
SHADES = 6
#: Days between two that are named.
NAMED_EVERY = 7


def columns(days: Sequence[tuple[str, Mapping[str, int]]], *, kinds: Sequence[str], title: str, language: str = "vi") -> Markup:  # fmt: skip
    """One column a day; a kind beyond the shades counts as the last of `kinds`."""
    most = max((sum(counts.values()) for _, counts in days), default=0) or 1
    step = (WIDTH - LEFT) / max(1, len(days))
    out = Markup('<svg class="columns" role="img" viewBox="0 0 {} {}" aria-label="{}">').format(
        WIDTH, HEIGHT + BELOW, title
    )
    out += Markup('<text x="{}" y="12" text-anchor="end">{}</text><line x1="{}" y1="{}" x2="{}" y2="{}"></line>').format(LEFT - 6, show_number(most, language=language), LEFT, HEIGHT, WIDTH, HEIGHT)  # fmt: skip
    for at, (day, counts) in enumerate(days):
        x = LEFT + at * step
        out += _column(counts, kinds, x=x, width=step, most=most)
        if (len(days) - 1 - at) % NAMED_EVERY == 0:
            out += Markup('<text x="{:.1f}" y="{}" text-anchor="{}">{}</text>').format(
                x + step / 2, HEIGHT + 16, "end" if at == len(days) - 1 else "middle", day
            )
    return out + Markup("</svg>")


def _column(counts: Mapping[str, int], kinds: Sequence[str], *, x: float, width: float, most: int) -> Markup:  # fmt: skip
    out, top = Markup(), float(HEIGHT)
    for shade, kind in enumerate(kinds):
        if count := counts.get(kind, 0):
            tall = (HEIGHT - 4) * count / most
            top -= tall
            out += Markup('<rect class="shade{}" x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}"></rect>').format(shade, x + 1, top, max(1.0, width - 2), tall)  # fmt: skip
    return out
