"""Official documents: one row each, with what was, what it is called by, and what others do to it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import UTC, datetime

from sqlalchemy import delete, insert, or_, select
from sqlalchemy.orm import Session

from doichieu.legal import identity_of, normalise_number
from doichieu.records import OfficialDocument
from doichieu.text import fold
from storage import document_tasks, search
from storage.document_records import as_json, as_said, to_record
from storage.official_schema import DocumentKeyRow, DocumentRow, DocumentVersionRow

#: Rows asked for by key in one query.
PART = 500


def save(
    session: Session,
    document: OfficialDocument,
    *,
    targets: Iterable[str] = (),
    names: Iterable[str] = (),
) -> str:
    """Store a document: "new", "revised" or "unchanged".

    `targets` are the keys of what it does something to, `names` the keys it is called by beside its number.
    """
    row = _row(session, document)
    digest = hashlib.sha256(document.text.encode()).hexdigest()
    status = "new" if row is None else "unchanged" if row.digest == digest else "revised"
    if row is None:
        row = DocumentRow(
            number_key=normalise_number(document.number),
            issuer=document.issuer,
            origins=[],
            version=1,
        )
        session.add(row)
    elif status == "revised":
        _keep_version(session, row)
        document_tasks.close_of_document(session, row.number, why=document_tasks.REVISED)
    _fill(row, document, digest=digest)
    session.flush()
    _call(session, row, targets=targets, names=names)
    if status != "unchanged":
        title = f"{document.number} {document.title}"
        search.put(session, kind="document", ref=str(row.id), title=title, body=document.text)
    return status


def add_origin(session: Session, document: OfficialDocument) -> None:
    """The document held came from one more place."""
    row = _row(session, document)
    if row is not None:
        row.origins = list(dict.fromkeys([*row.origins, *document.origins]))


def held(session: Session, document: OfficialDocument) -> OfficialDocument | None:
    """The document we hold under the identity of this one."""
    row = _row(session, document)
    return to_record(row) if row else None


def all_documents(session: Session) -> tuple[OfficialDocument, ...]:
    """Every document, by its day and number."""
    query = select(DocumentRow).order_by(DocumentRow.effective, DocumentRow.number_key)
    return tuple(to_record(row) for row in session.scalars(query))


def any_at_all(session: Session) -> bool:
    """Whether there is an official text."""
    return session.scalar(select(DocumentRow.id).limit(1)) is not None


def get(session: Session, number: str) -> OfficialDocument | None:
    """A document by any spelling of its number; the newest where several have it."""
    query = select(DocumentRow).where(DocumentRow.number_key == normalise_number(number))
    row = session.scalars(query.order_by(DocumentRow.issued.desc())).first()
    return to_record(row) if row else None


def by_id(session: Session, document_id: int) -> OfficialDocument | None:
    """A document by its row, as search names it."""
    row = session.get(DocumentRow, document_id)
    return to_record(row) if row else None


def numbered(session: Session, figures: Iterable[str]) -> tuple[OfficialDocument, ...]:
    """Documents whose numbers begin with one of these figures, and every law: what a citation can mean."""
    starts = [
        DocumentRow.number_key.like(f"{one}{mark}%") for one in sorted(figures) for mark in "/-"
    ]
    laws = DocumentRow.kind.in_(("luật", "bộ luật"))
    return tuple(
        to_record(row) for row in session.scalars(select(DocumentRow).where(or_(laws, *starts)))
    )


def known(session: Session, numbers: Iterable[str]) -> frozenset[str]:
    """Those of the numbers, as they are spelled, that we hold a document of."""
    spelled = {normalise_number(one): one for one in numbers}
    query = select(DocumentRow.number_key).where(DocumentRow.number_key.in_(list(spelled)[:PART]))
    return frozenset(spelled[key] for key in session.scalars(query))


def called(session: Session, keys: Iterable[str]) -> tuple[OfficialDocument, ...]:
    """The documents of these names, as their own texts have them."""
    return tuple(as_said(row) for row in _by_key(session, keys, own=True))


def doing_to(session: Session, keys: Iterable[str]) -> tuple[OfficialDocument, ...]:
    """The documents that do something to what is called so, as their own texts have them."""
    return tuple(as_said(row) for row in _by_key(session, keys, own=False))


def settle(session: Session, settled: Iterable[OfficialDocument]) -> None:
    """Write back when each document counts, and what others do to it."""
    for document in settled:
        row = _row(session, document)
        if row is not None:
            if document.replaced_by and document.replaced_by != row.replaced_by:
                why = document_tasks.REPLACED.format(by=document.replaced_by)
                document_tasks.close_of_document(session, row.number, why=why)
            row.expires, row.replaced_by = document.expires, document.replaced_by
            row.changes = as_json(document.changes)


def targets_of(session: Session, document: OfficialDocument) -> tuple[str, ...]:
    """The keys of what the document, as it was stored last, did something to."""
    row = _row(session, document)
    query = select(DocumentKeyRow.key).where(
        DocumentKeyRow.document_id == (row.id if row else 0), DocumentKeyRow.own.is_(False)
    )
    return tuple(session.scalars(query))


def versions(session: Session, document: OfficialDocument) -> Sequence[DocumentVersionRow]:
    """The texts a document had before the one it has, the oldest first."""
    row = _row(session, document)
    query = select(DocumentVersionRow).where(
        DocumentVersionRow.document_id == (row.id if row else 0)
    )
    return session.scalars(query.order_by(DocumentVersionRow.version)).all()


def digest(session: Session) -> str:
    """A short name of the whole corpus as it stands; another text, date or change, another name."""
    query = select(DocumentRow.digest, DocumentRow.expires, DocumentRow.changes)
    held = "".join(
        f"{one}{expires}{changes or ''}"
        for one, expires, changes in session.execute(query.order_by(DocumentRow.number_key))
    )
    return hashlib.sha256(held.encode()).hexdigest()[:12]


def _row(session: Session, document: OfficialDocument) -> DocumentRow | None:
    key, issuer, year = identity_of(document)
    query = select(DocumentRow).where(DocumentRow.number_key == key)
    for row in session.scalars(query):
        if (not issuer or fold(row.issuer) == issuer) and (not year or row.year in (0, year)):
            return row
    return None


def _by_key(session: Session, keys: Iterable[str], *, own: bool) -> list[DocumentRow]:
    asked = list(dict.fromkeys(keys))
    found: dict[int, DocumentRow] = {}
    for start in range(0, len(asked), PART):
        query = (
            select(DocumentRow)
            .join(DocumentKeyRow, DocumentKeyRow.document_id == DocumentRow.id)
            .where(DocumentKeyRow.key.in_(asked[start : start + PART]), DocumentKeyRow.own.is_(own))
        )
        found |= {row.id: row for row in session.scalars(query)}
    return list(found.values())


def _call(
    session: Session, row: DocumentRow, *, targets: Iterable[str], names: Iterable[str]
) -> None:
    session.execute(delete(DocumentKeyRow).where(DocumentKeyRow.document_id == row.id))
    told = {(key, True) for key in (row.number_key, *names)} | {(key, False) for key in targets}
    rows = [{"document_id": row.id, "key": key, "own": own} for key, own in sorted(told)]
    session.execute(insert(DocumentKeyRow), rows)


def _keep_version(session: Session, row: DocumentRow) -> None:
    session.add(
        DocumentVersionRow(
            document_id=row.id,
            version=row.version,
            title=row.title,
            text=row.text,
            digest=row.digest,
            origin=row.origin,
            stored_at=row.stored_at,
        )
    )
    row.version += 1


def _fill(row: DocumentRow, document: OfficialDocument, *, digest: str) -> None:
    row.number, row.title, row.kind = document.number, document.title, document.kind
    row.issued, row.effective, row.applied = document.issued, document.effective, document.applied
    row.year = identity_of(document)[2]
    row.own_expires = document.expires
    row.expires, row.replaced_by = document.expires, document.replaced_by
    row.replaces, row.names = list(document.replaces), list(document.names)
    row.relations, row.changes = as_json(document.relations), as_json(document.changes)
    row.province, row.origin = document.province, row.origin or document.origin
    row.origins = list(dict.fromkeys([*row.origins, *(document.origins or (document.origin,))]))
    row.text, row.digest = document.text, digest
    row.passages = [
        {key: value for key, value in asdict(one).items() if key != "document"}
        for one in document.passages
    ]
    row.stored_at = datetime.now(UTC)
