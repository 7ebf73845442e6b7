"""/account: one's own sessions, password and tokens."""

from __future__ import annotations

from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath, URLEncodedBody
from litestar.response import Redirect, Template
from sqlalchemy.orm import Session

from doichieu.errors import WrongUse
from doichieu.rights import SCOPES
from review import entering, signing
from review.devices import device_name
from review.views import render
from storage import api_tokens, log, passwords, sessions, users
from storage.schema import TokenRow, UserRow

Form = URLEncodedBody[dict[str, str]]
Asked = Request[Any, Any, Any]


@get("/account", sync_to_thread=True, include_in_schema=False)
def account_page(request: Asked) -> Template:
    """What one holds oneself."""
    return show_account(request)


@post("/account/sessions/{name:str}/end", sync_to_thread=True, include_in_schema=False, status_code=303)  # fmt: skip
def end_session(request: Asked, name: FromPath[str]) -> Redirect:
    """End one of one's own sessions; another person's is not found."""
    with request.app.state.database.session() as session:
        sessions.end_named(session, myself(session, request), name)
    return Redirect("/account", status_code=303)


@post("/account/sessions/end", sync_to_thread=True, include_in_schema=False, status_code=303)
def end_sessions(request: Asked) -> Response[Any]:
    """Sign out everywhere, here too."""
    with request.app.state.database.session() as session:
        user = myself(session, request)
        sessions.end_all(session, user, by=user.name)
    response: Response[Any] = Redirect("/sign-in", status_code=303)
    response.delete_cookie(signing.COOKIE)
    return response


@post("/account/password", sync_to_thread=True, include_in_schema=False, status_code=200)
def change_password(request: Asked, data: Form) -> Template:
    """A new password; every other session ends."""
    try:
        set_password(request, data.get("old", ""), data.get("new", ""), again=data.get("again", ""))
    except WrongUse as error:
        return show_account(request, problem=error, status_code=400)
    return show_account(request, told="password")


def set_password(request: Asked, old: str, new: str, *, again: str) -> None:
    """Who has a password must say it; the rest of their sessions end."""
    database = request.app.state.database
    with database.reading() as session:
        user = myself(session, request)
    if user.password_hash is not None and not entering.is_password_of(user, old):
        raise _not_the_password()
    if new != again:
        raise _not_twice_the_same()
    hashed = passwords.hashed(new)
    with database.session() as session:
        user = myself(session, request)
        user.password_hash = hashed
        log.append(session, actor=user.name, action="password", subject=f"user:{user.name}")
        sessions.end_all(session, user, by=user.name, but=request.state.person.session)


def myself(session: Session, request: Asked) -> UserRow:
    """The row of who asks."""
    user = users.by_name(session, request.state.person.name)
    assert user is not None
    return user


def own_sessions(rows: list[TokenRow], *, here: str) -> list[dict[str, Any]]:
    """Sessions as their owner knows them."""
    return [
        {
            "id": row.digest[: sessions.NAME_LENGTH], "here": row.digest.startswith(here) and here != "",
            "by": row.detail.get("by", ""), "agent": device_name(row.detail.get("agent", "")),
            "address": row.detail.get("address", ""), "created_at": row.created_at,
            "seen_at": row.seen_at, "expires_at": row.expires_at,
        }
        for row in rows
    ]  # fmt: skip


def show_account(
    request: Asked,
    *,
    problem: WrongUse | None = None,
    told: str = "",
    token: str = "",
    status_code: int = 200,
) -> Template:
    """The page, with what was just done or could not be done."""
    with request.app.state.database.reading() as session:
        user = myself(session, request)
        rows = own_sessions(sessions.of_user(session, user), here=request.state.person.session)
        tokens = [one for one in api_tokens.of_user(session, user) if api_tokens.is_alive(one)]
    held = {
        "rows": rows, "has_password": user.password_hash is not None, "told": told,
        "idle_minutes": request.app.state.settings.session_idle_minutes,
        "tokens": tokens, "token": token, "token_days": api_tokens.DAYS,
        "scopes": [one for one in SCOPES if request.state.person.may(one)], "least": passwords.LEAST, "problem": str(problem) if problem else "",
    }  # fmt: skip
    return render(request, "account.html", held, status_code=status_code)


def _not_the_password() -> WrongUse:
    return WrongUse(
        vi="mật khẩu hiện tại không đúng; hãy gõ lại, hoặc xin quản trị một liên kết mới",
        en="this is not the present password; type it again, or ask an administrator for a link",
        reason="wrong_password",
    )


def _not_twice_the_same() -> WrongUse:
    return WrongUse(
        vi="hai lần gõ mật khẩu mới khác nhau; hãy gõ lại",
        en="the new password was typed in two ways; type it again",
        reason="password_not_twice",
    )


ACCOUNT_PAGES = [account_page, end_session, end_sessions, change_password]
