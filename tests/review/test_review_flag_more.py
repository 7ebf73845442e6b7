"""What helps to rule on a flag: its whole Điều, its validity, what changed, like flags, reasons, history."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Any

import pytest

from doichieu.records import Article, Outcome, Passage, Relation, RelationKind
from review.language import translator
from review.word_diff import LONG, MOST_WORDS, word_diff
from storage import articles, decisions
from storage.schema import ArticleRow

NUMBER = "41/2026/NĐ-CP"
PASSAGE = "2. Từ ngày 01 tháng 7 năm 2026, mức lương cơ sở là 2.530.000 đồng/tháng."
PARTS = (
    Passage(document=NUMBER, place="khoản 1 Điều 3", text="1. Áp dụng cho cán bộ.", start=0, end=22),
    Passage(document=NUMBER, place="khoản 2 Điều 3", text=PASSAGE, start=23, end=23 + len(PASSAGE)),
    Passage(document=NUMBER, place="khoản 1 Điều 33", text="1. Điều khác.", start=200, end=213),
)  # fmt: skip


def _said(said: str) -> str:
    return translator("vi")(said)


def _revise(site: Any, text: str, *, article_id: int = 1) -> None:
    with site.database.session() as session:
        row = session.get_one(ArticleRow, article_id)
        article = Article(url=row.url, title=row.title, text=text, source_id=row.source_id, fetched_at=datetime(2026, 11, 20, 3, 0, tzinfo=UTC))  # fmt: skip
        articles.save(session, article)


def test_the_passage_stands_in_its_whole_dieu_and_no_other(site: Any) -> None:
    site.add_document(passages=PARTS)
    page = site.signed_in().get(f"/flags/{site.add_flag()}").text
    assert "1. Áp dụng cho cán bộ." in page
    assert "đoạn đang xét" in page
    assert "1. Điều khác." not in page


@pytest.mark.parametrize(("since", "told"), [(date(2026, 11, 5), True), (date(2026, 11, 6), False)])
def test_a_part_changed_by_the_articles_day_is_told_with_what_changed_it(
    site: Any, since: date, told: bool
) -> None:
    change = Relation(kind=RelationKind.AMENDS, document=NUMBER, by="50/2026/NĐ-CP", place="khoản 2 Điều 3", since=since)  # fmt: skip
    site.add_document(passages=PARTS, changes=(change,))
    page = site.signed_in().get(f"/flags/{site.add_flag()}").text
    assert ("Ngày bài đăng, phần này đã" in page) is told
    assert 'Hôm nay: <span class="validity' in page


def test_what_the_outlet_changed_is_shown_word_by_word_and_long_changes_on_a_page(
    site: Any,
) -> None:
    flag_id = site.add_flag()
    desk = site.signed_in()
    assert "Báo đã sửa gì" not in desk.get(f"/flags/{flag_id}").text
    _revise(site, "Mở đoạn. Lương cơ sở là 2.530.000 đồng/tháng. <i>Hết</i> đoạn.")
    page = desk.get(f"/flags/{flag_id}").text
    assert re.search(r"<del><span[^>]*>bỏ: </span>2.350.000</del><ins><span[^>]*>thêm: </span>2.530.000</ins>", page)  # fmt: skip
    assert "&lt;i&gt;Hết&lt;/i&gt;" in page
    _revise(site, "chữ " * LONG)
    page = desk.get(f"/flags/{flag_id}").text
    assert "<ins>" not in page
    assert "2 lần sửa" in page
    whole = desk.get("/articles/1/changes").text
    assert whole.count("<ins>") > 1
    assert "Thay đổi ở bản 3" in whole
    held = desk.get("/api/v1/articles/1/changes").json()
    assert [one["revision"] for one in held] == [2, 3]
    assert desk.get("/articles/99/changes").status_code == 404
    assert desk.get("/api/v1/articles/99/changes").status_code == 404


def test_a_diff_gives_both_texts_back_and_no_endless_one_is_laid_side_by_side() -> None:
    before, after = "a <b> c d", "a x c <d> e"
    held = str(word_diff(before, after, t=_said))
    plain = re.sub(r"<span[^>]*>[^<]*</span>", "", held)
    unescape = {"&lt;": "<", "&gt;": ">"}
    old = re.sub(r"<ins>.*?</ins>", "", plain).replace("<del>", "").replace("</del>", "")
    new = re.sub(r"<del>.*?</del>", "", plain).replace("<ins>", "").replace("</ins>", "")
    for mark, letter in unescape.items():
        old, new = old.replace(mark, letter), new.replace(mark, letter)
    assert (old, new) == (before, after)
    much = "một hai " * MOST_WORDS
    assert str(word_diff(much, much + "ba", t=_said)).count("<del>") == 1


def test_similar_decided_flags_come_with_their_ruling_the_most_alike_first(site: Any) -> None:
    site.add_document()
    flag_id = site.add_flag()
    alike = site.add_flag(path="/a", sentence="Nay lương là 2.350.000 đồng/tháng.")
    other = site.add_flag(path="/b", sentence="Rồi lương là 2.340.000 đồng/tháng.", article_says="2.340.000 đồng/tháng")  # fmt: skip
    waiting = site.add_flag(path="/c", sentence="Sẽ lương là 2.350.000 đồng/tháng.")
    with site.database.session() as session:
        decisions.decide(session, alike, Outcome.DIFFERS, reviewer="minh", note="đã gọi")
        decisions.decide(session, other, Outcome.CANNOT_TELL, reviewer="hoa")
    desk = site.signed_in()
    held = desk.get(f"/api/v1/flags/{flag_id}").json()["similar"]
    assert [(one["id"], one["likeness"], one["outcome"]) for one in held] == [
        (alike, 2, "differs"), (other, 1, "cannot_tell"),
    ]  # fmt: skip
    page = desk.get(f"/flags/{flag_id}").text
    similar = page[page.index("Chỗ giống đã quyết") :]
    assert "trùng cả hai con số" in similar
    assert "đã gọi" in similar
    assert f'"/flags/{waiting}"' not in page


def test_the_reasons_name_the_text_the_common_words_and_both_figures(site: Any) -> None:
    flag_id = site.add_flag()
    cited = site.add_flag(path="/so", sentence=f"Theo {NUMBER}, lương là 2.350.000 đồng/tháng.")
    desk = site.signed_in()
    lines = desk.get(f"/api/v1/flags/{flag_id}").json()["reasons"]
    assert (
        lines[0] == f"Bài không nêu số văn bản; máy tìm ra đoạn này theo câu chữ, trong {NUMBER}."
    )
    assert "“mức lương cơ sở là”" in lines[1]
    assert (
        lines[2]
        == "Số tiền: bài viết “2.350.000 đồng/tháng”, văn bản quy định “2.530.000 đồng/tháng”."
    )
    assert "thử-1" in lines[3]
    first = desk.get(f"/api/v1/flags/{cited}").json()["reasons"][0]
    assert first == f"Câu này dẫn chính văn bản {NUMBER}."


def test_the_history_tells_desk_and_outlet_in_the_order_of_time(site: Any) -> None:
    flag_id = site.add_flag()
    desk = site.signed_in()
    token = {"_csrf_token": desk.get("/").text.split('name="_csrf_token" value="')[1].split('"')[0]}
    desk.post(f"/flags/{flag_id}/assign", data={**token, "to": "lan"})
    desk.post(f"/flags/{flag_id}/decide", data={**token, "outcome": "differs", "note": "xong"})
    _revise(site, "Bài đã thay.")
    page = desk.get(f"/flags/{flag_id}").text
    history = page[page.index("Lịch sử") :]
    lines = ("máy đánh dấu", "báo sửa bài, thành bản 2", "lan: nhận", "lan: Khác văn bản")
    assert all(one in history for one in lines), history
    # The revision was seen on a day before the others were made.
    at = [history.index(one) for one in lines]
    assert at == sorted(at)


@pytest.mark.browser
def test_the_whole_dieu_opens_and_a_long_change_is_a_click_away(site: Any, reader: Any) -> None:
    site.add_document(passages=PARTS)
    flag_id = site.add_flag()
    _revise(site, "chữ " * LONG)
    page = reader.page
    page.goto(f"/flags/{flag_id}")
    page.click("text=Cả điều này")
    assert page.is_visible("text=1. Áp dụng cho cán bộ.")
    page.click("text=xem từng chữ")
    page.wait_for_selector("ins")
    assert reader.overflow() <= 0
    assert not reader.complaints
