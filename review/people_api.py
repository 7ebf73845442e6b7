"""The pages of people and of one's own account, for programs."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from litestar import Request, delete, get, patch, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, JSONBody
from msgspec import Meta, Struct

from doichieu.local_time import local_iso
from review.account_pages import myself, own_sessions
from review.paging import page_of_items
from review.people_pages import everyone, invited, known_user, link_of
from review.reading import known_id
from storage import api_tokens, feed_keys, people, sessions
from storage.schema import UserRow

#: Nothing, or one mail address.
EMAIL = rf"^$|^{people.EMAIL}$"
Asked = Request[Any, Any, Any]
Name = Annotated[str, Meta(min_length=1, max_length=80, pattern=r"^\S(.*\S)?$")]
Role = Literal["reader", "reviewer", "lead", "admin"]
Scope = Literal["read", "decide", "assign", "export", "sources", "people", "admin"]


class Invitation(Struct, frozen=True):
    """Somebody to be asked in."""

    name: Name
    role: Role = "reviewer"
    email: Annotated[str, Meta(max_length=254, pattern=EMAIL)] = ""


class Change(Struct, frozen=True):
    """What is to be different; what is left out stays."""

    role: Role | None = None
    active: bool | None = None


class WantedToken(Struct, frozen=True):
    """A token to be made."""

    name: Name
    scopes: Annotated[list[Scope], Meta(min_length=1)]
    days: Annotated[int, Meta(ge=1, le=api_tokens.MOST_DAYS)] = api_tokens.DAYS


@get("/people", sync_to_thread=True, summary="Who may sign in")
def api_people(request: Asked) -> dict[str, Any]:
    """Those let go come last."""
    with request.app.state.database.reading() as session:
        rows = [_plain(one) for one in everyone(session)]
    return page_of_items(request, rows, total=len(rows))


@post("/people", sync_to_thread=True, status_code=201, summary="Invite somebody")
def api_invite(request: Asked, data: JSONBody[Invitation]) -> dict[str, Any]:
    """The one-time link is told this once; 409 where the name or the mail address is taken."""
    name, link = invited(request, data.name, role=data.role, email=data.email)
    return {"name": name, "link": link}


@patch(
    "/people/{user_id:int}", sync_to_thread=True, summary="Change a role, end or give back access"
)
def api_change(request: Asked, user_id: FromPath[int], data: JSONBody[Change]) -> dict[str, Any]:
    """409 for the last administrator, who stays one."""
    by = request.state.person.name
    with request.app.state.database.session() as session:
        user = known_user(session, user_id)
        if data.role is not None:
            people.set_role(session, user, data.role, by=by)
        if data.active is not None:
            (people.reactivate if data.active else people.deactivate)(session, user, by=by)
        return {"id": user.id, "name": user.name, "role": user.role, "active": user.ended_at is None}  # fmt: skip


@post("/people/{user_id:int}/link", sync_to_thread=True, status_code=201, summary="A new one-time link")  # fmt: skip
def api_link(request: Asked, user_id: FromPath[int]) -> dict[str, Any]:
    """Told this once; those before it end."""
    with request.app.state.database.session() as session:
        user = known_user(session, user_id)
        secret = people.new_link(session, user, by=request.state.person.name)
        return {"name": user.name, "link": link_of(request, secret)}


@post("/people/{user_id:int}/sign-out", sync_to_thread=True, status_code=200, summary="End all sessions of a person")  # fmt: skip
def api_sign_out(request: Asked, user_id: FromPath[int]) -> dict[str, Any]:
    """How many there were."""
    with request.app.state.database.session() as session:
        user = known_user(session, user_id)
        return {"ended": sessions.end_all(session, user, by=request.state.person.name)}


@get("/account", sync_to_thread=False, summary="Who asks, and what they may")
def api_account(request: Asked) -> dict[str, Any]:
    """Of a token: its own rights, not all of its holder's."""
    person = request.state.person
    return {"name": person.name, "role": person.role, "rights": sorted(person.rights)}


@get("/account/sessions", sync_to_thread=True, summary="Own sessions")
def api_sessions(request: Asked) -> dict[str, Any]:
    """By a session alone, not by a token."""
    with request.app.state.database.reading() as session:
        rows = sessions.of_user(session, myself(session, request))
    held = [_plain(one) for one in own_sessions(rows, here=request.state.person.session)]
    return page_of_items(request, held, total=len(held))


@delete("/account/sessions/{name:str}", sync_to_thread=True, summary="End an own session")
def api_end_session(request: Asked, name: FromPath[str]) -> None:
    """404 for another person's."""
    with request.app.state.database.session() as session:
        if not sessions.end_named(session, myself(session, request), name):
            raise NotFoundException("session")


@get("/account/tokens", sync_to_thread=True, summary="Own tokens that still work")
def api_list_tokens(request: Asked) -> dict[str, Any]:
    """Without their secrets."""
    with request.app.state.database.reading() as session:
        rows = [one for one in api_tokens.of_user(session, myself(session, request)) if api_tokens.is_alive(one)]  # fmt: skip
    held = [
        {
            "id": one.id, "name": one.name, "scopes": one.scopes, "created_at": local_iso(one.created_at),
            "expires_at": local_iso(one.expires_at), "used_at": local_iso(one.used_at),
        }
        for one in rows
    ]  # fmt: skip
    return page_of_items(request, held, total=len(held))


@post("/account/tokens", sync_to_thread=True, status_code=201, summary="Make a token")
def api_make_token(request: Asked, data: JSONBody[WantedToken]) -> dict[str, Any]:
    """Its secret is told this once; a token makes no other tokens."""
    with request.app.state.database.session() as session:
        user = myself(session, request)
        row, secret = api_tokens.make(
            session, user, name=data.name, scopes=data.scopes, days=data.days, by=user.name
        )
        return {"id": row.id, "token": secret, "expires_at": local_iso(row.expires_at)}


@delete("/account/tokens/{token_id:int}", sync_to_thread=True, summary="End an own token")
def api_end_token(request: Asked, token_id: FromPath[int]) -> None:
    """404 for another person's."""
    with request.app.state.database.session() as session:
        user = myself(session, request)
        if not api_tokens.end(session, user, known_id(token_id), by=user.name):
            raise NotFoundException("token")


@post("/account/feed-key", sync_to_thread=True, status_code=201, summary="A new key for the feeds")
def api_feed_key(request: Asked) -> dict[str, Any]:
    """In place of the one before; told this once."""
    with request.app.state.database.session() as session:
        return {"key": feed_keys.renew(session, myself(session, request))}


@delete("/account/feed-key", sync_to_thread=True, summary="End the key for the feeds")
def api_end_feed_key(request: Asked) -> None:
    """The feeds' addresses work no longer."""
    with request.app.state.database.session() as session:
        user: UserRow = myself(session, request)
        feed_keys.end(session, user)


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return {
        name: local_iso(value) if name.endswith("_at") else value for name, value in row.items()
    }


PEOPLE_API = [
    api_people, api_invite, api_change, api_link, api_sign_out, api_account, api_sessions, api_end_session,
    api_list_tokens, api_make_token, api_end_token, api_feed_key, api_end_feed_key,
]  # fmt: skip
