"""Taking a story at the desk: buttons, the key, the filter, the API."""

from __future__ import annotations

from typing import Any

import pytest


def _with_token(page: Any, **values: str) -> dict[str, str]:
    return {"_csrf_token": page.text.split('name="_csrf_token" value="')[1].split('"')[0], **values}


def _assign(desk: Any, flag_id: int, **values: str) -> Any:
    page = desk.get(f"/flags/{flag_id}")
    return desk.post(f"/flags/{flag_id}/assign", data=_with_token(page, **values))


def _rows(desk: Any, asked: str) -> int:
    return int(desk.get(f"/?{asked}").text.count('<li class="row"'))


def test_a_story_is_taken_given_and_given_back(site: Any) -> None:
    first = site.add_flag()
    site.add_flag(path="/hai", sentence="Lương cơ sở nay là 2.350.000 đồng/tháng.")
    lan, minh = site.signed_in("lan"), site.signed_in("minh")
    answer = _assign(lan, first, to="lan", seen="", queue="province=Lam+Giang")
    assert answer.headers["location"] == f"/flags/{first}?province=Lam+Giang"
    page = lan.get("/").text
    assert "Người nhận: <bdi>lan</bdi>" in page
    assert '<option value="me">Tôi (1)</option>' in page
    assert '<option value="nobody">Chưa ai nhận (1)</option>' in page
    assert [_rows(lan, f"assignee={who}") for who in ("me", "nobody", "lan", "minh")] == [1, 1, 1, 0]  # fmt: skip
    assert _rows(minh, "assignee=me") == 0
    _assign(lan, first, to="minh", seen="lan")
    assert _rows(minh, "assignee=me") == 1
    assert '<option value="me" selected>Tôi (1)</option>' in minh.get("/?assignee=me").text
    _assign(minh, first, to="", seen="minh")
    assert _rows(lan, "assignee=nobody") == 2
    log = lan.get("/log").text
    assert "nhận hoặc giao" in log
    assert "trả lại" in log


def test_the_second_who_takes_it_is_told_who_has_it(site: Any) -> None:
    flag_id = site.add_flag()
    lan, minh = site.signed_in("lan"), site.signed_in("minh")
    _assign(minh, flag_id, to="minh", seen="")
    answer = _assign(lan, flag_id, to="lan", seen="")
    assert answer.status_code == 409
    assert "minh vừa nhận" in answer.text


@pytest.mark.parametrize("number", ["99", "9" * 30])
def test_what_is_not_there_cannot_be_taken(site: Any, number: str) -> None:
    desk = site.signed_in()
    token = _with_token(desk.get("/"), to="lan")
    assert desk.post(f"/flags/{number}/assign", data=token).status_code == 404


def test_the_api_takes_narrows_and_refuses(site: Any) -> None:
    flag_id = site.add_flag()
    desk = site.signed_in()
    desk.get("/")
    headers = {"x-csrftoken": desk.cookies["doichieu_csrf"]}
    path = f"/api/v1/flags/{flag_id}/assignee"
    assert desk.post(path, json={"to": "lan"}, headers=headers).json() == {"assignee": "lan", "moved": 1}  # fmt: skip
    held = desk.get("/api/v1/queue?assignee=me").json()
    assert [one["assignee"] for one in held["flags"]] == ["lan"]
    assert held["choices"]["assignee"] == [["lan", 1]]
    assert desk.get("/api/v1/queue?assignee=nobody").json()["flags"] == []
    assert desk.post(path, json={"to": "ai đó"}, headers=headers).status_code == 409
    assert desk.post(path, json={"to": None, "seen": "minh"}, headers=headers).status_code == 409
    assert desk.post(path, json={"to": None}, headers=headers).json()["assignee"] is None


@pytest.mark.browser
def test_the_key_a_takes_and_takes_nothing_twice(site: Any, reader: Any) -> None:
    flag_id = site.add_flag()
    page = reader.page
    page.goto(f"/flags/{flag_id}?days=7")
    page.keyboard.press("a")
    page.wait_for_selector("text=Trả lại")
    assert page.url.endswith(f"/flags/{flag_id}?days=7")
    assert not page.locator("#take").count()
    assert page.request.get(f"/api/v1/flags/{flag_id}").json()["assignee"] == "lan"
    assert not reader.complaints
