"""A local site of 20 hosts and 2,000 pages of 60–100 KB, from fetch to stored, against plain Scrapy.

Peers fetch the same pages from the same server with the same bounds: one parses nothing, one calls
trafilatura (fast, no metadata) in its callback and stores nothing. Each run is a process of its own;
CPU seconds are those of all its processes, the server's left out. Then 300 feeds that do not
change: what an idle round costs of a full one. Every run says how many pages it brought home.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

HOSTS, FEEDS = 20, 300
#: Fewer for a quick look; what is written down was measured with all.
PAGES = int(os.environ.get("BENCH_PAGES", "2000"))
PAIRS = 2
LEAST, MOST = 60_000, 100_000


def pages() -> list[bytes]:
    """Sample pages with a text of their own each, within the bounds of length."""
    from samples.content import load_articles
    from samples.outlets import EVERYONE
    from samples.pages import article_page

    outlets = {one.id: one for one in EVERYONE if one.encoding == "utf-8"}
    held = [one for one in load_articles() if one.outlet in outlets and one.body_in(1)]
    drafts = [article_page(one, outlets[one.outlet], home="/", turn=1) for one in held]
    made = []
    for at in range(PAGES):
        one, draft = held[at % len(held)], drafts[at % len(held)]
        page = draft.replace(one.title, f"{one.title} ({at})").encode()
        made.append(page[:-16] + b"<!--" + b" " * (LEAST - len(page)) + b"-->" + page[-16:])
    assert all(LEAST <= len(page) <= MOST for page in made), sorted({len(page) for page in made})
    return made


async def serve() -> None:
    """The site: 20 ports, answers made beforehand; the ports on stdout, until stdin closes."""
    answers = {f"/tin-bai-so-{at}-cua-bao-{at:06}.html": page for at, page in enumerate(pages())}
    paths = list(answers)
    servers = [
        await asyncio.start_server(lambda r, w: _answer(r, w, answers), "127.0.0.1", 0)
        for _ in range(HOSTS)
    ]
    ports = [one.sockets[0].getsockname()[1] for one in servers]
    for at, port in enumerate(ports):
        answers[f"/rss/{port}"] = _feed(port, paths[at::HOSTS])
    for at in range(FEEDS):
        answers[f"/feed/{at}"] = _feed(ports[at % HOSTS], paths[at::FEEDS])
    print(json.dumps(ports), flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)


def _feed(port: int, paths: list[str]) -> bytes:
    items = "".join(f"<item><link>http://127.0.0.1:{port}{path}</link></item>" for path in paths)
    return f"<rss version='2.0'><channel><title>B</title>{items}</channel></rss>".encode()


async def _answer(reader: Any, writer: Any, answers: dict[str, bytes]) -> None:
    try:
        while head := await reader.readuntil(b"\r\n\r\n"):
            path = head.split(b" ", 2)[1].decode()
            body = answers.get(path)
            tag = hashlib.md5(path.encode()).hexdigest().encode()
            kind = b"text/html; charset=utf-8" if path.endswith(".html") else b"application/xml"
            status = b"404 Not Found" if body is None else b"200 OK"
            if body is not None and tag in head:
                status, body = b"304 Not Modified", b""
            writer.write(
                b'HTTP/1.1 %s\r\nContent-Type: %s\r\nETag: "%s"\r\nContent-Length: %d\r\n\r\n'
                % (status, kind, tag, len(body or b""))
                + (body or b"")
            )
            await writer.drain()
    except (asyncio.IncompleteReadError, ConnectionError):
        writer.close()


def peer(ports: list[int], *, read: bool) -> dict[str, float]:
    """Plain Scrapy, with trafilatura in its callback when `read`."""
    import scrapy
    import trafilatura
    from scrapy.crawler import CrawlerProcess

    done: dict[str, float] = {"pages": 0, "texts": 0}

    class Plain(scrapy.Spider):
        name = "plain"
        start_urls = tuple(f"http://127.0.0.1:{port}/rss/{port}" for port in ports)

        def parse(self, response: Any) -> Any:
            for url in re.findall(r"<link>(http[^<]+)</link>", response.text):
                yield scrapy.Request(url, callback=self.page)

        def page(self, response: Any) -> None:
            done["pages"] += 1
            if read:
                text = trafilatura.extract(response.body, url=response.url, fast=True)
                done["texts"] += bool(text and len(text) > 100)

    process = CrawlerProcess(
        {"CONCURRENT_REQUESTS": 64, "CONCURRENT_REQUESTS_PER_DOMAIN": 4, "CONCURRENT_ITEMS": 1,
         "LOG_ENABLED": False, "ROBOTSTXT_OBEY": True, "TELNETCONSOLE_ENABLED": False}
    )  # fmt: skip
    process.crawl(Plain)
    begun = time.monotonic()
    process.start()
    return done | {"wall": time.monotonic() - begun, "cpu": _own_cpu()}


def ours(ports: list[int], *, feeds: int) -> dict[str, float]:
    """The whole way to the database and archive; with 300 feeds an idle round behind it."""
    from crawler.session import Crawler
    from doichieu.jobs.crawl import Taken, crawl_sources
    from doichieu.jobs.desk import open_desk
    from doichieu.settings import Settings

    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data_dir=Path(folder), crawl_delay=0)
        with open_desk(settings) as desk, Crawler() as crawler:
            sources = _sources(ports, feeds=feeds)
            told: dict[str, float] = {}
            for turn in ("", "idle_")[: 2 if feeds > HOSTS else 1]:
                begun, before = time.monotonic(), _own_cpu() + _group_cpu(crawler)
                found = list(crawl_sources(desk, sources, crawler=crawler))
                told[f"{turn}pages"] = sum(isinstance(one, Taken) for one in found)
                told[f"{turn}wall"] = time.monotonic() - begun
                told[f"{turn}cpu"] = _own_cpu() + _group_cpu(crawler) - before
            return told


def _sources(ports: list[int], *, feeds: int) -> list[Any]:
    from doichieu.records import Source, SourceKind

    lists = [(ports[at % HOSTS], f"/feed/{at}") for at in range(feeds)]
    if feeds == HOSTS:
        lists = [(port, f"/rss/{port}") for port in ports]
    return [
        Source(
            id=f"b-{at}", name="B", kind=SourceKind.NEWS, home_url=f"http://127.0.0.1:{port}/",
            feeds=(f"http://127.0.0.1:{port}{path}",), local=True,
        )
        for at, (port, path) in enumerate(lists)
    ]  # fmt: skip


def _own_cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def _group_cpu(crawler: Any) -> float:
    """Of the crawl's process and its workers, living and ended."""
    child, ticks = crawler._child, 0
    for folder in Path("/proc").iterdir() if child is not None else ():
        try:
            if folder.name.isdigit() and os.getpgid(int(folder.name)) == child.process.pid:
                fields = (folder / "stat").read_text().rsplit(")", 1)[1].split()
                ticks += sum(map(int, fields[11:15]))
        except OSError:
            continue
    return ticks / os.sysconf("SC_CLK_TCK")


