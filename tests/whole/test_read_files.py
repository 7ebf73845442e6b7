"""`doichieu extract` and `doichieu feed` with many files in one call, good, bad and hostile."""

from __future__ import annotations

import gzip
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import brotli
import pytest

from crawler.workers import each_bounded
from doichieu.errors import DoichieuError

TITLE = "Lam Giang nâng mức hỗ trợ học phí"
TEXT = "Theo đó, mức hỗ trợ tăng lên 540.000 đồng/tháng cho học sinh thuộc ba nhóm trong toàn tỉnh."
RSS = (
    '<rss version="2.0"><channel><item><title>Tin</title><link>{link}</link></item></channel></rss>'
)
KEYS = {
    "file", "url", "canonical_url", "title", "text", "authors", "published_at", "modified_at", "language", "site_name",
    "images", "paragraphs",
}  # fmt: skip


def page(number: int = 0, *, inside: str = "", head: str = "") -> str:
    text = "".join(f"<p>{TEXT} Nhóm {number}-{n}.</p>" for n in range(4))
    return f'<html lang="vi"><head><title>{TITLE} {number}</title>{head}</head><body><h1>{TITLE} {number}</h1>{inside}<article>{text}</article></body></html>'


def run(folder: Path, *words: str) -> tuple[int, list[dict], str]:
    done = subprocess.run(
        [sys.executable, "-m", "doichieu", *words, "--json"],
        env={**os.environ, "DOICHIEU_DATA_DIR": str(folder / "data")},
        capture_output=True, text=True, timeout=250, check=False, cwd=folder,
    )  # fmt: skip
    assert "Traceback" not in done.stderr
    return done.returncode, [json.loads(line) for line in done.stdout.splitlines()], done.stderr


def test_every_file_gives_one_object_in_its_order_whatever_it_holds(tmp_path: Path) -> None:
    files: dict[str, bytes] = {
        "a.html": page(1).encode(),
        "khong-phai-bai.html": b"<p>x</p>",
        "rong.html": b"",
        "anh.html": b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40,
        "day.html": page(2, inside="<div>" * 10_000).encode(),
        "thuoc-tinh.html": page(3, inside=f"<b {' '.join(f'a{n}=1' for n in range(300_000))}>").encode(),
        "vo-tan.html": b"<i>x" * 400_000,
        "nen.html.gz": gzip.compress(page(4).encode()),
        "nen.html.br": brotli.compress(page(5).encode()),
        "bom.gz": gzip.compress(b"<p>" + b" " * 60_000_000),
        "hai-byte.html": page(6).encode("utf-16"),
        "khong.html": page(7).replace("Lam", "L\0am").encode(),
        "z.html": page(8).encode(),
    }  # fmt: skip
    for name, body in files.items():
        (tmp_path / name).write_bytes(body)
    names = [*files, "khong-co.html", "."]
    status, found, told = run(tmp_path, "extract", *names)
    assert status == 1
    assert [one["file"] for one in found] == names
    read = {one["file"]: one for one in found if "error" not in one}
    assert set(read) == {
        "a.html", "day.html", "thuoc-tinh.html", "nen.html.gz", "nen.html.br", "hai-byte.html", "khong.html", "z.html",
    }  # fmt: skip
    assert all(set(one) == KEYS for one in read.values())
    assert [one["title"][-1] for one in read.values()] == ["1", "2", "3", "4", "5", "6", "7", "8"]
    reasons = {one["file"]: one["reason"] for one in found if "error" in one}
    assert reasons == {
        "khong-phai-bai.html": "not_an_article", "rong.html": "empty", "anh.html": "not_text", "vo-tan.html": "too_large",
        "bom.gz": "too_large", "khong-co.html": "missing", ".": "unreadable",
    }  # fmt: skip
    assert len(told.splitlines()) == len(reasons)


