"""Counts for the dashboard, the digest and the export; nothing is counted by a person's name."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from doichieu.local_time import LOCAL_TIME, local_iso
from storage.decisions import OPEN, UNDECIDED
from storage.official_schema import DocumentRow
from storage.queue_board import board_of
from storage.ruling_board import rulings_of
from storage.running_counts import running_count
from storage.schema import ArticleRow, DecisionRow, FlagRow, SourceRow

#: Days are counted in seconds from here; Viet Nam's clocks know no summer time.
EPOCH, DAY = date(1970, 1, 1), 86_400


def totals(session: Session) -> dict[str, int]:
    """How much there is of everything."""
    board = board_of(session)
    columns = board.look()
    return {
        "articles": running_count(session, ArticleRow.id),
        "official_documents": _count(session, DocumentRow.id),
        "flags": columns.ids.size,
        "open_flags": int(
            np.count_nonzero(columns.named["status"] == board.names["status"].codes.get(OPEN, -1))
        ),
        "decisions": rulings_of(session).flags.size,
        "sources": _count(session, SourceRow.id),
    }


def has_articles(session: Session) -> bool:
    """Whether anything was brought home yet, without counting it."""
    return session.scalar(select(func.max(ArticleRow.id))) is not None


def has_documents(session: Session) -> bool:
    """Whether there is any official text."""
    return session.scalar(select(DocumentRow.id).limit(1)) is not None


def flags_by(session: Session, column: str) -> list[tuple[str, int]]:
    """Flags by kind, document, source, province or status, the most first."""
    board = board_of(session)
    counts = np.bincount(board.look().named[column])
    words = board.names[column].words
    held = [(words[at] or "—", int(count)) for at, count in enumerate(counts) if count]
    return sorted(held, key=lambda one: (-one[1], one[0]))


def flags_by_day(session: Session, *, since: datetime) -> list[tuple[str, int]]:
    """Flags a local day, the earliest first."""
    created = board_of(session).look().created
    shift = int(datetime.now(LOCAL_TIME).utcoffset().total_seconds())  # type: ignore[union-attr]
    days = (created[created >= since.timestamp()] + shift) // DAY
    found, counts = np.unique(days.astype(np.int64), return_counts=True)
    return [
        ((EPOCH + timedelta(days=int(day))).isoformat(), int(count))
        for day, count in zip(found, counts, strict=True)
    ]


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
        "published_at": local_iso(article.published_at),
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
        "decided_at": local_iso(ruling.decided_at) if ruling else None,
        "corrected_at": local_iso(flag.corrected_at),
        "gone_at": local_iso(article.gone_at),
        "flagged_at": local_iso(flag.created_at),
    }


def _count(session: Session, column: Any) -> int:
    return session.scalar(select(func.count(column))) or 0
