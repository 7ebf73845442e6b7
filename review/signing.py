"""Who is asking: sessions kept on the server, passwords with argon2, names locked after guessing."""

from __future__ import annotations

from dataclasses import dataclass

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from litestar.datastructures import Cookie

from doichieu.settings import Settings
from storage import log, users
from storage.database import Database

COOKIE = "doichieu_session"


@dataclass(frozen=True, slots=True)
class Person:
    """The signed-in person of a request."""

    name: str
    role: str


def who(database: Database, secret: str | None) -> Person | None:
    """The person a session belongs to."""
    if not secret:
        return None
    with database.reading() as session:
        held = users.of_session(session, secret)
        return Person(name=held.user.name, role=held.user.role) if held else None


def sign_in_by_link(database: Database, secret: str, *, settings: Settings) -> str | None:
    """A one-time link → a new session's secret; None when it was used, or is too old."""
    with database.session() as session:
        user = users.redeem(session, secret)
        if user is None:
            return None
        log.append(
            session,
            actor=user.name,
            action="sign_in",
            subject=f"user:{user.name}",
            detail={"by": "link"},
        )
        return users.issue(session, user, purpose=users.SESSION, hours=settings.session_hours)


def sign_in_by_password(
    database: Database, name: str, password: str, *, settings: Settings
) -> str | None:
    """A name and password → a new session's secret; None for any reason, told alike."""
    hasher = PasswordHasher()
    with database.session() as session:
        user = users.by_name(session, name)
        if user is None or user.password_hash is None or users.is_locked(user):
            # The same work as for a real name, so that time tells nothing.
            hasher.hash(password)
            return None
        try:
            hasher.verify(user.password_hash, password)
        except (VerificationError, InvalidHashError):
            users.note_failure(session, user)
            return None
        user.failures = 0
        log.append(
            session,
            actor=user.name,
            action="sign_in",
            subject=f"user:{user.name}",
            detail={"by": "password"},
        )
        users.sweep(session)
        return users.issue(session, user, purpose=users.SESSION, hours=settings.session_hours)


def sign_out(database: Database, secret: str | None) -> None:
    """End a session."""
    if secret:
        with database.session() as session:
            users.end_session(session, secret)


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
