"""One source crawled again and again, stored: what is asked a second time, and what is learned of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update

from crawler.registry import write_source
from doichieu.jobs.crawl import Taken, Wanted, crawl_sources
from doichieu.jobs.desk import Desk, open_desk
from doichieu.jobs.rhythm import ready
from doichieu.jobs.sources import list_sources
from doichieu.records import CrawlReport, Source, SourceKind
from doichieu.settings import Settings
from doichieu.two_languages import halves
from storage import articles
from storage import sources as source_rows
from storage.archive import archive_of
from storage.schema import ArticleRow, FrontierRow, SourceRow

PARAGRAPH = (
    "Từ ngày 1/7, tỉnh Lâm Giang chi trả trợ cấp hằng tháng cho người cao tuổi tại nhà văn hóa thôn,"
    " mỗi người {amount} đồng, theo danh sách do ủy ban nhân dân xã niêm yết từ tuần trước."
)


def story(title: str, *, amount: str = "500.000") -> str:
    """A page that is plainly one article."""
    text = PARAGRAPH.format(amount=amount)
    return (
        f"<html lang=vi><head><title>{title}</title><meta property='og:type' content='article'>"
        f"<meta property='article:published_time' content='2026-11-20T08:00:00+07:00'></head>"
        f"<body><article><h1>{title}</h1><p>{text}</p><p>{text} Việc chi trả kéo dài ba ngày.</p>"
        f"<p>{title}: cán bộ xã đến tận nhà những cụ không đi lại được để trao tiền.</p></article></body></html>"
    )


def feed(home: str, *paths: str) -> str:
    """RSS that names these pages."""
    items = "".join(
        f"<item><title>Tin {path}</title><link>{home}{path}</link></item>" for path in paths
    )
    return f"<?xml version='1.0'?><rss version='2.0'><channel><title>Báo</title>{items}</channel></rss>"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """An installation with nothing in it."""
    with open_desk(Settings(data_dir=tmp_path / "data", crawl_delay=0)) as held:
        yield held


def _source(site: Any, **more: Any) -> Source:
    return Source(
        id="bao-lam-giang", name="Báo Lâm Giang", kind=SourceKind.NEWS, home_url=f"{site.home}/",
        feeds=(f"{site.home}/rss",), local=True, **more,
    )  # fmt: skip


def _crawl(desk: Desk, source: Source, **more: Any) -> tuple[CrawlReport, list[Taken]]:
    found = list(crawl_sources(desk, [source], **more))
    report = next(one for one in found if isinstance(one, CrawlReport))
    return report, [one for one in found if isinstance(one, Taken)]


def _make_due(desk: Desk) -> None:
    """As if an hour had passed for every article."""
    with desk.database.session() as session:
        past = datetime.now(UTC) - timedelta(minutes=1)
        session.execute(update(ArticleRow).values(next_visit_at=past))


def test_an_unchanged_list_costs_one_short_answer_and_is_no_problem(site: Any, desk: Desk) -> None:
    site.page("/rss", feed(site.home, "/tin-1.html"), ETag='"a"', Content_Type="application/xml")
    site.page("/tin-1.html", story("Lâm Giang chi trả trợ cấp tại thôn"))
    first, taken = _crawl(desk, _source(site))
    assert (first.articles, [one.status for one in taken]) == (1, ["new"])
    site.asked.clear()
    again, taken = _crawl(desk, _source(site))
    assert [path for path, _ in site.asked if path != "/robots.txt"] == ["/rss"]
    assert site.asked[-1][1]["If-None-Match"] == '"a"'
    assert dict(again.stats)["unchanged_lists"] == 1
    assert not taken
    assert not again.problems


def test_a_list_without_a_tag_that_sends_the_same_bytes_is_unchanged_too(
    site: Any, desk: Desk
) -> None:
    site.page("/rss", feed(site.home, "/tin-1.html"), Content_Type="application/xml")
    site.page("/tin-1.html", story("Lâm Giang chi trả trợ cấp tại thôn"))
    _crawl(desk, _source(site))
    again, _ = _crawl(desk, _source(site))
    assert dict(again.stats)["unchanged_lists"] == 1


def test_links_that_were_left_over_come_home_although_the_list_does_not_name_them_again(
    site: Any, desk: Desk
) -> None:
    paths = [f"/tin-{at}.html" for at in range(5)]
    site.page("/rss", feed(site.home, *paths), ETag='"a"', Content_Type="application/xml")
    for path in paths:
        site.page(path, story(f"Chuyện ở thôn số {path} của xã An Bình"))
    first, _ = _crawl(desk, _source(site), wanted=Wanted(limit=2))
    again, _ = _crawl(desk, _source(site))
    assert (first.articles, again.articles) == (2, 3)
    assert dict(again.stats)["unchanged_lists"] == 1
    with desk.database.session() as session:
        assert set(session.scalars(select(FrontierRow.outcome))) == {"stored"}


def test_an_address_that_redirects_is_fetched_once(site: Any, desk: Desk) -> None:
    def away(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(301)
        handler.send_header("Location", "/moi.html")
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    site.page("/rss", feed(site.home, "/cu.html"), Content_Type="application/xml")
    site.habits["/cu.html"] = away
    site.page("/moi.html", story("Lâm Giang chi trả trợ cấp tại thôn"))
    _crawl(desk, _source(site))
    site.page("/rss", feed(site.home, "/cu.html", "/khac.html"), Content_Type="application/xml")
    _crawl(desk, _source(site))
    assert site.count("/cu.html") == 1


def test_a_link_with_tracking_words_is_a_page_we_have(site: Any, desk: Desk) -> None:
    site.page("/rss", feed(site.home, "/tin-1.html"), Content_Type="application/xml")
    site.page("/tin-1.html", story("Lâm Giang chi trả trợ cấp tại thôn"))
    _crawl(desk, _source(site))
    named = "/tin-1.html?utm_source=rss&amp;utm_medium=feed"
    site.page("/rss", feed(site.home, named), Content_Type="application/xml")
    report, taken = _crawl(desk, _source(site))
    assert (report.links_found, report.links_new, taken) == (1, 0, [])


def test_a_page_changed_at_its_due_age_is_a_revision_with_its_difference(
    site: Any, desk: Desk
) -> None:
    site.page("/rss", feed(site.home, "/tin-1.html"), ETag='"a"', Content_Type="application/xml")
    title = "Lâm Giang chi trả trợ cấp tại thôn"
    site.page("/tin-1.html", story(title), ETag='"v1"')
    _crawl(desk, _source(site))
    _make_due(desk)
    unchanged, _ = _crawl(desk, _source(site))
    assert dict(unchanged.stats)["unchanged_pages"] == 1
    _crawl(desk, _source(site))
    assert site.count("/tin-1.html") == 2  # not due again before the next age
    site.page("/tin-1.html", story(title, amount="550.000"), ETag='"v2"')
    _make_due(desk)
    _, taken = _crawl(desk, _source(site))
    assert [one.status for one in taken] == ["revised"]
    with desk.database.session() as session:
        row = articles.newest(session)[0]
        first, second = articles.revisions(session, row.id)
        assert first.difference == []
        assert "500.000" in str(second.difference[0]["before"])
        assert "550.000" in str(second.difference[0]["after"])
        assert row.next_visit_at is not None


@pytest.mark.parametrize("how", ["410", "front page"])
def test_a_page_that_is_no_more_is_gone_and_its_text_stays(site: Any, desk: Desk, how: str) -> None:
    site.page("/rss", feed(site.home, "/tin-1.html"), Content_Type="application/xml")
    site.page("/tin-1.html", story("Lâm Giang chi trả trợ cấp tại thôn"))
    site.page("/", "<html><title>Báo Lâm Giang</title><p>Trang chủ</p></html>")
    _crawl(desk, _source(site))

    def home(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(302)
        handler.send_header("Location", "/")
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    if how == "410":
        site.page("/tin-1.html", "đã gỡ", status=410)
    else:
        site.habits["/tin-1.html"] = home
    _make_due(desk)
    report, taken = _crawl(desk, _source(site))
    assert report.gone == 1
    assert not taken
    with desk.database.session() as session:
        row = articles.newest(session)[0]
        assert row.gone_at is not None
        assert "500.000" in row.text


def test_a_page_that_fails_when_looked_at_again_stays_as_it_is(site: Any, desk: Desk) -> None:
    site.page("/rss", feed(site.home, "/tin-1.html"), Content_Type="application/xml")
    site.page("/tin-1.html", story("Lâm Giang chi trả trợ cấp tại thôn"))
    _crawl(desk, _source(site))
    site.page("/tin-1.html", "lỗi", status=403)
    _make_due(desk)
    report, _ = _crawl(desk, _source(site))
    assert dict(report.stats)["revisit_http_403"] == 1
    with desk.database.session() as session:
        row = articles.newest(session)[0]
        assert row.gone_at is None
        assert row.next_visit_at is not None
        assert row.next_visit_at > datetime.now(UTC)
        assert session.scalar(select(FrontierRow.outcome).where(FrontierRow.url == row.url)) == "stored"  # fmt: skip


def test_a_budget_counts_the_whole_day_and_what_is_left_over_waits(site: Any, desk: Desk) -> None:
    paths = [f"/tin-{at}.html" for at in range(4)]
    site.page("/rss", feed(site.home, *paths), Content_Type="application/xml")
    for path in paths:
        site.page(path, story(f"Chuyện ở thôn số {path} của xã An Bình"))
    source = _source(site, daily_budget=4)
    with desk.database.session() as session:
        source_rows.sync(session, [source])
    first, _ = _crawl(desk, source)
    second, _ = _crawl(desk, source)
    assert (first.articles, second.articles) == (3, 0)
    assert dict(second.stats)["over_budget"] >= 1
    with desk.database.session() as session:
        waiting = select(FrontierRow.url).where(FrontierRow.outcome == "waiting")
        assert len(list(session.scalars(waiting))) == 1


def test_a_source_that_is_put_off_or_quiet_is_not_ready(site: Any, desk: Desk) -> None:
    noon = datetime(2026, 11, 2, 5, 0, tzinfo=UTC)  # 12:00 in Viet Nam
    source = _source(site, quiet_hours="22:00-05:30")
    with desk.database.session() as session:
        source_rows.sync(session, [source])
    assert ready(desk, [source], now=noon)[0] == [source]
    assert ready(desk, [source], now=noon + timedelta(hours=11))[0] == []  # 23:00
    assert ready(desk, [source], now=noon + timedelta(hours=17))[0] == []  # 05:00
    assert ready(desk, [source], now=noon + timedelta(hours=17, minutes=30))[0] == [source]
    with desk.database.session() as session:
        source_rows.put_off(session, source.id, noon + timedelta(hours=1))
    assert ready(desk, [source], now=noon)[0] == []
    assert ready(desk, [source], now=noon + timedelta(hours=1))[0] == [source]


def test_what_was_read_is_archived_before_and_after_a_change(site: Any, desk: Desk) -> None:
    site.page("/rss", feed(site.home, "/tin-1.html"), Content_Type="application/xml")
    title = "Lâm Giang chi trả trợ cấp tại thôn"
    site.page("/tin-1.html", story(title))
    _crawl(desk, _source(site))
    between = datetime.now(UTC)
    site.page("/tin-1.html", story(title, amount="550.000"))
    _make_due(desk)
    _crawl(desk, _source(site))
    archive, url = archive_of(desk.settings), f"{site.home}/tin-1.html"
    with desk.database.session() as session:
        first = archive.find(session, url, until=between)
        last = archive.find(session, url)
    assert first is not None
    assert last is not None
    assert first.body == story(title).encode()
    assert last.body == story(title, amount="550.000").encode()
    assert first.content_type == "text/html; charset=utf-8"


def test_an_installation_that_wants_no_archive_has_none(site: Any, tmp_path: Path) -> None:
    site.page("/rss", feed(site.home, "/tin-1.html"), Content_Type="application/xml")
    site.page("/tin-1.html", story("Lâm Giang chi trả trợ cấp tại thôn"))
    settings = Settings(data_dir=tmp_path / "khac", crawl_delay=0, archive=False)
    with open_desk(settings) as desk:
        report, _ = _crawl(desk, _source(site))
    assert report.articles == 1
    assert not settings.archive_dir.exists()


def test_a_person_reads_what_is_wrong_and_since_which_day(site: Any, desk: Desk) -> None:
    source = _source(site)
    write_source(source, folder=desk.settings.sources_dir)
    desk.registry()
    site.page("/rss", "cấm", status=403)
    _crawl(desk, source)
    tuesday = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)
    with desk.database.session() as session:
        session.get_one(SourceRow, source.id).problem_since = tuesday
    _crawl(desk, source)
    rows = {row["id"]: row for row in list_sources(settings=desk.settings).rows}
    cause = str(rows[source.id]["cause"])
    assert "the server answers 403" in cause
    vi, en = halves(cause)
    assert vi.endswith("(từ thứ Ba, 24/11)")
    assert en.endswith("(since Tuesday)")
    site.page("/rss", feed(site.home, "/tin-1.html"), Content_Type="application/xml")
    site.page("/tin-1.html", story("Lâm Giang chi trả trợ cấp tại thôn"))
    _crawl(desk, source)
    rows = {row["id"]: row for row in list_sources(settings=desk.settings).rows}
    assert rows[source.id]["cause"] is None
