"""Every bad habit of the hostile site, all in one crawl: each named, none stops it or takes too much."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from crawler.findings import Visit
from crawler.manners import Manners
from crawler.session import Crawler, crawl
from crawler.titles import LONGEST_TITLE
from doichieu.records import CrawlReport, Failure, Link, Source, SourceKind
from doichieu.text import clean, one_line
from samples.hostile import LISTS, PAGES, HostileSite

MANNERS = Manners(user_agent="t", delay=0, timeout=6, reading_seconds=5)
#: A long list is read by a busy machine, too.
PATIENT = replace(MANNERS, reading_seconds=60)
#: Of any one process, over the largest after a plain page.
MOST_GROWTH = 200_000_000
NAMES = {
    "redirect-loop": {"redirects"},
    "redirect-chain": {"redirects"},
    "gzip-bomb": {"decompression_bomb"},
    "gzip-bomb-in-gzip": {"decompression_bomb"},
    "brotli-bomb": {"decompression_bomb"},
    "endless-body": {"too_large"},
    "ten-gigabytes": {"too_large"},
    "one-byte-a-second": {"timeout"},
    "endless-headers": {"endless_headers"},
    "dripping-headers": {"timeout"},
    "cut-short": {"cut_short"},
    "no-http": {"not_http"},
    "error-page": {"error_page"},
    "login-wall": {"login_wall"},
    "long-title": {"article"},
    "nul-bytes": {"article"},
    "wrong-charset": {"article"},
    "double-charset": {"article"},
    "decomposed": {"article"},
    "bidi-marks": {"article"},
    # How long these take to read is the machine's affair; either way they are named.
    "deep": {"article", "not_an_article", "reading_timeout", "too_much_memory"},
    "deeper": {"article", "not_an_article", "reading_timeout", "too_much_memory", "reader_died"},
    "attributes": {"article", "not_an_article", "reading_timeout", "too_much_memory"},
}


class _All:
    def __init__(self) -> None:
        self.links: list[Link] = []

    def unseen(self, links: Sequence[Link]) -> Sequence[Link]:
        self.links += links
        return []


@pytest.fixture(scope="module")
def hostile() -> Iterator[tuple[HostileSite, Crawler]]:
    """The site, and a crawl process that has read a plain page."""
    with HostileSite() as site, Crawler() as crawler:
        plain = [f"{site.home}/nul-bytes"] * 2
        list(_crawl(crawler, _All(), [], plain))
        yield site, crawler


def _crawl(crawler: Crawler, frontier: _All, sources: list[Source], targets: list[str]) -> list:
    return list(
        crawl(
            sources, frontier=frontier, manners=PATIENT if sources else MANNERS, targets=targets,
            allow_private=True, crawler=crawler,
        )
    )  # fmt: skip


def _largest(group: int) -> int:
    """Bytes that the largest process of a group holds."""
    largest = 0
    for folder in Path("/proc").iterdir():
        try:
            if folder.name.isdigit() and os.getpgid(int(folder.name)) == group:
                largest = max(largest, int((folder / "statm").read_text().split()[1]))
        except (OSError, IndexError):
            continue
    return largest * os.sysconf("SC_PAGE_SIZE")


@contextmanager
def _within_bounds(crawler: Crawler) -> Iterator[None]:
    assert crawler._child is not None
    group, done = crawler._child.process.pid, threading.Event()
    before = peak = _largest(group)

    def watch() -> None:
        nonlocal peak
        while not done.wait(0.02):
            peak = max(peak, _largest(group))

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    yield
    done.set()
    watcher.join()
    assert peak - before < MOST_GROWTH
    assert crawler._child.process.poll() is None, "the crawl process did not outlive it"


def _lists(site: HostileSite) -> list[Source]:
    return [
        Source(
            id=name, name=name, kind=SourceKind.NEWS, home_url=f"{site.home}/", local=True,
            feeds=(f"{site.home}/{name}",) if name != "calendar" else (),
            sections=(f"{site.home}/{name}",) if name == "calendar" else (),
        )
        for name in LISTS
    ]  # fmt: skip


@pytest.mark.slow
def test_every_hostile_page_is_named_and_none_takes_too_much(
    hostile: tuple[HostileSite, Crawler],
) -> None:
    site, crawler = hostile
    assert set(NAMES) == set(PAGES)
    with _within_bounds(crawler):
        found = _crawl(crawler, _All(), [], [f"{site.home}/{name}" for name in PAGES])
    told = {one.url: one.reason for one in found if isinstance(one, Failure)}
    told |= {one.asked: "article" for one in found if isinstance(one, Visit)}
    said = {url.removeprefix(f"{site.home}/").split("?")[0]: why for url, why in told.items()}
    wrong = {name: said.get(name) for name, right in NAMES.items() if said.get(name) not in right}
    assert not wrong
    for article in (one.article for one in found if isinstance(one, Visit) and one.article):
        assert 0 < len(article.title) <= LONGEST_TITLE
        assert article.text == clean(article.text), "NFC, and no mark that shows nothing"
        assert article.title == one_line(article.title)


@pytest.mark.slow
def test_every_hostile_list_is_bounded_and_reaches_nothing_it_names_inside(
    hostile: tuple[HostileSite, Crawler],
) -> None:
    site, crawler = hostile
    frontier = _All()
    with _within_bounds(crawler):
        found = _crawl(crawler, frontier, _lists(site), [])
    stats = {one.source_id: dict(one.stats) for one in found if isinstance(one, CrawlReport)}
    links = {one.source_id: one.links_found for one in found if isinstance(one, CrawlReport)}
    assert set(stats) == set(LISTS)
    assert stats["endless-sitemap"]["list_too_large"] == 1
    assert (
        stats["long-sitemap"]["too_many_links"] > 40_000
    )  # what the reading of a sitemap lets through, less what is taken
    assert stats["calendar"]["too_many_links"] >= 1
    assert stats["index-tree"]["lists_not_followed"] >= 1
    assert stats["lists-itself"]["requests"] == 1
    assert max(links.values()) <= 2_000
    assert stats["entities"]["xml_entities"] == stats["outside-entity"]["xml_entities"] == 1
    assert "/secret" not in site.asked
    assert not [
        one for one in frontier.links if "dàidài" in (one.title or "") or "secret" in one.url
    ]
