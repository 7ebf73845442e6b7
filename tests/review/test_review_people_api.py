"""People, accounts and lists for programs: the same words as the pages, in pages with a total and a next one."""

from __future__ import annotations

from typing import Any

from storage import log, users


def _headers(desk: Any) -> dict[str, str]:
    desk.get("/account")
    return {"x-csrftoken": desk.cookies["doichieu_csrf"]}


def test_an_administrator_does_over_the_api_what_the_page_does(site: Any) -> None:
    admin = site.signed_in("minh", "admin")
    marks = _headers(admin)
    made = admin.post("/api/v1/people", json={"name": "hoa", "role": "reader"}, headers=marks)
    assert (made.status_code, "/sign-in/" in made.json()["link"]) == (201, True)
    again = admin.post("/api/v1/people", json={"name": "hoa"}, headers=marks)
    assert (again.status_code, again.json()["reason"]) == (409, "name_taken")
    held = admin.get("/api/v1/people").json()
    assert (held["total"], held["next"]) == (2, None)
    hoa = next(one for one in held["items"] if one["name"] == "hoa")
    path = f"/api/v1/people/{hoa['id']}"
    assert admin.patch(path, json={"role": "lead"}, headers=marks).json()["role"] == "lead"
    assert admin.patch(path, json={"active": False}, headers=marks).json()["active"] is False
    assert admin.post(f"{path}/link", headers=marks).json()["reason"] == "user_ended"
    own = next(one["id"] for one in held["items"] if one["name"] == "minh")
    last = admin.patch(f"/api/v1/people/{own}", json={"role": "reader"}, headers=marks)
    assert (last.status_code, last.json()["reason"]) == (409, "last_admin")
    assert admin.patch("/api/v1/people/999", json={}, headers=marks).status_code == 404


def test_a_lead_can_invite_no_lead_over_the_api(site: Any) -> None:
    lead = site.signed_in("lan", "lead")
    wanted = {"name": "hoa", "role": "lead"}
    assert lead.post("/api/v1/people", json=wanted, headers=_headers(lead)).status_code == 403
    with site.database.reading() as session:
        assert users.by_name(session, "hoa") is None


def test_one_ends_own_sessions_tokens_and_feed_key_and_nobody_elses(site: Any) -> None:
    here, there, other = site.signed_in("lan"), site.signed_in("lan"), site.signed_in("hoa")
    marks, foreign = _headers(here), _headers(other)
    rows = here.get("/api/v1/account/sessions").json()["items"]
    away = next(one["id"] for one in rows if not one["here"])
    assert other.delete(f"/api/v1/account/sessions/{away}", headers=foreign).status_code == 404
    assert here.delete(f"/api/v1/account/sessions/{away}", headers=marks).status_code == 204
    assert there.get("/api/v1/stats").status_code == 401
    wanted = {"name": "máy", "scopes": ["read"], "days": 3}
    made = here.post("/api/v1/account/tokens", json=wanted, headers=marks).json()
    program = site.client()
    program.headers["authorization"] = f"Bearer {made['token']}"
    assert program.get("/api/v1/account").json() == {
        "name": "lan",
        "role": "lead",
        "rights": ["read"],
    }
    assert program.post("/api/v1/account/tokens", json=wanted).status_code == 403
    path = f"/api/v1/account/tokens/{made['id']}"
    assert other.delete(path, headers=foreign).status_code == 404
    assert here.delete(path, headers=marks).status_code == 204
    assert program.get("/api/v1/account").status_code == 401
    key = here.post("/api/v1/account/feed-key", headers=marks).json()["key"]
    assert program.get(f"/feeds/{key}/flags.atom").status_code == 200
    assert here.delete("/api/v1/account/feed-key", headers=marks).status_code == 204
    assert program.get(f"/feeds/{key}/flags.atom").status_code == 401


def test_a_long_list_is_walked_by_its_next_pages_to_its_total(site: Any) -> None:
    desk = site.signed_in()
    with site.database.session() as session:
        for turn in range(230):
            log.append(session, actor="máy", action="try", subject=str(turn))
    seen, path, totals = [], "/api/v1/log?actor=m%C3%A1y", set()
    while path:
        held = desk.get(path).json()
        totals.add(held["total"])
        seen += [one["subject"] for one in held["items"]]
        path = held["next"]
    assert (totals, len(seen), len(set(seen))) == ({230}, 230, 230)
    whole = desk.get("/api/v1/log").json()
    assert whole["total"] > 230


def test_the_queue_tells_its_next_page_with_its_filters(site: Any) -> None:
    for turn in range(31):
        site.add_flag(path=f"/{turn}", sentence=f"Câu {turn} là 2.350.000 đồng/tháng.")
    desk = site.signed_in()
    first = desk.get("/api/v1/queue", params={"province": "Lam Giang"}).json()
    assert first["next"] == "/api/v1/queue?province=Lam+Giang&page=2"
    assert (first["total"], len(desk.get(first["next"]).json()["flags"])) == (31, 1)


def test_an_article_and_a_document_are_told_without_an_author(site: Any) -> None:
    site.add_document()
    flag_id = site.add_flag()
    desk = site.signed_in()
    article = desk.get("/api/v1/articles/1").json()
    assert [one["id"] for one in article["flags"]] == [flag_id]
    assert "author" not in str(article)
    document = desk.get("/api/v1/documents/41/2026/NĐ-CP").json()
    assert (document["flags"], document["passages"][0]["place"]) == ([flag_id], "khoản 2 Điều 3")
    for path in ("/api/v1/articles/999", "/api/v1/documents/1/2/3"):
        assert desk.get(path).status_code == 404
