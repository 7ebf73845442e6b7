"""News that appears while we watch: 300 sites whose feeds grow, one article after the other, each with a wrong figure.

Every site has an address of its own among the loopback's, so that politeness holds between them as it would
outside. What a page says is as large and as dense as a real one (benchmarks/news_site/pages.py).
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import random
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from datetime import UTC, date, datetime
from html import escape
from pathlib import Path
from typing import Any

from benchmarks.news_site.pages import page
from benchmarks.news_site.texts import text
from crawler.registry import write_source
from doichieu.records import OfficialDocument, Passage, Source, SourceKind

NUMBER = "12/2019/QĐ-UBND"
PASSAGE = "Mức hỗ trợ cho mỗi hộ nghèo ở tỉnh Lam Giang là 500.000 đồng/tháng."
#: Articles a feed names at most, as real ones do.
NAMED = 30


@dataclass(frozen=True, slots=True)
class News:
    """One article to come: its number, its site, and when it appears in the feed (Unix time)."""

    number: int
    site: int
    at: float


def planned(*, sites: int, rate: float, seconds: float, begin: float, seed: int = 7) -> list[News]:
    """An old article of every site, and news at a rate a second, each on a site by chance."""
    chance, at = random.Random(seed), begin
    found = [News(site, site, begin - 3600) for site in range(sites)]
    while (at := at + chance.expovariate(rate)) < begin + seconds:
        found.append(News(len(found), chance.randrange(sites), at))
    return found


def host(site: int) -> str:
    """Its address among the loopback's."""
    return f"127.0.{1 + site // 200}.{1 + site % 200}"


def path_of(news: News) -> str:
    """The address of an article on its site."""
    return f"/tin-lam-giang/{news.number}-ho-tro-{100_000 + news.number}.html"


def sources(port: int, *, sites: int) -> list[Source]:
    """The sites, as a registry has them."""
    return [
        Source(
            id=f"bao-{at}", name=f"Báo {at}", kind=SourceKind.NEWS, home_url=f"http://{host(at)}:{port}/",
            feeds=(f"http://{host(at)}:{port}/rss",), local=True, enabled=True,
        )
        for at in range(sites)
    ]  # fmt: skip


def official() -> OfficialDocument:
    """The text that every article gets wrong."""
    passage = Passage(document=NUMBER, place="Điều 2", text=PASSAGE, start=0, end=len(PASSAGE))
    return OfficialDocument(
        number=NUMBER, title="Quyết định về mức hỗ trợ hộ nghèo", issuer="UBND tỉnh Lam Giang",
        text=PASSAGE, passages=(passage,), effective=date(2019, 7, 1),
    )  # fmt: skip


def article(news: News) -> bytes:
    """Its page: a text of its own with one sentence that differs from the official passage."""
    money = 510 + news.number % 400
    return page(
        news.number,
        also=f"Theo Quyết định {NUMBER}, mức hỗ trợ cho mỗi hộ nghèo ở tỉnh Lam Giang là {money}.000 đồng/tháng.",
    )


class World:
    """The sites in a process of their own, and the folder that names them as sources."""

    def __init__(self, news: list[News], *, sites: int, folder: Path) -> None:
        plan = folder / "news.json"
        plan.write_text(json.dumps([[one.number, one.site, one.at] for one in news]))
        with socket.socket() as free:
            free.bind(("0.0.0.0", 0))
            self.port = free.getsockname()[1]
        self._process = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.news_site.live", str(plan), str(self.port)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert self._process.stdout is not None
        self._process.stdout.readline()
        for one in sources(self.port, sites=sites):
            write_source(one, folder=folder / "sources")

    def close(self) -> None:
        """End it."""
        self._process.kill()
        self._process.communicate()


async def serve(plan: Path, port: int) -> None:
    """Answer for every site: robots, its feed as of now, its pages; until stdin closes."""
    news = [News(*one) for one in json.loads(plan.read_text())]
    of_site: dict[int, list[News]] = {}
    for one in news:
        of_site.setdefault(one.site, []).append(one)
    by_path = {path_of(one): one for one in news}

    async def answer(reader: Any, writer: Any) -> None:
        local = writer.get_extra_info("sockname")[0].split(".")
        site = (int(local[2]) - 1) * 200 + int(local[3]) - 1
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                path = head.split(b" ", 2)[1].decode()
                writer.write(_said(path, head, of_site.get(site, []), by_path, _home(site, port)))
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    await asyncio.start_server(answer, "0.0.0.0", port)
    print("ready", flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)


def _home(site: int, port: int) -> str:
    return f"http://{host(site)}:{port}"


def _said(path: str, head: bytes, held: list[News], by_path: dict[str, News], home: str) -> bytes:
    now = time.time()
    if path == "/rss":
        body, kind = _feed([one for one in held if one.at <= now][-NAMED:], home), "application/rss+xml"  # fmt: skip
    elif path in by_path and by_path[path].at <= now:
        body, kind = article(by_path[path]), "text/html; charset=utf-8"
    else:
        return b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
    tag = f'"{hashlib.md5(body).hexdigest()}"'
    if tag.encode() in head:
        return f"HTTP/1.1 304 Not Modified\r\nETag: {tag}\r\n\r\n".encode()
    top = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nETag: {tag}\r\nContent-Length: {len(body)}\r\n\r\n"  # fmt: skip
    return top.encode() + body


def _feed(news: list[News], home: str) -> bytes:
    items = "".join(
        f"<item><title>{escape(text(one.number).title)}</title><link>{home}{path_of(one)}</link>"
        f"<pubDate>{datetime.fromtimestamp(one.at, UTC):%a, %d %b %Y %H:%M:%S +0000}</pubDate></item>"
        for one in reversed(news)
    )
    return f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Báo</title>{items}</channel></rss>'.encode()


if __name__ == "__main__":
    asyncio.run(serve(Path(sys.argv[1]), int(sys.argv[2])))
