"""/people: who may sign in, asking somebody in, roles, and the end of access. Never about authors of articles."""

from __future__ import annotations

from typing import Any

from litestar import Request, post
from litestar import get as get_page
from litestar.exceptions import NotFoundException, PermissionDeniedException
from litestar.params import FromPath, URLEncodedBody
from litestar.response import Redirect, Template
from sqlalchemy.orm import Session

from doichieu.errors import WrongUse
from doichieu.rights import INVITED, ROLES, Right
from review.handing_over import site_of
from review.reading import known_id
from review.views import render
from storage import people, sessions, users
from storage.schema import UserRow

Form = URLEncodedBody[dict[str, str]]
Asked = Request[Any, Any, Any]


@get_page("/people", sync_to_thread=True, include_in_schema=False)
def people_page(request: Asked) -> Template:
    """Who may sign in."""
    return _page(request)


@post("/people/invite", sync_to_thread=True, include_in_schema=False, status_code=200)
def invite(request: Asked, data: Form) -> Template:
    """A new person; their link is shown once."""
    try:
        name, link = invited(request, data.get("name", ""), role=data.get("role", ""), email=data.get("email", ""))  # fmt: skip
    except WrongUse as error:
        return _page(request, problem=error, asked=data, status_code=400)
    return _page(request, link=link, link_of=name)


@post("/people/{user_id:int}/link", sync_to_thread=True, include_in_schema=False, status_code=200)
def new_link(request: Asked, user_id: FromPath[int]) -> Template:
    """A new one-time link; it is shown once, and those before it end."""
    with request.app.state.database.session() as session:
        user = known_user(session, user_id)
        secret, name = people.new_link(session, user, by=request.state.person.name), user.name
    return _page(request, link=link_of(request, secret), link_of=name)


@post("/people/{user_id:int}/role", sync_to_thread=True, include_in_schema=False, status_code=303)
def change_role(request: Asked, user_id: FromPath[int], data: Form) -> Redirect:
    """Another role, from the next page they open."""
    with request.app.state.database.session() as session:
        user = known_user(session, user_id)
        people.set_role(session, user, data.get("role", ""), by=request.state.person.name)
    return Redirect("/people", status_code=303)


@post("/people/{user_id:int}/sign-out", sync_to_thread=True, include_in_schema=False, status_code=303)  # fmt: skip
def sign_out_everywhere(request: Asked, user_id: FromPath[int]) -> Redirect:
    """All their sessions end."""
    with request.app.state.database.session() as session:
        sessions.end_all(session, known_user(session, user_id), by=request.state.person.name)
    return Redirect("/people", status_code=303)


@post("/people/{user_id:int}/deactivate", sync_to_thread=True, include_in_schema=False, status_code=303)  # fmt: skip
def deactivate(request: Asked, user_id: FromPath[int]) -> Redirect:
    """They may sign in no longer."""
    with request.app.state.database.session() as session:
        people.deactivate(session, known_user(session, user_id), by=request.state.person.name)
    return Redirect("/people", status_code=303)


@post("/people/{user_id:int}/reactivate", sync_to_thread=True, include_in_schema=False, status_code=303)  # fmt: skip
def reactivate(request: Asked, user_id: FromPath[int]) -> Redirect:
    """They may sign in again."""
    with request.app.state.database.session() as session:
        people.reactivate(session, known_user(session, user_id), by=request.state.person.name)
    return Redirect("/people", status_code=303)


def invited(request: Asked, name: str, *, role: str, email: str) -> tuple[str, str]:
    """A new person's name and link; who is no administrator asks readers and reviewers in."""
    person = request.state.person
    if people.known_role(role) not in INVITED and not person.may(Right.ADMIN):
        raise PermissionDeniedException(f"only an administrator invites a {role}")
    with request.app.state.database.session() as session:
        user, secret = people.invite(session, name, role=role, email=email, by=person.name)
        return user.name, link_of(request, secret)


def known_user(session: Session, user_id: int) -> UserRow:
    """The person of a number; not found where there is none."""
    user = session.get(UserRow, known_id(user_id))
    if user is None:
        raise NotFoundException(f"user {user_id}")
    return user


def everyone(session: Session) -> list[dict[str, Any]]:
    """Everybody, with the sessions they have; those let go come last."""
    found = [
        {
            "id": user.id, "name": user.name, "role": user.role, "email": user.email,
            "active": user.ended_at is None, "created_at": user.created_at,
            "sessions": len(held := sessions.of_user(session, user)),
            "seen_at": held[0].seen_at if held else None,
        }
        for user in users.everyone(session)
    ]  # fmt: skip
    return sorted(found, key=lambda one: not one["active"])


def link_of(request: Asked, secret: str) -> str:
    """Where a one-time secret is used."""
    return f"{site_of(request)}/sign-in/{secret}"


def _page(
    request: Asked,
    *,
    link: str = "",
    link_of: str = "",
    problem: WrongUse | None = None,
    asked: dict[str, str] | None = None,
    status_code: int = 200,
) -> Template:
    with request.app.state.database.reading() as session:
        rows = everyone(session)
    roles = tuple(ROLES) if request.state.person.may(Right.ADMIN) else INVITED
    return render(
        request, "people.html",
        {
            "rows": rows, "roles": tuple(ROLES), "given": roles, "link": link, "link_of": link_of,
            "problem": str(problem) if problem else "", "asked": asked or {},
        },
        status_code=status_code,
    )  # fmt: skip


PEOPLE_PAGES = [
    people_page, invite, new_link, change_role, sign_out_everywhere, deactivate, reactivate,
]  # fmt: skip
