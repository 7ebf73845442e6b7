"""Real saved pages, each read by a person first: what it says of itself, in days and counts."""

from __future__ import annotations

import gzip
import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import pytest
from selectolax.lexbor import LexborHTMLParser

from crawler.extract import extract
from doichieu.errors import Skip
from doichieu.records import Article
from doichieu.text import one_line

pytestmark = pytest.mark.data


class Facts(NamedTuple):
    """What one page says."""

    published: str
    modified: str | None
    authors: int
    paragraphs: int  #: the lead among them
    site: str


PAGES = {
    "baochinhphu_article.html": Facts("2026-03-01T09:51:00+07:00", "2026-03-01T09:54:00+07:00", 0, 72, "baochinhphu.vn"),
    "baodautu_article.html": Facts("2026-03-07T08:47:00+07:00", None, 1, 13, "baodautu"),
    "cafef_article.html": Facts("2026-03-07T00:01:00+07:00", None, 1, 13, "cafef"),
    "dantri_article.html": Facts("2026-03-07T08:07:18+07:00", "2026-03-07T08:07:18+07:00", 1, 13, "Báo điện tử Dân Trí"),
    "tuoitre_article.html": Facts("2026-03-07T08:01:00+07:00", "2026-03-07T08:01:00+07:00", 2, 27, "TUOI TRE ONLINE"),
    "vnexpress_article.html": Facts("2026-03-07T00:05:00+07:00", "2026-03-07T07:38:56+07:00", 1, 29, "vnexpress.net"),
    "fundus/VnExpress_2025_10_22.html.gz": Facts("2025-10-22T19:25:52+07:00", "2025-10-22T19:25:52+07:00", 1, 6, "vnexpress.net"),
    "htmldate/VnExpress.net-Kinh-doanh.html": Facts("2023-11-02T19:20:45+07:00", "2023-11-02T21:11:08+07:00", 1, 11, "vnexpress.net"),
}  # fmt: skip


def markup(folder: Path, name: str) -> bytes:
    body = (folder / "vietnamese-pages" / name).read_bytes()
    return gzip.decompress(body) if name.endswith(".gz") else body


@pytest.fixture(params=PAGES)
def read(
    request: pytest.FixtureRequest, eval_data: Path
) -> tuple[Facts, Article, LexborHTMLParser]:
    """One page: its facts, its article, and its tree as it was saved."""
    body = markup(eval_data, request.param)
    article = extract(body, url="", fetched_at=datetime.now(UTC))
    return PAGES[request.param], article, LexborHTMLParser(body.decode("utf-8"))


Read = tuple[Facts, Article, LexborHTMLParser]


def test_days_hours_zones_and_names_are_the_page_s(read: Read) -> None:
    facts, article, _ = read
    assert article.published_at is not None
    assert article.published_at.isoformat() == facts.published
    assert (article.modified_at and article.modified_at.isoformat()) == facts.modified
    assert (len(article.authors), article.site_name, article.language) == (
        facts.authors,
        facts.site,
        "vi",
    )


def test_title_and_address_are_the_ones_its_head_declares(read: Read) -> None:
    _, article, tree = read
    declared = tree.css_first("link[rel=canonical]").attributes["href"]
    assert article.url == article.canonical_url == declared
    assert one_line(tree.css_first("title").text()).startswith(article.title)


def test_the_text_is_whole_and_holds_nothing_else(read: Read) -> None:
    facts, article, tree = read
    assert len(article.paragraphs) == facts.paragraphs
    assert article.text == "\n".join(article.paragraphs)
    assert len(set(article.paragraphs)) == len(article.paragraphs)
    captions = {
        one_line(node.text(separator=" ")) for node in tree.css("figcaption, [class*=caption i]")
    }
    assert not captions & set(article.paragraphs)
    assert not any(
        re.search(r"Ảnh:|Nguồn:|Xem thêm|Tin liên quan|Bình luận", line)
        for line in article.paragraphs
    )
    assert not set(article.authors) & set(article.paragraphs)


def test_the_lead_of_the_head_comes_first_and_once(read: Read) -> None:
    _, article, tree = read
    said = one_line(tree.css_first("meta[property='og:description']").attributes["content"] or "")
    said = re.sub(r"^\([^)]*\) - ", "", said)  # the house's mark
    assert article.paragraphs[0].startswith(said[:60])
    assert sum(said[:60] in line for line in article.paragraphs) == 1


def test_what_others_wrote_down_of_a_page_is_what_we_read(eval_data: Path) -> None:
    name = "fundus/VnExpress_2025_10_22.html.gz"
    wanted = json.loads((eval_data / "vietnamese-pages/fundus/VnExpress.json").read_text("utf-8"))[
        "V1"
    ]
    article = extract(markup(eval_data, name), url="", fetched_at=datetime.now(UTC))
    body = [*wanted["body"]["summary"], *wanted["body"]["sections"][0]["paragraphs"]]
    assert article.title == wanted["title"]
    assert list(article.authors) == wanted["authors"]
    assert str(article.published_at) == wanted["publishing_date"]
    # They count a picture's caption among the paragraphs; we don't.
    assert [line for line in body if "Ảnh:" not in line] == list(article.paragraphs)


@pytest.mark.parametrize(
    "site", ["baochinhphu", "baodautu", "cafef", "dantri", "tuoitre", "vnexpress"]
)
def test_a_section_page_is_no_article_even_where_its_address_is_not_told(
    eval_data: Path, site: str
) -> None:
    with pytest.raises(Skip) as told:
        extract(markup(eval_data, f"{site}_list.html"), url="")
    assert told.value.reason in ("list_page", "not_an_article")
