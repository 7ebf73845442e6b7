"""How sources build their pages: every version that was learned, the newest one in use."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from storage.schema import ArticleRow, SourceRow, TemplateRow


def keep(
    session: Session, source_id: str, *, version: int, learned_at: date, body: dict[str, Any]
) -> None:
    """Add a version; one of the same number, learned by a crawl at the same time, is replaced."""
    session.merge(
        TemplateRow(source_id=source_id, version=version, learned_at=learned_at, body=body)
    )


def newest(session: Session, source_ids: Iterable[str]) -> dict[str, dict[str, Any]]:
    """The version in use of each of these sources that has one."""
    query = select(TemplateRow).where(TemplateRow.source_id.in_(list(source_ids)))
    rows = session.scalars(query.order_by(TemplateRow.version))
    return {row.source_id: row.body for row in rows}


def history(session: Session, source_id: str) -> list[TemplateRow]:
    """Every version of one source, the newest first."""
    query = select(TemplateRow).where(TemplateRow.source_id == source_id)
    return list(session.scalars(query.order_by(TemplateRow.version.desc())))


def told(session: Session, source_id: str) -> dict[str, Any] | None:
    """The template in use in words and numbers, the older ones behind it; None where nothing was learned."""
    told = [_told(row.body) for row in history(session, source_id)]
    return {**told[0], "older": told[1:]} if told else None


def keep_newest(session: Session, versions: int) -> int:
    """Let go of all but the newest versions of each source; how many went."""
    newest = select(TemplateRow.source_id, func.max(TemplateRow.version).label("version"))
    top = newest.group_by(TemplateRow.source_id).subquery()
    old = select(TemplateRow).join(top, top.c.source_id == TemplateRow.source_id)
    gone = list(session.scalars(old.where(TemplateRow.version <= top.c.version - versions)))
    for row in gone:
        session.delete(row)
    return len(gone)


def sources_without(session: Session) -> list[str]:
    """Sources turned on that have articles and no template."""
    articles = select(ArticleRow.id).where(ArticleRow.source_id == SourceRow.id)
    learned = select(TemplateRow.version).where(TemplateRow.source_id == SourceRow.id)
    query = select(SourceRow.id).where(SourceRow.enabled, articles.exists(), ~learned.exists())
    return list(session.scalars(query.order_by(SourceRow.id)))


def _told(body: dict[str, Any]) -> dict[str, Any]:
    """A stored template in words and numbers: where it reads, what it takes and what it leaves."""
    rules = body["rules"]
    return {
        "version": body["version"],
        "learned_at": body["learned_at"],
        "pages": body["pages"],
        "agreement": body["agreement"],
        "container": body["container"],
        "takes": sorted(path for path, taken in rules.items() if taken),
        "leaves": sorted(path for path, taken in rules.items() if not taken),
        "repeated_lines": len(body["repeated"]),
    }