def test_feeds_good_and_bad_come_in_order_and_say_their_kind(tmp_path: Path) -> None:
    files = {
        "a.xml": RSS.format(link="https://b.vn/1").encode(),
        "b.html": page().encode(),
        "c.xml": b'<rss version="2.0"><channel></channel></rss>',
        "d.xml.gz": gzip.compress(RSS.format(link="https://b.vn/2").encode()),
    }
    for name, body in files.items():
        (tmp_path / name).write_bytes(body)
    status, found, _ = run(tmp_path, "feed", *files)
    assert status == 1
    assert [one["file"] for one in found] == list(files)
    assert found[0]["links"] == [{"url": "https://b.vn/1", "title": "Tin", "published_at": None}]
    assert found[1]["reason"] == "not_a_feed"
    assert (found[2]["kind"], found[2]["links"], len(found[2]["problems"])) == ("rss", [], 1)
    assert found[3]["links"][0]["url"] == "https://b.vn/2"


def test_good_files_alone_end_with_nought(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(page(1), encoding="utf-8")
    status, found, told = run(tmp_path, "extract", "a.html")
    assert (status, len(found), told) == (0, 1, "")


def test_the_origin_of_one_file_is_its_address_and_of_several_their_site(tmp_path: Path) -> None:
    head = '<link rel="canonical" href="/bai-{}.htm"><meta property="og:image" content="/anh.jpg">'
    for number in (1, 2):
        (tmp_path / f"{number}.html").write_text(
            page(number, head=head.format(number)), encoding="utf-8"
        )
    (tmp_path / "3.html").write_text(page(3), encoding="utf-8")
    alone = run(tmp_path, "extract", "1.html", "--url", "https://b.vn/muc/cu.htm")[1][0]
    assert (alone["url"], alone["canonical_url"]) == (
        "https://b.vn/muc/cu.htm",
        "https://b.vn/bai-1.htm",
    )
    assert alone["images"] == ["https://b.vn/anh.jpg"]
    many = run(tmp_path, "extract", "1.html", "2.html", "3.html", "--url", "https://b.vn/")[1]
    assert [one["url"] for one in many] == [
        "https://b.vn/bai-1.htm",
        "https://b.vn/bai-2.htm",
        None,
    ]
    (tmp_path / "f.xml").write_text(RSS.format(link="/1"), encoding="utf-8")
    feed = run(tmp_path, "feed", "f.xml", "--url", "https://b.vn/rss/tin.rss")[1][0]
    assert feed["links"][0]["url"] == "https://b.vn/1"


def test_an_origin_that_is_no_address_is_wrong_use(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(page(1), encoding="utf-8")
    assert run(tmp_path, "extract", "a.html", "--url", "b.vn")[0] == 2


@pytest.fixture
def site() -> Iterator[str]:
    """A server that sends one address on to another."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            moved = self.path == "/cu.htm"
            body = b"" if moved else page(9).encode()
            self.send_response(301 if moved else 200)
            self.send_header("Location", "/muc/moi-123456.htm") if moved else None
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


def test_the_address_of_a_page_that_moved_is_where_it_is_now(tmp_path: Path, site: str) -> None:
    status, found, _ = run(tmp_path, "extract", f"{site}/cu.htm", "--allow-private")
    assert status == 0
    assert found[0]["file"] == f"{site}/cu.htm"
    assert found[0]["url"] == f"{site}/muc/moi-123456.htm"


def _piece(kind: str) -> str:
    if kind == "endless":
        while True:
            pass
    if kind == "greedy":
        return "x" * 2_000_000_000
    if kind == "dead":
        os.kill(os.getpid(), signal.SIGKILL)
    if kind == "broken":
        raise RuntimeError("không ngờ tới")
    return kind


def test_a_piece_that_never_ends_or_takes_all_memory_or_dies_leaves_the_others_alone() -> None:
    kinds = ["a", "endless", "b", "greedy", "c", "dead", "d", "broken", "e"]
    found = list(each_bounded(_piece, ((kind,) for kind in kinds), many=True))
    assert [one for one in found if isinstance(one, str)] == ["a", "b", "c", "d", "e"]
    reasons = [one.reason for one in found if isinstance(one, DoichieuError)]
    assert reasons == ["reading_timeout", "too_large", "too_large", "reader_failed"]
