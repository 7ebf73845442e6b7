"""Official texts to look into: opened by a ruling, listed, closed by hand, by a newer text, by taking back."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import quote

import pytest

from doichieu.records import Outcome
from storage import decisions, document_tasks, documents

NUMBER = "41/2026/NĐ-CP"


def _with_token(page: Any, **values: str) -> dict[str, str]:
    return {"_csrf_token": page.text.split('name="_csrf_token" value="')[1].split('"')[0], **values}


def _opened(site: Any) -> int:
    site.add_document()
    flag_id = int(site.add_flag())
    with site.database.session() as session:
        decisions.decide(session, flag_id, Outcome.OFFICIAL_TEXT_WRONG, reviewer="lan", note="<b>số cũ</b>")  # fmt: skip
    return flag_id


def _tasks(desk: Any, status: str = "open") -> list[Any]:
    return list(desk.get("/api/v1/tasks", params={"status": status, "document": NUMBER}).json())


def test_a_task_is_listed_and_closed_by_hand_with_a_note(site: Any) -> None:
    flag_id = _opened(site)
    desk = site.signed_in("minh")
    page = desk.get("/tasks")
    for words in (NUMBER, f"#{flag_id}", "&lt;b&gt;số cũ&lt;/b&gt;", "Đóng việc"):
        assert words in page.text, words
    assert desk.post("/tasks/1/close", data=_with_token(page, note=" ")).status_code == 400
    answer = desk.post("/tasks/1/close", data=_with_token(page, note="đã báo Bộ", **{"from": "document"}))  # fmt: skip
    assert answer.headers["location"] == f"/documents/{quote(NUMBER)}"
    assert "Không còn việc nào" in desk.get("/tasks").text
    assert "Cần xem lại" not in desk.get(f"/documents/{NUMBER}").text
    closed = desk.get("/tasks?status=closed").text
    assert "đã báo Bộ" in closed
    assert "minh" in closed
    assert desk.post("/tasks/1/close", data=_with_token(page, note="lại")).status_code == 404
    log = desk.get("/log").text
    assert "mở việc" in log
    assert "đóng việc" in log


def test_a_newer_version_of_the_text_closes_what_was_to_be_looked_into(site: Any) -> None:
    _opened(site)
    site.add_document()  # the same text again closes nothing
    desk = site.signed_in()
    assert len(_tasks(desk)) == 1
    site.add_document(text="2. Mức lương cơ sở là 2.600.000 đồng/tháng.")
    assert _tasks(desk) == []
    (closed,) = _tasks(desk, "closed")
    assert (closed["closed_by"], closed["closing_note"]) == ("doichieu", document_tasks.REVISED)
    assert "văn bản có bản mới" in desk.get("/tasks?status=closed").text


def test_a_text_that_is_replaced_closes_it_too(site: Any) -> None:
    _opened(site)
    with site.database.session() as session:
        held = documents.get(session, NUMBER)
        assert held is not None
        documents.settle(session, [replace(held, replaced_by="9/2027/NĐ-CP")])
    (closed,) = _tasks(site.signed_in(), "closed")
    assert "9/2027/NĐ-CP" in closed["closing_note"]


@pytest.mark.parametrize("again", [None, Outcome.DIFFERS])
def test_a_ruling_taken_back_or_changed_closes_its_task(site: Any, again: Outcome | None) -> None:
    flag_id = _opened(site)
    with site.database.session() as session:
        if again:
            decisions.decide(session, flag_id, again, reviewer="minh")
        else:
            decisions.undo(session, flag_id, reviewer="minh")
    (closed,) = _tasks(site.signed_in(), "closed")
    assert (closed["closed_by"], closed["closing_note"]) == ("minh", document_tasks.TAKEN_BACK)


def test_a_program_closes_a_task_with_a_note(site: Any) -> None:
    _opened(site)
    desk = site.signed_in()
    headers = {"x-csrftoken": desk.get("/") and desk.cookies["doichieu_csrf"]}
    path = "/api/v1/tasks/1/close"
    assert desk.post(path, json={"note": ""}, headers=headers).status_code == 400
    held = desk.post(path, json={"note": "đã xem"}, headers=headers).json()
    assert (held["closing_note"], held["closed_by"]) == ("đã xem", "lan")
    assert desk.post("/api/v1/tasks/99/close", json={"note": "a"}, headers=headers).status_code == 404  # fmt: skip


@pytest.mark.browser
def test_a_task_is_closed_in_the_browser(site: Any, reader: Any) -> None:
    _opened(site)
    page = reader.page
    page.goto(f"/documents/{NUMBER}")
    page.fill(".task input[name=note]", "đã xem")
    page.press(".task input[name=note]", "Enter")
    page.wait_for_selector(".task", state="detached")
    page.click("nav >> text=Việc cần xem")
    page.click("text=Việc đã đóng")
    assert "đã xem" in page.inner_text(".task")
    assert not reader.complaints
