"""Who gets in, who stays out, and what guards every form."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from argon2 import PasswordHasher
from sqlalchemy import select, update

from storage import users
from storage.schema import TokenRow

PASSWORD = "mật khẩu đủ dài"


def _with_token(page: httpx.Response, **values: str) -> dict[str, str]:
    return {"_csrf_token": page.text.split('name="_csrf_token" value="')[1].split('"')[0], **values}


def _guess(client: httpx.Client, name: str, password: str) -> httpx.Response:
    page = client.get("/sign-in")
    return client.post("/sign-in", data=_with_token(page, name=name, password=password))


@pytest.mark.parametrize(
    "path", ["/", "/flags/1", "/articles/1", "/documents", "/sources", "/runs", "/log", "/stats"]
)
def test_a_stranger_is_sent_to_the_sign_in_page(site: Any, path: str) -> None:
    answer = site.client().get(path)
    assert answer.status_code in (302, 303)
    assert answer.headers["location"] == ("/sign-in" if path == "/" else f"/sign-in?next={path}")


@pytest.mark.parametrize("path", ["/api/v1/queue", "/api/v1/stats", "/schema/openapi.json"])
def test_a_program_without_a_session_is_told_401_in_json(site: Any, path: str) -> None:
    answer = site.client().get(path)
    assert answer.status_code == 401
    assert answer.json()["status"] == 401


def test_a_link_signs_in_once_and_looking_at_it_does_not_use_it_up(site: Any) -> None:
    path = f"/sign-in/{site.secret()}"
    client = site.client()
    client.get(path)
    page = client.get(path)
    assert client.post(path, data=_with_token(page)).status_code == 303
    assert client.get("/").status_code == 200
    other = site.client()
    again = other.post(path, data=_with_token(other.get(path)))
    assert again.status_code == 410
    assert "doichieu users link" in again.text
    assert other.get("/").status_code in (302, 303)


def test_a_link_that_is_too_old_signs_nobody_in(site: Any) -> None:
    path = f"/sign-in/{site.secret()}"
    with site.database.session() as session:
        past = datetime.now(UTC) - timedelta(minutes=1)
        session.execute(update(TokenRow).values(expires_at=past))
    client = site.client()
    assert client.post(path, data=_with_token(client.get(path))).status_code == 410


def test_a_session_that_is_too_old_ends(site: Any) -> None:
    desk = site.signed_in()
    with site.database.session() as session:
        past = datetime.now(UTC) - timedelta(minutes=1)
        session.execute(update(TokenRow).values(expires_at=past))
    assert desk.get("/").headers["location"] == "/sign-in"


def test_a_name_and_its_password_sign_in_and_a_wrong_one_does_not(site: Any) -> None:
    site.add_person("hoa")
    client = site.client()
    assert _guess(client, "hoa", "không phải").status_code == 401
    assert _guess(client, "không-có-ai", PASSWORD).status_code == 401
    assert _guess(client, "hoa", PASSWORD).status_code == 303
    assert client.get("/").status_code == 200


def test_a_very_long_password_works_whole(site: Any) -> None:
    long = "câu rất dài " * 40
    with site.database.session() as session:
        users.create(session, "dai", password_hash=PasswordHasher().hash(long))
    client = site.client()
    assert _guess(client, "dai", long[:-1]).status_code == 401
    assert _guess(client, "dai", long).status_code == 303


def test_a_session_laid_beforehand_is_not_taken_over(site: Any) -> None:
    client = site.client()
    client.cookies.set("doichieu_session", "laid-by-somebody")
    path = f"/sign-in/{site.secret()}"
    answer = client.post(path, data=_with_token(client.get(path)))
    given = answer.headers["set-cookie"]
    assert "doichieu_session=" in given
    assert "laid-by-somebody" not in given
    assert "HttpOnly" in given
    assert "samesite=lax" in given.lower()


def test_signing_in_again_ends_the_session_before(site: Any) -> None:
    client = site.signed_in()
    before = client.cookies["doichieu_session"]
    path = f"/sign-in/{site.secret()}"
    client.post(path, data=_with_token(client.get(path)))
    old = site.client()
    old.cookies.set("doichieu_session", before)
    assert client.get("/").status_code == 200
    assert old.get("/").headers["location"] == "/sign-in"


def test_signing_out_ends_the_session_on_the_server(site: Any) -> None:
    desk = site.signed_in()
    kept = desk.cookies["doichieu_session"]
    desk.post("/sign-out", data=_with_token(desk.get("/")))
    other = site.client()
    other.cookies.set("doichieu_session", kept)
    assert other.get("/").headers["location"] == "/sign-in"


def test_sessions_and_links_are_kept_only_as_digests(site: Any) -> None:
    secret = site.secret()
    desk = site.signed_in()
    with site.database.session() as session:
        kept = {row.digest for row in session.scalars(select(TokenRow))}
    assert secret not in kept
    assert desk.cookies["doichieu_session"] not in kept


@pytest.mark.parametrize(
    "path", ["/sign-in", "/sign-out", "/language/en", "/theme/dark", "/flags/1/decide", "/flags/1/undo"]
)  # fmt: skip
def test_a_form_without_its_token_is_refused(site: Any, path: str) -> None:
    site.add_flag()
    desk = site.signed_in()
    assert desk.post(path, data={"outcome": "differs"}).status_code == 403
    token = _with_token(desk.get("/"))["_csrf_token"]
    foreign = "0" * len(token)
    answer = desk.post(path, data={"outcome": "differs", "_csrf_token": foreign})
    assert answer.status_code == 403


def test_a_json_ruling_needs_the_token_in_its_header(site: Any) -> None:
    flag_id = site.add_flag()
    desk = site.signed_in()
    path = f"/api/v1/flags/{flag_id}/decision"
    assert desk.post(path, json={"outcome": "differs"}).status_code == 403
    token = {"x-csrftoken": desk.cookies["doichieu_csrf"]}
    answer = desk.post(path, json={"outcome": "differs"}, headers=token)
    assert answer.status_code == 200
    assert answer.json() == {"decided": 1, "outcome": "differs"}


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "doichieu.local:80"])
def test_a_foreign_name_pointed_at_us_gets_nothing(site: Any, host: str) -> None:
    desk = site.signed_in()
    assert desk.get("/", headers={"host": host}).status_code == 400


@pytest.mark.parametrize(
    "back",
    ["//evil.example", "/\\evil.example", "https://evil.example", "\\\\evil", "javascript:1", "/\t/evil.example", "/\r\nSet-Cookie: stolen=1"],
)  # fmt: skip
def test_no_address_of_another_site_is_ever_gone_to(site: Any, back: str) -> None:
    desk = site.signed_in()
    answer = desk.post("/theme/dark", params={"back": back}, data=_with_token(desk.get("/")))
    assert answer.status_code == 303
    target = answer.headers["location"]
    assert answer.next_request.url.host == "127.0.0.1", target
    assert "stolen" not in desk.cookies


@pytest.mark.parametrize(
    "path", ["/", "/sign-in", "/no-such-page", "/flags/999", "/api/v1/flags/999", "/static/desk.css"]
)  # fmt: skip
def test_every_answer_carries_the_guards(site: Any, path: str) -> None:
    headers = site.signed_in().get(path).headers
    policy = headers["content-security-policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"


def test_a_body_larger_than_any_form_is_refused(site: Any) -> None:
    desk = site.signed_in()
    page = desk.get("/")
    answer = desk.post("/sign-in", data=_with_token(page, name="a" * 300_000, password="b"))
    assert answer.status_code == 413