RUNS = {
    "fetch only": lambda ports: peer(ports, read=False),
    "scrapy + trafilatura": lambda ports: peer(ports, read=True),
    "doichieu": lambda ports: ours(ports, feeds=HOSTS),
    "300 feeds": lambda ports: ours(ports, feeds=FEEDS),
}


def _run(name: str, ports: list[int]) -> dict[str, float]:
    command = [sys.executable, __file__, "--run", name, json.dumps(ports)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    told: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    assert told["pages"] == PAGES, f"{name}: {told}"
    return told


def main() -> None:
    """The pairs, one after the other against one server."""
    server = subprocess.Popen(
        [sys.executable, __file__, "--serve"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert server.stdout is not None
    try:
        ports = json.loads(server.stdout.readline())
        ratios = []
        for _ in range(PAIRS):
            runs = {name: _run(name, ports) for name in list(RUNS)[:3]}
            for name, told in runs.items():
                print(
                    f"{name:22} {PAGES / told['wall']:6.1f} pages/s  {PAGES / told['cpu']:6.1f} pages/CPU s"
                    f"  wall {told['wall']:6.1f} s  CPU {told['cpu']:6.1f} s"
                )
            theirs, mine = runs["scrapy + trafilatura"], runs["doichieu"]
            ratios.append((theirs["wall"] / mine["wall"], theirs["cpu"] / mine["cpu"]))
            print(f"doichieu against scrapy + trafilatura: {ratios[-1][0]:.2f} x pages a second, {ratios[-1][1]:.2f} x pages a CPU second")  # fmt: skip
        told = _run("300 feeds", ports)
        share = 100 * told["idle_cpu"] / told["cpu"]
        print(
            f"300 feeds: full {told['cpu']:.1f} CPU s, {told['wall']:.1f} s; idle {told['idle_cpu']:.2f} CPU s,"
            f" {told['idle_wall']:.2f} s, {told['idle_pages']:.0f} pages: {share:.1f} % of a full round"
        )
    finally:
        server.kill()
        server.wait()


if __name__ == "__main__":
    if "--serve" in sys.argv:
        asyncio.run(serve())
    elif "--run" in sys.argv:
        print(json.dumps(RUNS[sys.argv[2]](json.loads(sys.argv[3]))))
    else:
        main()
