"""One named job done by this process: its lease taken, its writes fenced, its run written down."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import closing
from difflib import get_close_matches

from crawler.session import Crawler
from doichieu.errors import Retry, WrongUse
from doichieu.jobs.alone import Holder
from doichieu.jobs.check_stored import check_stored
from doichieu.jobs.crawl import Taken, crawl_sources
from doichieu.jobs.desk import Desk
from doichieu.jobs.judges import Judges
from doichieu.jobs.named_jobs import CHECK, JOBS
from doichieu.jobs.running import recorded
from doichieu.records import Source
from storage.job_states import CRAWL, SCHEDULE


def lease_of(name: str) -> str:
    """What must be held to do a job."""
    return f"job:{name}"


def do_job(
    name: str, *, holder: Holder, under: Sequence[str] = (), judges: Judges | None = None
) -> None:
    """Do a job that is no crawl. Retry names who does it now; LostLease says another took it over.

    `under` are names that must be held, too, to the end: the schedule's for a job of the schedule.
    """
    lease = lease_of(name)
    if not holder.take([lease]):
        raise held_elsewhere(name, holder)
    try:
        desk = holder.fenced([*under, lease])
        if name == CHECK:
            check_stored(desk, judges=judges, holder=holder.name)
            return
        with recorded(desk, kind=name, names=[name], holder=holder.name) as run:
            JOBS[name].do(desk, run)
    finally:
        holder.give_back([lease])


def do_crawl(
    sources: Sequence[Source],
    *,
    holder: Holder,
    under: Sequence[str] = (),
    seconds: float | None = None,
    crawler: Crawler | None = None,
    stop: Callable[[], bool] = lambda: False,
    stored: Callable[[], None] = lambda: None,
) -> list[Source]:
    """Crawl those of the sources that nobody else crawls now; which they were.

    `stop` ends it early; `stored` is called whenever there is a new text to check.
    """
    taken = set(holder.take([lease_of(CRAWL + one.id) for one in sources]))
    ours = [one for one in sources if lease_of(CRAWL + one.id) in taken]
    if not ours:
        return []
    try:
        desk = holder.fenced([*under, *taken])
        crawling = crawl_sources(desk, ours, seconds=seconds, crawler=crawler, holder=holder.name)
        with closing(crawling) as happenings:  # type: ignore[type-var]
            for one in happenings:
                if isinstance(one, Taken) and one.status in ("new", "revised"):
                    stored()
                if stop():
                    break
    finally:
        holder.give_back(sorted(taken))
    return ours


def known_job(desk: Desk, name: str) -> str:
    """The name, if a job has it; WrongUse with the nearest names otherwise."""
    names = [CHECK, *JOBS, *(CRAWL + source_id for source_id in desk.registry().sources)]
    if name in names:
        return name
    near = get_close_matches(name, names, n=3)
    hint = f" ({', '.join(near)}?)" if near else ""
    raise WrongUse(
        vi=f"không có việc “{name}”{hint}; xem danh sách: doichieu run",
        en=f'there is no job "{name}"{hint}; list them with: doichieu run',
        reason="unknown_job",
    )


def held_elsewhere(name: str, holder: Holder) -> Retry:
    """The word for a job that another process, or another thread of ours, does now."""
    who = holder.who(lease_of(name))
    return Retry(
        vi=f"việc {name} đang do {who} làm; xem /runs, hoặc đợi nó xong rồi chạy lại",
        en=f"job {name} is being done by {who}; see /runs, or wait until it has ended and run it again",
        reason="held_elsewhere",
    )


__all__ = ["SCHEDULE", "do_crawl", "do_job", "held_elsewhere", "known_job", "lease_of"]
