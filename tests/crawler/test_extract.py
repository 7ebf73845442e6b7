"""Pages → articles: real saved pages where they are at hand, the sample world's everywhere."""

from __future__ import annotations

import unicodedata
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawler.canonical import canonical_url
from crawler.extract import extract
from crawler.sections import article_links
from doichieu.errors import Skip
from doichieu.text import one_line
from samples.content import SampleArticle, load_articles
from samples.outlets import OUTLETS
from samples.sites import answer

#: Day of each saved page, as the page itself says it.
DAYS = {
    "baochinhphu": "2026-03-01", "baodautu": "2026-03-07", "cafef": "2026-03-07",
    "dantri": "2026-03-07", "tuoitre": "2026-03-07", "vnexpress": "2026-03-07",
}  # fmt: skip


@pytest.mark.data
@pytest.mark.parametrize("site", DAYS)
def test_title_and_day_of_real_pages_are_right(eval_data: Path, site: str) -> None:
    body = (eval_data / "vietnamese-pages" / f"{site}_article.html").read_bytes()
    article = extract(body, url="", fetched_at=datetime.now(UTC))
    named = body.decode("utf-8").split("<title>")[1].split("</title>")[0]
    import html

    assert one_line(html.unescape(named)).startswith(article.title)
    assert article.published_at is not None
    assert article.published_at.date().isoformat() == DAYS[site]
    assert len(article.text) > 1000


@pytest.mark.data
@pytest.mark.parametrize("site", DAYS)
def test_real_section_pages_give_links_and_are_no_articles(eval_data: Path, site: str) -> None:
    body = (eval_data / "vietnamese-pages" / f"{site}_list.html").read_bytes()
    host = {"vnexpress": "vnexpress.net", "dantri": "dantri.com.vn"}.get(site, f"{site}.vn")
    assert len(article_links(body, url=f"https://{host}/muc")) >= 15
    with pytest.raises(Skip):
        extract(body, url=f"https://{host}/muc")


ARTICLES = [one for one in load_articles() if one.outlet != "bao-doi-song-moi"]


@pytest.mark.parametrize("sample", ARTICLES, ids=lambda one: one.id)
def test_sample_pages_give_back_what_was_written(sample: SampleArticle) -> None:
    outlet = next(one for one in OUTLETS if one.id == sample.outlet)
    page = answer(outlet, sample.path, home="http://127.0.0.1:1/", turn=1)
    article = extract(page.body, url=f"http://127.0.0.1:1{sample.path}", content_type=page.kind)
    assert article.title == one_line(sample.title)
    assert article.published_at == sample.published
    assert unicodedata.is_normalized("NFC", article.text)
    for paragraph in sample.body.split("\n\n"):
        if len(paragraph) > 60 and not paragraph.startswith("## "):
            assert one_line(paragraph) in article.text
    for caption in sample.captions:
        assert one_line(caption) not in article.text.split("\n")
    assert "phấn khởi" not in article.text or "phấn khởi" in sample.body
    assert "Tin liên quan" not in article.text
    assert not any(line.strip() == sample.author for line in article.text.split("\n"))


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"   ",
        b"<html><body><p>Xin loi, trang khong ton tai.</p></body></html>",
        b"<html><head><title>a</title></head></html>",
        b"\x00\x01\x02",
    ],
)
def test_what_is_no_article_is_told(body: bytes) -> None:
    with pytest.raises(Skip):
        extract(body, url="http://x.example/")


def test_a_time_in_the_future_is_not_believed() -> None:
    text = "<p>" + "Một câu đủ dài để thành bài báo thật sự. " * 20 + "</p>"
    page = f'<html><head><title>T</title><meta property="article:published_time" content="2031-01-01T00:00:00+07:00"></head><body><article><h1>T</h1>{text}</article></body></html>'
    article = extract(page, url="http://x.example/a", fetched_at=datetime(2026, 11, 1, tzinfo=UTC))
    assert article.published_at is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://b.vn/a-1.htm?utm_source=x&fbclid=1", "https://b.vn/a-1.htm"),
        ("https://B.vn:443/a-1.htm#x", "https://b.vn/a-1.htm"),
        ("https://b.vn/amp/a-1.htm", "https://b.vn/a-1.htm"),
        ("https://b.vn/muc/index.html", "https://b.vn/muc/"),
        ("https://b.vn/x?b=2&a=1", "https://b.vn/x?a=1&b=2"),
    ],
)
def test_spellings_of_an_address_become_one(one: str, other: str) -> None:
    assert canonical_url(one) == canonical_url(other) == other


def test_a_declared_address_wins_on_its_own_site_only() -> None:
    assert (
        canonical_url("https://m.b.vn/a", declared="https://b.vn/a-1.htm") == "https://b.vn/a-1.htm"
    )
    assert canonical_url("https://b.vn/a", declared="https://khac.vn/") == "https://b.vn/a"


@pytest.mark.parametrize(
    ("title", "is_page"),
    [
        ("500 hộ dân xã Đồng Tâm nhận đất ở mới", True),
        ("450 triệu đồng cho trường học vùng cao", True),
        ("404 Not Found", False),
        ("403 Forbidden", False),
        ("Lỗi 503", False),
        ("502 - Máy chủ đang bận", False),
    ],
)
def test_a_title_that_begins_with_a_number_is_not_an_error_page(title: str, is_page: bool) -> None:
    line = "Ủy ban nhân dân xã cho biết việc giao đất làm xong trước mùa mưa, ai cũng có phần như đã hứa."
    body = f"<html><body><article><h1>{title}</h1><p>{line}</p><p>{line[::-1]}</p></article></body></html>"
    url = "https://b.example/tin-hom-nay-123456.html"
    if is_page:
        assert extract(f"<title>{title}</title>{body}", url=url).title == title
    else:
        with pytest.raises(Skip):
            extract(f"<title>{title}</title>{body}", url=url)
