"""Official documents: stored once a number and issuer, settled by what replaces what."""

from __future__ import annotations

import hashlib
from dataclasses import asdict
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from doichieu.legal import normalise_number
from doichieu.records import OfficialDocument, Passage
from storage import search
from storage.schema import DocumentRow


def save(session: Session, document: OfficialDocument) -> str:
    """Store a document: "new", "revised" or "unchanged"."""
    key = normalise_number(document.number)
    query = select(DocumentRow).where(
        DocumentRow.number_key == key, DocumentRow.issuer == document.issuer
    )
    row = session.scalar(query)
    digest = hashlib.sha256(document.text.encode()).hexdigest()
    status = "new" if row is None else "unchanged" if row.digest == digest else "revised"
    if row is None:
        row = DocumentRow(number_key=key, issuer=document.issuer)
        session.add(row)
    _fill(row, document, digest=digest)
    session.flush()
    if status != "unchanged":
        title = f"{document.number} {document.title}"
        search.put(session, kind="document", ref=str(row.id), title=title, body=document.text)
    return status


def all_documents(session: Session) -> tuple[OfficialDocument, ...]:
    """Every document, by its day and number."""
    query = select(DocumentRow).order_by(DocumentRow.effective, DocumentRow.number_key)
    return tuple(to_record(row) for row in session.scalars(query))


def get(session: Session, number: str) -> OfficialDocument | None:
    """A document by any spelling of its number; the newest where several have it."""
    query = select(DocumentRow).where(DocumentRow.number_key == normalise_number(number))
    row = session.scalars(query.order_by(DocumentRow.issued.desc())).first()
    return to_record(row) if row else None


def by_id(session: Session, document_id: int) -> OfficialDocument | None:
    """A document by its row, as search names it."""
    row = session.get(DocumentRow, document_id)
    return to_record(row) if row else None


def settle(session: Session, settled: tuple[OfficialDocument, ...]) -> None:
    """Write back when each document ends, as its successors say."""
    for document in settled:
        query = select(DocumentRow).where(
            DocumentRow.number_key == normalise_number(document.number),
            DocumentRow.issuer == document.issuer,
        )
        row = session.scalar(query)
        if row is not None:
            row.expires, row.replaced_by = document.expires, document.replaced_by


def digest(session: Session) -> str:
    """A short name of the whole corpus as it stands; another text or date, another name."""
    query = select(DocumentRow.digest, DocumentRow.expires).order_by(DocumentRow.number_key)
    held = "".join(f"{one}{expires}" for one, expires in session.execute(query))
    return hashlib.sha256(held.encode()).hexdigest()[:12]


def to_record(row: DocumentRow) -> OfficialDocument:
    """The row as it flows."""
    return OfficialDocument(
        number=row.number,
        title=row.title,
        issuer=row.issuer,
        kind=row.kind,
        text=row.text,
        passages=tuple(_passage(row.number, one) for one in row.passages),
        issued=row.issued,
        effective=row.effective,
        expires=row.expires,
        replaces=tuple(row.replaces),
        replaced_by=row.replaced_by,
        province=row.province,
        origin=row.origin,
        names=tuple(row.names),
    )


def _passage(number: str, held: dict[str, object]) -> Passage:
    return Passage(
        document=number,
        place=str(held["place"]),
        text=str(held["text"]),
        start=int(str(held["start"])),
        end=int(str(held["end"])),
        headings=tuple(map(str, held["headings"] or ())),  # type: ignore[call-overload]
    )


def _fill(row: DocumentRow, document: OfficialDocument, *, digest: str) -> None:
    row.number, row.title, row.kind = document.number, document.title, document.kind
    row.issued, row.effective = document.issued, document.effective
    row.expires, row.replaced_by = document.expires, document.replaced_by
    row.replaces, row.names = list(document.replaces), list(document.names)
    row.province, row.origin = document.province, document.origin
    row.text, row.digest = document.text, digest
    row.passages = [
        {key: value for key, value in asdict(one).items() if key != "document"}
        for one in document.passages
    ]
    row.stored_at = datetime.now(UTC)
