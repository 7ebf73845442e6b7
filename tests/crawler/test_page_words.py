"""What heads and linked data say, in every way they say it: types, graphs, references, zones, names."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from crawler.extract import extract
from doichieu.errors import Skip
from doichieu.records import Article

NOW = datetime(2026, 11, 23, tzinfo=UTC)
HERE = ZoneInfo("Asia/Ho_Chi_Minh")
FOREIGN = "The council raises school support from the first of July"
OURS = "Lam Giang nâng mức hỗ trợ học phí từ tháng bảy"
TEXT = "The council said on Monday that families of three groups would receive the higher sum every month."


def read(
    head: str = "",
    *,
    title: str = FOREIGN,
    lang: str = "",
    above: str = "",
    url: str = "https://paper.example/a-123456.html",
) -> Article:
    text = "".join(f"<p>{TEXT} {n}.</p>" for n in range(4))
    page = f"<html{lang and f' lang={lang}'}><head><title>{title}</title>{head}</head><body><h1>{title}</h1>{above}<article>{text}</article></body></html>"
    return extract(page, url=url, fetched_at=NOW)


def data(said: Any) -> str:
    words = said if isinstance(said, str) else json.dumps(said)
    return f'<script type="application/ld+json">{words}</script>'


def article(kind: Any = "NewsArticle", **more: Any) -> dict[str, Any]:
    return {
        "@context": "https://schema.org",
        "@type": kind,
        "headline": FOREIGN,
        "datePublished": "2026-11-05T08:15:00-05:00",
        **more,
    }


DAY = datetime(2026, 11, 5, 13, 15, tzinfo=UTC)
FILM = {
    "@type": "VideoObject",
    "name": "Film",
    "uploadDate": "2020-01-01",
    "author": {"name": "Someone Else"},
}


@pytest.mark.parametrize(
    "said",
    [
        article(), article("ReportageNewsArticle"), article("LiveBlogPosting"), article("BlogPosting"), article("https://schema.org/NewsArticle"),
        article(["NewsArticle", "WebPage"]), [FILM, article()], {"@graph": [FILM, article()]}, [{"@graph": [article()]}],
        {"@type": "WebPage", "mainEntity": article()}, {"@graph": [{"@type": "WebPage", "datePublished": "2026-01-01"}, article()]},
        json.dumps(article()).removesuffix("}") + ",}", "<!-- " + json.dumps(article()) + " -->", "//<![CDATA[\n" + json.dumps(article()) + "\n//]]>",
    ],
)  # fmt: skip
def test_the_article_s_own_data_is_found_wherever_it_stands(said: Any) -> None:
    found = read(data(said))
    assert found.published_at == DAY
    assert found.published_at.utcoffset() == timedelta(hours=-5)
    assert found.authors == ()


@pytest.mark.parametrize(
    ("said", "names"),
    [
        ("Ann Miller", ("Ann Miller",)),
        ({"@type": "Person", "name": "Ann Miller"}, ("Ann Miller",)),
        ([{"name": "Ann Miller"}, {"name": "Bob Carter"}], ("Ann Miller", "Bob Carter")),
        ([{"@id": "#ann"}], ("Ann Miller",)),
        ("By Ann Miller and Bob Carter", ("Ann Miller", "Bob Carter")),
        ("Ann Miller, Senior Correspondent", ("Ann Miller",)),
        ({"@type": "Organization", "name": "The Paper"}, ()),
        ({"name": "The Associated Press"}, ()), ([], ()), (None, ()), ({"name": ["Ann Miller"]}, ("Ann Miller",)),
    ],
)  # fmt: skip
def test_authors_are_persons_however_they_are_listed(said: Any, names: tuple[str, ...]) -> None:
    graph = [article(author=said), {"@type": "Person", "@id": "#ann", "name": "Ann Miller"}]
    assert read(data({"@graph": graph})).authors == names


@pytest.mark.parametrize(
    "name", ["author", "Author", "sailthru.author", "parsely-author", "dc.creator", "DCSext.author"]
)
def test_the_head_names_authors_under_many_names(name: str) -> None:
    assert read(f'<meta name="{name}" content="Ann Miller">').authors == ("Ann Miller",)


def test_bylines_of_other_pieces_are_not_this_one_s() -> None:
    boxes = (
        '<aside><a rel="author">Bob Carter</a></aside>'
        + '<ul><li><a rel="author">Cy Fisher</a></li></ul>'
    )
    assert read(above=boxes).authors == ()
    assert read(above=boxes + '<div class="byline">Ann Miller</div>').authors == ("Ann Miller",)


def test_a_time_without_a_zone_is_of_where_the_page_is_from() -> None:
    meta = '<meta property="article:published_time" content="2026-11-05T08:15:00">'
    at = datetime(2026, 11, 5, 8, 15)
    assert read(meta, lang="en-US").published_at == at.replace(tzinfo=UTC)
    for page in (
        read(meta, lang="vi"),
        read(meta, lang="en", title=OURS),
        read(meta, url="https://bao.vn/a-123456.html"),
    ):
        assert page.published_at == at.replace(tzinfo=HERE)
    changed = '<meta property="article:modified_time" content="2026-11-05T09:15:00-05:00">'
    assert read(meta + changed, lang="en").published_at == at.replace(hour=13, tzinfo=UTC)
    twice = '<meta name="cXenseParse:publishtime" content="2026-11-05T08:15:00+02:00">'
    assert read(meta + twice, lang="en").published_at == at.replace(hour=6, tzinfo=UTC)


def test_published_and_modified_are_not_mixed_up() -> None:
    said = article(dateModified="2026-11-06T10:00:00Z")
    found = read(data(said))
    assert (found.published_at, found.modified_at) == (DAY, datetime(2026, 11, 6, 10, tzinfo=UTC))
    alone = read('<meta property="article:modified_time" content="2026-11-06T10:00:00Z">')
    assert (alone.published_at, alone.modified_at) == (None, datetime(2026, 11, 6, 10, tzinfo=UTC))


@pytest.mark.parametrize(
    "head",
    [
        '<link rel="stylesheet" href="/style.css?v=2026-11-05">', '<script>var built = "2026-11-05";</script>',
        '<meta name="copyright" content="2026 The Paper">', '<link rel="canonical" href="https://paper.example/2026/11/05/a.html">',
        '<meta property="article:published_time" content="yesterday">', '<!-- 2026-11-05 10:00 -->',
    ],
)  # fmt: skip
def test_days_that_mean_something_else_are_not_taken(head: str) -> None:
    assert read(head, above="<footer>© 2026-11-05</footer>").published_at is None


@pytest.mark.parametrize(
    ("lang", "head", "told"),
    [
        ("en-US", "", "en"), ("vi", "", "vi"), ("VI-VN", "", "vi"), ("", '<meta property="og:locale" content="vi_VN">', "vi"),
        ("", '<meta http-equiv="content-language" content="fr">', "fr"), ("", "", None), ("x", "", None), ("{{lang}}", "", None),
    ],
)  # fmt: skip
def test_a_language_is_told_without_its_country(lang: str, head: str, told: str | None) -> None:
    assert read(head, lang=lang).language == told


def test_the_address_and_the_site_are_taken_from_open_graph_where_nothing_else_says() -> None:
    found = read(
        '<meta property="og:url" content="https://paper.example/b.html">'
        + data(article(publisher={"name": "The Paper"})),
        url="",
    )
    assert found.url == found.canonical_url == "https://paper.example/b.html"
    assert found.site_name == "The Paper"


def test_the_heading_goes_before_what_the_head_tells_social_networks() -> None:
    head = '<meta property="og:title" content="You will not believe what the council did">'
    assert read(head).title == FOREIGN
    quoted = read(
        '<meta property="og:title" content="It\'s here - Paper">', title="It’s here – at last it is"
    )
    assert quoted.title == "It’s here – at last it is"


@pytest.mark.parametrize(
    "line",
    [
        '<p><a href="/b-1">THE COUNCIL LOWERED THE SUM LAST YEAR</a></p>', '<p><strong><a href="/b-1">Why the sum was lowered last year</a></strong></p>',
        "<p>See also: Why the sum was lowered</p>", "<p>CLICK HERE TO GET OUR APP</p>", "<p>Credit: A Miller/The Paper</p>", "<p>___</p>",
        "<p>Sign up for our newsletter</p>",
    ],
)  # fmt: skip
def test_links_that_stand_alone_and_words_of_the_house_are_not_the_article_s(line: str) -> None:
    last = "<p>The council meets again in December.</p>"
    found = read(
        above=f"<article>{''.join(f'<p>{TEXT} {n}.</p>' for n in range(4))}{line}{last}</article>"
    )
    assert found.paragraphs[:5] == (
        *(f"{TEXT} {n}." for n in range(4)),
        "The council meets again in December.",
    )


def test_a_link_within_a_paragraph_stays_in_it() -> None:
    linked = '<p>Families asked <a href="/b-1">why the sum was lowered last year</a> and heard nothing.</p>'
    found = read(
        above=f"<article>{linked}{''.join(f'<p>{TEXT} {n}.</p>' for n in range(4))}</article>"
    )
    assert (
        found.paragraphs[0] == "Families asked why the sum was lowered last year and heard nothing."
    )


def test_a_list_of_teasers_at_an_address_of_words_is_no_article() -> None:
    teasers = "".join(
        f'<li><h3><a href="/tin-{n}00000.htm">The council decides matter number {n}</a></h3><p>The council decides matter number {n} on Monday, and families hear of it.</p></li>'
        for n in range(12)
    )
    page = f"<html><title>{FOREIGN}</title><body><ul>{teasers}</ul></body></html>"
    with pytest.raises(Skip):
        extract(page, url="https://paper.example/tai-chinh-chung-khoan-d6/")


@pytest.mark.parametrize(
    "body",
    ["<?xml version='1.0'?><rss><channel></channel></rss>", '[{"a": "<p>x</p>"}]', "%PDF-1.7 <p>"],
)
def test_lists_data_and_papers_of_other_kinds_are_no_articles(body: str) -> None:
    with pytest.raises(Skip) as told:
        extract(body + f"<p>{TEXT}</p>" * 9, url="https://paper.example/a-123456.html")
    assert told.value.reason in {"not_an_article", "not_text"}
