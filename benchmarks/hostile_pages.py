"""Each bad habit of a hostile site, crawled alone: what it is called, its seconds, and the memory it took.

Memory is the growth of the crawl's whole process group over what it held after a plain page.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Sequence
from pathlib import Path

from crawler.findings import Visit
from crawler.manners import Manners
from crawler.session import Crawler, crawl
from doichieu.records import CrawlReport, Failure, Link, Source, SourceKind
from samples.hostile import LISTS, PAGES, HostileSite

#: Seconds a page may take here; the service allows thirty.
TIMEOUT = 5
MOST_GROWTH_MB, MOST_SECONDS = 200, 60
MANNERS = Manners(user_agent="doichieu-benchmark", delay=0, timeout=TIMEOUT)


class _All:
    def unseen(self, links: Sequence[Link]) -> Sequence[Link]:
        return links


class Memory:
    """The most a process group holds, looked at every 20 ms."""

    def __init__(self, group: int) -> None:
        self.group, self.peak = group, 0
        self._done = threading.Event()
        threading.Thread(target=self._watch, daemon=True).start()

    def stop(self) -> int:
        """The peak, in MB."""
        self._done.set()
        return self.peak // 1_000_000

    def _watch(self) -> None:
        while not self._done.wait(0.02):
            self.peak = max(self.peak, held(self.group))


def held(group: int) -> int:
    """Bytes of memory that a process group holds now."""
    total = 0
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                if os.getpgid(int(folder.name)) == group:
                    pages = int((folder / "statm").read_text().split()[1])
                    total += pages * os.sysconf("SC_PAGE_SIZE")
            except (OSError, IndexError):
                continue
    return total


def named(found: list[object], listed: bool) -> str:
    """What the crawl calls what it met."""
    if listed:
        report = next(one for one in found if isinstance(one, CrawlReport))
        dull = {"requests", "http_404", "unknown_host", "private_address"}
        return ", ".join(name for name, _ in report.stats if name not in dull) or "read"
    reasons = [one.reason for one in found if isinstance(one, Failure)]
    visits = ["an article" for one in found if isinstance(one, Visit) and one.article]
    return ", ".join(reasons + visits) or "NOTHING TOLD"


def one_by_one(site: HostileSite, crawler: Crawler) -> list[tuple[str, str, float, int]]:
    """(habit, name, seconds, MB) of every page and list."""
    rows = []
    for name in (*PAGES, *LISTS):
        source = Source(
            id="x", name="X", kind=SourceKind.NEWS, home_url=f"{site.home}/", local=True,
            feeds=(f"{site.home}/{name}",) if name in LISTS and name != "calendar" else (),
            sections=(f"{site.home}/{name}",) if name == "calendar" else (),
        )  # fmt: skip
        targets = [] if name in LISTS else [f"{site.home}/{name}"]
        child = crawler._ready()
        before, watch, begun = held(child.process.pid), Memory(child.process.pid), time.monotonic()
        found = list(
            crawl(
                [source], frontier=_All(), manners=MANNERS, targets=targets, limit=20,
                allow_private=True, crawler=crawler,
            )
        )  # fmt: skip
        seconds, peak = time.monotonic() - begun, watch.stop()
        rows.append((name, named(found, name in LISTS), seconds, peak - before // 1_000_000))
    return rows


def main() -> None:
    """Print the table; fail when one of them took too much."""
    with HostileSite() as site, Crawler() as crawler:
        plain = [f"{site.home}/{name}" for name in ("nul-bytes", "wrong-charset")]
        list(crawl([], frontier=_All(), manners=MANNERS, targets=plain, allow_private=True, crawler=crawler))  # fmt: skip
        rows = one_by_one(site, crawler)
    for name, called, seconds, growth in rows:
        print(f"{name:20} {seconds:6.1f} s {growth:6d} MB  {called}")
    bad = [row for row in rows if row[2] > MOST_SECONDS or row[3] > MOST_GROWTH_MB]
    assert len(rows) == len(PAGES) + len(LISTS)
    if bad:
        raise SystemExit(f"too much: {', '.join(row[0] for row in bad)}")


if __name__ == "__main__":
    main()
