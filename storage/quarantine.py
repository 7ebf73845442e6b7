"""What failed three times is put aside with its reason, until a person asks for it again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, delete, func, select, update
from sqlalchemy.orm import Session

from storage.frontier import MOST_TRIES
from storage.moments import now
from storage.quarantine_schema import TroubleRow
from storage.schema import ArticleRow, FrontierRow


@dataclass(frozen=True, kw_only=True, slots=True)
class Aside:
    """One thing put aside: an article ("article:12") or an address."""

    id: str
    kind: str  #: article or page
    source_id: str
    title: str
    url: str
    tries: int
    reason: str
    detail: str
    since: datetime


def failed(session: Session, article_id: int, *, revision: int, reason: str, detail: str) -> bool:
    """The check of an article failed once more; True when that put it aside."""
    row = session.get(TroubleRow, article_id)
    if row is None:
        row = TroubleRow(article_id=article_id, revision=revision, tries=0, aside_at=None)
        session.add(row)
    row.tries = row.tries + 1 if row.revision == revision else 1
    row.revision, row.reason, row.detail, row.seen_at = revision, reason[:60], detail[:500], now()
    row.aside_at = (row.aside_at or now()) if row.tries >= MOST_TRIES else None
    return row.tries == MOST_TRIES


def passed(session: Session, article_id: int) -> None:
    """The check succeeded: its failures count no more."""
    session.execute(delete(TroubleRow).where(TroubleRow.article_id == article_id))


def kept_out() -> Select[int]:
    """The articles that are not to be checked: aside, and not revised since."""
    return (
        select(TroubleRow.article_id)
        .join(ArticleRow, ArticleRow.id == TroubleRow.article_id)
        .where(TroubleRow.aside_at.is_not(None), TroubleRow.revision == ArticleRow.revision)
    )


def listed(session: Session, *, no_articles: bool = False, limit: int = 200) -> list[Aside]:
    """What is put aside, the newest first; `no_articles` adds pages that are no article at all."""
    articles = (
        select(TroubleRow, ArticleRow)
        .join(ArticleRow, ArticleRow.id == TroubleRow.article_id)
        .where(TroubleRow.article_id.in_(kept_out()))
        .order_by(TroubleRow.aside_at.desc())
        .limit(limit)
    )
    found = [_article(trouble, row) for trouble, row in session.execute(articles)]
    pages = _pages(no_articles).order_by(FrontierRow.seen_at.desc()).limit(limit)
    found += [_page(row) for row in session.scalars(pages)]
    return sorted(found, key=lambda one: one.since, reverse=True)[:limit]


def count(session: Session) -> tuple[int, int]:
    """How many articles and how many pages are put aside."""
    held = _pages(no_articles=False).with_only_columns(func.count())
    of_articles = select(func.count()).where(TroubleRow.article_id.in_(kept_out()))
    return session.scalar(of_articles) or 0, session.scalar(held) or 0


def retry(session: Session, ids: Iterable[str]) -> list[str]:
    """Let these be tried again, three times; those that were put aside."""
    return [one for one in ids if _again(session, one)]


def _again(session: Session, asked: str) -> bool:
    kind, _, number = asked.partition(":")
    if kind == "article" and number.isdecimal():
        gone = delete(TroubleRow).where(TroubleRow.article_id == int(number))
        return bool(session.execute(gone.where(TroubleRow.aside_at.is_not(None))).rowcount)  # type: ignore[attr-defined]
    waiting = (
        update(FrontierRow)
        .where(FrontierRow.url == asked, FrontierRow.outcome == "quarantined")
        .values(outcome="waiting", tries=0, detail="", seen_at=now())
    )
    return bool(session.execute(waiting).rowcount)  # type: ignore[attr-defined]


def _pages(no_articles: bool) -> Select[FrontierRow]:
    query = select(FrontierRow).where(FrontierRow.outcome == "quarantined")
    return query if no_articles else query.where(FrontierRow.tries >= MOST_TRIES)


def _article(trouble: TroubleRow, row: ArticleRow) -> Aside:
    return Aside(
        id=f"article:{row.id}", kind="article", source_id=row.source_id, title=row.title,
        url=row.url, tries=trouble.tries, reason=trouble.reason, detail=trouble.detail,
        since=trouble.aside_at or trouble.seen_at,
    )  # fmt: skip


def _page(row: FrontierRow) -> Aside:
    reason, _, detail = row.detail.partition(": ")
    return Aside(
        id=row.url, kind="page", source_id=row.source_id, title="", url=row.url, tries=row.tries,
        reason=reason, detail=detail, since=row.seen_at,
    )  # fmt: skip
