"""The queue and the pages around it, without script."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from doichieu.records import Outcome
from storage import decisions

NUMBER = "41/2026/NĐ-CP"
WRONG = "Từ ngày 1/7/2026, mức lương cơ sở là 2.350.000 đồng/tháng."


def _with_token(page: Any, **values: str) -> dict[str, str]:
    return {"_csrf_token": page.text.split('name="_csrf_token" value="')[1].split('"')[0], **values}


def _rows(page: Any) -> int:
    return page.text.count('<li class="row"')


def test_an_empty_desk_says_what_to_do_next(site: Any) -> None:
    desk = site.signed_in()
    assert "doichieu crawl" in desk.get("/").text
    assert "doichieu official add" in desk.get("/documents").text
    assert "doichieu crawl" in desk.get("/runs").text
    for path in ("/stats", "/log", "/search"):
        assert desk.get(path).status_code == 200


def test_a_row_shows_sentence_difference_outlet_province_time_and_chance(site: Any) -> None:
    site.add_flag()
    page = site.signed_in().get("/").text
    for words in (
        WRONG, "2.350.000 đồng/tháng", "2.530.000 đồng/tháng", "khác với", "Báo Mẫu", "Lam Giang",
        "05/11/2026 08:15", "Rất chắc · 97", NUMBER, "khoản 2 Điều 3",
    ):  # fmt: skip
        assert words in page, words


def test_the_same_sentence_on_several_outlets_is_one_row(site: Any) -> None:
    first = site.add_flag()
    site.add_flag(outlet="bao-hai", province="Hà Lam")
    desk = site.signed_in()
    page = desk.get("/")
    assert _rows(page) == 1
    assert "1 báo khác" in page.text
    assert "Báo Hai" in desk.get(f"/flags/{first}").text


def test_filters_combine_live_in_the_address_and_carry_counts(site: Any) -> None:
    site.add_flag()
    site.add_flag(
        outlet="bao-hai", province="Hà Lam", sentence="Lương cơ sở là 2.340.000 đồng/tháng.",
        article_says="2.340.000 đồng/tháng",
    )  # fmt: skip
    desk = site.signed_in()
    assert _rows(desk.get("/")) == 2
    for asked, left in (
        ({"province": "Lam Giang"}, 1),
        ({"source": "bao-hai"}, 1),
        ({"source": "bao-hai", "province": "Lam Giang"}, 0),
        ({"document": NUMBER}, 2),
        ({"kind": "money", "days": "7"}, 2),
        ({"kind": "date"}, 0),
        ({"q": "2.340.000"}, 1),
        ({"q": "luong co so", "province": "Hà Lam"}, 1),
        ({"status": "decided"}, 0),
        ({"status": "all"}, 2),
    ):
        assert _rows(desk.get("/", params=asked)) == left, asked
    chosen = desk.get("/", params={"province": "Lam Giang", "days": "7"}).text
    assert '<option value="Lam Giang" selected>Lam Giang (1)</option>' in chosen
    assert '<option value="7" selected>' in chosen
    assert "Hà Lam (1)" in chosen


def test_turning_the_page_keeps_the_filters(site: Any) -> None:
    for at in range(31):
        site.add_flag(path=f"/{at}", sentence=f"Bài {at}: lương là 2.350.000 đồng/tháng.")
    desk = site.signed_in()
    first = desk.get("/", params={"province": "Lam Giang", "days": "30", "q": "luong"})
    assert _rows(first) == 30
    following = re.search(r'<nav class="paging".*?href="([^"]+)"', first.text)[1]
    for kept in ("province=Lam+Giang", "days=30", "q=luong"):
        assert kept in following
    assert _rows(desk.get(following.replace("&amp;", "&"))) == 1


def test_search_finds_with_and_without_diacritics(site: Any) -> None:
    site.add_document()
    site.add_flag(title="Ông Phạm Minh nói về lương")
    desk = site.signed_in()
    for words in ("pham minh", "Phạm Minh", "phạm minh lương"):
        assert "Ông Phạm Minh nói về lương" in desk.get("/search", params={"q": words}).text
    assert NUMBER in desk.get("/search", params={"q": "nghi dinh luong co so"}).text
    assert "Không thấy gì" in desk.get("/search", params={"q": "không hề có"}).text


def test_a_document_page_tells_its_life_and_what_differs_from_it(site: Any) -> None:
    site.add_document(expires=date(2027, 1, 1), replaced_by="9/2027/NĐ-CP", province="Lam Giang")
    site.add_flag()
    desk = site.signed_in()
    page = desk.get(f"/documents/{NUMBER}").text
    for words in (
        "10/06/2026", "01/07/2026", "01/01/2027", "9/2027/NĐ-CP", "Lam Giang", WRONG,
        "khoản 2 Điều 3",
    ):  # fmt: skip
        assert words in page, words
    assert NUMBER in desk.get("/documents").text


def test_the_dashboard_draws_and_tells_the_same_counts(site: Any) -> None:
    flag_id = site.add_flag()
    with site.database.session() as session:
        decisions.decide(session, flag_id, Outcome.DIFFERS, reviewer="lan")
    page = site.signed_in().get("/stats").text
    assert page.count('<svg class="bars"') == 8
    assert page.count('<svg class="columns"') == 1
    assert "<td>Báo Mẫu</td>" in page
    assert "<td>Số tiền</td>" in page
    assert "<td>Khác văn bản, cần đính chính</td>" in page
    assert " style=" not in page


def test_choices_of_language_and_theme_are_kept_and_lead_back(site: Any) -> None:
    site.add_flag()
    desk = site.signed_in()
    page = desk.get("/?province=Lam+Giang")
    assert 'lang="vi"' in page.text
    back = re.search(r'action="(/language/en\?back=[^"]+)"', page.text)[1]
    answer = desk.post(back.replace("&amp;", "&"), data=_with_token(page))
    assert answer.headers["location"] == "/?province=Lam+Giang"
    desk.post("/theme/dark", data=_with_token(page))
    english = desk.get("/").text
    assert '<html lang="en" data-theme="dark">' in english
    assert "Queue" in english
    assert "differs from" in english
    assert desk.post("/language/fr", data=_with_token(page)).status_code == 404
