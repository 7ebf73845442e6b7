"""The official corpus over time, by hand: what changed, what happened to a text, what counted on a day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from corpus.compare_versions import Changed, differences
from corpus.retrieval import Found, PassageSearch
from corpus.structure import cut_passages
from doichieu.citing import Citations, Cited
from doichieu.errors import DoichieuError
from doichieu.jobs.desk import open_desk
from doichieu.jobs.official import get_official
from doichieu.legal import find_citations
from doichieu.local_time import LOCAL_TIME
from doichieu.records import OfficialDocument, RelationKind
from doichieu.settings import Settings
from storage import document_problems, documents, search

#: Documents that hold every word asked; their passages are then weighed.
MOST_DOCUMENTS = 300

#: What is done to a text, in words: Vietnamese and English.
DONE = {
    RelationKind.REPLACES: "được thay thế / replaced",
    RelationKind.REPEALS: "bị bãi bỏ / repealed",
    RelationKind.AMENDS: "được sửa đổi / amended",
    RelationKind.EXTENDS: "được kéo dài / extended",
    RelationKind.SUSPENDS: "bị ngưng hiệu lực / suspended",
    RelationKind.BEGINS: "bắt đầu có hiệu lực / begins",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Event:
    """Something that happened to a document; day None where no text says when."""

    day: date | None
    what: str
    document: str = ""  #: number of the text that did it
    place: str = ""
    said: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Apart:
    """A file that gave no document."""

    place: str
    reason: str
    vi: str
    en: str


def diff_official(number: str, other: str | None, *, settings: Settings) -> tuple[Changed, ...]:
    """What the newest version of a text changed in the one before; or how `other` differs from it."""
    document = get_official(number, settings=settings)
    if other is not None:
        second = get_official(other, settings=settings)
        return differences(document.passages, second.passages)
    with open_desk(settings) as desk, desk.database.reading() as session:
        held = documents.versions(session, document)
        before = held[-1].text if held else None
    if before is None:
        raise DoichieuError(
            vi=f"{document.number} chỉ có một bản; so với văn bản khác: doichieu official diff {document.number} SỐ_KHÁC",
            en=f"{document.number} has one version only; compare with another: doichieu official diff {document.number} OTHER",
            reason="one_version",
        )
    return differences(cut_passages(before, document=document.number), document.passages)


def history_official(number: str, *, settings: Settings) -> tuple[Event, ...]:
    """What happened to a document, the earliest first: its own days, what others did, how it came here."""
    document = get_official(number, settings=settings)
    with open_desk(settings) as desk, desk.database.reading() as session:
        earlier = [
            (one.version, one.stored_at.date()) for one in documents.versions(session, document)
        ]
    events = [*_own_days(document), *_done_to(document)]
    events += [
        Event(day=day, what=f"bản {version} vào kho / version {version} stored")
        for version, day in earlier
    ]
    events += [Event(day=None, what="nguồn / origin", said=one) for one in document.origins]
    return tuple(sorted(events, key=lambda one: (one.day is None, one.day or date.max)))


def search_official(
    words: str, *, on: date | None, province: str | None, limit: int, settings: Settings
) -> tuple[date, list[Found]]:
    """The day asked for, else today; and passages of texts that counted then and bind in a place, the best first."""
    day = on or datetime.now(LOCAL_TIME).date()
    with open_desk(settings) as desk, desk.database.reading() as session:
        hits = search.find(session, words, kinds=("document",), limit=MOST_DOCUMENTS)
        found = [documents.by_id(session, int(hit.ref)) for hit in hits]
    index = PassageSearch(one for one in found if one is not None)
    return day, index.search(words, day=day, province=province, most=limit)


def cited_by(document: OfficialDocument, *, settings: Settings) -> tuple[Cited, ...]:
    """The documents that a text cites, each once, and the citations that name none we hold."""
    with open_desk(settings) as desk, desk.database.reading() as session:
        near = _near(session, document)
    found: dict[str, Cited] = {}
    for one in Citations(near).read(document.text, day=document.issued, own=document):
        meant = one.document.number if one.document else one.citation.text if one.unresolved else ""
        if meant and meant != document.number:
            found.setdefault(meant, one)
    return tuple(found.values())


def files_apart(*, settings: Settings) -> tuple[Apart, ...]:
    """Files that were put apart, the newest first."""
    with open_desk(settings) as desk, desk.database.reading() as session:
        return tuple(
            Apart(place=one.place, reason=one.reason, vi=one.vi, en=one.en)
            for one in document_problems.apart(session)
        )


def _near(session: Session, document: OfficialDocument) -> Sequence[OfficialDocument]:
    figures = {
        one.number.split("/")[0].split("-")[0]
        for one in find_citations(document.text)
        if one.number
    }
    return documents.numbered(session, figures)


def _own_days(document: OfficialDocument) -> Iterator[Event]:
    days = (
        (document.issued, "ký / signed"),
        (document.effective, "có hiệu lực / in force"),
        (document.applied, "bắt đầu áp dụng / applied from"),
        (document.expires, "hết hiệu lực / no longer in force"),
    )
    yield from (Event(day=day, what=what) for day, what in days if day)


def _done_to(document: OfficialDocument) -> Iterator[Event]:
    own = [one for one in document.relations if one.kind is RelationKind.BEGINS]
    for one in (*document.changes, *own):
        by = "" if one.kind is RelationKind.BEGINS else one.by
        yield Event(day=one.since, what=DONE[one.kind], document=by, place=one.place, said=one.said)
        if one.until and one.kind is RelationKind.SUSPENDS:
            yield Event(
                day=one.until,
                what="có hiệu lực trở lại / in force again",
                document=by,
                place=one.place,
            )
