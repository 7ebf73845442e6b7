"""Crawl sources or addresses: what is asked for, what earlier crawls left, and the run's report."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from difflib import get_close_matches

from crawler.canonical import canonical_url
from crawler.findings import Learned, Listed, PutOff, Version, Visit
from crawler.session import Crawler, Memory, crawl
from doichieu.errors import WrongUse
from doichieu.jobs.check_stored import check_stored
from doichieu.jobs.crawl_told import counts_of, tell_report
from doichieu.jobs.desk import Desk, open_desk
from doichieu.jobs.keep import Shelf, Taken, keep_failure, keep_list, keep_page, only_read
from doichieu.jobs.read_files import is_address, manners
from doichieu.jobs.rhythm import budgets
from doichieu.jobs.running import Run, begin, sentence, warnings_into
from doichieu.jobs.templates import keep_template, known_templates
from doichieu.local_time import LOCAL_TIME
from doichieu.records import CrawlReport, Failure, Link, Source
from doichieu.settings import Settings
from doichieu.two_languages import joined
from storage import answers, articles, frontier, health, pace
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
            wanted = frontier.unseen(session, links, spelled=canonical_url)
            frontier.keep_waiting(session, wanted)
            return wanted


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
    seconds: float | None = None,
    crawler: Crawler | None = None,
    holder: str = "",
) -> Iterator[Happening]:
    """Crawl these and store each thing in its own transaction; a crash is told in the report.

    `holder` is the process, as its leases name it, when it crawls for the schedule.
    """
    wanted = wanted or Wanted()
    memory = _memory(desk, sources, look_again=look_again)
    run = begin(
        desk, kind="crawl", subject=_subject(sources, targets), holder=holder,
        names=[f"crawl:{one.id}" for one in sources],
    )  # fmt: skip
    reports: list[CrawlReport] = []
    unchanged: list[str] = []
    shelf = Shelf(desk)
    found = crawl(
        sources,
        frontier=_Stored(desk),
        manners=manners(desk.settings),
        targets=targets,
        memory=memory,
        since=wanted.since,
        limit=wanted.limit,
        allow_private=wanted.allow_private,
        seconds=seconds,
        archive_bytes=desk.settings.archive_page_bytes if desk.settings.archive else 0,
        crawler=crawler,
    )
    try:
        with closing(found), warnings_into(run):  # type: ignore[type-var]
            for one in found:
                if isinstance(one, Visit) and one.page is not None:
                    yield keep_page(desk, one, one.page)
                elif isinstance(one, Visit):
                    shelf.put(one)
                elif isinstance(one, Listed) and not one.changed:
                    unchanged.append(one.url)
                elif isinstance(one, Listed):
                    keep_list(desk, one)
                elif isinstance(one, Learned):
                    keep_template(desk, one)
                elif isinstance(one, PutOff):
                    _put_off(desk, one)
                elif isinstance(one, Failure):
                    keep_failure(desk, one)
                    run.keep(f"{one.url}: {one.reason}", level="warning")
                    yield one
                elif isinstance(one, CrawlReport):
                    reports.append(one)
                    tell_report(run, one)
                    yield one
                yield from shelf.taken()
            yield from shelf.taken(all_of_it=True)
    finally:
        shelf.taken(all_of_it=True)
        with desk.database.session() as session:
            answers.still(session, unchanged, at=datetime.now(UTC))
        _finish(desk, run, reports, {one.id: one for one in sources})


def _put_off(desk: Desk, one: PutOff) -> None:
    with desk.database.session() as session:
        source_rows.put_off(session, one.source_id, one.until)


def _memory(desk: Desk, sources: Sequence[Source], *, look_again: timedelta) -> Memory:
    """What earlier crawls of these sources left behind."""
    ids = [one.id for one in sources]
    templates = known_templates(desk, sources)
    left = budgets(desk, sources, now=datetime.now(UTC))
    with desk.database.reading() as session:
        again = articles.due_revisit(
            session, source_ids=ids, now=datetime.now(UTC), look_again=look_again
        )
        pages = [url for urls in again.values() for url in urls]
        versions = {
            row.url: Version(etag=row.etag, last_modified=row.last_modified, digest=row.digest)
            for row in answers.known(session, source_ids=ids, pages=pages)
        }
        return Memory(
            versions=versions,
            waiting=frontier.waiting(session, source_ids=ids),
            revisit=again,
            budget=left,
            templates=templates,
        )


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
        if isinstance(one, Visit):
            yield only_read(one)
        elif isinstance(one, Failure | CrawlReport):
            yield one


def _finish(
    desk: Desk, run: Run, reports: Sequence[CrawlReport], sources: Mapping[str, Source]
) -> None:
    problems = [
        joined([line], head=f"{one.source_id}: ") for one in reports for line in one.problems
    ]
    held: Mapping[str, object] = {
        one.source_id: {
            key: value for key, value in asdict(one).items() if not isinstance(value, datetime)
        }
        for one in reports
        # A schedule finds nothing new most of the time, and need not keep a word about it.
        if not run.holder or one.problems or one.articles or one.failures or one.gone
    }
    day = datetime.now(LOCAL_TIME).date()
    known = [(sources[one.source_id], one) for one in reports if one.source_id in sources]
    with desk.database.session() as session:
        for report in reports:
            requests = dict(report.stats).get("requests", 0)
            source_rows.spend(session, report.source_id, requests, day=day)
            if report.articles:
                pace.learn(session, report.source_id)
        health.note_all(session, known, day=day)
    run.report, run.problem, run.counts = dict(held), joined(problems), counts_of(reports)
    if held:
        run.say(f"cộng lại / in all: {sentence(run.counts)}", facts=run.counts)
    run.finish()


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


__all__ = ["Happening", "Taken", "Wanted", "crawl_now", "crawl_sources", "enabled_sources"]
