"""Section pages → the articles they list, never their menus."""

from __future__ import annotations

import pytest

from crawler.sections import article_links, is_article_address

MENU = (
    '<nav><a href="/chinh-sach-va-cuoc-song-moi.htm">Chính sách và cuộc sống mới</a>'
    '<a href="/thoi-su.htm">Thời sự</a></nav>'
)
FOOT = '<footer><a href="/lien-he-toa-soan-va-quang-cao.htm">Liên hệ tòa soạn</a></footer>'


def page(*anchors: str) -> bytes:
    return f"<html><body>{MENU}<main>{''.join(anchors)}</main>{FOOT}</body></html>".encode()


def links(body: bytes, pattern: str | None = None) -> list[str]:
    found = article_links(body, url="https://bao.vn/thoi-su", pattern=pattern)
    return [link.url.removeprefix("https://bao.vn") for link in found]


NUMBERED = [
    "/nang-luong-co-so-tu-thang-bay-20221124170512345.htm",
    "/nang-muc-ho-tro-hoc-phi-post123456.html",
    "/12/172527/Nang-muc-luong-co-so.htm",
    "/thoi-su/202211/nang-muc-luong-co-so-1a2b3c7/",
    "/nang-muc-luong-co-so-a5123.html",
    "/nang-muc-luong-co-so-postid41234.bbg",
    "/nang-muc-luong-co-so-188260305232650721.chn",
]


def test_every_family_s_articles_are_found_in_the_order_of_the_page() -> None:
    body = page(*(f'<a href="{path}">Nâng mức lương cơ sở</a>' for path in NUMBERED))
    assert links(body) == NUMBERED
    assert all(is_article_address(f"https://bao.vn{path}") for path in NUMBERED)


def test_menus_tags_other_hosts_and_pages_of_lists_are_left_out() -> None:
    others = [
        "/tag/nang-muc-luong-co-so-123456.htm", "https://khac.vn/nang-muc-luong-co-so-123456.htm",
        "/thoi-su/page/2", "/thoi-su?page=3", "#top", "javascript:void(0)", "mailto:a@bao.vn",
        "/su-kien/bau-cu-dai-bieu-quoc-hoi-123456.htm", "/thoi-su-123456.htm", "http://[",
    ]  # fmt: skip
    body = page(*(f'<a href="{path}">Một dòng chữ đủ dài</a>' for path in [*others, *NUMBERED]))
    assert links(body) == NUMBERED


def test_a_paper_without_numbers_is_read_by_its_words_and_its_menu_still_left_out() -> None:
    path = "/bai-viet/nang-muc-luong-co-so-cho-can-bo.html"
    assert links(page(f'<a href="{path}">Nâng mức lương</a>')) == [path]


def test_the_pattern_of_a_source_decides_alone() -> None:
    body = page('<a href="/p/7">Bảy</a>', f'<a href="{NUMBERED[0]}">Nâng mức lương</a>')
    assert links(body, pattern=r"^/p/\d+$") == ["/p/7"]


def test_an_article_linked_by_picture_and_by_words_is_one_link_with_the_words() -> None:
    path = NUMBERED[1]
    body = page(
        f'<a href="{path}?utm_source=home"><img src="a.jpg"></a>',
        f'<a href="{path}#binh-luan">12</a>',
        f'<a href="{path}">Nâng mức hỗ trợ\n học phí</a>',
    )
    found = article_links(body, url="https://bao.vn/thoi-su")
    assert [link.title for link in found] == ["Nâng mức hỗ trợ học phí"]
    assert found[0].found_in == "https://bao.vn/thoi-su"


@pytest.mark.parametrize("body", [b"", b"\xff\xfe\x00", b"<a href>", b"<" * 5000])
def test_what_is_no_list_has_no_links(body: bytes) -> None:
    assert article_links(body, url="https://bao.vn/") == ()
