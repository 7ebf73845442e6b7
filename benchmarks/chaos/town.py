"""Three outlets over real HTTP whose lists grow: what each article says is known, and which of them differ."""

from __future__ import annotations

import hashlib
import threading
from contextlib import suppress
from dataclasses import dataclass
from email.utils import format_datetime
from functools import cache
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from benchmarks.news_site.texts import text
from doichieu.records import Source, SourceKind

OUTLETS = ("bao-ben", "bao-ghenh", "bao-rung")
NUMBER = "41/2026/NĐ-CP"
OFFICIAL = f"""---
number: {NUMBER}
title: Nghị định quy định mức trợ cấp trồng rừng
issuer: Chính phủ
issued: 2026-01-10
effective: 2026-02-01
---
Điều 1. Phạm vi điều chỉnh
Nghị định này quy định mức trợ cấp trồng rừng đối với hộ gia đình vùng cao.
Điều 2. Mức trợ cấp
1. Mức trợ cấp trồng rừng đối với hộ gia đình vùng cao là 7.500.000 đồng một năm.
2. Thời hạn giải quyết hồ sơ đề nghị trợ cấp trồng rừng là 12 ngày làm việc.
"""
#: What an article says of the text, by its number: some of it is right.
SAID = (
    f"Theo Nghị định {NUMBER}, mức trợ cấp trồng rừng đối với hộ gia đình vùng cao là 7.500.000 đồng một năm.",
    f"Theo Nghị định {NUMBER}, mức trợ cấp trồng rừng đối với hộ gia đình vùng cao là 5.700.000 đồng một năm.",
    f"Theo Nghị định {NUMBER}, thời hạn giải quyết hồ sơ đề nghị trợ cấp trồng rừng là 21 ngày làm việc.",
)
#: Every so many articles one is an agency's copy of the one before, on the next outlet.
COPIES = 7


@dataclass(frozen=True, slots=True)
class Told:
    """What one article says."""

    path: str
    title: str
    lines: tuple[str, ...]
    published: str
    differs: bool


@cache
def told(number: int) -> Told:
    """The article of that number; the same every time."""
    of = number - 1 if number % COPIES == COPIES - 1 else number
    said, held = of % len(SAID), text(of)
    # In the midst of a paragraph of its own words: one that stands on every page is no text of an article.
    lines = (*held.lines[:3], f"{held.lines[3]} {SAID[said]}")
    day = format_datetime(held.published_at)
    return Told(f"/tin-{number}.html", held.title, lines, day, said != 0)


class Town:
    """The outlets; `publish` lets their lists grow."""

    def __init__(self) -> None:
        self.published = 0
        self._servers = [_serve(self, at) for at in range(len(OUTLETS))]
        self.homes = [f"http://127.0.0.1:{one.server_port}" for one in self._servers]

    def sources(self) -> list[Source]:
        """What the registry is told."""
        return [
            Source(
                id=name, name=name, kind=SourceKind.NEWS, home_url=home, feeds=(f"{home}/rss",),
                local=True, enabled=True, interval_minutes=1, min_text_length=0,
            )
            for name, home in zip(OUTLETS, self.homes, strict=True)
        ]  # fmt: skip

    def publish(self, more: int) -> None:
        """So many articles more."""
        self.published += more

    def address(self, number: int) -> str:
        """Where that article lies."""
        return f"{self.homes[number % len(OUTLETS)]}{told(number).path}"

    def close(self) -> None:
        """Stop listening."""
        for one in self._servers:
            one.shutdown()
            one.server_close()


def _serve(town: Town, outlet: int) -> ThreadingHTTPServer:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def handle(self) -> None:
            with suppress(ConnectionError):  # whoever asked was killed
                super().handle()

        def do_GET(self) -> None:
            body, kind = _answer(town, outlet, self.path)
            tag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
            same = self.headers.get("If-None-Match") == tag
            self.send_response(304 if same else 200 if body else 404)
            self.send_header("Content-Type", f"{kind}; charset=utf-8")
            self.send_header("ETag", tag)
            self.send_header("Content-Length", "0" if same else str(len(body)))
            self.end_headers()
            self.wfile.write(b"" if same else body)

        def log_message(self, *_: object) -> None:
            """Silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    return server


def _answer(town: Town, outlet: int, path: str) -> tuple[bytes, str]:
    if path == "/rss":
        numbers = range(outlet, town.published, len(OUTLETS))
        return _feed(town, list(numbers)).encode(), "application/rss+xml"
    if path.startswith("/tin-"):
        return _page(told(int(path[5:-5]))).encode(), "text/html"
    return b"", "text/plain"


def _feed(town: Town, numbers: list[int]) -> str:
    items = "".join(
        f"<item><title>{escape(told(at).title)}</title><link>{town.address(at)}</link>"
        f"<pubDate>{told(at).published}</pubDate></item>"
        for at in reversed(numbers)
    )
    return f'<rss version="2.0"><channel><title>Tin</title>{items}</channel></rss>'


def _page(article: Told) -> str:
    body = "".join(f"<p>{escape(line)}</p>" for line in article.lines)
    title = escape(article.title)
    return (
        f'<!doctype html><html lang="vi"><head><title>{title}</title></head><body>'
        f'<header><nav><a href="/">Trang chủ</a></nav></header><main><article><h1>{title}</h1>'
        f'<div class="noi-dung">{body}</div></article></main><footer>Tòa soạn</footer></body></html>'
    )
