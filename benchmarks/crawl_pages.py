"""A local site of 20 hosts and 2,000 pages of 60–100 KB, from fetch to stored, against others of the trade.

Peers fetch the same pages from the same server with the same bounds: Scrapy that parses nothing,
Scrapy that calls trafilatura (fast) in its callback and stores nothing, newspaper4k as a library
(every fifth page: it takes its time). Each run is a process of its own, measured from when it is
ready to fetch: what starts once in months is left out on both sides. CPU seconds are those of all
its processes, without the server's. Every run is held against what the pages say: a text of
sensible length from all of them; of ours, the very title, the lines of the text, and that agency
copies and nothing else went into one story. Then 300 feeds that do not change: what an idle round
costs of a full one.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import os
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from benchmarks.news_site.pages import SITES, feed, page, path_of, site_of
from benchmarks.news_site.texts import COPIES, text

FEEDS = 300
#: Fewer for a quick look; what is written down was measured with all.
PAGES = int(os.environ.get("BENCH_PAGES", "2000"))
PAIRS = int(os.environ.get("BENCH_PAIRS", "3"))
#: Of so many pages newspaper4k reads one.
SLOWLY = 5
#: A text shorter or longer than so many times the page's own is none, or the whole page.
LEAST_TEXT, MOST_TEXT = 0.6, 1.8
#: Share of pages in which newspaper4k must find a text; on some layouts it finds none of them.
LEAST_READ = 0.8
#: Mean share of lines that our reading and the page's own text have in common.
LEAST_LINES_RIGHT = 0.99
#: Pages of each site that teach its template before a crawl that knows it.
LEARNED_FROM = 4
#: Where the page lies that our crawl is warmed up with.
WARM = "/khoi-dong.html"
ROOT = Path(__file__).parent.parent


async def serve() -> None:
    """The sites: 20 ports, answers made beforehand; the ports on stdout, until stdin closes."""
    answers = {path_of(at): page(at) for at in range(PAGES)} | {WARM: page(PAGES)}
    servers = [
        await asyncio.start_server(lambda r, w: _answer(r, w, answers), "127.0.0.1", 0)
        for _ in range(SITES)
    ]
    ports = [one.sockets[0].getsockname()[1] for one in servers]
    for site, port in enumerate(ports):
        numbers = [at for at in range(PAGES) if site_of(at) == site]
        answers[f"/rss/{site}"] = feed(numbers, home=_home(port), site=site)
        for at in range(site, FEEDS, SITES):
            part = numbers[at // SITES :: FEEDS // SITES]
            answers[f"/feed/{at}"] = feed(part, home=_home(port), site=site)
    print(json.dumps(ports), flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)


def _home(port: int) -> str:
    return f"http://127.0.0.1:{port}"


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


def scrapy_peer(ports: list[int], *, read: bool) -> dict[str, float]:
    """Plain Scrapy, with trafilatura in its callback when `read`."""
    import scrapy
    import trafilatura
    from scrapy.crawler import CrawlerProcess

    lengths: dict[str, int] = {}

    class Plain(scrapy.Spider):
        name = "plain"
        start_urls = tuple(f"{_home(port)}/rss/{site}" for site, port in enumerate(ports))

        def parse(self, response: Any) -> Any:
            for url in _links(response.text):
                yield scrapy.Request(url, callback=self.page)

        def page(self, response: Any) -> None:
            said = trafilatura.extract(response.body, url=response.url, fast=True) if read else ""
            lengths[response.url] = len(said or "")

    process = CrawlerProcess(
        {"CONCURRENT_REQUESTS": 64, "CONCURRENT_REQUESTS_PER_DOMAIN": 4, "CONCURRENT_ITEMS": 1,
         "LOG_ENABLED": False, "ROBOTSTXT_OBEY": True, "TELNETCONSOLE_ENABLED": False}
    )  # fmt: skip
    process.crawl(Plain)
    begun, before = time.monotonic(), _own_cpu()
    process.start()
    told = {"pages": len(lengths), "wall": time.monotonic() - begun, "cpu": _own_cpu() - before}
    return told | ({"texts": _sensible(lengths)} if read else {})


def newspaper(ports: list[int]) -> dict[str, float]:
    """newspaper4k as its handbook has it: an article downloaded, then parsed; eight threads."""
    import newspaper as library
    import urllib3

    urls = [
        url
        for site, port in enumerate(ports)
        for url in _links(
            urllib3.request("GET", f"{_home(port)}/rss/{site}").data.decode()
        )[::SLOWLY]
    ]  # fmt: skip

    def read(url: str) -> tuple[str, int]:
        article = library.Article(url, language="vi", fetch_images=False)
        article.download()
        article.parse()
        return url, len(article.text)

    begun, before = time.monotonic(), _own_cpu()
    with ThreadPoolExecutor(8) as threads:
        lengths = dict(threads.map(read, urls))
    told = {"wall": time.monotonic() - begun, "cpu": _own_cpu() - before}
    return told | {"pages": len(lengths), "texts": _sensible(lengths)}


def _links(said: str) -> list[str]:
    return re.findall(r"<link>(http[^<]+\.html)</link>", said)


def _sensible(lengths: dict[str, int]) -> int:
    """How many of these addresses gave a text about as long as the page's own."""
    own = {path_of(at): len("\n".join(text(at).lines)) for at in range(PAGES)}
    shares = [length / own["/" + url.split("/", 3)[3]] for url, length in lengths.items()]
    return sum(LEAST_TEXT <= share <= MOST_TEXT for share in shares)


