"""What a crawl brings home → the database."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from corpus.load import read_page
from crawler.findings import Listed, Version, Visit
from doichieu.errors import DoichieuError, Retry
from doichieu.jobs.desk import Desk
from doichieu.jobs.official import keep_document, put_apart
from doichieu.jobs.patience import waited_out
from doichieu.records import Article, Failure, Page
from storage import answers, articles, frontier
from storage.archive import archive_of

#: Articles stored in one transaction, and seconds after which fewer are: a commit waits for the disk.
TOGETHER, WAIT = 25, 0.5


@dataclass(frozen=True, kw_only=True, slots=True)
class Taken:
    """Something brought home: an article or an official document, or flags found among them."""

    url: str = ""
    article: Article | None = None
    document: str | None = None
    status: str = ""  #: new, revised, unchanged; read when nothing is stored
    flags: int = 0


class Shelf:
    """Articles brought home, stored some at a time: a transaction costs more than an article.

    What is not stored yet when everything ends is fetched again: its link is still waiting.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._held: list[Visit] = []
        self._since = 0.0

    def put(self, visit: Visit) -> None:
        """Hold a page until there are enough."""
        self._since = self._since if self._held else time.monotonic()
        self._held.append(visit)

    def taken(self, *, all_of_it: bool = False) -> list[Taken | Failure]:
        """What became of the pages held, once they are enough or have waited long enough."""
        waited = time.monotonic() - self._since
        if not self._held or not (all_of_it or len(self._held) >= TOGETHER or waited > WAIT):
            return []
        held, self._held = self._held, []
        return waited_out(lambda: _keep_together(self._desk, held))


def _keep_together(desk: Desk, visits: list[Visit]) -> list[Taken | Failure]:
    """All in one transaction; each in its own when one of them cannot be stored."""
    try:
        with desk.database.session() as session:
            return list(_keep(desk, session, visits))
    except Retry:
        raise  # not one of them, but the database
    except (SQLAlchemyError, DoichieuError):
        if len(visits) == 1:
            raise
    return [one for visit in visits for one in _keep_together(desk, [visit])]


def keep_page(desk: Desk, visit: Visit, page: Page) -> Taken | Failure:
    """Store the official document of a page."""
    try:
        document = read_page(page)
        with desk.database.session() as session:
            status = keep_document(session, document)
            frontier.mark(session, source_id=page.source_id, urls=(page.url, page.requested_url))
            _keep_copy(desk, session, visit)
    except DoichieuError as error:
        failure = _unread(page, error)
        keep_failure(desk, failure)
        with desk.database.session() as session:
            put_apart(session, place=page.url, error=error)
        return failure
    return Taken(url=page.url, document=document.number, status=status)


def keep_list(desk: Desk, listed: Listed) -> None:
    """Remember the version of a list that was read to its end."""
    answer = _answer(
        listed.url, listed.source_id, listed.version, is_list=True, at=datetime.now(UTC)
    )
    with desk.database.session() as session:
        answers.keep(session, [answer])


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


def _keep(desk: Desk, session: Session, visits: list[Visit]) -> Iterator[Taken]:
    """The articles, together; and the marks of pages that are as they were, or gone."""
    for visit in visits:
        if visit.article is None:
            _mark(session, visit)
    read = [
        (visit, _reading(session, visit.article, visit.careful))
        for visit in visits
        if visit.article is not None
    ]
    arrivals = [
        articles.Arrival(article=article, seen_urls=(visit.asked,)) for visit, article in read
    ]
    saved = articles.save_all(session, arrivals)
    answers.keep(
        session,
        [
            _answer(article.url, visit.source_id, visit.version, is_list=False, at=visit.at)
            for visit, article in read
        ],
    )
    for (visit, article), one in zip(read, saved, strict=True):
        _keep_copy(desk, session, visit)
        yield Taken(url=article.url, article=article, status=one.status)


def _reading(session: Session, article: Article, careful: Article | None) -> Article:
    return article if careful is None else articles.nearer(session, article, careful)


def _mark(session: Session, visit: Visit) -> None:
    if visit.outcome == "gone":
        articles.mark_gone(session, visit.asked, at=visit.at)
        return
    answered = visit.outcome == "unchanged"
    articles.mark_visited(session, visit.asked, at=visit.at, answered=answered)
    if answered:
        answers.still(session, [visit.asked], at=visit.at)


def _answer(
    url: str, source_id: str, version: Version, *, is_list: bool, at: datetime
) -> answers.Answer:
    return answers.Answer(
        url=url, source_id=source_id, is_list=is_list, etag=version.etag,
        last_modified=version.last_modified, digest=version.digest, seen_at=at,
    )  # fmt: skip


def _keep_copy(desk: Desk, session: Session, visit: Visit) -> None:
    if visit.record:
        archive_of(desk.settings).keep(
            session, visit.record, url=visit.url, source_id=visit.source_id,
            digest=visit.version.digest, at=visit.at,
        )  # fmt: skip


def _unread(page: Page, error: DoichieuError) -> Failure:
    return Failure(
        url=page.requested_url or page.url,
        reason=error.reason,
        detail=str(error),
        source_id=page.source_id,
    )
