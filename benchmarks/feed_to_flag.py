"""From an article's first appearance in a feed to its flag in the queue, with 300 sources and the whole service.

`doichieu serve --only scheduler` as a process, SQLite, archive and templates on, one second between two
requests to a host, `DOICHIEU_CRAWL_EVERY=30s`. News appears by chance; every article has one sentence that
differs from the official text. Prints the delays, and what was not flagged at all.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from sqlalchemy import select

from benchmarks.news_site import live
from doichieu.jobs.desk import open_desk
from doichieu.settings import Settings
from storage import documents
from storage.schema import ArticleRow, FlagRow

SITES = int(os.environ.get("BENCH_SITES", "300"))
#: Seconds for which news appears, after the service has read every source once.
SECONDS = int(os.environ.get("BENCH_SECONDS", "300"))
WARM_UP = int(os.environ.get("BENCH_WARM_UP", "120"))
#: Articles a second: some forty thousand a day.
RATE = float(os.environ.get("BENCH_RATE", "0.5"))
EVERY = os.environ.get("BENCH_EVERY", "30s")
#: Seconds after the last article in which its flag may still come.
PATIENCE = 90
TARGET = 60.0


def run(folder: Path) -> list[float]:
    """The delays of all that was flagged, in seconds; the service has ended."""
    begin = time.time() + WARM_UP
    news = live.planned(sites=SITES, rate=RATE, seconds=SECONDS, begin=begin)
    world = live.World(news, sites=SITES, folder=folder)
    settings = Settings(data_dir=folder)
    with open_desk(settings) as desk, desk.database.session() as session:
        documents.save(session, live.official())
    env = {**os.environ, "DOICHIEU_DATA_DIR": str(folder), "DOICHIEU_CRAWL_EVERY": EVERY}
    with (folder / "service.log").open("w") as log:
        service = subprocess.Popen(
            [sys.executable, "-m", "doichieu", "serve", "--only", "scheduler"], env=env, stderr=log
        )
    try:
        time.sleep(max(0.0, begin + SECONDS + PATIENCE - time.time()))
    finally:
        service.terminate()
        service.wait(30)
        world.close()
    found = _flagged(settings)
    wanted = {live.path_of(one): one.at for one in news if one.at > begin}
    delays = sorted(found[path] - at for path, at in wanted.items() if path in found)
    print(f"{len(wanted)} articles on {SITES} sources, {len(delays)} flagged, {len(wanted) - len(delays)} not")  # fmt: skip
    return delays


def _flagged(settings: Settings) -> dict[str, float]:
    """Path → when its flag came into the queue."""
    with open_desk(settings) as desk, desk.database.reading() as session:
        rows = session.execute(
            select(ArticleRow.url, FlagRow.created_at).join(FlagRow, FlagRow.article_id == ArticleRow.id)
        )  # fmt: skip
        return {"/" + row.url.split("/", 3)[3]: row.created_at.timestamp() for row in rows}


def main() -> int:
    """Measure once; the exit status tells whether the target is met."""
    with tempfile.TemporaryDirectory() as folder:
        delays = run(Path(folder))
    if len(delays) < 20:
        print("too few to tell")
        return 1
    p95 = statistics.quantiles(delays, n=20)[-1]
    print(f"delay s: median {statistics.median(delays):.1f}, p95 {p95:.1f}, most {delays[-1]:.1f}; target {TARGET:.0f}")  # fmt: skip
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(f"CPU of the service and the sites: {used.ru_utime + used.ru_stime:.0f} s of {WARM_UP + SECONDS + PATIENCE} s")  # fmt: skip
    return int(p95 > TARGET)


if __name__ == "__main__":
    sys.exit(main())