def ours(ports: list[int], *, feeds: int, known: bool = False) -> dict[str, float]:
    """The whole way to the database and archive; with 300 feeds an idle round behind it.

    With `known`, how the sites build their pages was learned before, as it is on all days but the first.
    """
    from crawler.session import Crawler
    from doichieu.jobs.crawl import Taken, Wanted, crawl_sources
    from doichieu.jobs.desk import open_desk
    from doichieu.settings import Settings
    from storage import sources as source_rows

    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data_dir=Path(folder), crawl_delay=0)
        with open_desk(settings) as desk, Crawler() as crawler:
            warm = Wanted(allow_private=True)
            list(crawl_sources(desk, [], targets=[_home(ports[0]) + WARM], wanted=warm, crawler=crawler))  # fmt: skip
            sources = _sources(ports, feeds=feeds)
            with desk.database.session() as session:
                source_rows.sync(session, sources)
            if known:
                few = Wanted(limit=LEARNED_FROM)
                list(crawl_sources(desk, sources, wanted=few, crawler=crawler))
            told: dict[str, float] = {}
            for turn in ("", "idle_")[: 2 if feeds > SITES else 1]:
                begun, before = time.monotonic(), _own_cpu() + _group_cpu(crawler)
                found = list(crawl_sources(desk, sources, crawler=crawler))
                told[f"{turn}pages"] = sum(isinstance(one, Taken) for one in found)
                told[f"{turn}wall"] = time.monotonic() - begun
                told[f"{turn}cpu"] = _own_cpu() + _group_cpu(crawler) - before
            return told | _held_against_the_pages(desk)


def _held_against_the_pages(desk: Any) -> dict[str, float]:
    """How many articles are stored with their title, and how like their lines are to the pages' own."""
    from sqlalchemy import select

    from storage.schema import ArticleRow
    from storage.story_rows import StoryRow

    with desk.database.session() as session:
        rows = session.execute(select(ArticleRow.url, ArticleRow.title, ArticleRow.text, StoryRow.story).join(StoryRow, StoryRow.article_id == ArticleRow.id)).all()  # fmt: skip
    said = {path_of(at): text(at) for at in range(PAGES)}
    held = [(said["/" + row.url.split("/", 3)[3]], row) for row in rows if not row.url.endswith(WARM)]  # fmt: skip
    shares = [_alike(row.text.split("\n"), one.lines) for one, row in held]
    stories = Counter(row.story for _, row in held)
    return {
        "titles": sum(one.title == row.title for one, row in held),
        "texts": sum(share > LEAST_TEXT for share in shares),
        "lines": statistics.mean(shares),
        "stories": len(stories),
    }


