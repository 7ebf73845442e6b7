"""Pages written to choke a parser: cut down to what they say, or refused at once."""

from __future__ import annotations

import pytest
from selectolax.lexbor import LexborHTMLParser

from crawler.bounds import DEEPEST, MOST_TAGS, within_bounds
from crawler.extract import extract
from doichieu.errors import Skip

TITLE = "Lam Giang nâng mức hỗ trợ học phí từ tháng bảy"
TEXT = "Theo đó, mức hỗ trợ tăng lên 540.000 đồng/tháng kể từ ngày 01/7/2024 cho ba nhóm học sinh."


def page(inside: str) -> str:
    text = "".join(f"<p>{TEXT} Nhóm {n}.</p>" for n in range(4))
    return f"<html><head><title>{TITLE}</title></head><body><h1>{TITLE}</h1>{inside}<article>{text}</article></body></html>"


@pytest.mark.parametrize(
    "inside",
    [
        "<div>" * 10_000 + "</div>" * 10_000,
        "<span><b>" * 10_000,
        "<div " + " ".join(f"a{n}={n}" for n in range(50_000)) + ">",
        '<img src="data:image/png;base64,' + "A" * 200_000 + '">',
        "<!--" + "<div>" * 5000 + "-->",
        "<script>" + "'<div>'" * 5000 + "</script>",
        "<b>" * 5000 + "</i>" * 5000,
        '<script type="application/ld+json">' + "-->" * 5000 + " " * 50_000 + "x</script>",
    ],
    ids=["deep", "unclosed", "attributes", "picture", "note", "script", "mismatched", "data"],
)
def test_the_article_beside_the_trap_is_read(inside: str) -> None:
    article = extract(page(inside), url="https://bao.example/nang-muc-ho-tro-123456.html")
    assert article.title == TITLE
    assert article.paragraphs == tuple(f"{TEXT} Nhóm {n}." for n in range(4))


def test_an_ordinary_page_is_left_as_it_is() -> None:
    ordinary = page("<div><ul><li>Một<li>Hai</ul><br><img src=a.png></div>" * 300)
    assert within_bounds(ordinary) == ordinary


def test_nothing_is_deeper_than_the_bound_and_no_word_is_lost() -> None:
    markup = within_bounds("<i>" * 3000 + "chữ" + "</i>" * 3000)
    assert markup.count("<i>") == markup.count("</i>") == DEEPEST
    assert LexborHTMLParser(markup).text().strip() == "chữ"


def test_a_page_of_endless_tags_is_refused_at_once() -> None:
    with pytest.raises(Skip) as told:
        within_bounds("<p>x" * (MOST_TAGS + 1))
    assert told.value.reason == "too_large"


def test_a_title_of_a_megabyte_is_cut() -> None:
    long = "Một tiêu đề không có hồi kết " * 40_000
    article = extract(page("").replace(TITLE, long), url="https://bao.example/a-123456.html")
    assert len(article.title) <= 1000
    assert len(article.text) < 2000


def test_many_notes_before_the_page_cost_nothing() -> None:
    markup = "<!---->" * 5000 + page("")
    assert extract(markup, url="https://bao.example/a-123456.html").title == TITLE
