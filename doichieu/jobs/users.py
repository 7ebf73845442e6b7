"""Who may sign in."""

from __future__ import annotations

from typing import Any

from doichieu.errors import WrongUse
from doichieu.jobs.desk import open_desk
from doichieu.local_time import local_iso
from doichieu.settings import Settings
from storage import log, passwords, people, sessions, users


def add_user(
    name: str,
    *,
    password: str | None,
    settings: Settings,
    role: str = "reviewer",
    email: str = "",
) -> str:
    """Add a person; their one-time sign-in link."""
    hashed = passwords.hashed(password) if password is not None else None
    with open_desk(settings) as desk, desk.database.session() as session:
        user, secret = people.invite(session, name, role=role, email=email, by=log.MACHINE)
        user.password_hash = hashed
        return link(secret, settings=settings)


def sign_in_link(name: str, *, settings: Settings) -> str:
    """A new one-time link for a person, in place of those before."""
    with open_desk(settings) as desk, desk.database.session() as session:
        secret = people.new_link(session, known_person(session, name), by=log.MACHINE)
        return link(secret, settings=settings)


def set_password(name: str, password: str, *, settings: Settings) -> None:
    """Set a person's password; their sessions end."""
    hashed = passwords.hashed(password)
    with open_desk(settings) as desk, desk.database.session() as session:
        user = known_person(session, name)
        user.password_hash = hashed
        log.append(session, actor=log.MACHINE, action="password", subject=f"user:{user.name}")
        sessions.end_all(session, user, by=log.MACHINE)


def set_role(name: str, role: str, *, settings: Settings) -> None:
    """Give a person another role; it counts from the next page they open."""
    with open_desk(settings) as desk, desk.database.session() as session:
        people.set_role(session, known_person(session, name), role, by=log.MACHINE)


def deactivate(name: str, *, settings: Settings) -> None:
    """A person may sign in no longer; everything of theirs that opens a door ends."""
    with open_desk(settings) as desk, desk.database.session() as session:
        people.deactivate(session, known_person(session, name), by=log.MACHINE)


def reactivate(name: str, *, settings: Settings) -> str:
    """A person may sign in again; a new one-time link."""
    with open_desk(settings) as desk, desk.database.session() as session:
        user = known_person(session, name)
        people.reactivate(session, user, by=log.MACHINE)
        return link(people.new_link(session, user, by=log.MACHINE), settings=settings)


def sign_out(name: str, *, settings: Settings) -> int:
    """End every session of a person; how many there were."""
    with open_desk(settings) as desk, desk.database.session() as session:
        return sessions.end_all(session, known_person(session, name), by=log.MACHINE)


def list_users(*, settings: Settings) -> list[dict[str, Any]]:
    """Everyone, without anything secret."""
    with open_desk(settings) as desk, desk.database.reading() as session:
        return [
            {
                "name": one.name, "role": one.role, "password": one.password_hash is not None,
                "email": one.email, "active": one.ended_at is None, "sessions": len(held),
                "seen_at": local_iso(held[0].seen_at) if held else None,
            }
            for one in users.everyone(session)
            if (held := sessions.of_user(session, one)) is not None
        ]  # fmt: skip


def link(secret: str, *, settings: Settings, address: str = "") -> str:
    """The address a one-time secret is used at."""
    base = address or settings.public_url or f"http://{settings.host}:{settings.port}"
    return f"{base.rstrip('/')}/sign-in/{secret}"


def known_person(session: Any, name: str) -> Any:
    """Who has this name; WrongUse where nobody has."""
    user = users.by_name(session, name)
    if user is None:
        raise WrongUse(
            vi=f"không có người dùng {name}; xem: doichieu users list",
            en=f"there is no user {name}; see: doichieu users list",
            reason="unknown_user",
        )
    return user
