"""Programs with tokens: what each may do, until when, and that nothing else is asked of them."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import select, update

from doichieu.errors import WrongUse
from review.bearer import Pace
from storage import api_tokens, people, users
from storage.guesses import FREE_OF_ADDRESS
from storage.moments import now
from storage.people_schema import ApiTokenRow
from storage.schema import EventRow

ALL = ("read", "decide", "export")


def _secret(site: Any, *scopes: str, name: str = "lan", role: str = "lead", days: int = 9) -> str:
    with site.database.session() as session:
        user = users.by_name(session, name) or users.create(session, name, role=role)
        return api_tokens.make(session, user, name="máy", scopes=scopes or ("read",), days=days, by="thử")[1]  # fmt: skip


def _program(site: Any, secret: str) -> httpx.Client:
    client = site.client()
    client.headers["authorization"] = f"Bearer {secret}"
    return client


def test_a_token_rules_without_cookie_or_form_mark_and_the_log_names_its_holder(site: Any) -> None:
    flag_id = site.add_flag()
    program = _program(site, _secret(site, "read", "decide"))
    path = f"/api/v1/flags/{flag_id}"
    assert program.post(f"{path}/decision", json={"outcome": "differs"}).status_code == 200
    assert program.get(path).json()["decisions"][0]["reviewer"] == "lan"
    assert "doichieu_csrf" not in program.cookies


@pytest.mark.parametrize(
    ("scopes", "method", "path", "status"),
    [
        (("read",), "POST", "/api/v1/flags/1/decision", 403),
        (("decide",), "GET", "/api/v1/queue", 403),
        (("read",), "GET", "/api/v1/exports/csv", 403),
        (("export",), "GET", "/api/v1/exports/csv", 200),
        (("read",), "GET", "/schema/openapi.json", 200),
        (("read",), "GET", "/stats", 302),
        (("read", "decide", "export", "people"), "GET", "/account", 302),
    ],
)  # fmt: skip
def test_a_token_does_what_its_scopes_say_and_opens_no_page(
    site: Any, scopes: tuple[str, ...], method: str, path: str, status: int
) -> None:
    site.add_flag()
    program = _program(site, _secret(site, *scopes))
    body = {"json": {"outcome": "differs"}} if method == "POST" else {}
    assert program.request(method, path, **body).status_code == status


def test_a_cookie_beside_a_token_counts_for_nothing(site: Any) -> None:
    """Else a form of another site with a made-up header would ride on somebody's session."""
    flag_id = site.add_flag()
    desk = site.signed_in()
    path = f"/api/v1/flags/{flag_id}/decision"
    forged = desk.post(path, json={"outcome": "differs"}, headers={"authorization": "Bearer x"})
    assert forged.status_code == 401
    assert "invalid_token" in forged.headers["www-authenticate"]
    plain = desk.post(
        path, json={"outcome": "differs"}, headers={"authorization": "Basic bGFuOng="}
    )
    assert plain.status_code == 401
    assert desk.post(path, json={"outcome": "differs"}).status_code == 403
    assert desk.post(f"/flags/{flag_id}/decide", data={"outcome": "differs"}, headers={"authorization": "Bearer x"}).status_code == 403  # fmt: skip
    assert desk.get(f"/api/v1/flags/{flag_id}").json()["decisions"] == []


def test_a_token_ends_with_its_day_its_revocation_its_holders_access_and_their_role(site: Any) -> None:  # fmt: skip
    secret = _secret(site, *ALL)
    program = _program(site, secret)
    assert program.get("/api/v1/exports/csv").status_code == 200
    with site.database.session() as session:
        people.set_role(session, users.by_name(session, "lan"), "reader", by="x")
    assert program.get("/api/v1/exports/csv").status_code == 403
    assert program.get("/api/v1/stats").status_code == 200
    with site.database.session() as session:
        session.execute(update(ApiTokenRow).values(expires_at=now() - timedelta(seconds=1)))
    assert program.get("/api/v1/stats").status_code == 401
    other = _program(site, _secret(site, name="hoa"))
    with site.database.session() as session:
        people.deactivate(session, users.by_name(session, "hoa"), by="x")
    assert other.get("/api/v1/stats").status_code == 401


