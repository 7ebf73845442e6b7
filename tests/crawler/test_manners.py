"""How the crawl behaves towards a site that says how it wants to be treated."""

from __future__ import annotations

import itertools
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest

from crawler.findings import PutOff, Visit
from crawler.manners import Manners, Memory
from crawler.session import Crawler, crawl
from doichieu.records import CrawlReport, Failure, Link, Source, SourceKind

MANNERS = Manners(user_agent="doichieu-test", delay=0, timeout=10)
BODY = "<html><title>Trang ngắn</title><p>Không có gì.</p></html>"


class _All:
    def unseen(self, links: Sequence[Link]) -> Sequence[Link]:
        return links


def _feed(home: str, count: int) -> str:
    items = "".join(f"<item><link>{home}/tin-{at}.html</link></item>" for at in range(count))
    return f"<rss version='2.0'><channel><title>Báo</title>{items}</channel></rss>"


def _source(site: Any, count: int = 3) -> Source:
    site.page("/rss", _feed(site.home, count), Content_Type="application/xml")
    for at in range(count):
        site.page(f"/tin-{at}.html", BODY)
    return Source(
        id="bao", name="Báo", kind=SourceKind.NEWS, home_url=f"{site.home}/", local=True,
        feeds=(f"{site.home}/rss",),
    )  # fmt: skip


def _crawl(source: Source, **more: Any) -> list[object]:
    return list(crawl([source], frontier=_All(), manners=MANNERS, **more))


def _stats(found: list[object]) -> dict[str, int]:
    return dict(next(one for one in found if isinstance(one, CrawlReport)).stats)


def _pages(site: Any) -> list[str]:
    return [path for path, _ in site.asked if path not in ("/robots.txt", "/rss")]


def _busy(site: Any, path: str, *, wait: str, times: int, status: int = 429) -> list[float]:
    """The path answers busy so often, then as before; when it was asked."""
    before, asked = site.habits[path], []

    def habit(handler: BaseHTTPRequestHandler) -> None:
        asked.append(time.monotonic())
        if len(asked) > times:
            before(handler)
            return
        handler.send_response(status)
        handler.send_header("Retry-After", wait)
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    site.habits[path] = habit
    return asked


def test_a_busy_host_is_asked_again_after_the_time_it_names(site: Any) -> None:
    source = _source(site)
    asked = _busy(site, "/tin-1.html", wait="1", times=1)
    found = _crawl(source)
    assert len(asked) == 2
    assert asked[1] - asked[0] >= 1
    assert _stats(found)["not_an_article"] == 3


@pytest.mark.parametrize("form", ["seconds", "date"])
def test_a_host_that_asks_for_long_is_left_alone_and_its_source_put_off(
    site: Any, form: str
) -> None:
    source = _source(site)
    moment = datetime.now(UTC) + timedelta(hours=1)
    wait = "3600" if form == "seconds" else format_datetime(moment, usegmt=True)
    _busy(site, "/tin-0.html", wait=wait, times=9, status=503)
    _busy(site, "/tin-1.html", wait=wait, times=9, status=503)
    _busy(site, "/tin-2.html", wait=wait, times=9, status=503)
    found = _crawl(source)
    put_off = [one for one in found if isinstance(one, PutOff)]
    assert [one.source_id for one in put_off] == ["bao"]
    assert timedelta(minutes=55) < put_off[0].until - datetime.now(UTC) <= timedelta(hours=1)
    assert _stats(found)["put_off"] == 3
    assert not [one for one in found if isinstance(one, Failure)]


def test_a_list_that_asks_for_long_says_so_in_the_report(site: Any) -> None:
    source = _source(site)
    _busy(site, "/rss", wait="7200", times=9)
    found = _crawl(source)
    report = next(one for one in found if isinstance(one, CrawlReport))
    assert "asks to wait until" in report.problems[0]
    assert site.count("/rss") == 1


def test_the_crawl_delay_of_robots_is_kept(site: Any) -> None:
    source = _source(site)
    site.page("/robots.txt", "User-agent: *\nCrawl-delay: 0.6\n", Content_Type="text/plain")
    times: list[float] = []
    for at in range(3):
        before = site.habits[f"/tin-{at}.html"]

        def habit(handler: BaseHTTPRequestHandler, before: Any = before) -> None:
            times.append(time.monotonic())
            before(handler)

        site.habits[f"/tin-{at}.html"] = habit
    _crawl(source)
    assert len(times) == 3
    # The clock of the server starts a little after the client's.
    assert min(later - sooner for sooner, later in itertools.pairwise(times)) > 0.5


@pytest.mark.parametrize(
    ("status", "reason"), [(503, "list_robots_unreachable"), (404, "not_an_article")]
)
def test_robots_that_are_out_of_order_forbid_and_robots_that_are_not_there_allow(
    site: Any, status: int, reason: str
) -> None:
    source = _source(site)
    site.page("/robots.txt", "", status=status)
    found = _crawl(source)
    assert _stats(found)[reason] >= 1
    assert bool(_pages(site)) is (status == 404)


def test_a_redirect_does_not_lead_around_robots(site: Any) -> None:
    source = _source(site, 1)
    site.page("/robots.txt", "User-agent: doichieu\nDisallow: /kin/\n", Content_Type="text/plain")
    site.page("/tin-0.html", "", status=302, Location="/kin/a.html")
    site.page("/kin/a.html", BODY)
    found = _crawl(source)
    assert [one.reason for one in found if isinstance(one, Failure)] == ["robots"]
    assert site.count("/kin/a.html") == 0
    assert site.count("/robots.txt") == 1


def test_a_spent_budget_leaves_the_rest_waiting(site: Any) -> None:
    found = _crawl(_source(site, 5), memory=Memory(budget={"bao": 3}))
    stats = _stats(found)
    assert (stats["requests"], stats["over_budget"]) == (3, 3)
    assert len(_pages(site)) == 2


def test_a_crawl_out_of_time_asks_for_nothing_more(site: Any) -> None:
    found = _crawl(_source(site), seconds=0.0)
    assert _stats(found)["out_of_time"] == 1
    assert not _pages(site)


def test_one_process_crawls_many_times_and_ends_with_its_context(site: Any) -> None:
    source = _source(site, 1)
    with Crawler() as crawler:
        for _ in range(3):
            found = list(crawl([source], frontier=_All(), manners=MANNERS, crawler=crawler))
            assert _stats(found)["not_an_article"] == 1
            assert not [one for one in found if isinstance(one, Visit)]
        child = crawler._child
        assert child is not None
        assert child.process.poll() is None
    assert child.process.poll() is not None
    assert len(_pages(site)) == 3
