"""A template learned from a few pages of our own making: what it takes, what it leaves, when it gives way."""

from __future__ import annotations

import json
from datetime import date
from functools import partial

import pytest
from selectolax.lexbor import LexborHTMLParser

from crawler.encoding import decode
from crawler.extract import extract
from crawler.template import Template, from_json, to_json
from crawler.template_learn import learn
from crawler.template_read import read
from samples.content import load_articles
from samples.outlets import EVERYONE, Outlet, source_of
from samples.sites import answer

DAY = date(2026, 11, 20)
HOME = "http://127.0.0.1:8470"
PLACES = ("Lam Giang", "Hà Lam", "Thạch Bàn", "Vạn Sa", "An Lạc", "Phú Sa")


def _paragraphs(at: int) -> list[str]:
    place = PLACES[at % len(PLACES)]
    return [
        f"Sáng {at + 3}/11, chính quyền {place} mở lớp tập huấn thứ {at + 1} cho cán bộ các xã trên địa bàn.",
        f"Lớp học tại {place} có {40 + 7 * at} người dự, nhiều hơn đợt trước {at + 2} người, theo ban tổ chức.",
        f"Ông Trưởng ban ở {place} nói các xã sẽ làm theo cẩm nang mới từ ngày {at + 10} tháng sau.",
        f"Học viên của {place} được phát tài liệu in và một bản ghi âm dài {at + 20} phút để nghe lại ở nhà.",
        *(f"Bài học thứ {n} ở {place} nói về việc ghi sổ của tổ {n + at}, kéo dài {15 * n + at} phút một buổi." for n in range(1, 9)),
    ]  # fmt: skip


def _page(
    at: int, *, frame: str = "noi-dung", extra: str = "", lines: list[str] | None = None
) -> str:
    written = "".join(f"<p>{line}</p>" for line in lines or _paragraphs(at))
    return (
        f"<html><head><title>Lớp học {at}</title></head><body><nav><a href='/'>Trang chủ</a></nav>"
        f"<h1>Lớp tập huấn số {at} khai giảng ở {PLACES[at % len(PLACES)]}</h1>"
        f"<div class='{frame} bai-{at}'>{written}{extra}"
        f"<div class='promo'><a href='/x{at}'>Mời đọc</a>"
        f"<p>Câu chuyện bên lề số {at} của lớp học năm ngoái vẫn được nhiều người ở đó nhắc lại.</p></div></div>"
        f"<footer><p>Tòa soạn đặt tại đường số 1, mở cửa các ngày trong tuần từ 7 giờ 30.</p></footer></body></html>"
    )  # fmt: skip


def _learned(*pages: str) -> Template:
    template = learn(pages or [_page(at) for at in range(4)], today=DAY)
    assert template is not None
    return template


def _read(template: Template, page: str) -> list[str] | None:
    return read(template, LexborHTMLParser(page))


def test_paragraphs_are_taken_and_boxes_left_on_a_page_never_seen() -> None:
    assert _read(_learned(), _page(5)) == _paragraphs(5)


def test_two_pages_are_enough_and_one_is_not() -> None:
    assert _read(_learned(_page(0), _page(1)), _page(5)) == _paragraphs(5)
    assert learn([_page(0)], today=DAY) is None
    assert learn([], today=DAY) is None


def test_two_versions_of_one_story_are_one_page() -> None:
    later = _page(
        0, lines=[*_paragraphs(0)[:3], "Tin được bổ sung lúc chiều muộn cùng ngày hôm đó."]
    )
    assert learn([_page(0), later], today=DAY) is None


def test_a_line_of_the_house_on_several_pages_is_left_and_a_shared_fact_inside_is_kept() -> None:
    house = (
        "<p>Quý bạn đọc muốn góp ý xin gửi về hộp thư của tòa soạn hoặc gọi số máy trực ban.</p>"
    )
    fact = (
        "Theo Nghị quyết số 09/2026, mỗi cán bộ xã được hỗ trợ 150.000 đồng một ngày học tập trung."
    )
    pages = [
        _page(at, extra=house, lines=[*_paragraphs(at), *([fact] if at < 2 else []), *(
            f"Người học thứ {n} của đợt {at} kể lại chuyến đi dài {n + at} cây số đến lớp." for n in range(6))])
        for at in range(4)
    ]  # fmt: skip
    template = _learned(*pages)
    got = _read(template, _page(5, extra=house, lines=[*_paragraphs(5), fact, *_paragraphs(1)]))
    assert got == [*_paragraphs(5), fact, *_paragraphs(1)]


