"""What a crawl brings home → the database, each thing in a transaction of its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy.orm import Session

from corpus.load import read_page
from crawler.findings import Listed, Visit
from doichieu.errors import DoichieuError
from doichieu.jobs.desk import Desk
from doichieu.jobs.official import keep_document
from doichieu.records import Article, Failure, Page
from doichieu.settings import Settings
from storage import answers, articles, frontier
from storage.archive import Archive


@dataclass(frozen=True, kw_only=True, slots=True)
class Taken:
    """Something brought home: an article or an official document, or flags found among them."""

    url: str = ""
    article: Article | None = None
    document: str | None = None
    status: str = ""  #: new, revised, unchanged; read when nothing is stored
    flags: int = 0


def keep_visit(desk: Desk, visit: Visit) -> Iterator[Taken | Failure]:
    """Store what one page gave; a page that is as it was, or is gone, is only marked so."""
    if visit.article is not None:
        yield _keep_article(desk, visit, visit.article)
    elif visit.page is not None:
        yield _keep_page(desk, visit, visit.page)
    else:
        _mark(desk, visit)


def keep_list(desk: Desk, listed: Listed) -> None:
    """Remember the version of a list that was read to its end."""
    now = datetime.now(UTC)
    with desk.database.session() as session:
        if not listed.changed:
            answers.still(session, listed.url, at=now)
            return
        version = listed.version
        answers.keep(
            session, listed.url, source_id=listed.source_id, is_list=True, etag=version.etag,
            last_modified=version.last_modified, digest=version.digest, at=now,
        )  # fmt: skip


def keep_failure(desk: Desk, failure: Failure) -> None:
    """One more try that gave nothing."""
    with desk.database.session() as session:
        frontier.mark_failed(session, failure)


def only_read(visit: Visit) -> Taken | Failure:
    """What a page would give, with nothing stored."""
    if visit.page is None:
        return Taken(url=visit.url, article=visit.article, status="read")
    try:
        return Taken(url=visit.url, document=read_page(visit.page).number, status="read")
    except DoichieuError as error:
        return _unread(visit.page, error)


def _keep_article(desk: Desk, visit: Visit, article: Article) -> Taken:
    with desk.database.session() as session:
        saved = articles.save(session, article, seen_urls=(visit.asked,))
        _keep_version(session, visit, article.url)
        _keep_copy(desk, session, visit)
    return Taken(url=article.url, article=article, status=saved.status)


def _keep_page(desk: Desk, visit: Visit, page: Page) -> Taken | Failure:
    try:
        document = read_page(page)
    except DoichieuError as error:
        failure = _unread(page, error)
        keep_failure(desk, failure)
        return failure
    with desk.database.session() as session:
        status = keep_document(session, document)
        frontier.mark(session, source_id=page.source_id, urls=(page.url, page.requested_url))
        _keep_copy(desk, session, visit)
    return Taken(url=page.url, document=document.number, status=status)


def _mark(desk: Desk, visit: Visit) -> None:
    with desk.database.session() as session:
        if visit.outcome == "gone":
            articles.mark_gone(session, visit.asked, at=visit.at)
            return
        answered = visit.outcome == "unchanged"
        articles.mark_visited(session, visit.asked, at=visit.at, answered=answered)
        if answered:
            answers.still(session, visit.asked, at=visit.at)


def _keep_version(session: Session, visit: Visit, url: str) -> None:
    version = visit.version
    answers.keep(
        session, url, source_id=visit.source_id, is_list=False, etag=version.etag,
        last_modified=version.last_modified, digest=version.digest, at=visit.at,
    )  # fmt: skip


def _keep_copy(desk: Desk, session: Session, visit: Visit) -> None:
    if visit.record:
        archive_of(desk.settings).keep(
            session, visit.record, url=visit.url, source_id=visit.source_id,
            digest=visit.version.digest, at=visit.at,
        )  # fmt: skip


def archive_of(settings: Settings) -> Archive:
    """The archive of an installation."""
    return Archive(
        settings.archive_dir,
        file_bytes=settings.archive_file_bytes,
        most_bytes=settings.archive_most_bytes,
    )


def _unread(page: Page, error: DoichieuError) -> Failure:
    return Failure(
        url=page.requested_url or page.url,
        reason=error.reason,
        detail=str(error),
        source_id=page.source_id,
    )
