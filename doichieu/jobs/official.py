"""The official corpus by hand: add, list, show."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from sqlalchemy.orm import Session

from corpus.load import read_page, read_path, two_with_one_number
from corpus.same import alike
from corpus.supersede import key_of, keys_of, outgoing, settled
from corpus.suspicions import ring_error
from crawler.fetch import fetch
from doichieu.errors import DoichieuError, WrongUse
from doichieu.jobs.desk import Desk, open_desk
from doichieu.jobs.read_files import is_address, manners
from doichieu.provinces import binds
from doichieu.records import OfficialDocument, Relation
from doichieu.settings import Settings
from storage import document_problems, documents

#: More documents end one another in no true chain.
MOST_IN_RING = 200


@dataclass(frozen=True, kw_only=True, slots=True)
class Added:
    """One place of the call: the document it gave, or the problem met."""

    place: str
    document: OfficialDocument | None = None
    problem: DoichieuError | None = None
    status: str = ""  #: new, revised, unchanged


def add_official(
    places: Sequence[str], *, settings: Settings, allow_private: bool = False, again: bool = False
) -> Iterator[Added]:
    """Files, folders and addresses into the corpus; each document is told as it goes in.

    `again`: a text that differs from the one we hold under its number becomes its newest version.
    """
    with open_desk(settings) as desk:
        for place in places:
            for added in _read(place, settings=settings, allow_private=allow_private):
                yield _keep(desk, added, again=again)


def _keep(desk: Desk, added: Added, *, again: bool) -> Added:
    """Store what was read, or put it apart with its reason."""
    problem = added.problem
    status = ""
    with desk.database.session() as session:
        if added.document is not None:
            try:
                status = keep_document(session, added.document, again=again)
            except DoichieuError as error:
                problem = error
        if problem is not None:
            put_apart(session, place=added.place, error=problem)
    return replace(added, problem=problem, status=status)


def keep_document(session: Session, document: OfficialDocument, *, again: bool = False) -> str:
    """Store a document and settle what it touches, nothing else: "new", "revised" or "unchanged".

    The same text from another place adds an origin. Quarantine for another text under a number we
    hold, and for a text that would close a ring against the days.
    """
    if document.origin:
        document_problems.well_read(session, document.origin)
    before = documents.held(session, document)
    if before is not None and before.text != document.text and not again:
        elsewhere = not set(document.origins) & set(before.origins)
        if elsewhere and alike(before.text, document.text):
            documents.add_origin(session, document)
            return "unchanged"
        if elsewhere:
            raise two_with_one_number(document, before)
    _refuse_ring(session, document)
    touched = set(documents.targets_of(session, document)) if before else set()
    targets = [key_of(one.document) for one in outgoing(document)]
    status = documents.save(session, document, targets=targets, names=keys_of(document))
    for one in documents.called(session, {*touched, *targets, *keys_of(document)}):
        documents.settle(session, [_settled(session, one)])
    return status


def put_apart(session: Session, *, place: str, error: DoichieuError) -> None:
    """Remember why a file or page gave no document, until it does."""
    document_problems.put_apart(session, place=place, error=error)


def _settled(session: Session, document: OfficialDocument) -> OfficialDocument:
    """A document after all that the corpus does to it."""
    keys = keys_of(document)
    doing = [
        (relation, by)
        for by in documents.doing_to(session, keys)
        for relation in outgoing(by)
        if key_of(relation.document) in keys
    ]
    return settled(document, doing)


def _refuse_ring(session: Session, document: OfficialDocument) -> None:
    """Quarantine for a text that ends one which, by way of others, ends it, and began earlier than that."""
    begins = document.effective or document.issued
    own = set(keys_of(document))
    waiting = [([document.number], key) for key in map(key_of, document.replaces)]
    seen: set[str] = set()
    while waiting and len(seen) < MOST_IN_RING:
        path, key = waiting.pop()
        if key in own and len(path) > 1:
            raise ring_error(document.number, path)
        if key in seen:
            continue
        seen.add(key)
        for one in documents.called(session, [key]):
            later = begins and (one.effective or one.issued or begins) >= begins
            if len(path) > 1 or later:
                waiting += [([*path, one.number], key_of(number)) for number in one.replaces]


def list_official(
    *, settings: Settings, on: date | None = None, province: str | None = None
) -> tuple[OfficialDocument, ...]:
    """Every document; those that count `on` a day, and bind in a `province`, where one is asked for."""
    with open_desk(settings) as desk, desk.database.reading() as session:
        held = documents.all_documents(session)
    day = on or date.max
    counting = (one for one in held if on is None or one.in_force_on(on))
    return tuple(one for one in counting if province is None or binds(one, province, on=day))


def get_official(number: str, *, settings: Settings) -> OfficialDocument:
    """One document by any spelling of its number."""
    with open_desk(settings) as desk, desk.database.reading() as session:
        document = documents.get(session, number)
    if document is None:
        raise DoichieuError(
            vi=f"kho không có văn bản {number}; xem: doichieu official list",
            en=f"the corpus has no document {number}; see: doichieu official list",
            reason="unknown_document",
        )
    return document


def document_shape(document: OfficialDocument) -> dict[str, object]:
    """A document as JSON, without its text."""
    return {
        "number": document.number,
        "title": document.title,
        "issuer": document.issuer,
        "kind": document.kind,
        "issued": _day(document.issued),
        "effective": _day(document.effective),
        "expires": _day(document.expires),
        "applied": _day(document.applied),
        "replaces": list(document.replaces),
        "replaced_by": document.replaced_by,
        "relations": [relation_shape(one) for one in document.relations],
        "changes": [relation_shape(one) for one in document.changes],
        "province": document.province,
        "origin": document.origin,
        "origins": list(document.origins),
    }


def relation_shape(relation: Relation) -> dict[str, object]:
    """What one text does to another, as JSON."""
    return {
        "kind": relation.kind.value,
        "document": relation.document,
        "by": relation.by,
        "place": relation.place,
        "since": _day(relation.since),
        "until": _day(relation.until),
        "keeps": list(relation.keeps),
        "said": relation.said,
    }


def _day(value: date | None) -> str | None:
    return value.isoformat() if value else None


def _read(place: str, *, settings: Settings, allow_private: bool) -> Iterator[Added]:
    if is_address(place):
        try:
            page = fetch(place, manners=manners(settings), allow_private=allow_private)
            yield Added(place=place, document=read_page(page))
        except DoichieuError as error:
            yield Added(place=place, problem=error)
        return
    path = Path(place)
    if not path.exists():
        raise WrongUse(
            vi=f"không có tệp hay thư mục {place}; hãy kiểm tra đường dẫn",
            en=f"there is no file or folder {place}; check the path",
            reason="missing",
        )
    loaded = read_path(path)
    for document in loaded.documents:
        yield Added(place=document.origin, document=document)
    for problem in loaded.problems:
        yield Added(place=problem.place, problem=problem.error)
    if not loaded.documents and not loaded.problems:
        yield Added(place=place, problem=_empty(place))


def _empty(place: str) -> DoichieuError:
    return DoichieuError(
        vi=f"{place}: không có văn bản nào; cần tệp .md, .txt, .html, .pdf hoặc .docx",
        en=f"{place}: no official text there; .md, .txt, .html, .pdf or .docx files are needed",
        reason="no_official_texts",
    )
