"""Who is asking: the session a cookie carries, and where a request comes from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from litestar.connection import ASGIConnection
from litestar.datastructures import Cookie

from doichieu.rights import Right, rights_of
from doichieu.settings import Settings
from storage import sessions
from storage.database import Database
from storage.moments import now
from storage.sessions import Device

Asked = ASGIConnection[Any, Any, Any, Any]
COOKIE = "doichieu_session"
#: A session in use is written down again after this share of the time it may lie idle.
TOUCH_SHARE = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Who asks, and what they may."""

    name: str
    role: str
    rights: frozenset[Right]
    session: str = ""  #: the name of their session
    token: int | None = None  #: the number of the token a program came in with
    stale: bool = False  #: whether its last use is to be written down again

    def may(self, right: str) -> bool:
        """Whether they have a right; what templates ask."""
        return right in self.rights


def who(database: Database, secret: str | None, *, settings: Settings) -> Person | None:
    """The person a session belongs to."""
    if not secret:
        return None
    idle = idle_time(settings)
    with database.reading() as session:
        held = sessions.of_secret(session, secret, idle=idle)
    if held is None:
        return None
    return Person(
        name=held.user.name, role=held.user.role, rights=rights_of(held.user.role), session=held.name,
        stale=_is_stale(held.seen_at, idle),
    )  # fmt: skip


def idle_time(settings: Settings) -> timedelta:
    """How long a session may lie unused."""
    return timedelta(minutes=settings.session_idle_minutes)


def sign_out(database: Database, secret: str | None) -> None:
    """End a session."""
    if secret:
        with database.session() as session:
            sessions.end(session, secret)


def device_of(request: Asked, *, by: str) -> Device:
    """Where a request comes from."""
    return Device(by=by, agent=request.headers.get("user-agent", ""), address=address_of(request))


def address_of(request: Asked) -> str:
    """The address a request came from, as the server saw it."""
    return request.client.host if request.client else ""


def session_cookie(secret: str, *, settings: Settings) -> Cookie:
    """The cookie that carries a session; script cannot read it, other sites cannot send it."""
    return Cookie(
        key=COOKIE,
        value=secret,
        httponly=True,
        samesite="lax",
        secure=settings.public_url.startswith("https://"),
        max_age=settings.session_hours * 3600,
        path="/",
    )


def _is_stale(seen_at: datetime, idle: timedelta) -> bool:
    return now() - seen_at > idle / TOUCH_SHARE