def test_items_and_rows_read_as_the_careful_reading_writes_them() -> None:
    extra = (
        "<ul><li>Sổ ghi chép của từng người học</li><li>Thẻ ra vào hội trường</li></ul>"
        "<table><tr><th>Xã</th><th>Số người</th></tr><tr><td>Phú Sa</td><td>12</td></tr></table>"
    )
    got = _read(_learned(), _page(5, extra=extra))
    assert got == [
        *_paragraphs(5),
        "- Sổ ghi chép của từng người học",
        "- Thẻ ra vào hội trường",
        "| Xã | Số người |",
        "| Phú Sa | 12 |",
    ]


def test_a_class_that_only_some_pages_have_changes_nothing() -> None:
    pages = [_page(at).replace(f"bai-{at}", "co-anh" if at % 2 else "") for at in range(4)]
    assert _read(_learned(*pages), _page(5, frame="noi-dung co-video")) == _paragraphs(5)


def test_a_page_built_anew_is_left_to_the_careful_reading_and_learned_again() -> None:
    template = _learned()
    anew = [_page(at, frame="story").replace("promo", "tin-ke") for at in range(6, 11)]
    assert _read(template, anew[0]) is None
    again = learn(anew[:4], today=DAY, version=template.version + 1)
    assert again is not None
    assert again.version == 2
    assert _read(again, anew[4]) == _paragraphs(10)


@pytest.mark.parametrize(
    "page",
    [
        "",
        "<html><body><div class='noi-dung'></div></body></html>",
        "<div class='noi-dung'><p>Ngắn.</p></div>",
        "<div class='noi-dung'>" + "<b><div>" * 5_000 + "sâu",
        _page(3, lines=[f"<a href='/{n}'>Một mẩu tin khác ở nơi xa xôi nào đó, số {n}</a>" for n in range(20)]),
    ],
    ids=["nothing", "empty", "short", "deep", "links"],
)  # fmt: skip
def test_a_page_that_does_not_fit_gives_none(page: str) -> None:
    assert _read(_learned(), page) is None


def test_a_text_much_shorter_than_the_page_itself_declares_is_not_believed() -> None:
    whole = json.dumps({"@type": "NewsArticle", "articleBody": " ".join(_paragraphs(5) * 3)})
    said = f"<script type='application/ld+json'>{whole}</script></head>"
    assert _read(_learned(), _page(5)) == _paragraphs(5)
    assert _read(_learned(), _page(5).replace("</head>", said)) is None


def test_most_of_the_text_in_unknown_boxes_is_not_believed() -> None:
    boxes = "".join(
        f"<section class='chuong-{n}'><div class='o'><p>{line}</p></div></section>"
        for n, line in enumerate(_paragraphs(2) + _paragraphs(3))
    )
    assert _read(_learned(), _page(5, extra=boxes)) is None


def test_a_pulled_quote_is_read_once() -> None:
    quote = _paragraphs(5)[2][5:60]
    got = _read(_learned(), _page(5, extra=f"<blockquote>{quote}</blockquote>"))
    assert got == _paragraphs(5)


def test_what_is_shown_to_screen_readers_alone_is_no_text() -> None:
    page = _page(5).replace("cán bộ các xã", "cán bộ<span class='visually-hidden'> (mở tab mới)</span> các xã")  # fmt: skip
    assert _read(_learned(), page) == _paragraphs(5)


def test_a_template_travels_as_json_and_one_of_another_format_is_not_read() -> None:
    template = _learned()
    said = json.loads(json.dumps(to_json(template)))
    assert from_json(said) == template
    assert from_json({**said, "format": 0}) is None


def _sample_pages(outlet: Outlet) -> list[tuple[str, bytes]]:
    paths = [one.path for one in load_articles() if one.outlet == outlet.id]
    answers = [(path, answer(outlet, path, home=HOME, turn=1)) for path in paths]
    return [(HOME + path, said.body) for path, said in answers if said.status == 200]


@pytest.mark.parametrize("outlet", EVERYONE, ids=lambda one: one.id)
@pytest.mark.parametrize("first", [0, 3])
def test_a_sample_outlet_is_read_alike_by_its_template_and_with_care(
    outlet: Outlet, first: int
) -> None:
    pages = _sample_pages(outlet)
    if len(pages) < 8:
        return
    source = source_of(outlet, port=8470)
    charset = f"charset={source.encoding}" if source.encoding else ""
    template = learn(
        [decode(body, content_type=charset) for _, body in pages[first : first + 4]], today=DAY
    )
    assert template is not None
    fitted = 0
    for url, body in pages:
        careful = extract(body, url=url, source=source)
        fast = extract(body, url=url, source=source, shortcut=partial(read, template))
        assert fast == careful
        fitted += read(template, LexborHTMLParser(decode(body, content_type=charset))) is not None
    assert fitted >= 0.85 * len(pages)
