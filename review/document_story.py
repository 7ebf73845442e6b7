"""What became of an official document: whether it counts today, part by part, its family, and its reach."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from doichieu.provinces import UNITS, unit_of
from doichieu.records import OfficialDocument, Passage, Relation, RelationKind
from review.charts import bars
from review.family_graph import family_graph
from review.tile_map import tile_map
from storage import documents
from storage import sources as source_rows
from storage.citing_articles import Citing, citing_articles

#: What a document is on a day: its words here are Vietnamese, as templates translate them.
IN_FORCE, PARTLY, ENDED, COMING, SUSPENDED = (
    "Còn hiệu lực", "Hết hiệu lực một phần", "Hết hiệu lực", "Chưa có hiệu lực", "Tạm ngưng hiệu lực",
)  # fmt: skip
COLOURS = {IN_FORCE: "good", PARTLY: "warn", ENDED: "bad", COMING: "coming", SUSPENDED: "warn"}
DONE = {
    RelationKind.REPLACES: "thay thế", RelationKind.REPEALS: "bãi bỏ", RelationKind.AMENDS: "sửa đổi",
    RelationKind.EXTENDS: "kéo dài", RelationKind.SUSPENDS: "ngưng hiệu lực", RelationKind.BEGINS: "có hiệu lực từ",
}  # fmt: skip
#: Outlets named on the page; the rest are counted.
MOST_NAMED = 40


@dataclass(frozen=True, slots=True)
class Part:
    """A passage, and what keeps it from counting today."""

    passage: Passage
    change: Relation | None


@dataclass(frozen=True, slots=True)
class Outlet:
    """How one outlet reported the document."""

    name: str
    province: str
    first: date
    late: int | None  #: days after the document was issued
    articles: int


def story(session: Session, document: OfficialDocument, *, today: date) -> dict[str, Any]:
    """Everything of a document's page that the document alone does not say."""
    citing = citing_articles(session, document)
    parts = [Part(one, change_on(document, one, today)) for one in document.passages]
    status = validity(document, parts, today=today)
    kin = {*(one.document for one in document.relations), *(one.by for one in document.changes)}
    known = documents.known(session, kin)
    return {
        "validity": status,
        "validity_colour": COLOURS[status],
        "parts": parts,
        "done_words": DONE,
        "known": known,
        "family": family_graph(document, known=known),
        "citing": citing,
        **_reach(session, document, citing, today=today),
    }


def validity(document: OfficialDocument, parts: Iterable[Part], *, today: date) -> str:
    """Whether a document counts on a day, in a word."""
    begins = document.effective or document.issued
    if begins and today < begins:
        return COMING
    if document.expires and document.expires <= today:
        return ENDED
    if not document.in_force_on(today):
        return SUSPENDED
    return PARTLY if any(one.change for one in parts) else IN_FORCE


def change_on(document: OfficialDocument, passage: Passage, day: date) -> Relation | None:
    """What keeps a part of a document from counting on a day."""
    if document.stands_on(day, passage):
        return None
    told = (*document.changes, *document.relations)
    return next(
        (one for one in told if one.reaches(passage.place, passage.headings) and one.place), None
    )


def _reach(
    session: Session, document: OfficialDocument, citing: Sequence[Citing], *, today: date
) -> dict[str, Any]:
    """Who reported it, how long after, and who has not."""
    news = {name: row for name, row in source_rows.states(session).items() if row.kind == "news"}
    outlets: dict[str, list[Citing]] = {}
    for one in citing:
        outlets.setdefault(one.article.source_id, []).append(one)
    rows = [_outlet(news.get(name), name, held, document) for name, held in outlets.items()]
    rows.sort(key=lambda one: (one.first, one.name))
    silent = sorted(row.name for name, row in news.items() if name not in outlets and row.enabled)
    heard = {unit_of(one.province, on=today) for one in rows if one.province}
    watched = {unit_of(row.province, on=today) for row in news.values() if row.province}
    return {
        "outlets": rows,
        "silent": silent[:MOST_NAMED],
        "silent_more": max(0, len(silent) - MOST_NAMED),
        "reach_chart": bars(_by_delay(rows), title=document.number) if rows else "",
        "reach_map": tile_map(heard, watched),
        "heard": sorted(heard & set(UNITS)),
        "unheard": sorted((watched - heard) & set(UNITS)),
    }


def _outlet(row: Any, name: str, held: Sequence[Citing], document: OfficialDocument) -> Outlet:
    first = min(one.day for one in held)
    return Outlet(
        name=row.name if row else name,
        province=(row.province if row else held[0].article.province) or "",
        first=first,
        late=(first - document.issued).days if document.issued else None,
        articles=len(held),
    )


def _by_delay(rows: Iterable[Outlet]) -> list[tuple[str, int]]:
    """Outlets by the days they took: the answer to "who is late"."""
    bounds = (
        ("≤ 0", -10_000, 0),
        ("1", 1, 1),
        ("2–3", 2, 3),
        ("4–7", 4, 7),
        ("8–30", 8, 30),
        ("> 30", 31, 100_000),
    )
    late = [one.late for one in rows if one.late is not None]
    return [(label, sum(low <= one <= high for one in late)) for label, low, high in bounds]
