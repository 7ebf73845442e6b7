"""Lists with every mistake a newsroom's system makes: what stands whole is read, the mistake is told."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from crawler.feeds import Feed, read_feed
from crawler.syndication import MOST_ENTRIES
from doichieu.errors import Skip

HERE = ZoneInfo("Asia/Ho_Chi_Minh")
SITEMAP = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
DAY = "Thu, 05 Nov 2026 08:15:00 +0700"


def item(number: int = 1, *, title: str = "Tin", link: str = "", day: str = DAY) -> str:
    return f"<item><title>{title}</title><link>{link or f'https://b.vn/{number}'}</link><pubDate>{day}</pubDate></item>"


def rss(items: str, *, head: str = "", root: str = '<rss version="2.0">') -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?>{root}<channel>{head}{items}</channel></rss>'


def urls(feed: Feed) -> list[str]:
    return [link.url for link in feed.links]


THREE = "".join(item(n) for n in (1, 2, 3))
WHOLE = ["https://b.vn/1", "https://b.vn/2", "https://b.vn/3"]


@pytest.mark.parametrize(
    "body",
    [
        "\ufeff" + rss(THREE),
        "\n\n  " + rss(THREE),
        "<!-- <html> --><?xml-stylesheet href='x.xsl'?>" + rss(THREE).split("?>", 1)[1],
        rss(THREE).replace("item>", "ITEM>"),
        rss(THREE).replace("<channel>", "<channel><title>B</title></channel>").replace("</item></channel>", "</item>"),
        rss(THREE + THREE),
        rss(item(1) + item(2, title="<![CDATA[<item><link>https://khac.vn/</link>]]>") + item(3)),
    ],
    ids=["mark", "blanks", "notes", "capitals", "items outside", "twice", "item in CDATA"],
)  # fmt: skip
def test_odd_but_right_lists_are_read_without_complaint(body: str) -> None:
    feed = read_feed(body.encode())
    assert urls(feed) == WHOLE
    assert not feed.problems


@pytest.mark.parametrize(
    "body",
    [
        "<br />\n<b>Warning</b>: include(): x.php on line 2<br />\n" + rss(THREE),
        rss(THREE).replace("Tin", "Điện & nước", 1),
        rss(THREE).removesuffix("</channel></rss>"),
        rss(THREE + item(4))[: -len("</title><link>https://b.vn/4</link>" + DAY + "xxxxxxxxxxxxxx")],
        rss(THREE + item(4)).split("b.vn/4")[0],
    ],
    ids=["words before", "bare ampersand", "no end", "cut in an item", "cut in an address"],
)  # fmt: skip
def test_a_broken_list_gives_its_whole_entries_and_names_the_trouble(body: str) -> None:
    feed = read_feed(body.encode())
    assert urls(feed)[:3] == WHOLE
    assert all(url.startswith("https://b.vn/") and url != "https://b.vn/" for url in urls(feed))
    assert feed.problems


def test_a_sitemap_cut_short_and_one_with_bare_ampersands_are_read() -> None:
    entries = "".join(f"<url><loc>https://b.vn/?a={n}&b=2</loc></url>" for n in range(3))
    feed = read_feed(f"<urlset {SITEMAP}>{entries}<url><loc>https://b.vn/?a=9".encode())
    assert urls(feed) == [f"https://b.vn/?a={n}&b=2" for n in range(3)]
    assert len(feed.problems) == 2


def test_a_json_feed_cut_short_gives_its_whole_items() -> None:
    whole = {"version": "https://jsonfeed.org/version/1.1", "home_page_url": "https://b.vn/",
             "items": [{"id": str(n), "url": f"/{n}", "title": "Tin"} for n in (1, 2, 3, 4)]}  # fmt: skip
    feed = read_feed(json.dumps(whole)[:-20].encode())
    assert feed.kind == "json"
    assert urls(feed) == WHOLE
    assert feed.problems


@pytest.mark.parametrize(
    ("title", "read"),
    [
        ("A &amp;amp; B", "A & B"),
        ("&lt;b&gt;Giá&lt;/b&gt; điện", "Giá điện"),
        ("<![CDATA[Giá < 5 & > 3 triệu]]>", "Giá < 5 & > 3 triệu"),
        ("H&agrave; N&#7897;i &nbsp; mới", "Hà Nội mới"),
        ("Ha\u0300 Nô\u0323i", "Hà Nội"),
        ("a\u202eb\u202c\u200bc", "abc"),
        ("T\x0bin", "Tin"),
    ],
)
def test_titles_are_plain_words(title: str, read: str) -> None:
    assert read_feed(rss(item(title=title)).encode()).links[0].title == read


@pytest.mark.parametrize(
    ("body", "where"),
    [
        (rss(item(link="/1")), "https://x.vn/1"),
        (rss(item(link="1.htm"), head="<link>https://c.vn/tin/</link>"), "https://c.vn/tin/1.htm"),
        (
            rss(item(link="1"), root='<rss version="2.0" xml:base="https://d.vn/a/">'),
            "https://d.vn/a/1",
        ),
        (rss(item(link="//b.vn/1")), "https://b.vn/1"),
        (rss(item(link=" https://b.vn/a b.htm ")), "https://b.vn/a%20b.htm"),
        (rss(item(link="https://b.vn/?a=1&amp;amp;b=2")), "https://b.vn/?a=1&b=2"),
    ],
)
def test_addresses_come_out_whole(body: str, where: str) -> None:
    assert urls(read_feed(body.encode(), url="https://x.vn/rss/tin.rss")) == [where]


def test_relative_addresses_of_a_list_of_nowhere_are_left_out_and_the_remedy_told() -> None:
    feed = read_feed(rss(item(link="/1") + item(2)).encode())
    assert urls(feed) == ["https://b.vn/2"]
    assert any("--url" in problem for problem in feed.problems)


@pytest.mark.parametrize(
    "link",
    ["javascript:alert(1)", "ftp://b.vn/1", "data:text/html,x", "file:///etc/passwd", "http://["],
)
def test_only_pages_of_the_web_are_links(link: str) -> None:
    feed = read_feed(rss(item(link=link)).encode(), url="https://b.vn/rss")
    assert feed.links == ()
    assert feed.kind == "rss"


def test_an_identifier_is_an_address_only_where_the_feed_says_so() -> None:
    items = (
        "<item><guid>https://b.vn/1</guid></item>"
        '<item><guid isPermaLink="false">https://b.vn/2</guid></item><item><guid>abc</guid></item>'
    )
    assert urls(read_feed(rss(items).encode(), url="https://b.vn/rss"))[0] == "https://b.vn/1"
    assert "https://b.vn/2" not in urls(read_feed(rss(items).encode()))


def test_times_without_a_zone_follow_the_language_the_feed_names() -> None:
    day = "2026-11-05 08:15:00"
    here = read_feed(rss(item(day=day)).encode()).links[0].published_at
    there = (
        read_feed(rss(item(day=day), head="<language>en-us</language>").encode())
        .links[0]
        .published_at
    )
    assert here == datetime(2026, 11, 5, 8, 15, tzinfo=HERE)
    assert there == datetime(2026, 11, 5, 8, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ('<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://my.netscape.com/rdf/simple/0.9/"><channel><title>x</title></channel><item><title>A</title><link>https://b.vn/1</link></item></rdf:RDF>', "rss"),
        ('<rss version="0.91"><channel><item><title>A</title><link>https://b.vn/1</link></item></channel></rss>', "rss"),
        ('<channel><item><title>A</title><link>https://b.vn/1</link></item></channel>', "rss"),
        ('<feed version="0.3" xmlns="http://purl.org/atom/ns#"><entry><title>A</title><link rel="alternate" href="https://b.vn/1"/><issued>2026-11-05T08:15:00+07:00</issued></entry></feed>', "atom"),
        ('<a:feed xmlns:a="http://www.w3.org/2005/Atom"><a:entry><a:title>A</a:title><a:link rel="enclosure" href="https://b.vn/a.mp3"/><a:link href="https://b.vn/1"/></a:entry></a:feed>', "atom"),
        ('<s:urlset xmlns:s="http://www.sitemaps.org/schemas/sitemap/0.9"><s:url><s:loc>https://b.vn/1</s:loc></s:url></s:urlset>', "sitemap"),
        (f'<urlset {SITEMAP}><url><loc>https://b.vn/1</loc><news:news><news:title>A</news:title></news:news></url></urlset>', "news_sitemap"),
        (f'<urlset {SITEMAP} xmlns:video="http://www.google.com/schemas/sitemap-video/1.1"><url><loc>https://b.vn/1</loc><video:video><video:title>Phim</video:title><video:publication_date>2026-11-05</video:publication_date></video:video></url></urlset>', "sitemap"),
        ("https://b.vn/1\n", "sitemap"),
        ('{"version":"https://jsonfeed.org/version/1","items":[{"id":"https://b.vn/1"}]}', "json"),
    ],
)  # fmt: skip
def test_every_age_and_spelling_of_a_list_is_known(body: str, kind: str) -> None:
    feed = read_feed(body.encode())
    assert (feed.kind, urls(feed)) == (kind, ["https://b.vn/1"])
    assert feed.links[0].title in {"A", None}


@pytest.mark.parametrize("name", ["utf-16", "utf-32", "utf-8-sig"])
def test_wide_letters_are_read(name: str) -> None:
    assert urls(read_feed(rss(THREE).replace("UTF-8", name).encode(name))) == WHOLE


def test_entities_of_the_document_are_shown_as_they_are_written(tmp_path: object) -> None:
    head = '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/hostname"><!ENTITY % p SYSTEM "http://127.0.0.1:9/x"> %p;]>'
    feed = read_feed((head + rss(item(title="&x;")).split("?>", 1)[1]).encode())
    assert feed.links[0].title == "&x;"


@pytest.mark.parametrize(
    "entry",
    [item(), '<entry><title>Tin</title><link href="https://b.vn/1"/></entry>'],
)
def test_an_endless_list_is_read_to_its_bound_and_that_is_told(entry: str) -> None:
    root = "feed" if entry.startswith("<entry") else "rss"
    entries = "".join(entry.replace("b.vn/1", f"b.vn/{n}") for n in range(MOST_ENTRIES + 500))
    feed = read_feed(f"<{root}>{entries}</{root}>".encode())
    assert len(feed.links) == MOST_ENTRIES
    assert str(MOST_ENTRIES) in feed.problems[0]


@pytest.mark.parametrize(
    "body",
    [
        "<!DOCTYPE html><html><body>" + THREE + "<rss></rss></body></html>",
        "{" * 5000, "[1, 2]", '{"items": 5}', "<" * 100_000, "<!--" * 50_000, "xin chào",
    ],
    ids=["page", "deep", "list", "no items", "brackets", "notes", "words"],
)  # fmt: skip
def test_what_is_no_list_is_told(body: str) -> None:
    with pytest.raises(Skip) as told:
        read_feed(body.encode())
    assert told.value.reason == "not_a_feed"
