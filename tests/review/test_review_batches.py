"""Rows of the queue marked and ruled on together: by mouse, by key, without script, by a program."""

from __future__ import annotations

from typing import Any

import pytest

from doichieu.records import Outcome
from storage import decisions


def _with_token(page: Any, **values: str) -> dict[str, str]:
    return {"_csrf_token": page.text.split('name="_csrf_token" value="')[1].split('"')[0], **values}


def _stories(site: Any, count: int) -> list[int]:
    return [
        site.add_flag(path=f"/{at}", sentence=f"Bài {at}: lương là 2.350.000 đồng/tháng.")
        for at in range(count)
    ]


def _statuses(desk: Any, ids: list[int]) -> list[str]:
    return [desk.get(f"/api/v1/flags/{one}").json()["status"] for one in ids]


def test_marked_rows_are_ruled_on_together_and_taken_back_without_script(site: Any) -> None:
    ids = _stories(site, 3)
    desk = site.signed_in()
    page = desk.get("/?province=Lam+Giang")
    marked = {f"flag-{one}": "0" for one in ids[:2]}
    form = _with_token(page, outcome="differs", note="đã gọi", queue="province=Lam+Giang", **marked)
    answer = desk.post("/batches/decide", data=form)
    assert answer.headers["location"] == "/?province=Lam+Giang&batch=1"
    told = desk.get(answer.headers["location"]).text
    assert "Đã ghi 2 quyết định · Khác văn bản, cần đính chính" in told
    assert _statuses(desk, ids) == ["differs", "differs", "open"]
    assert desk.get(f"/api/v1/flags/{ids[0]}").json()["decisions"][0]["note"] == "đã gọi"
    answer = desk.post("/batches/1/undo", data=_with_token(page, queue="province=Lam+Giang"))
    assert "Đã rút lại 2 quyết định" in desk.get(answer.headers["location"]).text
    assert _statuses(desk, ids) == ["open"] * 3
    assert "quyết định hàng loạt" in desk.get("/log").text


def test_the_row_another_decided_is_told_with_the_name(site: Any) -> None:
    ids = _stories(site, 2)
    desk = site.signed_in()
    form = _with_token(desk.get("/"), outcome="cannot_tell", **{f"flag-{one}": "0" for one in ids})
    with site.database.session() as session:
        decisions.decide(session, ids[0], Outcome.DIFFERS, reviewer="minh")
    told = desk.get(desk.post("/batches/decide", data=form).headers["location"]).text
    assert "Đã ghi 1 quyết định" in told
    assert f"minh vừa quyết định chỗ khác #{ids[0]}" in told
    assert _statuses(desk, ids) == ["differs", "cannot_tell"]


@pytest.mark.parametrize("odd", [{}, {"flag-x": "0"}, {"flag-1": "x"}, {"outcome": "fake", "flag-1": "0"}])  # fmt: skip
def test_a_form_that_marks_nothing_or_asks_for_no_outcome_of_ours_rules_nothing(
    site: Any, odd: dict[str, str]
) -> None:
    ids = _stories(site, 1)
    desk = site.signed_in()
    form = {"outcome": "differs"} | odd
    answer = desk.post("/batches/decide", data=_with_token(desk.get("/"), **form))
    assert answer.status_code == 400
    assert _statuses(desk, ids) == ["open"]


def test_marked_rows_are_taken_together(site: Any) -> None:
    ids = _stories(site, 3)
    desk = site.signed_in()
    form = _with_token(desk.get("/"), **{f"flag-{one}": "0" for one in ids[1:]})
    assert desk.post("/batches/assign", data=form).headers["location"] == "/"
    who = [desk.get(f"/api/v1/flags/{one}").json()["assignee"] for one in ids]
    assert who == [None, "lan", "lan"]


def test_a_program_rules_on_many_and_reads_what_became_of_it(site: Any) -> None:
    ids = _stories(site, 2)
    desk = site.signed_in()
    desk.get("/")
    headers = {"x-csrftoken": desk.cookies["doichieu_csrf"]}
    body = {"outcome": "differs", "flags": [{"id": ids[0], "version": 0}, {"id": ids[1], "version": 7}]}  # fmt: skip
    held = desk.post("/api/v1/batches", json=body, headers=headers).json()
    assert held["decided"] == [ids[0]]
    assert [one["flag"] for one in held["overtaken"]] == [ids[1]]
    path = f"/api/v1/batches/{held['batch']}"
    assert desk.get(path).json() == held
    assert desk.post(f"{path}/undo", headers=headers).json()["undone"] == [ids[0]]
    assert desk.post(f"{path}/undo", headers=headers).status_code == 409
    assert desk.get("/api/v1/batches/99").status_code == 404
    assert desk.get("/?batch=99").status_code == 200


@pytest.mark.browser
def test_rows_are_marked_ruled_on_and_taken_back_by_key(site: Any, reader: Any) -> None:
    ids = _stories(site, 5)
    page = reader.page
    page.goto("/")
    assert not page.is_visible("#bulk")
    for key in ("j", "x", "j", "j", "X"):
        page.keyboard.press(key)
    assert page.locator(".mark :checked").count() == 3
    assert page.inner_text("#marked") == "(3)"
    page.keyboard.press("k")
    page.keyboard.press("x")
    assert page.locator(".mark :checked").count() == 2
    page.keyboard.press("2")
    page.wait_for_selector("text=Đã ghi 2 quyết định")
    page.wait_for_load_state("load")
    assert _by_api(page, ids).count("does_not_differ") == 2
    page.keyboard.press("u")
    page.wait_for_selector("text=Đã rút lại 2 quyết định")
    assert _by_api(page, ids) == ["open"] * 5
    assert not reader.complaints


@pytest.mark.browser
def test_shift_and_a_click_mark_a_range_escape_unmarks_and_a_takes(site: Any, reader: Any) -> None:
    _stories(site, 4)
    page = reader.page
    page.goto("/")
    boxes = page.locator(".mark input")
    boxes.nth(0).click()
    boxes.nth(3).click(modifiers=["Shift"])
    assert page.locator(".mark :checked").count() == 4
    page.keyboard.press("Escape")
    assert page.locator(".mark :checked").count() == 0
    assert not page.is_visible("#bulk")
    boxes.nth(1).click()
    page.keyboard.press("a")
    page.wait_for_selector("text=Người nhận: lan")
    assert page.locator("text=Người nhận: lan").count() == 1
    assert not reader.complaints


@pytest.mark.browser
def test_enter_in_the_note_or_on_a_box_rules_nothing(site: Any, chromium: Any) -> None:
    ids = _stories(site, 1)
    for script in (True, False):
        context = chromium.new_context(base_url=site.address, java_script_enabled=script)
        page = context.new_page()
        page.goto(f"/sign-in/{site.secret()}")
        page.click("main button")
        page.check(".mark input")
        page.press(".mark input", "Enter")
        page.wait_for_load_state("load")
        page.check(".mark input")
        page.fill("#bulk input[name=note]", "ghi chú")
        page.press("#bulk input[name=note]", "Enter")
        page.wait_for_load_state("load")
        assert page.url == f"{site.address}/"
        assert _by_api(page, ids) == ["open"]
        page.check(".mark input")
        page.click("#bulk button[value=differs]")
        page.wait_for_selector(".batch")
        page.click(".batch button")
        page.wait_for_selector("text=Đã rút lại 1 quyết định")
        context.close()


def _by_api(page: Any, ids: list[int]) -> list[str]:
    return [page.request.get(f"/api/v1/flags/{one}").json()["status"] for one in ids]
