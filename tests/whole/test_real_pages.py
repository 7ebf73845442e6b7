"""Real saved pages, served on loopback as a source: section → articles → stored → checked, nothing flagged."""

from __future__ import annotations

import html
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from corpus.load import load_path
from doichieu.jobs.check_stored import check_stored
from doichieu.jobs.crawl import Taken, crawl_sources
from doichieu.jobs.desk import open_desk
from doichieu.jobs.official import keep_document
from doichieu.records import Source, SourceKind
from doichieu.settings import Settings
from doichieu.text import one_line
from storage import articles, flags

ROOT = Path(__file__).parents[2]
#: What each page says of its day.
DAYS = {
    "baochinhphu": "2026-03-01", "baodautu": "2026-03-07", "cafef": "2026-03-07",
    "dantri": "2026-03-07", "tuoitre": "2026-03-07", "vnexpress": "2026-03-07",
}  # fmt: skip


@pytest.fixture
def site(eval_data: Path) -> Iterator[str]:
    """The saved pages under addresses of our own, and a section page that links them."""
    pages = {
        f"/bai/{name}-mot-bai-bao-that-1234567.html": (
            eval_data / "vietnamese-pages" / f"{name}_article.html"
        ).read_bytes()
        for name in DAYS
    }
    links = "".join(
        f'<h3><a href="{path}">Một bài báo thật trên trang {path}</a></h3>' for path in pages
    )

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = pages.get(self.path) or (
                f"<html><body>{links}</body></html>".encode() if self.path == "/muc" else b""
            )
            self.send_response(200 if body else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.mark.data
def test_real_pages_go_the_whole_way_and_nothing_is_flagged(
    tmp_path: Path, site: str, eval_data: Path
) -> None:
    source = Source(
        id="that",
        name="Báo thật",
        kind=SourceKind.NEWS,
        home_url=site,
        sections=(f"{site}/muc",),
        local=True,
    )
    with open_desk(Settings(data_dir=tmp_path, crawl_delay=0)) as desk:
        for document in load_path(ROOT / "samples" / "official").documents:
            with desk.database.session() as session:
                keep_document(session, document)
        taken = [one for one in crawl_sources(desk, [source]) if isinstance(one, Taken)]
        assert len(taken) == len(DAYS)
        assert check_stored(desk) == 0
        with desk.database.session() as session:
            rows = {
                row.url.rsplit("/", 1)[-1].split("-")[0]: row for row in articles.newest(session)
            }
            assert set(rows) == set(DAYS)
            for name, row in rows.items():
                said = (eval_data / "vietnamese-pages" / f"{name}_article.html").read_text(
                    encoding="utf-8"
                )
                titled = one_line(html.unescape(said.split("<title>")[1].split("</title>")[0]))
                assert titled.startswith(row.title)
                assert row.published_at is not None
                assert row.published_at.astimezone(articles_zone()).date().isoformat() == DAYS[name]
                assert row.checked_by
                assert not flags.of_article(session, row.id)


def articles_zone() -> object:
    from zoneinfo import ZoneInfo

    return ZoneInfo("Asia/Ho_Chi_Minh")
