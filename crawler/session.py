"""One crawl, seen from the parent: a child process does it, we answer its questions and pass on what it finds."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from typing import IO

from crawler import wire
from crawler.manners import Frontier, Job, Manners, Progress
from crawler.template import Template
from crawler.wire import Learned
from doichieu.records import Article, CrawlReport, Failure, Page, Source

#: Seconds a child that was told to end may take.
PATIENCE = 5

Found = Article | Page | Learned | Failure | Progress | CrawlReport


def crawl(
    sources: Sequence[Source],
    *,
    frontier: Frontier,
    manners: Manners,
    targets: Sequence[str] = (),
    revisit: Mapping[str, Sequence[str]] | None = None,
    since: datetime | None = None,
    limit: int | None = None,
    allow_private: bool = False,
    templates: Mapping[str, Template] | None = None,
) -> Iterator[Found]:
    """Crawl in a child process; close the iterator to end it early.

    A child that dies gives one report a source it left unfinished, with the problem named.
    """
    job = Job(
        sources=tuple(sources),
        manners=manners,
        targets=tuple(targets),
        revisit={key: tuple(urls) for key, urls in (revisit or {}).items()},
        since=since,
        limit=limit,
        allow_private=allow_private,
        templates=templates or {},
    )
    begun = datetime.now(UTC)
    reported: set[str] = set()
    ended = False
    with tempfile.TemporaryFile() as errors:
        child = _start(errors)
        try:
            for message in _converse(child, job, frontier):
                if isinstance(message, wire.End):
                    ended = True
                    continue
                if isinstance(message, CrawlReport):
                    reported.add(message.source_id)
                yield message.page if isinstance(message, wire.Fetched) else message
        finally:
            _end(child)
        if not ended:
            yield from _unfinished(job, reported, begun, child.returncode, _last_line(errors))


def _start(errors: IO[bytes]) -> subprocess.Popen[bytes]:
    # A session of its own: Ctrl-C reaches us alone, and the child's workers can be ended with it.
    return subprocess.Popen(
        [sys.executable, "-m", "crawler"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=errors,
        start_new_session=True,
    )


def _converse(
    child: subprocess.Popen[bytes], job: Job, frontier: Frontier
) -> Iterator[Article | wire.Fetched | Learned | Failure | Progress | CrawlReport | wire.End]:
    assert child.stdout is not None
    _tell(child, job)
    for line in child.stdout:
        message = wire.read(line)
        if isinstance(message, wire.Ask):
            wanted = {id(link) for link in frontier.unseen(message.links)}
            places = tuple(at for at, link in enumerate(message.links) if id(link) in wanted)
            _tell(child, wire.Answer(number=message.number, wanted=places))
        elif not isinstance(message, wire.Answer | Job):
            yield message


def _tell(child: subprocess.Popen[bytes], message: wire.Message) -> None:
    assert child.stdin is not None
    try:
        child.stdin.write(wire.write(message))
        child.stdin.flush()
    except BrokenPipeError:
        # It has died; the end of its output says so too, and is dealt with there.
        return


def _end(child: subprocess.Popen[bytes]) -> None:
    """Close its ears, wait a little, then end it and every worker it started."""
    assert child.stdin is not None
    with suppress(BrokenPipeError):
        child.stdin.close()
    with suppress(subprocess.TimeoutExpired):
        child.wait(PATIENCE)
    with suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()
    assert child.stdout is not None
    child.stdout.close()


def _unfinished(
    job: Job, reported: set[str], begun: datetime, code: int | None, words: str
) -> Iterator[CrawlReport]:
    how = f"tín hiệu {-code}" if code and code < 0 else f"mã {code}"
    problem = f"tiến trình thu thập dừng giữa chừng ({how}) {words} / the crawl process died"
    names = [source.id for source in job.sources] or list(job.targets)
    for name in names:
        if name not in reported:
            yield CrawlReport(
                source_id=name, started_at=begun, finished_at=datetime.now(UTC), problems=(problem,)
            )


def _last_line(errors: IO[bytes]) -> str:
    errors.seek(0, os.SEEK_END)
    errors.seek(max(0, errors.tell() - 4000))
    lines = errors.read().decode("utf-8", "replace").strip().splitlines()
    return lines[-1][:300] if lines else ""


__all__ = ["Found", "Frontier", "Learned", "Manners", "Progress", "crawl"]
