"""The log narrowed by day, action and person, and its pages."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import text

from review import log_check_pages
from storage import log
from storage.schema import EventRow


def _told(site: Any, *lines: tuple[str, str, datetime]) -> None:
    with site.database.session() as session:
        session.add_all(
            EventRow(at=at, actor=actor, action=action, subject="flag:1", detail={})
            for actor, action, at in lines
        )


def _rows(page: Any) -> int:
    return page.text.count('<td class="when whole">')


def test_the_log_is_narrowed_by_day_on_our_clocks_action_and_person(site: Any) -> None:
    _told(
        site,
        ("lan", "decide", datetime(2026, 11, 4, 16, 59, tzinfo=UTC)),  # 23:59 of the 4th, here
        ("lan", "decide", datetime(2026, 11, 4, 17, 0, tzinfo=UTC)),  # the 5th begins
        ("minh", "undo", datetime(2026, 11, 5, 16, 59, tzinfo=UTC)),
        ("minh", "export", datetime(2026, 11, 5, 17, 0, tzinfo=UTC)),  # the 6th
    )
    desk = site.signed_in("hoa")
    for asked, left in (
        ({"day": "2026-11-05"}, 2),
        ({"day": "2026-11-05", "action": "undo"}, 1),
        ({"action": "decide"}, 2),
        ({"actor": "minh"}, 2),
        ({"actor": "minh", "action": "decide"}, 0),
    ):
        assert _rows(desk.get("/log", params=asked)) == left, asked
        assert len(desk.get("/api/v1/log", params=asked).json()["items"]) == left, asked
    everything = _rows(desk.get("/log"))
    for day in ("gestern", "2026-13-01", "'"):
        assert _rows(desk.get("/log", params={"day": day})) == everything


def test_the_choice_stays_in_the_form_and_on_the_next_page(site: Any) -> None:
    with site.database.session() as session:
        for _ in range(101):
            log.append(session, actor="lan", action="export", subject="flags.csv")
    desk = site.signed_in("hoa")
    first = desk.get("/log", params={"action": "export", "actor": "lan"})
    assert '<option value="export" selected>xuất dữ liệu</option>' in first.text
    assert 'name="actor" value="lan"' in first.text
    older = re.search(r'<nav class="paging"><a href="([^"]+)"', first.text)[1].replace("&amp;", "&")
    assert "action=export" in older
    assert _rows(desk.get(older)) == 1
    assert "Không có dòng nào như vậy" in desk.get("/log?action=undo").text


def test_the_log_is_checked_by_a_button_and_the_first_row_that_does_not_fit_is_named(site: Any) -> None:  # fmt: skip
    desk = site.signed_in("hoa", "reviewer")
    page = desk.get("/log")
    assert "chưa được kiểm tra" in page.text
    token = {"_csrf_token": page.text.split('name="_csrf_token" value="')[1].split('"')[0]}
    assert desk.post("/log/check", data=token).headers["location"] == "/log"
    told = desk.get("/api/v1/log/check").json()
    assert (told["checked_id"], told["trouble"], told["broken_id"]) == (told["rows"], None, None)
    assert f"nguyên vẹn đến dòng #{told['rows']}" in " ".join(desk.get("/log").text.split())
    with site.database.session() as session:
        session.execute(text("DROP TRIGGER events_no_update"))
        session.execute(text("UPDATE events SET actor = 'minh' WHERE id = 2"))
    header = {"x-csrftoken": desk.cookies["doichieu_csrf"]}
    assert desk.post("/api/v1/log/check", headers=header).json()["broken_id"] == 2
    assert "dòng #2 đã bị sửa" in desk.get("/log").text
    desk.cookies.set("doichieu_language", "en")
    assert "row #2 was changed" in desk.get("/log").text


def test_a_reader_sees_the_check_and_cannot_start_one(site: Any) -> None:
    reader = site.signed_in("an", "reader")
    page = reader.get("/log").text
    assert "chưa được kiểm tra" in page
    assert "Kiểm tra cả chuỗi" not in page


def test_two_checks_never_run_at_once(site: Any) -> None:
    desk = site.signed_in()
    desk.get("/log")
    header = {"x-csrftoken": desk.cookies["doichieu_csrf"]}
    with log_check_pages._ONE_AT_A_TIME:
        assert desk.post("/api/v1/log/check", headers=header).status_code == 409
    assert desk.post("/api/v1/log/check", headers=header).status_code == 200
