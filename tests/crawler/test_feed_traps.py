"""Lists as hostile or careless servers send them."""

from __future__ import annotations

import gzip

import pytest

from crawler.feeds import MAX_BYTES, read_feed
from doichieu.errors import Skip

NS = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


def test_a_bomb_of_entities_stays_small() -> None:
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    head = f'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a0 "xxxxxxxxxx">{entities}]>'
    for body in (
        f'{head}<rss version="2.0"><channel><item><title>&a11;</title><link>https://b.vn/1</link></item></channel></rss>',
        f"{head}<urlset {NS}><url><loc>https://b.vn/&a11;</loc></url></urlset>",
    ):
        feed = read_feed(body.encode(), url="https://b.vn/f")
        assert sum(len(link.url) + len(link.title or "") for link in feed.links) < 10_000


def test_a_packed_bomb_is_refused() -> None:
    packed = gzip.compress(b"<rss>" + b" " * (MAX_BYTES + 10))
    with pytest.raises(Skip) as told:
        read_feed(packed, url="https://b.vn/f.gz")
    assert told.value.reason == "too_large"


def test_a_packed_list_cut_short_gives_what_it_has() -> None:
    entries = "".join(f"<url><loc>https://b.vn/{n}-{n * 7919}</loc></url>" for n in range(2000))
    packed = gzip.compress(f"<urlset {NS}>{entries}</urlset>".encode())
    feed = read_feed(packed[: len(packed) // 2])
    assert len(feed.links) > 100
    assert feed.problems


def test_the_address_of_a_picture_is_not_the_page_s() -> None:
    body = f"""<urlset {NS} xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"><url>
        <loc>https://b.vn/tin-1.htm</loc><lastmod>2026-11-05</lastmod>
        <image:image><image:loc>https://b.vn/anh.jpg</image:loc></image:image></url></urlset>"""
    feed = read_feed(body.encode())
    assert [link.url for link in feed.links] == ["https://b.vn/tin-1.htm"]
    assert feed.links[0].modified_at is not None


def test_only_a_time_of_change_that_is_written_is_told() -> None:
    item = (
        "<item><link>https://b.vn/1</link><pubDate>Thu, 05 Nov 2026 08:15:00 +0700</pubDate></item>"
    )
    link = read_feed(f'<rss version="2.0"><channel>{item}</channel></rss>'.encode()).links[0]
    assert link.published_at is not None
    assert link.modified_at is None


def test_items_that_point_nowhere_are_left_out_and_counted() -> None:
    items = "".join(
        f"<item><title>{n}</title>{link}</item>"
        for n, link in enumerate(
            ["<link>https://b.vn/1</link>", "<link>javascript:alert(1)</link>", "",
             "<link>mailto:a@b.vn</link>", "<link>http://[</link>"]
        )
    )  # fmt: skip
    feed = read_feed(f'<rss version="2.0"><channel>{items}</channel></rss>'.encode(), url="")
    assert [link.url for link in feed.links] == ["https://b.vn/1"]
    assert any(problem.startswith("4 ") for problem in feed.problems)


def test_titles_lose_markup_and_mixed_spellings() -> None:
    title = "<![CDATA[<b>Ha\u0300 Nô\u0323i</b>&nbsp;&amp; vùng\n ven]]>"
    body = f'<rss version="2.0"><channel><item><title>{title}</title><link>https://b.vn/1</link></item></channel></rss>'
    assert read_feed(body.encode()).links[0].title == "Hà Nội & vùng ven"


@pytest.mark.parametrize("order", ["utf-16", "utf-16-le", "utf-16-be"])
def test_two_byte_lists_are_read_where_they_say_so(order: str) -> None:
    body = f'<?xml version="1.0" encoding="utf-16"?><urlset {NS}><url><loc>https://b.vn/1</loc></url></urlset>'
    mark = b"" if order == "utf-16" else "\ufeff".encode(order)
    assert len(read_feed(mark + body.encode(order)).links) == 1


def test_a_page_that_mentions_a_feed_is_none() -> None:
    page = b"<!DOCTYPE html><html><head><!-- <rss> --><title>a</title></head><body><feed></feed></body></html>"
    with pytest.raises(Skip):
        read_feed(page, url="https://b.vn/")
