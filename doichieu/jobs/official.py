"""The official corpus by hand: add, list, show."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from corpus.load import load_path, read_page
from corpus.supersede import settle
from crawler.fetch import fetch
from doichieu.errors import DoichieuError, WrongUse
from doichieu.jobs.desk import open_desk
from doichieu.jobs.read_files import is_address, manners
from doichieu.records import OfficialDocument
from doichieu.settings import Settings
from storage import documents


@dataclass(frozen=True, kw_only=True, slots=True)
class Added:
    """One place of the call: the document it gave, or the problem met."""

    place: str
    document: OfficialDocument | None = None
    problem: DoichieuError | None = None


def add_official(
    places: Sequence[str], *, settings: Settings, allow_private: bool = False
) -> Iterator[Added]:
    """Files, folders and addresses into the corpus; each document is told as it goes in."""
    with open_desk(settings) as desk:
        for place in places:
            for added in _read(place, settings=settings, allow_private=allow_private):
                if added.document is not None:
                    with desk.database.session() as session:
                        keep_document(session, added.document)
                yield added


def keep_document(session: Session, document: OfficialDocument) -> str:
    """Store a document and settle anew what replaces what."""
    status = documents.save(session, document)
    if status != "unchanged":
        documents.settle(session, settle(documents.all_documents(session)))
    return status


def list_official(*, settings: Settings) -> tuple[OfficialDocument, ...]:
    """Every document."""
    with open_desk(settings) as desk, desk.database.reading() as session:
        return documents.all_documents(session)


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

    def day(value: object) -> str | None:
        return str(value) if value else None

    return {
        "number": document.number,
        "title": document.title,
        "issuer": document.issuer,
        "kind": document.kind,
        "issued": day(document.issued),
        "effective": day(document.effective),
        "expires": day(document.expires),
        "replaces": list(document.replaces),
        "replaced_by": document.replaced_by,
        "province": document.province,
        "origin": document.origin,
    }


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
    loaded = load_path(path)
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
