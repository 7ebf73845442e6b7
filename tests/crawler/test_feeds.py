"""Feeds and sitemaps of every kind, with the dates Vietnamese systems write, whole or broken."""

from __future__ import annotations

import gzip
from contextlib import suppress
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.dates import read_line, read_time
from crawler.feeds import read_feed
from doichieu.errors import Skip

HERE = ZoneInfo("Asia/Ho_Chi_Minh")
RSS = '<rss version="2.0"><channel><title>B</title><item><title>A &amp; B</title><link>/a-1.htm</link><pubDate>{day}</pubDate></item></channel></rss>'


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("9/14/2026 6:44:00 PM", (2026, 9, 14, 18, 44)),
        ("11/5/2026 12:15:00 AM", (2026, 11, 5, 0, 15)),
        ("Mon, 14 Sep 2026 18:48:23 +07:00", (2026, 9, 14, 18, 48)),
        ("Mon, 14 Sep 2026 11:48:23 GMT", (2026, 9, 14, 18, 48)),
        ("05/11/2026 08:15:00", (2026, 11, 5, 8, 15)),
        ("2026-11-05 08:15:00", (2026, 11, 5, 8, 15)),
        ("2026-11-05T01:15:00Z", (2026, 11, 5, 8, 15)),
        ("2026-11-05T08:15:00+07:00", (2026, 11, 5, 8, 15)),
    ],
)
def test_times_of_feeds_are_read_as_their_systems_mean_them(
    written: str, moment: tuple[int, ...]
) -> None:
    feed = read_feed(RSS.format(day=written).encode(), url="https://bao.example/rss")
    assert feed.links[0].published_at is not None
    local = feed.links[0].published_at.astimezone(HERE)
    assert (local.year, local.month, local.day, local.hour, local.minute) == moment


@pytest.mark.parametrize("written", ["", "hôm qua", "31/02/2026 10:00:00", "45/45/2026"])
def test_a_time_that_cannot_be_read_is_none_and_no_guess(written: str) -> None:
    assert read_time(written) is None


@pytest.mark.parametrize(
    "line",
    [
        "Thứ Năm, 05/11/2026 | 08:15 GMT+7", "08:15 05/11/2026", "05/11/2026 - 08:15",
        "Cập nhật: 08:15 05/11/2026", "Thứ năm, ngày 05 tháng 11 năm 2026 lúc 08:15", "05/11/2026, 08:15 (GMT+7)",
    ],
)  # fmt: skip
def test_visible_date_lines_are_read_day_first(line: str) -> None:
    assert read_line(line) == datetime(2026, 11, 5, 8, 15, tzinfo=HERE)


def test_a_sentence_with_a_date_is_no_date_line() -> None:
    assert read_line("Nghị định có hiệu lực từ ngày 05/11/2026 trên cả nước") is None


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (RSS.format(day=""), "rss"),
        ('<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"><item><title>A</title><link>https://x.example/1</link></item></rdf:RDF>', "rss"),
        ('<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>A</title><link href="/1"/><id>1</id></entry></feed>', "atom"),
        ('{"version":"https://jsonfeed.org/version/1.1","items":[{"id":"1","url":"/1","title":"A"}]}', "json"),
        ('<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>https://x.example/1</loc></url></urlset>', "sitemap"),
        ('<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:n="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>https://x.example/1</loc><n:news><n:publication_date>2026-11-05</n:publication_date><n:title>A</n:title></n:news></url></urlset>', "news_sitemap"),
        ('<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><sitemap><loc>https://x.example/s.xml</loc></sitemap></sitemapindex>', "sitemap_index"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("packed", [False, True])
def test_every_kind_of_list_gives_its_links(body: str, kind: str, packed: bool) -> None:
    raw = gzip.compress(body.encode()) if packed else body.encode()
    feed = read_feed(raw, url="https://x.example/list")
    assert feed.kind == kind
    assert len(feed.links) == 1
    assert feed.links[0].url.startswith("https://x.example/")
    assert not feed.problems


def test_a_broken_feed_gives_what_it_has_and_says_so() -> None:
    whole = '<rss version="2.0"><channel><item><title>A</title><link>https://x.example/1</link></item><item><title>B'
    feed = read_feed(whole.encode())
    assert feed.links[0].url == "https://x.example/1"
    assert feed.problems


def test_an_empty_list_is_a_problem() -> None:
    assert read_feed(b'<rss version="2.0"><channel></channel></rss>').problems


@pytest.mark.parametrize(
    "body", [b"", b"<html><body>x</body></html>", b"chao", b"{}", b"\x1f\x8bxx"]
)
def test_what_is_no_feed_is_told(body: bytes) -> None:
    with pytest.raises(Skip) as told:
        read_feed(body, url="https://x.example/rss")
    assert told.value.reason == "not_a_feed"
    assert "https://x.example/rss" in str(told.value)


def test_entities_of_a_sitemap_reach_nothing(tmp_path: object) -> None:
    body = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>https://x.example/&a;</loc></url></urlset>'
    links = read_feed(body).links
    assert all(link.url in ("https://x.example/", "https://x.example/&a;") for link in links)


@given(st.binary(max_size=400))
def test_any_bytes_are_a_feed_or_told(body: bytes) -> None:
    with suppress(Skip):
        read_feed(body)
