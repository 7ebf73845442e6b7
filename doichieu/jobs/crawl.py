"""Crawl sources or addresses, store what comes, and check it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from difflib import get_close_matches

from corpus.load import read_page
from crawler.session import Learned, crawl
from doichieu.errors import DoichieuError, WrongUse
from doichieu.jobs.check_stored import check_stored
from doichieu.jobs.desk import Desk, open_desk
from doichieu.jobs.official import keep_document
from doichieu.jobs.read_files import is_address, manners
from doichieu.jobs.templates import keep_template, known_templates
from doichieu.records import Article, CrawlReport, Failure, Link, Page, Source
from doichieu.settings import Settings
from storage import articles, frontier, runs
from storage import sources as source_rows

#: A page with a standing flag is looked at again after this: was it corrected?
LOOK_AGAIN = timedelta(hours=1)


@dataclass(frozen=True, kw_only=True, slots=True)
class Wanted:
    """What a crawl by hand is asked for."""

    places: tuple[str, ...] = ()
    since: datetime | None = None
    limit: int | None = None
    dry_run: bool = False
    allow_private: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Taken:
    """Something brought home: an article or an official document, or flags found among them."""

    url: str = ""
    article: Article | None = None
    document: str | None = None
    status: str = ""  #: new, revised, unchanged; read when nothing is stored
    flags: int = 0


Happening = Taken | Failure | CrawlReport


@dataclass(slots=True)
class _Everything:
    """A frontier that knows nothing: a dry run reads all."""

    seen: set[str] = field(default_factory=set)

    def unseen(self, links: Sequence[Link]) -> Sequence[Link]:
        return [link for link in links if link.url not in self.seen]


@dataclass(slots=True)
class _Stored:
    """The frontier of the database."""

    desk: Desk

    def unseen(self, links: Sequence[Link]) -> Sequence[Link]:
        with self.desk.database.session() as session:
            return frontier.unseen(session, links)


def crawl_now(wanted: Wanted, *, settings: Settings) -> Iterator[Happening]:
    """A crawl by hand; stored and checked unless it is a dry run."""
    with open_desk(settings) as desk:
        sources, targets = _meant(wanted.places, desk)
        if wanted.dry_run:
            yield from _dry(wanted, sources, targets, settings)
            return
        yield from crawl_sources(desk, sources, targets=targets, wanted=wanted)
        flags = check_stored(desk)
        if flags:
            yield Taken(flags=flags)


def crawl_sources(
    desk: Desk,
    sources: Sequence[Source],
    *,
    targets: Sequence[str] = (),
    wanted: Wanted | None = None,
    look_again: timedelta = LOOK_AGAIN,
) -> Iterator[Happening]:
    """Crawl these and store each thing in its own transaction; a crash is told in the report."""
    wanted = wanted or Wanted()
    with desk.database.session() as session:
        again = articles.due_revisit(
            session,
            source_ids=[one.id for one in sources],
            not_since=datetime.now(UTC) - look_again,
        )
        run = runs.start(session, kind="crawl", subject=_subject(sources, targets))
    reports: list[CrawlReport] = []
    found = crawl(
        sources,
        frontier=_Stored(desk),
        manners=manners(desk.settings),
        targets=targets,
        revisit=again,
        since=wanted.since,
        limit=wanted.limit,
        allow_private=wanted.allow_private,
        templates=known_templates(desk, sources),
    )
    try:
        with closing(found):  # type: ignore[type-var]
            for one in found:
                if isinstance(one, Article):
                    yield _keep_article(desk, one)
                elif isinstance(one, Page):
                    yield _keep_page(desk, one)
                elif isinstance(one, Learned):
                    keep_template(desk, one)
                elif isinstance(one, Failure):
                    yield from _keep_failure(desk, one)
                elif isinstance(one, CrawlReport):
                    reports.append(one)
                    yield one
    finally:
        _finish(desk, run, reports)


def _dry(
    wanted: Wanted, sources: Sequence[Source], targets: Sequence[str], settings: Settings
) -> Iterator[Happening]:
    found = crawl(
        sources,
        frontier=_Everything(),
        manners=manners(settings),
        targets=targets,
        since=wanted.since,
        limit=wanted.limit,
        allow_private=wanted.allow_private,
    )
    for one in found:
        if isinstance(one, Article):
            yield Taken(url=one.url, article=one, status="read")
        elif isinstance(one, Page):
            yield _read_only(one)
        elif isinstance(one, Failure | CrawlReport):
            yield one


def _read_only(page: Page) -> Taken | Failure:
    try:
        return Taken(url=page.url, document=read_page(page).number, status="read")
    except DoichieuError as error:
        return _unread(page, error)


def _keep_article(desk: Desk, article: Article) -> Taken:
    with desk.database.session() as session:
        saved = articles.save(session, article)
    return Taken(url=article.url, article=article, status=saved.status)


def _keep_page(desk: Desk, page: Page) -> Taken | Failure:
    try:
        document = read_page(page)
    except DoichieuError as error:
        failure = _unread(page, error)
        with desk.database.session() as session:
            frontier.mark_failed(session, failure)
        return failure
    with desk.database.session() as session:
        status = keep_document(session, document)
        frontier.mark(session, source_id=page.source_id, urls=(page.url, page.requested_url))
    return Taken(url=page.url, document=document.number, status=status)


def _keep_failure(desk: Desk, failure: Failure) -> Iterator[Failure]:
    with desk.database.session() as session:
        if failure.reason == "gone":
            articles.mark_gone(session, failure.url, at=datetime.now(UTC))
            return
        frontier.mark_failed(session, failure)
    yield failure


def _unread(page: Page, error: DoichieuError) -> Failure:
    return Failure(
        url=page.requested_url or page.url,
        reason=error.reason,
        detail=str(error),
        source_id=page.source_id,
    )


def _finish(desk: Desk, run: int, reports: Sequence[CrawlReport]) -> None:
    problems = [f"{one.source_id}: {line}" for one in reports for line in one.problems]
    held: Mapping[str, object] = {
        one.source_id: {
            key: value for key, value in asdict(one).items() if not isinstance(value, datetime)
        }
        for one in reports
    }
    with desk.database.session() as session:
        for report in reports:
            source_rows.note_run(session, report)
        runs.finish(session, run, report=dict(held), problem="; ".join(problems))


def _meant(places: Sequence[str], desk: Desk) -> tuple[list[Source], list[str]]:
    """Sources by their ids and addresses as they are; all enabled sources when nothing is named."""
    registry = desk.registry()
    targets = [place for place in places if is_address(place)]
    names = [place for place in places if not is_address(place)]
    for name in names:
        if name not in registry.sources:
            raise _unknown(name, list(registry.sources))
    if places:
        return [registry.sources[name] for name in names], targets
    enabled = enabled_sources(desk)
    if not enabled:
        raise WrongUse(
            vi="chưa bật nguồn nào; hãy chạy: doichieu sources enable MÃ, hoặc nêu một địa chỉ",
            en="no source is enabled; run: doichieu sources enable ID, or name an address",
            reason="no_sources",
        )
    return enabled, []


def enabled_sources(desk: Desk) -> list[Source]:
    """The sources that this installation has turned on."""
    registry = desk.registry()
    with desk.database.session() as session:
        on = {name for name, row in source_rows.states(session).items() if row.enabled}
    return [source for name, source in registry.sources.items() if name in on]


def _unknown(name: str, known: list[str]) -> WrongUse:
    near = get_close_matches(name, known, n=3)
    hint = f" ({', '.join(near)}?)" if near else ""
    return WrongUse(
        vi=f"không có nguồn “{name}”{hint}; xem danh sách: doichieu sources list",
        en=f'there is no source "{name}"{hint}; list them with: doichieu sources list',
        reason="unknown_source",
    )


def _subject(sources: Sequence[Source], targets: Sequence[str]) -> str:
    names = [source.id for source in sources] + list(targets)
    return ", ".join(names[:20]) + (f" … (+{len(names) - 20})" if len(names) > 20 else "")
