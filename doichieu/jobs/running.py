"""One run of a job, written down while it goes: its log lines, its result, how long it took."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from doichieu.errors import DoichieuError
from doichieu.jobs.desk import Desk
from doichieu.two_languages import joined
from storage import counters, leases, runs, timetable
from storage.runs import Line

#: Lines of one run that are kept; the last tells how many were not.
MOST_LINES = 500
#: Lines, and seconds, after which lines are written down: a process that is killed leaves the rest unsaid.
TOGETHER, WAIT = 25, 2.0

log = logging.getLogger(__name__)


class Run:
    """A run that goes on; `report` and `problem` are what it will have given."""

    def __init__(self, desk: Desk, run_id: int, *, kind: str, holder: str = "") -> None:
        self.desk, self.id, self.kind, self.holder = desk, run_id, kind, holder
        self.report: dict[str, Any] = {}
        self.problem = ""
        self.counts: dict[str, int] = {}  #: what it adds to the counters of its kind
        self._lines: list[Line] = []
        self._written = self._unsaid = 0
        self._begun = self._since = time.monotonic()

    @property
    def seconds(self) -> float:
        """How long it has taken so far."""
        return time.monotonic() - self._begun

    def say(
        self, line: str, *, level: str = "info", facts: Mapping[str, Any] | None = None
    ) -> None:
        """One line "vi / en" of its log, with facts for a machine; soon in the database, too."""
        extra = {"run": self.id, "job": self.kind, **(facts or {})}
        log.log(getattr(logging, level.upper()), line, extra=extra)
        self.keep(line, level=level)

    def keep(self, line: str, *, level: str = "info") -> None:
        """The same without the process's own log."""
        if self._written + len(self._lines) >= MOST_LINES - 1:
            self._unsaid += 1
            return
        self._lines.append(Line(datetime.now(UTC), level, line))
        if len(self._lines) >= TOGETHER or time.monotonic() - self._since > WAIT:
            self._write()

    def finish(self) -> None:
        """Write down what it gave, in one transaction with what it adds to the counters."""
        if self._unsaid:
            words = f"… và {self._unsaid} dòng nữa không ghi / and {self._unsaid} more lines"
            self._lines.append(Line(datetime.now(UTC), "info", words))
        with self.desk.database.session() as session:
            runs.add_lines(session, self.id, self._lines, after=self._written)
            runs.finish(session, self.id, report=self.report, problem=self.problem)
            counters.ran(
                session, self.kind, failed=bool(self.problem), seconds=self.seconds,
                counts=self.counts,
            )  # fmt: skip
        self._lines = []
        log.info(
            "xong lượt %s / run ended: %s", self.id, self.kind,
            extra={"run": self.id, "job": self.kind, "seconds": round(self.seconds, 2),
                   "failed": bool(self.problem), **self.counts},
        )  # fmt: skip

    def _write(self) -> None:
        held, self._lines = self._lines, []
        with self.desk.database.session() as session:
            runs.add_lines(session, self.id, held, after=self._written)
        self._written += len(held)
        self._since = time.monotonic()


def begin(
    desk: Desk, *, kind: str, subject: str, names: Sequence[str] = (), holder: str = ""
) -> Run:
    """A run begins; it is the last run of the jobs of these names."""
    with desk.database.session() as session:
        run_id = runs.start(session, kind=kind, subject=subject, holder=holder)
        timetable.begun(session, names, run_id)
    log.info("bắt đầu lượt %s / run begins: %s", run_id, kind, extra={"run": run_id, "job": kind})
    return Run(desk, run_id, kind=kind, holder=holder)


@contextmanager
def recorded(
    desk: Desk, *, kind: str, subject: str = "", names: Sequence[str] = (), holder: str = ""
) -> Iterator[Run]:
    """A run around a block: what is raised in it is its problem, and goes on; warnings become lines."""
    run = begin(desk, kind=kind, subject=subject, names=names, holder=holder)
    try:
        with warnings_into(run):
            yield run
    except leases.LostLease:
        raise  # whoever took over says how it ended
    except BaseException as error:
        run.problem = joined([run.problem, told(error)] if run.problem else [told(error)])
        run.say(told(error), level="error")
        run.finish()
        raise
    run.finish()


@contextmanager
def warnings_into(run: Run) -> Iterator[None]:
    """What this thread warns of meanwhile is a line of the run as well."""
    handler = _Lines(run)
    root = logging.getLogger()
    root.addHandler(handler)
    try:
        yield
    finally:
        root.removeHandler(handler)


def told(error: BaseException) -> str:
    """An error as a line in both languages."""
    if isinstance(error, DoichieuError):
        return str(error)
    name = f"{type(error).__name__}: {error}".rstrip(": ")
    return f"lỗi bất ngờ: {name} / unexpected: {name}"


def sentence(counts: Mapping[str, int]) -> str:
    """Counts that are not nought: "articles 12, flags 1"."""
    return ", ".join(f"{name} {number}" for name, number in counts.items() if number) or "0"


class _Lines(logging.Handler):
    """Takes what one thread warns of into a run."""

    def __init__(self, run: Run) -> None:
        super().__init__(logging.WARNING)
        self._run, self._thread = run, threading.get_ident()

    def emit(self, record: logging.LogRecord) -> None:
        """Ours are there already."""
        if record.name != __name__ and record.thread == self._thread:
            self._run.keep(record.getMessage(), level=record.levelname.lower())
