"""The page of who may sign in, and the page of one's own account."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import select, update

from doichieu.errors import WrongUse
from review.devices import device_name
from storage import people, users
from storage.moments import now
from storage.schema import ArticleRow, EventRow, TokenRow

PASSWORD = "mật khẩu đủ dài"


def _token(page: httpx.Response) -> dict[str, str]:
    return {"_csrf_token": page.text.split('name="_csrf_token" value="')[1].split('"')[0]}


def _post(client: httpx.Client, path: str, **values: str) -> httpx.Response:
    return client.post(path, data={**_token(client.get("/account")), **values})


def _id(site: Any, name: str) -> int:
    with site.database.reading() as session:
        return int(users.by_name(session, name).id)


def _link(page: httpx.Response) -> str:
    return re.search(r"http://[^/]+(/sign-in/[\w-]+)", page.text)[1]


def _actions(site: Any) -> list[tuple[str, str, str]]:
    with site.database.reading() as session:
        rows = session.scalars(select(EventRow).order_by(EventRow.id))
        return [(one.actor, one.action, one.subject) for one in rows]


def test_an_invited_person_comes_in_once_by_the_link_in_the_role_given(site: Any) -> None:
    lead = site.signed_in("lan", "lead")
    page = _post(lead, "/people/invite", name="hoa", role="reader", email="Hoa@Ban.Example")
    assert page.status_code == 200
    guest = site.client()
    answer = guest.post(_link(page), data=_token(guest.get(_link(page))))
    assert answer.status_code == 303
    assert "hoa@ban.example" in lead.get("/people").text
    assert _link(page) not in lead.get("/people").text
    assert "người đọc" in guest.get("/account").text
    assert ("lan", "user_created", "user:hoa") in _actions(site)


@pytest.mark.parametrize(
    "asked",
    [{"name": "", "role": "reader"}, {"name": "lan", "role": "reader"}, {"name": "x", "role": "king"}, {"name": "x", "role": "reader", "email": "không phải thư"}],
)  # fmt: skip
def test_an_invitation_that_cannot_be_says_why_and_keeps_what_was_typed(site: Any, asked: dict[str, str]) -> None:  # fmt: skip
    lead = site.signed_in("lan", "lead")
    page = _post(lead, "/people/invite", **asked)
    assert page.status_code == 400
    assert 'class="notice bad" role="alert"' in page.text
    assert f'value="{asked["name"]}"' in page.text
    with site.database.reading() as session:
        assert [one.name for one in users.everyone(session)] == ["lan"]


@pytest.mark.parametrize("role", ["lead", "admin"])
def test_a_lead_makes_nobody_greater_than_a_reviewer(site: Any, role: str) -> None:
    lead = site.signed_in("lan", "lead")
    assert _post(lead, "/people/invite", name="hoa", role=role).status_code == 403
    assert f'value="{role}"' not in lead.get("/people").text
    admin = site.signed_in("minh", "admin")
    assert _post(admin, "/people/invite", name="hoa", role=role).status_code == 200


def test_an_administrator_changes_roles_and_ends_access_at_once(site: Any) -> None:
    admin, other = site.signed_in("minh", "admin"), site.signed_in("hoa", "reviewer")
    path = f"/people/{_id(site, 'hoa')}"
    assert _post(admin, f"{path}/role", role="lead").status_code == 303
    assert other.get("/exports").status_code == 200
    assert _post(admin, f"{path}/deactivate").status_code == 303
    assert other.get("/").headers["location"] == "/sign-in"
    assert _post(admin, f"{path}/link").status_code == 400
    assert "đã thôi quyền" in admin.get("/people").text
    _post(admin, f"{path}/reactivate")
    page = _post(admin, f"{path}/link")
    assert other.post(_link(page), data=_token(other.get(_link(page)))).status_code == 303
    _post(admin, f"{path}/sign-out")
    assert other.get("/").headers["location"] == "/sign-in"
    told = [action for _, action, subject in _actions(site) if subject == "user:hoa"]
    assert [one for one in told if one not in ("sign_in", "user_created")] == [
        "role_changed", "user_ended", "user_returned", "link_made", "sessions_ended",
    ]  # fmt: skip


def test_a_new_link_ends_the_one_before(site: Any) -> None:
    admin = site.signed_in("minh", "admin")
    first = _link(_post(admin, "/people/invite", name="hoa", role="reader"))
    second = _link(_post(admin, f"/people/{_id(site, 'hoa')}/link"))
    guest = site.client()
    assert guest.post(first, data=_token(guest.get(first))).status_code == 410
    assert guest.post(second, data=_token(guest.get(second))).status_code == 303


def test_the_last_administrator_can_neither_step_down_nor_be_let_go(site: Any) -> None:
    admin = site.signed_in("minh", "admin")
    path = f"/people/{_id(site, 'minh')}"
    for deed in ({"path": "role", "role": "reader"}, {"path": "deactivate"}):
        answer = _post(admin, f"{path}/{deed.pop('path')}", **deed)
        assert answer.status_code == 400
        assert "quản trị cuối cùng" in answer.text
    site.signed_in("hai", "admin")
    assert _post(admin, f"{path}/role", role="reader").status_code == 303
    with pytest.raises(WrongUse, match="last administrator"), site.database.session() as session:
        people.deactivate(session, users.by_name(session, "hai"), by="x")


def test_the_page_of_people_knows_no_author(site: Any) -> None:
    site.add_flag()
    with site.database.session() as session:
        session.execute(update(ArticleRow).values(authors=["Nguyễn Tác Giả"]))
    admin = site.signed_in("minh", "admin")
    for path in ("/people", "/people?q=Nguyễn Tác Giả", "/account"):
        assert "Tác Giả" not in admin.get(path).text


def test_one_sees_ones_own_sessions_and_ends_each(site: Any) -> None:
    here, there, other = site.signed_in("lan"), site.signed_in("lan"), site.signed_in("hoa")
    page = here.get("/account").text
    names = re.findall(r"/account/sessions/(\w+)/end", page)
    assert len(names) == 2
    assert page.count("phiên này") == 1
    foreign = re.search(r"/account/sessions/(\w+)/end", other.get("/account").text)[1]
    _post(here, f"/account/sessions/{foreign}/end")
    assert other.get("/stats").status_code == 200
    for name in ("%", "_" * 16, names[0][:8], ""):
        _post(here, f"/account/sessions/{name or 'x'}/end")
    assert there.get("/stats").status_code == 200
    mine = re.search(r"phiên này.*?/account/sessions/(\w+)/end", page, re.S)[1]
    _post(here, f"/account/sessions/{next(one for one in names if one != mine)}/end")
    assert there.get("/stats").status_code == 302
    assert here.get("/stats").status_code == 200


def test_signing_out_everywhere_ends_this_one_and_all_others(site: Any) -> None:
    here, there, other = site.signed_in("lan"), site.signed_in("lan"), site.signed_in("hoa")
    assert _post(here, "/account/sessions/end").headers["location"] == "/sign-in"
    assert [one.get("/stats").status_code for one in (here, there, other)] == [302, 302, 200]


def test_an_idle_session_ends_and_one_in_use_does_not(site: Any) -> None:
    desk = site.signed_in()
    idle = timedelta(minutes=site.settings.session_idle_minutes)
    _last_seen(site, now() - idle + timedelta(minutes=1))
    assert desk.get("/stats").status_code == 200
    for _ in range(200):  # written down after the answer
        if _seen(site) > now() - timedelta(minutes=5):
            break
        desk.get("/healthz")
    assert _seen(site) > now() - timedelta(minutes=5)
    _last_seen(site, now() - idle - timedelta(seconds=1))
    assert desk.get("/stats").headers["location"] == "/sign-in?next=/stats"


def test_after_signing_in_one_is_where_one_wanted_to_be(site: Any) -> None:
    site.add_person("hoa")
    client = site.client()
    page = client.get(client.get("/documents?x=1").headers["location"])
    answer = client.post(
        "/sign-in", data={**_token(page), "name": "hoa", "password": PASSWORD, "next": "/documents?x=1"}
    )  # fmt: skip
    assert 'name="next" value="/documents?x=1"' in page.text
    assert answer.headers["location"] == "/documents?x=1"


@pytest.mark.parametrize("target", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:1", "/" + "a" * 600])  # fmt: skip
def test_next_never_leads_to_another_site(site: Any, target: str) -> None:
    site.add_person("hoa")
    client = site.client()
    page = client.get("/sign-in", params={"next": target})
    assert "evil" not in page.text.split("<footer")[0]
    answer = client.post(
        "/sign-in", data={**_token(page), "name": "hoa", "password": PASSWORD, "next": target}
    )
    assert answer.headers["location"] == "/"


def test_a_password_is_set_by_its_owner_and_ends_the_other_sessions(site: Any) -> None:
    here, there = site.signed_in("lan"), site.signed_in("lan")
    assert _post(here, "/account/password", new="ngắn", again="ngắn").status_code == 400
    assert _post(here, "/account/password", new=PASSWORD, again="khác hẳn đấy").status_code == 400
    assert there.get("/stats").status_code == 200
    assert _post(here, "/account/password", new=PASSWORD, again=PASSWORD).status_code == 200
    assert there.get("/stats").status_code == 302
    newer = "một câu khác dài hơn"
    wrong = _post(here, "/account/password", old="không phải", new=newer, again=newer)
    assert (wrong.status_code, "hiện tại không đúng" in wrong.text) == (400, True)
    assert _post(here, "/account/password", old=PASSWORD, new=newer, again=newer).status_code == 200
    with site.database.reading() as session:
        assert newer not in str(users.by_name(session, "lan").password_hash)


def _last_seen(site: Any, at: Any) -> None:
    with site.database.session() as session:
        session.execute(update(TokenRow).values(seen_at=at))


def _seen(site: Any) -> Any:
    with site.database.reading() as session:
        return session.scalar(select(TokenRow.seen_at).where(TokenRow.purpose == "session"))


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0 Safari/537.36 Edg/131.0", "Edge · Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0", "Firefox · Linux"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 (KHTML, like Gecko) Version/18.0 Safari/604", "Safari · iPhone"),
        ("python-httpx/0.28.1", "python-httpx/0.28.1"),
        ("", ""),
    ],
)  # fmt: skip
def test_a_device_is_called_as_its_owner_calls_it(agent: str, name: str) -> None:
    assert device_name(agent) == name
