"""A poison article is put aside after three tries and the others go on; so is a page that fails three times."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text, update

from doichieu.errors import DoichieuError
from doichieu.jobs.check_stored import check_stored
from doichieu.jobs.crawl import Wanted, crawl_sources
from doichieu.jobs.desk import Desk, open_desk
from doichieu.jobs.quarantine import list_aside, try_again
from doichieu.records import Article, OfficialDocument, Passage, Source, SourceKind
from doichieu.settings import Settings
from storage import articles, documents, flags, runs
from storage.schema import FrontierRow

PASSAGE = "Mức hỗ trợ cho mỗi hộ nghèo ở tỉnh Lam Giang là 500.000 đồng/tháng từ ngày 01/7/2026."
WRONG = "Theo Quyết định 12/2026/QĐ-UBND, mức hỗ trợ cho mỗi hộ nghèo ở tỉnh Lam Giang là 700.000 đồng/tháng."


def _settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path / "data", crawl_delay=0)


def _store(desk: Desk, name: str) -> int:
    article = Article(
        url=f"https://bao.example/{name}", title="Hỗ trợ hộ nghèo", text=WRONG, source_id="bao",
        published_at=datetime(2026, 11, 5, tzinfo=UTC),
    )  # fmt: skip
    with desk.database.session() as session:
        return articles.save(session, article).article_id


def _add_text(desk: Desk) -> None:
    number = "12/2026/QĐ-UBND"
    passage = Passage(document=number, place="Điều 2", text=PASSAGE, start=0, end=len(PASSAGE))
    with desk.database.session() as session:
        documents.save(
            session,
            OfficialDocument(
                number=number, title="Quyết định về mức hỗ trợ hộ nghèo", issuer="UBND tỉnh Lam Giang",
                text=PASSAGE, passages=(passage,), effective=date(2026, 7, 1),
            ),
        )  # fmt: skip


def test_a_poison_article_is_put_aside_with_its_reason_and_the_others_go_on(tmp_path: Path) -> None:
    settings = _settings(tmp_path)
    with open_desk(settings) as desk:
        _add_text(desk)
        poison = _store(desk, "hong")
        # A row as a damaged disk leaves it: its list of authors is no list.
        with desk.database.session() as session:
            session.execute(
                text("UPDATE articles SET authors = 'null' WHERE id = :id"), {"id": poison}
            )
        good = [_store(desk, "mot"), _store(desk, "hai")]
        assert check_stored(desk) == 2
        with desk.database.reading() as session:
            assert all(flags.of_article(session, one) for one in good)
        assert list_aside(settings=settings) == [], "once is not three times"
        check_stored(desk)
        check_stored(desk)
        (aside,) = list_aside(settings=settings)
        assert (aside["id"], aside["tries"], aside["reason"]) == (
            f"article:{poison}", 3, "TypeError",
        )  # fmt: skip
        with desk.database.reading() as session:
            newest = runs.newest(session)[0]
            told = [one.line for one in runs.lines(session, newest.id)]
        assert any(f"article {poison}" in line and "put aside" in line for line in told)
        assert check_stored(desk) == 0
        with desk.database.reading() as session:
            assert runs.newest(session)[0].id == newest.id, "it is not tried a fourth time"
        with desk.database.session() as session:
            session.execute(
                text("UPDATE articles SET authors = '[]' WHERE id = :id"), {"id": poison}
            )
        assert try_again([aside["id"]], everything=False, by="lan", settings=settings) == [aside["id"]]  # fmt: skip
        assert check_stored(desk) == 1
        assert list_aside(settings=settings) == []


def test_a_new_revision_of_an_article_put_aside_is_checked(tmp_path: Path) -> None:
    settings = _settings(tmp_path)
    with open_desk(settings) as desk:
        _add_text(desk)
        poison = _store(desk, "hong")
        with desk.database.session() as session:
            session.execute(
                text("UPDATE articles SET authors = 'null' WHERE id = :id"), {"id": poison}
            )
        for _ in range(3):
            check_stored(desk)
        assert len(list_aside(settings=settings)) == 1
        revised = Article(url="https://bao.example/hong", title="Hỗ trợ hộ nghèo", text=f"{WRONG}\nBài đã sửa.", source_id="bao")  # fmt: skip
        with desk.database.session() as session:
            articles.save(session, revised)
        assert check_stored(desk) == 1
        assert list_aside(settings=settings) == []


def test_a_page_that_fails_three_times_is_put_aside_and_can_be_tried_again(
    tmp_path: Path, site: Any
) -> None:
    settings = _settings(tmp_path)
    feed = "".join(f"<item><title>Bài {n}</title><link>{site.home}/bai-{n}.html</link></item>" for n in (1, 2))  # fmt: skip
    site.page("/rss", f"<rss version='2.0'><channel><title>Báo</title>{feed}</channel></rss>", Content_Type="application/rss+xml")  # fmt: skip
    site.page("/bai-1.html", "lỗi", status=500)
    lines = "".join(f"<p>Đoạn {n} của bài kể chuyện mùa màng ở xã Lam Sơn, tỉnh Lam Giang, năm nay.</p>" for n in range(12))  # fmt: skip
    site.page("/bai-2.html", f"<html><head><title>Mùa màng</title></head><body><article><h1>Mùa màng</h1>{lines}</article></body></html>")  # fmt: skip
    source = Source(id="bao", name="Báo", kind=SourceKind.NEWS, home_url=f"{site.home}/", feeds=(f"{site.home}/rss",), local=True)  # fmt: skip
    url = f"{site.home}/bai-1.html"
    with open_desk(settings) as desk:
        for _ in range(3):
            list(crawl_sources(desk, [source], wanted=Wanted(allow_private=True)))
            with desk.database.session() as session:  # its next try is due
                session.execute(
                    update(FrontierRow)
                    .where(FrontierRow.url == url)
                    .values(seen_at=datetime.now(UTC) - timedelta(hours=20))
                )
        (aside,) = list_aside(settings=settings)
        assert (aside["id"], aside["kind"], aside["reason"]) == (url, "page", "http_500")
        with desk.database.reading() as session:
            assert len(articles.newest(session)) == 1, "the other page was read"
        with pytest.raises(DoichieuError, match="khong-co"):
            try_again(["khong-co", url], everything=False, by="lan", settings=settings)
        assert list_aside(settings=settings), "nothing was changed"
        site.page("/bai-1.html", f"<html><head><title>Đường mới</title></head><body><article><h1>Đường mới</h1>{lines}</article></body></html>")  # fmt: skip
        assert try_again([], everything=True, by="lan", settings=settings) == [url]
        list(crawl_sources(desk, [source], wanted=Wanted(allow_private=True)))
        with desk.database.reading() as session:
            assert len(articles.newest(session)) == 2
