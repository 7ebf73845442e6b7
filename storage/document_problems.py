"""Official files put apart: each with its reason and what a person can do, until it is read well."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from doichieu.errors import DoichieuError
from storage.official_schema import DocumentProblemRow


def put_apart(session: Session, *, place: str, error: DoichieuError) -> None:
    """Remember why a file gave no document."""
    session.merge(
        DocumentProblemRow(
            place=place, reason=error.reason, vi=error.vi, en=error.en, seen_at=datetime.now(UTC)
        )
    )


def well_read(session: Session, place: str) -> None:
    """A file that was put apart gave its document after all."""
    session.execute(delete(DocumentProblemRow).where(DocumentProblemRow.place == place))


def apart(session: Session) -> Sequence[DocumentProblemRow]:
    """Every file put apart, the newest first."""
    return session.scalars(
        select(DocumentProblemRow).order_by(DocumentProblemRow.seen_at.desc())
    ).all()
