"""What Prometheus may scrape: read from the database, so that every process on it tells the same."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

from prometheus_client import CollectorRegistry, Metric, generate_latest
from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    SummaryMetricFamily,
)
from prometheus_client.registry import Collector
from sqlalchemy.orm import Session

from doichieu.settings import Settings
from storage import backlog, counters, quarantine
from storage import sources as source_rows
from storage.archive import archive_of
from storage.database import Database
from storage.job_states import CRAWL, Schedule, schedule

#: Seconds for which counts that read a whole table are kept.
KEPT = 60.0
#: Sums of the counters: (kind of run, name) → metric and what it means.
SUMS = {
    ("crawl", "pages"): ("pages_fetched", "Pages fetched by crawls"),
    ("crawl", "requests"): ("requests", "Requests made by crawls"),
    ("crawl", "articles"): ("articles", "Articles read by crawls"),
    ("crawl", "failures"): ("page_failures", "Pages that could not be read"),
    ("check", "articles"): ("articles_checked", "Articles held against the official texts"),
    ("check", "flags"): ("flags", "Flags raised"),
    ("check", "not_judged"): ("check_failures", "Checks of an article that failed"),
}


@dataclass(slots=True)
class _Slow:
    """Counts of a whole table, kept for a while."""

    links: int = 0
    aside: tuple[int, int] = (0, 0)
    at: float = -KEPT
    lock: threading.Lock = field(default_factory=threading.Lock)


class Watcher(Collector):
    """Reads everything anew at each scrape; costs a few milliseconds."""

    def __init__(self, settings: Settings, database: Database) -> None:
        self._settings, self._database, self._slow = settings, database, _Slow()
        self._registry = CollectorRegistry(auto_describe=False)
        self._registry.register(self)

    def text(self) -> bytes:
        """The exposition format, as of now."""
        return generate_latest(self._registry)

    def describe(self) -> Iterable[Metric]:
        """Nothing: what there is depends on the database."""
        return []

    def collect(self) -> Iterator[Metric]:
        """Every metric."""
        now = datetime.now(UTC)
        with self._database.reading() as session:
            totals, held = counters.totals(session), schedule(session)
            waiting, oldest = backlog.unchecked(session)
            flags, states = backlog.open_flags(session), source_rows.states(session).values()
            slow = self._slowly(session)
        yield from _done(totals)
        yield from _jobs(held, now)
        lag = (now - oldest).total_seconds() if oldest else 0.0
        enabled = [one for one in states if one.enabled]
        yield _gauge("articles_waiting", "Articles not checked yet", waiting)
        yield _gauge("check_lag_seconds", "Age of the oldest article not checked yet", max(lag, 0))
        yield _gauge("links_waiting", "Links found and not fetched yet", slow.links)
        yield _gauge("flags_open", "Flags that wait for a person", flags)
        yield _by_kind("put_aside", "Put aside after three failures", "kind", zip(("article", "page"), slow.aside, strict=True))  # fmt: skip
        yield _gauge("sources_enabled", "Sources the schedule crawls", len(enabled))
        yield _gauge("sources_in_trouble", "Enabled sources with a problem", sum(bool(one.problem) for one in enabled))  # fmt: skip
        yield from self._sizes(now)

    def _slowly(self, session: Session) -> _Slow:
        with self._slow.lock:
            if time.monotonic() - self._slow.at >= KEPT:
                self._slow.links = backlog.links(session)
                self._slow.aside = quarantine.count(session)
                self._slow.at = time.monotonic()
            return self._slow

    def _sizes(self, now: datetime) -> Iterator[Metric]:
        settings = self._settings
        yield _gauge("database_bytes", "Size of the database", self._database.size())
        yield _gauge("archive_bytes", "Size of the archive's files", archive_of(settings).size())
        yield _gauge("disk_free_bytes", "Free space where the data folder lies", shutil.disk_usage(settings.data_dir).free)  # fmt: skip
        newest = max((path.stat().st_mtime for path in settings.backups_dir.glob("doichieu-*")), default=None)  # fmt: skip
        if newest is not None:
            yield _gauge("backup_age_seconds", "Age of the newest backup", now.timestamp() - newest)


def _done(totals: dict[tuple[str, str], float]) -> Iterator[Metric]:
    for key, (name, meaning) in SUMS.items():
        yield CounterMetricFamily(f"doichieu_{name}", meaning, value=totals.get(key, 0.0))
    runs = SummaryMetricFamily("doichieu_run_seconds", "Runs and how long they took", labels=["job"])  # fmt: skip
    failed = CounterMetricFamily("doichieu_run_failures", "Runs that met a problem", labels=["job"])
    for kind in sorted({kind for kind, _ in totals}):
        count = int(totals.get((kind, "runs"), 0))
        runs.add_metric([kind], count_value=count, sum_value=totals.get((kind, "seconds"), 0.0))
        failed.add_metric([kind], totals.get((kind, "failed"), 0.0))
    yield runs
    yield failed


def _jobs(held: Schedule, now: datetime) -> Iterator[Metric]:
    """The lease, and how late each job is; crawls together, by the latest of them."""
    yield _gauge("schedule_held", "Whether a service runs the schedule", int(bool(held.holder)))
    yield _gauge("schedule_paused", "Whether all of it is paused", int(held.paused_by is not None))
    late: dict[str, float] = {"crawl": 0.0}
    failed: dict[str, int] = {}
    for one in held.jobs.values():
        name = "crawl" if one.name.startswith(CRAWL) else one.name
        by = (now - one.next_at).total_seconds() if one.next_at else 0.0
        late[name] = max(late.get(name, 0.0), by, 0.0)
        failed[name] = failed.get(name, 0) + (one.state == "failed")
    yield _by_kind("job_late_seconds", "Seconds since a job was due", "job", late.items())
    yield _by_kind("job_failed", "Jobs whose last run met a problem", "job", failed.items())


def _gauge(name: str, meaning: str, value: float) -> Metric:
    return GaugeMetricFamily(f"doichieu_{name}", meaning, value=value)


def _by_kind(name: str, meaning: str, label: str, rows: Iterable[tuple[str, float]]) -> Metric:
    family = GaugeMetricFamily(f"doichieu_{name}", meaning, labels=[label])
    for value, number in rows:
        family.add_metric([value], number)
    return family
