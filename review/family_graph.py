"""What a document did to others and others to it, as a small graph: SVG with attributes only."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set

from markupsafe import Markup

from doichieu.records import OfficialDocument, RelationKind

#: Units near to pixels on a phone.
WIDTH, ROW, BOX, HIGH = 640, 46, 190, 32
#: Neighbours drawn on either side; the lists below name them all.
MOST = 8
_WORDS = {
    RelationKind.REPLACES: "thay thế", RelationKind.REPEALS: "bãi bỏ", RelationKind.AMENDS: "sửa đổi",
    RelationKind.EXTENDS: "kéo dài", RelationKind.SUSPENDS: "ngưng",
}  # fmt: skip


def family_graph(document: OfficialDocument, *, known: Set[str]) -> Markup:
    """Older texts left, the document in the middle, younger ones right; "" for one without family."""
    older = _neighbours((one.document, one.kind) for one in document.relations)
    younger = _neighbours((one.by, one.kind) for one in document.changes)
    if not older and not younger:
        return Markup("")
    height = max(len(older), len(younger), 1) * ROW
    middle = height / 2
    out = Markup('<svg class="family" role="img" viewBox="0 0 {} {}" aria-label="{}">').format(
        WIDTH, height, document.number
    )
    for at, (number, word) in enumerate(older):
        out += _link(BOX, at * ROW + ROW / 2, WIDTH / 2 - BOX / 2, middle, word)
        out += _box(0, at * ROW, number, opens=number in known)
    for at, (number, word) in enumerate(younger):
        out += _link(WIDTH / 2 + BOX / 2, middle, WIDTH - BOX, at * ROW + ROW / 2, word)
        out += _box(WIDTH - BOX, at * ROW, number, opens=number in known)
    out += _box(WIDTH / 2 - BOX / 2, middle - ROW / 2, document.number, own=True)
    return out + Markup("</svg>")


def _neighbours(told: Iterable[tuple[str, RelationKind]]) -> Sequence[tuple[str, str]]:
    found: dict[str, str] = {}
    for number, kind in told:
        if kind in _WORDS:
            found.setdefault(number, _WORDS[kind])
    return list(found.items())[:MOST]


def _box(x: float, y: float, number: str, *, own: bool = False, opens: bool = False) -> Markup:
    box = Markup(
        '<rect class="{}" x="{}" y="{}" width="{}" height="{}" rx="6"></rect>'
        '<text x="{}" y="{}" text-anchor="middle">{}</text>'
    ).format("own" if own else "kin", x, y + 7, BOX, HIGH, x + BOX / 2, y + 28, number)
    return Markup('<a href="/documents/{}">{}</a>').format(number, box) if opens else box


def _link(x0: float, y0: float, x1: float, y1: float, word: str) -> Markup:
    return Markup('<line x1="{}" y1="{}" x2="{}" y2="{}"></line><title>{}</title>').format(
        x0, y0, x1, y1, word
    )
