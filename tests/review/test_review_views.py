"""Filters kept under a name: one's own, the desk's, counted, removed, and nothing but addresses."""

from __future__ import annotations

from typing import Any

import pytest

from storage import saved_views, users


def _with_token(page: Any, **values: str) -> dict[str, str]:
    return {"_csrf_token": page.text.split('name="_csrf_token" value="')[1].split('"')[0], **values}


def _save(desk: Any, query: str, name: str, **more: str) -> Any:
    page = desk.get(f"/?{query}")
    return desk.post("/views", data=_with_token(page, name=name, query=query, **more))


def _names(desk: Any) -> list[str]:
    return [one["name"] for one in desk.get("/api/v1/views").json()]


def test_a_view_is_an_address_with_a_name_and_a_count(site: Any) -> None:
    site.add_flag()
    site.add_flag(path="/hai", outlet="bao-hai", province="Hà Lam", sentence="Lương nay là 2.350.000 đồng/tháng.")  # fmt: skip
    desk = site.signed_in()
    assert "Lưu bộ lọc này" not in desk.get("/").text
    answer = _save(desk, "q=luong&province=Lam+Giang&evil=1", "  Lam   Giang ")
    assert answer.headers["location"] == "/?province=Lam+Giang&q=luong"
    page = desk.get("/").text
    assert '<a href="/?province=Lam+Giang&amp;q=luong"><bdi>Lam Giang</bdi> (1)</a>' in page
    assert 'aria-current="page"><bdi>Lam Giang</bdi>' in desk.get("/?q=luong&province=Lam+Giang").text  # fmt: skip
    _save(desk, "province=H%C3%A0+Lam", "Lam Giang")
    assert [one["query"] for one in desk.get("/api/v1/views").json()] == ["province=H%C3%A0+Lam"]


def test_a_private_view_is_ones_own_and_a_shared_one_is_everybodys(site: Any) -> None:
    flag_id = site.add_flag()
    lan, minh = site.signed_in("lan"), site.signed_in("minh")
    _save(lan, "kind=money", "Tiền")
    _save(lan, "assignee=me", "Của tôi", shared="1")
    assert _names(lan) == ["Của tôi", "Tiền"]
    assert _names(minh) == ["Của tôi"]
    lan.post(f"/flags/{flag_id}/assign", data=_with_token(lan.get("/"), to="lan"))
    counts = [one.get("/api/v1/views").json()[0]["count"] for one in (lan, minh)]
    assert counts == [1, 0]


def test_only_the_owner_and_who_leads_the_desk_remove_a_view(site: Any) -> None:
    lan, minh = site.signed_in("lan"), site.signed_in("minh", role="reviewer")
    _save(lan, "kind=money", "Tiền", shared="1")
    assert "Xóa bộ lọc Tiền" in lan.get("/").text
    assert "Xóa bộ lọc Tiền" not in minh.get("/").text
    assert minh.post("/views/1/remove", data=_with_token(minh.get("/"))).status_code == 404
    with site.database.session() as session:
        users.create(session, "hoa", role="lead")
    hoa = site.signed_in("hoa")
    answer = hoa.post("/views/1/remove", data=_with_token(hoa.get("/"), queue="days=7"))
    assert answer.headers["location"] == "/?days=7"
    assert _names(lan) == []
    log = lan.get("/log").text
    assert "lưu bộ lọc" in log
    assert "xóa bộ lọc" in log


@pytest.mark.parametrize(("name", "query"), [("", "kind=money"), ("a" * 61, "kind=money"), ("Tất cả", ""), ("Tất cả", "evil=1")])  # fmt: skip
def test_no_name_a_long_one_and_no_filters_are_refused(site: Any, name: str, query: str) -> None:
    desk = site.signed_in()
    token = _with_token(desk.get("/"), name=name, query=query)
    assert desk.post("/views", data=token).status_code == 400
    assert _names(desk) == []


def test_a_program_saves_and_removes_and_one_too_many_is_refused(site: Any) -> None:
    desk = site.signed_in()
    desk.get("/")
    headers = {"x-csrftoken": desk.cookies["doichieu_csrf"]}
    for at in range(saved_views.MOST_EACH):
        body = {"name": f"Bộ {at}", "query": "kind=money"}
        assert desk.post("/api/v1/views", json=body, headers=headers).status_code == 201
    more = desk.post("/api/v1/views", json={"name": "nữa", "query": "days=7"}, headers=headers)
    assert more.status_code == 409
    assert "20" in more.json()["detail"]
    assert desk.delete("/api/v1/views/1", headers=headers).status_code == 204
    assert len(_names(desk)) == saved_views.MOST_EACH - 1


@pytest.mark.browser
def test_a_view_is_saved_opened_and_removed_in_the_browser(site: Any, reader: Any) -> None:
    site.add_flag()
    page = reader.page
    page.goto("/?kind=money")
    page.click("text=Lưu bộ lọc này")
    page.fill(".views input[name=name]", "<b>Tiền</b>")
    page.check(".views input[name=shared]")
    page.click(".views button:text('Lưu')")
    page.wait_for_selector(".views nav a")
    page.goto("/")
    page.click(".views nav a")
    page.wait_for_url("**/?kind=money")
    assert page.inner_text(".views [aria-current]").startswith("<b>Tiền</b> (1)")
    page.click(".views nav button")
    page.wait_for_selector(".views nav", state="detached")
    assert not reader.complaints
