"""The crawl itself: a real child process against real local servers."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections import Counter
from collections.abc import Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from crawler.addresses import is_public, resolve
from crawler.fetch import fetch
from crawler.findings import Visit
from crawler.manners import Manners
from crawler.session import crawl
from doichieu.errors import DoichieuError, Skip
from doichieu.records import CrawlReport, Failure, Link, Source, SourceKind
from samples.world import World

MANNERS = Manners(user_agent="doichieu-test", delay=0, timeout=10)


class Remembering:
    """A frontier that knows what it has given out, as a database would."""

    def __init__(self) -> None:
        self.given: set[str] = set()

    def unseen(self, links: Sequence[Link]) -> Sequence[Link]:
        fresh = [link for link in links if link.url not in self.given]
        self.given |= {link.url for link in fresh}
        return fresh


def _of(found: list[object], kind: type) -> list:
    return [one for one in found if isinstance(one, kind)]


def _articles(found: list[object]) -> list:
    return [one.article for one in _of(found, Visit) if one.article is not None]


def _pages(found: list[object]) -> list:
    return [one.page for one in _of(found, Visit) if one.page is not None]


def test_the_sample_world_is_crawled_whole_and_nothing_twice(world: World) -> None:
    frontier = Remembering()
    found = list(crawl(world.sources(), frontier=frontier, manners=MANNERS))
    articles = _articles(found)
    assert len(articles) == len({one.url for one in articles})
    outlets = Counter(one.source_id for one in articles)
    from samples.content import load_articles

    wanted = Counter(one.outlet for one in load_articles() if one.outlet != "bao-doi-song-moi")
    assert outlets == wanted
    assert len(_pages(found)) == 16
    reports = {one.source_id: one for one in _of(found, CrawlReport)}
    assert set(reports) == {one.id for one in world.sources()}
    assert reports["bao-doi-song-moi"].problems
    assert "refuses" in reports["bao-doi-song-moi"].problems[0]
    again = list(crawl(world.sources(), frontier=frontier, manners=MANNERS))
    assert not _articles(again)


def test_private_addresses_are_refused_unless_the_source_is_local(world: World) -> None:
    source = next(one for one in world.sources() if one.feeds)
    stranger = Source(
        id="la", name="La", kind=SourceKind.NEWS, home_url=source.home_url, feeds=source.feeds
    )
    found = list(crawl([stranger], frontier=Remembering(), manners=MANNERS))
    assert not _articles(found)
    assert "private" in _of(found, CrawlReport)[0].problems[0]
    with pytest.raises(Skip, match="private"):
        fetch(source.home_url, manners=MANNERS)
    assert fetch(source.home_url, manners=MANNERS, allow_private=True).status == 200


@pytest.mark.parametrize("form", ["page", "feed", "section"])
def test_an_address_by_hand_may_be_a_page_a_feed_or_a_section(world: World, form: str) -> None:
    source = next(one for one in world.sources() if one.id == "bao-lam-giang")
    first = _articles(list(crawl([source], frontier=Remembering(), manners=MANNERS, limit=1)))[0]
    target = {"page": first.url, "feed": source.feeds[0], "section": source.home_url}[form]
    found = list(
        crawl(
            [],
            frontier=Remembering(),
            manners=MANNERS,
            targets=[target],
            limit=2,
            allow_private=True,
        )
    )
    assert 1 <= len(_articles(found)) <= 2


def test_unknown_hosts_are_told_by_name() -> None:
    found = list(
        crawl([], frontier=Remembering(), manners=MANNERS, targets=["http://khong-co.invalid/"])
    )
    failures = _of(found, Failure)
    assert failures[0].reason == "unknown_host"
    assert "khong-co.invalid" in failures[0].detail


class _Hostile(BaseHTTPRequestHandler):
    """One bad habit a path."""

    def do_GET(self) -> None:
        if self.path == "/robots.txt":
            self._say(200, b"User-agent: *\nDisallow: /cam/\n", "text/plain")
        elif self.path.startswith("/vong"):
            self.send_response(302)
            self.send_header("Location", f"/vong?{time.monotonic()}")
            self.end_headers()
        elif self.path == "/lon":
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            try:
                for _ in range(400):
                    self.wfile.write(b"x" * 10_000)
            except OSError:
                return
        elif self.path == "/sau":
            self._say(200, b"<div>" * 60_000 + b"x", "text/html")
        elif self.path == "/loi":
            self._say(500, b"loi", "text/html")
        else:
            self._say(200, b"<html><title>a</title>trong</html>", "text/html")

    def _say(self, status: int, body: bytes, kind: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Silent."""


