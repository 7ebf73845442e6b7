"""Articles and their revisions; an article, its revision and its frontier marks are one transaction."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from doichieu.records import Article
from storage import frontier, search, syndication
from storage.schema import ArticleRow, FlagRow, RevisionRow


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of an article: "new", "revised" or "unchanged"."""

    article_id: int
    status: str


def save(session: Session, article: Article, *, seen_urls: Iterable[str] = ()) -> Saved:
    """Store an article or its new revision, and mark every address it was met under."""
    now = article.fetched_at or datetime.now(UTC)
    identity = article.canonical_url or article.url
    row = session.scalar(select(ArticleRow).where(ArticleRow.identity == identity))
    digest = hashlib.sha256(article.full_text.encode()).hexdigest()
    if row is None:
        row = _new(article, identity=identity, digest=digest, now=now)
        session.add(row)
        status = "new"
    elif row.digest != digest:
        row.revision += 1
        row.checked_by = ""
        _renew(row, article, digest=digest)
        status = "revised"
    else:
        status = "unchanged"
    row.fetched_at, row.gone_at = now, None
    session.flush()
    if status != "unchanged":
        _keep_revision(session, row, now=now)
        syndication.place(session, row)
    frontier.mark(session, source_id=row.source_id, urls=(article.url, identity, *seen_urls))
    return Saved(article_id=row.id, status=status)


def get(session: Session, article_id: int) -> ArticleRow | None:
    """One article."""
    return session.get(ArticleRow, article_id)


def newest(
    session: Session, *, source_id: str | None = None, before: int | None = None, limit: int = 50
) -> list[ArticleRow]:
    """Articles, newest first."""
    query = select(ArticleRow).order_by(ArticleRow.id.desc()).limit(limit)
    if source_id is not None:
        query = query.where(ArticleRow.source_id == source_id)
    if before is not None:
        query = query.where(ArticleRow.id < before)
    return list(session.scalars(query))


def revisions(session: Session, article_id: int) -> list[RevisionRow]:
    """Every text of an article, the first one first."""
    query = select(RevisionRow).where(RevisionRow.article_id == article_id)
    return list(session.scalars(query.order_by(RevisionRow.revision)))


def unchecked(session: Session, *, by: str, limit: int = 200) -> list[ArticleRow]:
    """Articles that this model and corpus (`by`) have not judged in their newest revision."""
    query = select(ArticleRow).where(ArticleRow.checked_by != by, ArticleRow.gone_at.is_(None))
    return list(session.scalars(query.order_by(ArticleRow.id).limit(limit)))


def mark_gone(session: Session, url: str, *, at: datetime) -> int | None:
    """The page is no longer there; what was stored stays. The article's id."""
    query = select(ArticleRow).where(or_(ArticleRow.url == url, ArticleRow.identity == url))
    row = session.scalar(query)
    if row is None:
        return None
    row.gone_at = row.gone_at or at
    frontier.mark(session, source_id=row.source_id, urls=(url,), outcome="gone")
    return row.id


def due_revisit(
    session: Session, *, source_ids: Sequence[str], not_since: datetime, limit: int = 200
) -> dict[str, tuple[str, ...]]:
    """Addresses of articles with a flag still standing, last fetched before `not_since`."""
    query = (
        select(ArticleRow.source_id, ArticleRow.url)
        .join(FlagRow, FlagRow.article_id == ArticleRow.id)
        .where(
            ArticleRow.source_id.in_(source_ids),
            ArticleRow.gone_at.is_(None),
            ArticleRow.fetched_at < not_since,
            FlagRow.corrected_at.is_(None),
        )
        .distinct()
        .limit(limit)
    )
    due: dict[str, list[str]] = defaultdict(list)
    for source_id, url in session.execute(query):
        due[source_id].append(url)
    return {source_id: tuple(urls) for source_id, urls in due.items()}


def to_record(row: ArticleRow) -> Article:
    """The row as it flows."""
    return Article(
        url=row.url,
        canonical_url=row.identity,
        title=row.title,
        text=row.text,
        authors=tuple(row.authors),
        published_at=row.published_at,
        modified_at=row.modified_at,
        language=row.language,
        site_name=row.site_name,
        images=tuple(row.images),
        paragraphs=tuple(line for line in row.text.split("\n") if line.strip()),
        source_id=row.source_id,
        province=row.province,
        fetched_at=row.fetched_at,
    )


def _new(article: Article, *, identity: str, digest: str, now: datetime) -> ArticleRow:
    row = ArticleRow(
        identity=identity,
        url=article.url,
        source_id=article.source_id or "",
        province=article.province,
        first_seen_at=now,
        fetched_at=now,
        revision=1,
        checked_by="",
    )
    _renew(row, article, digest=digest)
    return row


def _renew(row: ArticleRow, article: Article, *, digest: str) -> None:
    row.title, row.text, row.digest = article.title, article.text, digest
    row.site_name, row.language = article.site_name, article.language
    row.authors, row.images = list(article.authors), list(article.images)
    row.published_at = article.published_at
    row.modified_at = article.modified_at


def _keep_revision(session: Session, row: ArticleRow, *, now: datetime) -> None:
    session.add(
        RevisionRow(
            article_id=row.id,
            revision=row.revision,
            title=row.title,
            text=row.text,
            digest=row.digest,
            seen_at=now,
        )
    )
    search.put(session, kind="article", ref=str(row.id), title=row.title, body=row.text)
