"""One flag and its ruling, without script."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Any

import pytest

from doichieu.records import Article, Outcome
from storage import articles, flags
from storage.schema import ArticleRow, FlagRow

NUMBER = "41/2026/NĐ-CP"
WRONG = "Từ ngày 1/7/2026, mức lương cơ sở là 2.350.000 đồng/tháng."


def _with_token(page: Any, **values: str) -> dict[str, str]:
    return {"_csrf_token": page.text.split('name="_csrf_token" value="')[1].split('"')[0], **values}


def _decide(desk: Any, flag_id: int, outcome: str, **more: str) -> Any:
    page = desk.get(f"/flags/{flag_id}")
    return desk.post(
        f"/flags/{flag_id}/decide", data=_with_token(page, outcome=outcome, next="1", **more)
    )


def _waiting(desk: Any) -> int:
    return desk.get("/").text.count('<li class="row"')


def test_both_texts_stand_with_the_differing_spans_marked_in_words_too(site: Any) -> None:
    site.add_document()
    flag_id = site.add_flag()
    page = site.signed_in().get(f"/flags/{flag_id}").text
    marks = re.findall(r'<mark><span class="hidden">([^<]+) </span>([^<]+)</mark>', page)
    assert marks == [("khác:", "2.350.000 đồng/tháng"), ("văn bản:", "2.530.000 đồng/tháng")]
    for words in ("Mở đoạn.", "Hết đoạn.", "Hiệu lực từ 01/07/2026", "mô hình thử-1"):
        assert words in page, words
    assert "tin giả" not in page.lower()


@pytest.mark.parametrize(
    ("effective", "expires", "words"),
    [
        (date(2026, 11, 5), None, "Đang có hiệu lực ngày bài đăng"),
        (date(2026, 11, 6), None, "Chưa có hiệu lực ngày bài đăng"),
        (date(2026, 7, 1), date(2026, 11, 5), "Đã hết hiệu lực ngày bài đăng"),
        (date(2026, 7, 1), date(2026, 11, 6), "Đang có hiệu lực ngày bài đăng"),
    ],
)
def test_whether_the_text_counted_on_the_articles_day_is_told(
    site: Any, effective: date, expires: date | None, words: str
) -> None:
    flag_id = site.add_flag()
    with site.database.session() as session:
        row = session.get_one(FlagRow, flag_id)
        row.document_effective, row.document_expires = effective, expires
    assert words in site.signed_in().get(f"/flags/{flag_id}").text


@pytest.mark.parametrize("outcome", [one.value for one in Outcome])
def test_each_ruling_is_kept_told_and_can_be_taken_back(site: Any, outcome: str) -> None:
    flag_id = site.add_flag()
    desk = site.signed_in()
    answer = _decide(desk, flag_id, outcome, note="đã gọi tòa soạn")
    assert answer.status_code == 303
    told = desk.get(answer.headers["location"])
    assert f"/flags/{flag_id}/undo" in told.text
    assert _waiting(desk) == 0
    page = desk.get(f"/flags/{flag_id}")
    assert "đã gọi tòa soạn" in page.text
    assert "lan" in page.text
    assert desk.post(f"/flags/{flag_id}/undo", data=_with_token(page)).status_code == 303
    assert _waiting(desk) == 1
    log = desk.get("/log").text
    assert "ra quyết định" in log
    assert "rút lại" in log


def test_after_a_ruling_comes_the_next_story(site: Any) -> None:
    first = site.add_flag()
    second = site.add_flag(path="/hai", sentence="Lương cơ sở nay là 2.350.000 đồng/tháng.")
    answer = _decide(site.signed_in(), first, "differs")
    assert answer.headers["location"].startswith(f"/flags/{second}?")


def test_a_ruling_counts_for_the_story_on_every_outlet(site: Any) -> None:
    first = site.add_flag()
    other = site.add_flag(outlet="bao-hai", province="Hà Lam")
    _decide(site.signed_in(), first, "differs")
    with site.database.session() as session:
        assert flags.get(session, other).flag.status == "differs"


def test_the_second_of_two_reviewers_is_told_who_was_first(site: Any) -> None:
    flag_id = site.add_flag()
    slow, quick = site.signed_in("chậm"), site.signed_in("nhanh")
    seen = slow.get(f"/flags/{flag_id}")
    version = re.search(r'name="version" value="(\d+)"', seen.text)[1]
    _decide(quick, flag_id, "differs")
    answer = slow.post(
        f"/flags/{flag_id}/decide",
        data=_with_token(seen, outcome="cannot_tell", version=version),
    )
    assert answer.status_code == 409
    assert "nhanh vừa quyết định" in answer.text
    with site.database.session() as session:
        assert [one.reviewer for one in flags.get(session, flag_id).decisions] == ["nhanh"]


@pytest.mark.parametrize("outcome", ["", "fake", "undone", "open"])
def test_an_outcome_that_is_none_of_ours_is_refused(site: Any, outcome: str) -> None:
    flag_id = site.add_flag()
    assert _decide(site.signed_in(), flag_id, outcome).status_code == 400
    with site.database.session() as session:
        assert flags.get(session, flag_id).decisions == []


@pytest.mark.parametrize("number", ["12345", "9" * 30])
def test_ruling_on_a_flag_that_is_not_there_is_a_404(site: Any, number: str) -> None:
    desk = site.signed_in()
    token = _with_token(desk.get("/"), outcome="differs")
    assert desk.post(f"/flags/{number}/decide", data=token).status_code == 404
    assert desk.post(f"/flags/{number}/undo", data=token).status_code == 404


def test_a_wrong_official_text_opens_a_task_on_its_page(site: Any) -> None:
    site.add_document()
    flag_id = site.add_flag()
    desk = site.signed_in()
    _decide(desk, flag_id, "official_text_wrong", note="số cũ")
    page = desk.get(f"/documents/{NUMBER}").text
    assert "Cần xem lại" in page
    assert "số cũ" in page


def test_a_correction_and_a_vanished_page_are_told_with_their_day(site: Any) -> None:
    flag_id = site.add_flag()
    with site.database.session() as session:
        row = session.get_one(ArticleRow, 1)
        mended = Article(
            url=row.url, title=row.title, text="Lương cơ sở là 2.530.000 đồng/tháng.",
            source_id=row.source_id, province=row.province,
            fetched_at=datetime(2026, 11, 20, 3, 0, tzinfo=UTC),
        )  # fmt: skip
        articles.save(session, mended)
        flags.store(session, row, [], documents={}, checked_by="thử", model="thử-1")
        articles.mark_gone(session, row.url, at=datetime(2026, 11, 21, 3, 0, tzinfo=UTC))
    desk = site.signed_in()
    page = desk.get(f"/flags/{flag_id}").text
    assert "Báo đã sửa câu này" in page
    assert "Trang gốc không còn, thấy lúc 21/11/2026 10:00" in page
    assert "2.350.000 đồng/tháng</mark>" in page
    stored = desk.get("/articles/1").text
    assert 'class="taken"' in stored
    assert 'class="put"' in stored
    assert "Báo đã sửa" in desk.get("/").text


def test_a_flagged_sentence_is_marked_in_the_stored_article_and_in_its_title(site: Any) -> None:
    site.add_flag()
    site.add_flag(path="/tit", title=WRONG, sentence=WRONG)
    desk = site.signed_in()
    marked = re.compile(r"<mark>.*?" + re.escape(WRONG) + "</mark>")
    assert marked.search(desk.get("/articles/1").text)
    title = re.search(r"<h1>.*?</h1>", desk.get("/articles/2").text)[0]
    assert marked.search(title)
