"""Crawls, seen from the parent: a child process does them, we answer its questions and pass on what it finds."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, suppress
from datetime import UTC, datetime
from typing import IO

from crawler import wire
from crawler.findings import Learned, Listed, Progress, PutOff, Visit
from crawler.manners import Frontier, Job, Manners, Memory
from doichieu.records import CrawlReport, Failure, Source

#: Seconds a child that was told to end may take.
PATIENCE = 5
#: A child that has held so much, or lived so long, is replaced before its next job.
MOST_KB, MOST_SECONDS = 700_000, 6 * 3600

Found = Visit | Listed | Learned | PutOff | Failure | Progress | CrawlReport


class Child:
    """A process that crawls job after job: starting one costs a hundred times what an idle crawl does."""

    def __init__(self) -> None:
        # A session of its own: Ctrl-C reaches us alone, and its workers can be ended with it.
        self.errors: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - closed by `end`
        self.process = subprocess.Popen(
            [sys.executable, "-m", "crawler"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.errors,
            start_new_session=True,
        )
        self.born, self.peak_kb = time.monotonic(), 0

    @property
    def is_worn(self) -> bool:
        """Whether it should be replaced."""
        return self.peak_kb > MOST_KB or time.monotonic() - self.born > MOST_SECONDS

    def converse(self, job: Job, frontier: Frontier) -> Iterator[Found | wire.End]:
        """Everything it tells until the job's end, or its own."""
        assert self.process.stdout is not None
        self._tell(job)
        for line in self.process.stdout:
            if not line.endswith(b"\n"):
                return  # it died in the middle of a word
            message = wire.read(line)
            if isinstance(message, wire.Ask):
                wanted = {id(link) for link in frontier.unseen(message.links)}
                places = tuple(at for at, link in enumerate(message.links) if id(link) in wanted)
                self._tell(wire.Answer(number=message.number, wanted=places))
            elif not isinstance(message, wire.Answer | Job):
                yield message
                if isinstance(message, wire.End):
                    self.peak_kb = message.peak_kb
                    return

    def end(self) -> str:
        """Close its ears, wait a little, then end it and every worker; its last words."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        with suppress(BrokenPipeError):
            self.process.stdin.close()
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(PATIENCE)
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.process.stdout.close()
        words = _last_line(self.errors)
        self.errors.close()
        return words

    def _tell(self, message: wire.Message) -> None:
        assert self.process.stdin is not None
        # A child that has died is noticed at the end of its output, and dealt with there.
        with suppress(BrokenPipeError):
            self.process.stdin.write(wire.write(message))
            self.process.stdin.flush()


class Crawler:
    """Keeps one child for many crawls, one at a time; use it as a context."""

    def __init__(self) -> None:
        self._child: Child | None = None

    def __enter__(self) -> Crawler:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def crawl(self, job: Job, *, frontier: Frontier) -> Iterator[Found]:
        """One job; close the iterator to end it early, and the child with it.

        A child that dies gives one report a source it left unfinished, with the problem named.
        """
        begun, reported, ended = datetime.now(UTC), set[str](), False
        child = self._ready()
        try:
            for message in child.converse(job, frontier):
                if isinstance(message, wire.End):
                    ended = True
                    continue
                if isinstance(message, CrawlReport):
                    reported.add(message.source_id)
                yield message
        finally:
            words = "" if ended else self.close()
        if not ended:
            yield from _unfinished(job, reported, begun, child.process.returncode, words)

    def close(self) -> str:
        """End the child, if there is one; its last words."""
        child, self._child = self._child, None
        return child.end() if child is not None else ""

    def _ready(self) -> Child:
        if self._child is not None and (
            self._child.is_worn or self._child.process.poll() is not None
        ):
            self.close()
        if self._child is None:
            self._child = Child()
        return self._child


def crawl(
    sources: Sequence[Source],
    *,
    frontier: Frontier,
    manners: Manners,
    targets: Sequence[str] = (),
    memory: Memory | None = None,
    since: datetime | None = None,
    limit: int | None = None,
    seconds: float | None = None,
    allow_private: bool = False,
    archive_bytes: int = 0,
    crawler: Crawler | None = None,
) -> Iterator[Found]:
    """Crawl in a child process: the one that `crawler` keeps, or one for this crawl alone."""
    job = Job(
        sources=tuple(sources),
        manners=manners,
        targets=tuple(targets),
        memory=memory or Memory(),
        since=since,
        limit=limit,
        seconds=seconds,
        allow_private=allow_private,
        archive_bytes=archive_bytes,
    )
    if crawler is not None:
        with closing(crawler.crawl(job, frontier=frontier)) as found:  # type: ignore[type-var]
            yield from found
        return
    with Crawler() as own, closing(own.crawl(job, frontier=frontier)) as found:  # type: ignore[type-var]
        yield from found


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


__all__ = ["Crawler", "Found", "Frontier", "Manners", "Memory", "crawl"]
