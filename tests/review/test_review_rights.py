"""Every way in, asked for by every role and by nobody, does what the table of rights says."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

import httpx
import pytest

from doichieu.rights import ROLES, Right, rights_of
from review.app import create_app
from review.route_rights import RULES, is_told, right_for
from storage import people, sessions, users
from storage.schema import EventRow
from storage.sessions import Device

#: What stands for a part of a path: things that are there, so that only the right decides.
PARTS = {"flag_id": "1", "article_id": "1", "number": "41/2026/NĐ-CP", "source_id": "bao-mau", "view_id": "1", "task_id": "1", "batch_id": "1", "run_id": "1", "form": "csv", "name": "flags.atom", "key": "khong-phai-khoa", "secret": "khong-phai", "chosen": "en", "file_path": "desk.css", "path": "openapi.json"}  # fmt: skip


def _ways(site: Any) -> list[tuple[str, str]]:
    """Method and the route's own path, of everything that is served."""
    app = create_app(site.settings, database=site.database)
    return sorted((method, route.path_format) for route in app.routes for method in route.methods)


def _person(site: Any, role: str) -> Any:
    with site.database.session() as session:
        return users.by_name(session, role) or users.create(session, role, role=role)


def _fresh(site: Any, role: str | None) -> httpx.Client:
    """A client with a new session of a role: some ways in end the session they are asked with."""
    client = site.client()
    client.get("/help")
    if role is not None:
        with site.database.session() as session:
            user = users.by_name(session, role)
            secret = sessions.begin(session, user, Device(by="link"), hours=1)
        client.cookies.set("doichieu_session", secret)
    return client


def _ask(client: httpx.Client, method: str, path: str, parts: dict[str, str]) -> httpx.Response:
    filled = re.sub(r"\{(\w+)\}", lambda match: parts[match[1]], path)
    token = {"x-csrftoken": client.cookies["doichieu_csrf"]}
    body = {"json": {}} if path.startswith("/api/") else {"data": {"x": "y"}}
    return client.request(
        method, filled, headers=token, **({} if method in ("GET", "HEAD", "OPTIONS") else body)
    )


def _outcome(answer: httpx.Response) -> str:
    """stranger, refused or let in."""
    location = answer.headers.get("location", "")
    if answer.status_code == 401 or location.startswith("/sign-in?next"):
        return "stranger"
    if answer.status_code in (302, 303) and location == "/sign-in":
        return "stranger"
    # /readyz says so where nobody runs the schedule.
    if answer.status_code >= 500 and not answer.url.path.endswith("/readyz"):
        return "broken"
    return "refused" if answer.status_code == 403 else "let in"


def _expected(method: str, path: str, role: str | None) -> str:
    right = right_for(method, path)
    if right is None:
        return "let in"
    if role is None:
        return "stranger"
    return "let in" if right in rights_of(role) else "refused"


#: What answers like a stranger's to those who are let in: signing in, out and out of everywhere.
GOES_TO_SIGN_IN = {("POST", "/sign-in"), ("POST", "/sign-out"), ("POST", "/account/sessions/end"), ("GET", "/feeds/{key}/{name}")}  # fmt: skip


def test_every_way_in_is_told_in_the_table_and_the_table_tells_no_other(site: Any) -> None:
    ways = _ways(site)
    untold = [way for way in ways if not is_told(*way)]
    assert not untold, "add a line to review/route_rights.py"
    assert set(RULES) - {f"{method} {path}" for method, path in ways} == set()


@pytest.mark.parametrize("role", [None, *ROLES])
def test_every_role_gets_in_where_the_table_says_and_nowhere_else(site: Any, role: str | None) -> None:  # fmt: skip
    site.add_document()
    site.add_flag()
    if role is not None:
        _person(site, role)
    with site.database.session() as session:
        target = users.create(session, "nguoi-khac", role="reader")
    parts = {**PARTS, "user_id": str(target.id), "token_id": "1"}
    wrong = {}
    for method, path in _ways(site):
        client = _fresh(site, role)
        got, expected = _outcome(_ask(client, method, path, parts)), _expected(method, path, role)
        client.close()
        if (method, path) in GOES_TO_SIGN_IN and expected == "let in":
            continue
        if got != expected:
            wrong[f"{method} {path}"] = (got, expected)
    assert wrong == {}


@pytest.mark.parametrize(
    ("role", "method", "path", "status"),
    [
        ("reader", "POST", "/flags/1/decide", 403),
        ("reviewer", "POST", "/flags/1/undo", 400),
        ("reviewer", "GET", "/exports/csv", 403),
        ("lead", "GET", "/exports/csv", 200),
        ("reviewer", "GET", "/people", 403),
        ("lead", "GET", "/people", 200),
        ("lead", "POST", "/people/1/role", 403),
        ("reader", "GET", "/account", 200),
    ],
)  # fmt: skip
def test_what_the_roles_are_for_is_as_promised(
    site: Any, role: str, method: str, path: str, status: int
) -> None:
    site.add_flag()
    _person(site, role)
    client = _fresh(site, role)
    assert _ask(client, method, path, {}).status_code == status


def test_a_way_in_without_a_rule_is_refused_even_to_an_administrator(
    site: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    _person(site, "admin")
    client = _fresh(site, "admin")
    assert client.get("/stats").status_code == 200
    monkeypatch.delitem(RULES, "GET /stats")
    assert client.get("/stats").status_code == 403


def test_a_refusal_is_a_line_of_the_log_and_says_so_in_words(site: Any) -> None:
    _person(site, "reader")
    client = _fresh(site, "reader")
    for _ in range(3):
        page = client.get("/exports/csv")
    assert "vai trò" in page.text
    with site.database.reading() as session:
        told = session.query(EventRow).filter_by(action="refused").all()
    assert [(one.actor, one.subject, one.detail) for one in told] == [
        ("reader", "GET /exports/csv", {"right": "export"})
    ]


def test_a_changed_role_counts_from_the_next_page(site: Any) -> None:
    _person(site, "admin")
    user = _person(site, "reviewer")
    client = _fresh(site, "reviewer")
    assert client.get("/exports").status_code == 403
    with site.database.session() as session:
        people.set_role(session, session.merge(user), "lead", by="admin")
    assert client.get("/exports").status_code == 200
    with site.database.session() as session:
        people.set_role(session, users.by_name(session, "reviewer"), "reader", by="admin")  # fmt: skip
    assert client.get("/exports").status_code == 403


def test_each_role_has_what_the_one_before_has_and_an_unknown_one_nothing() -> None:
    held = list(ROLES.values())
    assert all(less < more for less, more in pairwise(held))
    assert rights_of("quản trị") == frozenset()
    assert Right.ADMIN not in rights_of("lead")
