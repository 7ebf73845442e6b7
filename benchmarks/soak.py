"""Simulated news at 20 × speed for some minutes: does memory stay flat, is any job late twice running?

The service (`doichieu serve`, schedule and site) on 300 sources that are read every 30 s, with news at twenty times
the rate of a busy day. Memory is the proportional share (PSS) of the service and all its children, looked
at every ten seconds; the first third is warm-up. A source is late when more than two of its intervals lie
between two reads. `make soak SOAK_MINUTES=10`; without minutes it says so and does nothing.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

from benchmarks.news_site import live
from doichieu.jobs.desk import Desk, open_desk
from doichieu.settings import Settings
from storage import backlog, documents
from storage import sources as source_rows
from storage.job_states import CRAWL, schedule

MINUTES = float(os.environ.get("SOAK_MINUTES", "0"))
SITES = int(os.environ.get("SOAK_SITES", "300"))
#: 300 sources of thirty articles a day, twenty times as fast.
RATE = float(os.environ.get("SOAK_RATE", str(300 * 30 / 86400 * 20)))
EVERY = 30
LOOK = 10
#: Most that memory may grow by after warm-up.
MOST_GROWTH = 0.05
#: A source is late after so many intervals; a job of the others, seconds after it was due.
LATE, LATE_SECONDS = 2.0, 60.0


@dataclass
class Seen:
    """What was seen: memory by process, reads of each source, jobs that were late."""

    memory: list[int] = field(default_factory=list)
    parts: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    reads: dict[str, list[datetime]] = field(default_factory=lambda: defaultdict(list))
    late: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    waited: list[float] = field(default_factory=list)


def memory_of(process: int) -> dict[str, int]:
    """Kind of process → bytes (PSS), of a process and everything below it."""
    children: dict[int, list[int]] = defaultdict(list)
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        children[int(fields[1])].append(int(path.parent.name))
    found: dict[str, int] = defaultdict(int)
    waiting = [process]
    while waiting:
        one = waiting.pop()
        waiting += children[one]
        found["service" if one == process else "crawl"] += _pss(one)
    return found


def look(desk: Desk, service: int, seen: Seen) -> None:
    """One look at memory, sources, jobs, backlog."""
    parts = memory_of(service)
    seen.memory.append(sum(parts.values()))
    for name, size in parts.items():
        seen.parts[name].append(size)
    now = datetime.now(UTC)
    with desk.database.reading() as session:
        for name, row in source_rows.states(session).items():
            if row.last_run_at and row.last_run_at not in seen.reads[name]:
                seen.reads[name].append(row.last_run_at)
        for one in schedule(session).jobs.values():
            overdue = one.next_at and (now - one.next_at).total_seconds() > LATE_SECONDS
            if overdue and not one.name.startswith(CRAWL):
                seen.late[one.name] += 1
        _, oldest = backlog.unchecked(session)
        seen.waited.append((now - oldest).total_seconds() if oldest else 0.0)


def late_twice(reads: dict[str, list[datetime]]) -> list[str]:
    """Sources with two gaps running that are too long."""
    found = []
    for name, moments in reads.items():
        gaps = [(b - a).total_seconds() for a, b in pairwise(moments)]
        late = [gap > LATE * EVERY for gap in gaps]
        if any(a and b for a, b in pairwise(late)):
            found.append(name)
    return found


def run(folder: Path) -> Seen:
    """The service at work for the minutes asked for."""
    begin = time.time() + 20
    news = live.planned(sites=SITES, rate=RATE, seconds=MINUTES * 60, begin=begin)
    world, settings, seen = live.World(news, sites=SITES, folder=folder), Settings(data_dir=folder), Seen()  # fmt: skip
    env = {**os.environ, "DOICHIEU_DATA_DIR": str(folder), "DOICHIEU_CRAWL_EVERY": f"{EVERY}s", "DOICHIEU_PORT": "0"}  # fmt: skip
    with open_desk(settings) as desk, (folder / "service.log").open("w") as log:
        with desk.database.session() as session:
            documents.save(session, live.official())
        service = subprocess.Popen([sys.executable, "-m", "doichieu", "serve"], env=env, stderr=log)
        try:
            while time.time() < begin + MINUTES * 60:
                time.sleep(LOOK)
                look(desk, service.pid, seen)
        finally:
            service.terminate()
            service.wait(30)
            world.close()
    print(f"{MINUTES:g} minutes at 20 × speed: {len(news)} articles on {SITES} sources")
    return seen


def main() -> int:
    """The figures; the exit status tells whether memory stayed flat and nothing was late twice running."""
    if not MINUTES:
        print("SOAK_MINUTES says for how long: make soak SOAK_MINUTES=10")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        seen = run(Path(folder))
    begun, end = len(seen.memory) // 3, max(2, len(seen.memory) // 5)
    for name, sizes in {"all": seen.memory, **seen.parts}.items():
        first, last = statistics.median(sizes[begun : begun + end]), statistics.median(sizes[-end:])
        print(f"memory of {name}, MB: after warm-up {first / 1e6:.0f}, at the end {last / 1e6:.0f} ({last / first - 1:+.1%})")  # fmt: skip
    growth = statistics.median(seen.memory[-end:]) / statistics.median(seen.memory[begun : begun + end]) - 1  # fmt: skip
    twice = late_twice(seen.reads)
    jobs = sorted(name for name, times in seen.late.items() if times > 1)
    print(f"late twice running: {len(twice)} of {SITES} sources, jobs: {', '.join(jobs) or 'none'}")
    print(f"the oldest article waited for its check at most {max(seen.waited):.0f} s")
    return int(growth > MOST_GROWTH or bool(twice) or bool(jobs))


def _pss(process: int) -> int:
    try:
        rollup = Path(f"/proc/{process}/smaps_rollup").read_text()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in rollup.splitlines() if line.startswith("Pss:")), 0)  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