def _alike(lines: list[str], own: tuple[str, ...]) -> float:
    """Twice the lines in common, of all lines."""
    common = sum((Counter(lines) & Counter(own)).values())
    return 2 * common / (len(lines) + len(own))


def _sources(ports: list[int], *, feeds: int) -> list[Any]:
    from doichieu.records import Source, SourceKind

    lists = [(ports[at % SITES], f"/feed/{at}") for at in range(feeds)]
    if feeds == SITES:
        lists = [(port, f"/rss/{site}") for site, port in enumerate(ports)]
    return [
        Source(
            id=f"b-{at}", name="B", kind=SourceKind.NEWS, home_url=f"{_home(port)}/",
            feeds=(_home(port) + path,), local=True,
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
    "scrapy, no parsing": lambda ports: scrapy_peer(ports, read=False),
    "scrapy + trafilatura": lambda ports: scrapy_peer(ports, read=True),
    "doichieu": lambda ports: ours(ports, feeds=SITES),
    "doichieu, known sites": lambda ports: ours(ports, feeds=SITES, known=True),
    "newspaper4k": newspaper,
    "300 feeds": lambda ports: ours(ports, feeds=FEEDS),
}

OURS = ("doichieu", "doichieu, known sites")
#: Pages a run brings, where they are not all.
EXPECTED = {"newspaper4k": PAGES // SLOWLY, "doichieu, known sites": PAGES - LEARNED_FROM * SITES}


def _ratios(theirs: dict[str, float], mine: dict[str, float]) -> tuple[float, float]:
    """Pages a CPU second and a second: ours to theirs."""
    cpu, wall = (
        (mine["pages"] / mine[one]) / (theirs["pages"] / theirs[one]) for one in ("cpu", "wall")
    )
    return cpu, wall


def _run(name: str, ports: list[int]) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.crawl_pages", "--run", name, json.dumps(ports)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stderr[-2000:]
    told: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    _must_be_right(name, told, pages=EXPECTED.get(name, PAGES))
    print(
        f"{name:22} {told['pages'] / told['wall']:6.1f} pages/s  {told['pages'] / told['cpu']:6.1f} pages/CPU s"
        f"  wall {told['wall']:6.1f} s  CPU {told['cpu']:6.1f} s"
        f"  {told.get('texts', 0):.0f} texts", flush=True
    )  # fmt: skip
    return told


def _must_be_right(name: str, told: dict[str, float], *, pages: int) -> None:
    """All pages came, each with a text; ours with the right ones."""
    assert told["pages"] == pages, f"{name}: {told}"
    least = LEAST_READ * pages if name == "newspaper4k" else pages
    pages = PAGES if name == "doichieu, known sites" else pages
    assert told.get("texts", pages) >= least, f"{name}: {told}"
    assert told.get("titles", pages) == pages, f"{name}: {told}"
    assert told.get("lines", 1.0) >= LEAST_LINES_RIGHT, f"{name}: {told}"
    assert told.get("stories", pages - pages // COPIES) == pages - pages // COPIES, f"{name}: {told}"  # fmt: skip


def main() -> None:
    """The pairs, one after the other against one server."""
    server = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.crawl_pages", "--serve"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT,
    )  # fmt: skip
    assert server.stdout is not None
    try:
        ports = json.loads(server.stdout.readline())
        ratios = []
        for _ in range(PAIRS):
            runs = {name: _run(name, ports) for name in list(RUNS)[:4]}
            ratios.append([_ratios(runs["scrapy + trafilatura"], runs[name]) for name in OURS])
        for at, name in enumerate(OURS):
            cpu, wall = (
                statistics.median(one) for one in zip(*(pair[at] for pair in ratios), strict=True)
            )
            print(f"{name} against scrapy + trafilatura, median of {PAIRS}: {cpu:.2f} x pages a CPU second, {wall:.2f} x pages a second")  # fmt: skip
        _run("newspaper4k", ports)
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
