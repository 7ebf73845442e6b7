"""Counts for the dashboard, the digest and the export; nothing is counted by a person's name."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from storage.decisions import OPEN, UNDECIDED
from storage.official_schema import DocumentRow
from storage.schema import ArticleRow, DecisionRow, FlagRow, SourceRow

LOCAL_TIME = ZoneInfo("Asia/Ho_Chi_Minh")


def totals(session: Session) -> dict[str, int]:
    """How much there is of everything."""
    return {
        "articles": _count(session, ArticleRow.id),
        "official_documents": _count(session, DocumentRow.id),
        "flags": _count(session, FlagRow.id),
        "open_flags": session.scalar(
            select(func.count()).select_from(FlagRow).where(FlagRow.status == OPEN)
        )
        or 0,
        "decisions": _count(session, DecisionRow.id),
        "sources": _count(session, SourceRow.id),
    }


def flags_by(session: Session, column: str) -> list[tuple[str, int]]:
    """Flags by kind, document, source_id, province or status, the most first."""
    held = {
        "kind": FlagRow.kind, "document": FlagRow.document, "source_id": FlagRow.source_id,
        "province": FlagRow.province, "status": FlagRow.status,
    }[column]  # fmt: skip
    query = select(held, func.count()).group_by(held).order_by(func.count().desc(), held)
    return [(value or "—", number) for value, number in session.execute(query)]


def flags_by_day(session: Session, *, since: datetime) -> list[tuple[str, int]]:
    """Flags a local day, the earliest first."""
    query = select(FlagRow.created_at).where(FlagRow.created_at >= since)
    days: dict[str, int] = {}
    for (moment,) in session.execute(query):
        day = moment.astimezone(LOCAL_TIME).date().isoformat()
        days[day] = days.get(day, 0) + 1
    return sorted(days.items())


def export_rows(
    session: Session,
    *,
    decided: bool = False,
    since: datetime | None = None,
    until: datetime | None = None,
) -> Iterator[dict[str, Any]]:
    """Flags with their article, passage and last ruling, one flat row each."""
    query = select(FlagRow, ArticleRow).join(ArticleRow, ArticleRow.id == FlagRow.article_id)
    if decided:
        query = query.where(FlagRow.status.not_in(UNDECIDED))
    if since is not None:
        query = query.where(FlagRow.created_at >= since)
    if until is not None:
        query = query.where(FlagRow.created_at < until)
    for flag, article in session.execute(query.order_by(FlagRow.id)):
        ruling = session.scalars(
            select(DecisionRow)
            .where(DecisionRow.flag_id == flag.id)
            .order_by(DecisionRow.id.desc())
        ).first()
        yield _row(flag, article, ruling)


def _row(flag: FlagRow, article: ArticleRow, ruling: DecisionRow | None) -> dict[str, Any]:
    return {
        "id": flag.id,
        "outlet": flag.source_id,
        "province": flag.province,
        "published_at": _iso(article.published_at),
        "title": article.title,
        "url": article.url,
        "sentence": flag.sentence,
        "kind": flag.kind,
        "article_says": "; ".join(one["article"] for one in flag.differences),
        "official_says": "; ".join(one["official"] for one in flag.differences),
        "document": flag.document,
        "place": flag.place,
        "passage": flag.passage,
        "probability": round(flag.probability, 4),
        "status": flag.status,
        "reviewer": ruling.reviewer if ruling else None,
        "note": ruling.note if ruling else None,
        "decided_at": _iso(ruling.decided_at) if ruling else None,
        "corrected_at": _iso(flag.corrected_at),
        "gone_at": _iso(article.gone_at),
        "flagged_at": _iso(flag.created_at),
    }


def _iso(moment: datetime | None) -> str | None:
    return moment.astimezone(LOCAL_TIME).isoformat(timespec="seconds") if moment else None


def _count(session: Session, column: Any) -> int:
    return session.scalar(select(func.count(column))) or 0