def test_hostile_pages_are_each_named_and_stop_nothing() -> None:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Hostile)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    home = f"http://127.0.0.1:{server.server_port}"
    paths = ["vong", "lon", "sau", "loi", "cam/a", "trong"]
    manners = Manners(user_agent="t", delay=0, timeout=10, max_bytes=1_000_000)
    found = list(
        crawl(
            [],
            frontier=Remembering(),
            manners=manners,
            targets=[f"{home}/{path}" for path in paths],
            allow_private=True,
        )
    )
    server.shutdown()
    told = {one.url.removeprefix(home): one.reason for one in _of(found, Failure)}
    assert any(path.startswith("/vong") and reason == "redirects" for path, reason in told.items())
    assert told["/loi"] == "http_500"
    assert told["/cam/a"] == "robots"
    assert told["/trong"] == "not_an_article"
    # How long sixty thousand levels take is the machine's affair; either way the page is named.
    assert told["/sau"] in ("reading_timeout", "not_an_article")
    assert told["/lon"]


def test_a_killed_crawl_is_a_line_in_its_report_and_leaves_nothing_behind(world: World) -> None:
    found = []
    iterator = crawl(world.sources(), frontier=Remembering(), manners=MANNERS)
    for one in iterator:
        found.append(one)
        if isinstance(one, Visit):
            child = _children()
            assert child
            os.kill(child[0], signal.SIGKILL)
            break
    found += list(iterator)
    reports = _of(found, CrawlReport)
    assert {one.source_id for one in reports} == {one.id for one in world.sources()}
    assert any("crawl process died" in line for one in reports for line in one.problems)
    time.sleep(0.3)
    assert not _children()


def test_closing_the_crawl_early_ends_every_process(world: World) -> None:
    iterator = crawl(world.sources(), frontier=Remembering(), manners=MANNERS)
    next(iterator)
    assert _children()
    iterator.close()
    time.sleep(0.3)
    assert not _children()


def _children() -> list[int]:
    """Crawl processes of ours: their session leaders."""
    mine = []
    for folder in Path("/proc").iterdir():
        try:
            words = (folder / "cmdline").read_bytes().split(b"\0")
            parent = int((folder / "stat").read_text().rsplit(")", 1)[1].split()[1])
        except (OSError, ValueError, IndexError):
            continue
        if b"crawler" in words and parent == os.getpid():
            mine.append(int(folder.name))
    return mine


def test_an_error_keeps_its_kind_between_processes() -> None:
    import pickle

    error = pickle.loads(pickle.dumps(Skip(vi="a", en="b", reason="c")))
    assert isinstance(error, DoichieuError)
    assert (error.vi, error.en, error.reason) == ("a", "b", "c")


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://[::1]/",
        "http://169.254.1.1/",
        "http://192.0.2.1/",
        "http://0.0.0.0/",
        "ftp://a.example/",
        "http:///x",
    ],
)
def test_an_address_that_is_not_public_is_refused_without_asking_it(url: str) -> None:
    with pytest.raises(Skip) as told:
        resolve(url)
    assert told.value.reason in ("private_address", "bad_address")
    assert url in str(told.value)


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("8.8.8.8", True),
        ("2001:4860:4860::8888", True),
        ("::ffff:8.8.8.8", True),
        ("::ffff:127.0.0.1", False),
        ("::ffff:10.0.0.1", False),
        ("64:ff9b::7f00:1", False),
        ("64:ff9b::808:808", True),
        ("2002:7f00:1::", False),
        ("fe80::1%eth0", False),
        ("224.0.0.1", False),
        ("100.64.0.1", False),
        ("169.254.169.254", False),
        ("255.255.255.255", False),
    ],
)
def test_what_is_public_is_told_by_the_address_inside_too(address: str, public: bool) -> None:
    assert is_public(address) is public
