"""Which outlet carried which official text: an article said something that the text confirms or contradicts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy import Date, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from doichieu.local_time import LOCAL_TIME
from doichieu.records import Label, Verdict
from storage.schema import ArticleRow, Base, SourceRow


class CoverageRow(Base):
    """An outlet carried a document, the first time on this day."""

    __tablename__ = "coverage"
    document: Mapped[str] = mapped_column(primary_key=True)
    source_id: Mapped[str] = mapped_column(String(120), primary_key=True)
    first_day: Mapped[date] = mapped_column(Date, index=True)


def note(session: Session, article: ArticleRow, verdicts: Iterable[Verdict]) -> None:
    """Keep the documents that an article's sentences were held against."""
    held = {
        one.evidence.document
        for one in verdicts
        if one.evidence is not None and one.label in (Label.SUPPORTED, Label.REFUTED)
    }
    if not held or not article.source_id:
        return
    day = (article.published_at or article.first_seen_at).astimezone(LOCAL_TIME).date()
    query = select(CoverageRow).where(
        CoverageRow.source_id == article.source_id, CoverageRow.document.in_(held)
    )
    known = {row.document: row for row in session.scalars(query)}
    for document in sorted(held):
        row = known.get(document)
        if row is None:
            session.add(CoverageRow(document=document, source_id=article.source_id, first_day=day))
        elif day < row.first_day:
            row.first_day = day


def carried(session: Session, *, since: date) -> set[tuple[str, str]]:
    """(document, province of an outlet that carried it) since a day; outlets of no province are left out."""
    query = (
        select(CoverageRow.document, SourceRow.province)
        .join(SourceRow, SourceRow.id == CoverageRow.source_id)
        .where(CoverageRow.first_day >= since, SourceRow.province.is_not(None))
        .distinct()
    )
    return {(document, province) for document, province in session.execute(query) if province}
