"""Names that lead inside: a real child, real servers, and a name server that lies.

127.0.0.2 stands for the open network here, 127.0.0.1 for somebody's own; the child is told so, and
given its names, by a `sitecustomize` of this test.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from crawler.manners import Manners
from crawler.session import crawl
from doichieu.records import CrawlReport, Failure, Link, Source, SourceKind

MANNERS = Manners(user_agent="t", delay=0, timeout=5)
OPEN, INSIDE = "127.0.0.2", "127.0.0.1"
LYING = """
import ipaddress, json, os, socket
import crawler.addresses
names = {name: list(answers) for name, answers in json.loads(os.environ["TEST_NAMES"]).items()}
real, looked_at = socket.getaddrinfo, crawler.addresses.is_public
def lookup(host, port, *words, **named):
    name = host.decode() if isinstance(host, bytes) else host
    if name in names:
        answers = names[name]
        addresses = answers.pop(0) if len(answers) > 1 else answers[0]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port or 0)) for one in addresses]
    return real(host, port, *words, **named)
socket.getaddrinfo = lookup
crawler.addresses.is_public = lambda address: address == "127.0.0.2" or looked_at(address)
"""


class _Server:
    """One address, one port; what it was asked for is remembered."""

    def __init__(self, host: str, port: int = 0) -> None:
        self.asked: list[str] = []
        self.redirects: dict[str, str] = {}
        server = self

        class Handler(BaseHTTPRequestHandler):
            # HTTP/1.0 closes after each answer: every request looks its host up anew.
            def do_GET(self) -> None:
                server.asked.append(self.path)
                target = server.redirects.get(self.path)
                self.send_response(302 if target else 404)
                if target:
                    self.send_header("Location", target)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_: object) -> None:
                """Silent."""

        self.http = ThreadingHTTPServer((host, port), Handler)
        self.port = self.http.server_port
        Thread(target=self.http.serve_forever, args=(0.05,), daemon=True).start()

    def close(self) -> None:
        self.http.shutdown()
        self.http.server_close()


@pytest.fixture
def servers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[_Server, _Server]]:
    """The open one and the inner one, at one port number."""
    (tmp_path / "sitecustomize.py").write_text(LYING)
    here = str(Path(__file__).parents[2])
    monkeypatch.setenv("PYTHONPATH", f"{tmp_path}:{here}")
    monkeypatch.setenv("TEST_NAMES", "{}")
    inner = _Server(INSIDE)
    outer = _Server(OPEN, inner.port)
    yield outer, inner
    outer.close()
    inner.close()


class _All:
    def unseen(self, links: Sequence[Link]) -> Sequence[Link]:
        return links


def _told(found: list[object]) -> dict[str, str]:
    return {one.url: one.reason for one in found if isinstance(one, Failure)}


def _names(monkeypatch: pytest.MonkeyPatch, **answers: list[list[str]]) -> None:
    named = {name.replace("_", "."): held for name, held in answers.items()}
    monkeypatch.setenv("TEST_NAMES", json.dumps(named))


def test_a_name_that_leads_inside_is_refused_and_an_open_one_is_fetched(
    servers: tuple[_Server, _Server], monkeypatch: pytest.MonkeyPatch
) -> None:
    outer, inner = servers
    _names(monkeypatch, bao_example=[[OPEN]], trong_example=[[INSIDE]], ca_example=[[OPEN, INSIDE]])
    targets = [f"http://{name}.example:{outer.port}/a" for name in ("bao", "trong", "ca")]
    told = _told(list(crawl([], frontier=_All(), manners=MANNERS, targets=targets)))
    assert told[targets[0]] == "http_404"
    assert told[targets[1]] == told[targets[2]] == "private_address"
    assert "/a" in outer.asked
    assert not inner.asked


def test_a_name_that_changes_its_answer_between_two_requests_is_refused(
    servers: tuple[_Server, _Server], monkeypatch: pytest.MonkeyPatch
) -> None:
    outer, inner = servers
    # robots.txt is fetched from the open address; the page's own lookup leads inside.
    _names(monkeypatch, bao_example=[[OPEN], [INSIDE]])
    target = f"http://bao.example:{outer.port}/bi-mat"
    told = _told(list(crawl([], frontier=_All(), manners=MANNERS, targets=[target])))
    assert told == {target: "private_address"}
    assert outer.asked == ["/robots.txt"]
    assert not inner.asked


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "2130706433", "0x7f.1", "0177.0.0.1", "localhost", "[::ffff:127.0.0.1]", "trong.example"],
)  # fmt: skip
def test_a_redirect_inside_is_refused_however_it_is_written(
    servers: tuple[_Server, _Server], monkeypatch: pytest.MonkeyPatch, host: str
) -> None:
    outer, inner = servers
    _names(monkeypatch, bao_example=[[OPEN]], trong_example=[[INSIDE]])
    outer.redirects["/a"] = f"http://{host}:{inner.port}/bi-mat"
    target = f"http://bao.example:{outer.port}/a"
    told = _told(list(crawl([], frontier=_All(), manners=MANNERS, targets=[target])))
    assert told == {target: "private_address"}
    assert not inner.asked


def test_what_a_local_source_may_reach_another_source_may_not(
    servers: tuple[_Server, _Server], monkeypatch: pytest.MonkeyPatch
) -> None:
    outer, inner = servers
    _names(monkeypatch, bao_example=[[OPEN]])
    outer.redirects["/rss"] = f"http://{INSIDE}:{inner.port}/bi-mat"
    kept = {"kind": SourceKind.NEWS, "name": "Báo"}
    local = Source(
        id="trong", home_url=f"http://{INSIDE}:{inner.port}/", local=True, **kept,
        feeds=tuple(f"http://{INSIDE}:{inner.port}/{at}" for at in range(4)),
    )  # fmt: skip
    public = Source(
        id="ngoai", home_url=f"http://bao.example:{outer.port}/", **kept,
        feeds=(f"http://bao.example:{outer.port}/rss",),
    )  # fmt: skip
    found = list(crawl([local, public], frontier=_All(), manners=MANNERS))
    reports = {one.source_id: dict(one.stats) for one in found if isinstance(one, CrawlReport)}
    assert reports["ngoai"]["list_private_address"] == 1
    assert reports["trong"]["list_http_404"] == 4
    assert "/bi-mat" not in inner.asked