def test_at_the_account_a_token_is_shown_once_listed_and_ended(site: Any) -> None:
    desk = site.signed_in("lan", "reviewer")
    page = desk.get("/account")
    mark = {"_csrf_token": page.text.split('name="_csrf_token" value="')[1].split('"')[0]}
    assert "scope-export" not in page.text
    asked = {**mark, "name": "báo cáo", "days": "7", "scope-read": "1"}
    made = desk.post("/account/tokens", data=asked)
    secret = re.search(r"doichieu_[\w-]{40,}", made.text)[0]
    again = desk.get("/account").text
    assert secret not in again
    assert "báo cáo" in again
    with site.database.reading() as session:
        row = session.scalar(select(ApiTokenRow))
        told = [one.detail for one in session.scalars(select(EventRow).where(EventRow.action == "token_made"))]  # fmt: skip
    assert secret not in row.digest
    assert told == [{"token": "báo cáo", "scopes": ["read"], "days": 7}]
    program = _program(site, secret)
    assert program.get("/api/v1/stats").status_code == 200
    other = site.signed_in("hoa")
    foreign = {"_csrf_token": other.get("/account").text.split('name="_csrf_token" value="')[1].split('"')[0]}  # fmt: skip
    assert other.post(f"/account/tokens/{row.id}/end", data=foreign).status_code == 404
    assert program.get("/api/v1/stats").status_code == 200
    assert desk.post(f"/account/tokens/{row.id}/end", data=mark).status_code == 303
    assert program.get("/api/v1/stats").status_code == 401


@pytest.mark.parametrize(
    "asked",
    [{"name": "", "days": "7", "scope-read": "1"}, {"name": "x", "days": "0", "scope-read": "1"}, {"name": "x", "days": "9999", "scope-read": "1"}, {"name": "x", "days": "²", "scope-read": "1"}, {"name": "x", "days": "7"}],
)  # fmt: skip
def test_a_token_that_cannot_be_is_refused_in_words(site: Any, asked: dict[str, str]) -> None:
    desk = site.signed_in()
    mark = {"_csrf_token": desk.get("/account").text.split('name="_csrf_token" value="')[1].split('"')[0]}  # fmt: skip
    answer = desk.post("/account/tokens", data={**mark, **asked})
    assert answer.status_code == 400
    assert 'role="alert"' in answer.text


def test_nobody_gives_a_token_more_than_their_role_nor_without_end(site: Any) -> None:
    for scopes in (("admin",), ("account",), ("*",), ()):
        with pytest.raises(WrongUse, match="scope"), site.database.session() as session:
            user = users.by_name(session, "lan") or users.create(session, "lan", role="lead")
            api_tokens.make(session, user, name="x", scopes=scopes, days=7, by="x")
    for _ in range(api_tokens.MOST):
        _secret(site)
    with pytest.raises(WrongUse, match="tokens already"):
        _secret(site)


def test_tokens_cannot_be_guessed_for_long_and_a_right_one_works_meanwhile(site: Any) -> None:
    secret = _secret(site)
    answers = [
        _program(site, f"doichieu_{turn}").get("/api/v1/stats") for turn in range(FREE_OF_ADDRESS + 2)
    ]  # fmt: skip
    assert {one.status_code for one in answers[:-1]} == {401}
    assert answers[-1].status_code == 429
    assert int(answers[-1].headers["retry-after"]) > 0
    assert _program(site, secret).get("/api/v1/stats").status_code == 200


def test_a_token_that_hurries_is_told_when_to_come_again(site: Any) -> None:
    clock = [30.0]
    pace = Pace(2, clock=lambda: clock[0])
    pace.must_not_hurry(1)
    pace.must_not_hurry(1)
    pace.must_not_hurry(2)
    with pytest.raises(Exception, match="2 requests a minute") as told:
        pace.must_not_hurry(1)
    assert told.value.headers == {"Retry-After": "30"}
    clock[0] = 60.0
    pace.must_not_hurry(1)


def test_the_last_use_is_written_down(site: Any) -> None:
    program = _program(site, _secret(site))
    program.get("/api/v1/stats")
    for _ in range(200):  # after the answer
        with site.database.reading() as session:
            used = session.scalar(select(ApiTokenRow.used_at))
        if used is not None:
            break
        program.get("/healthz")
    assert used is not None
    assert now() - used < timedelta(minutes=1)
