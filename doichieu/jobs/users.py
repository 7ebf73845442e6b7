"""Who may sign in."""

from __future__ import annotations

from typing import Any

from argon2 import PasswordHasher

from doichieu.errors import WrongUse
from doichieu.jobs.desk import open_desk
from doichieu.settings import Settings
from storage import users

#: Shorter passwords are guessed.
LEAST_PASSWORD = 10


def add_user(name: str, *, password: str | None, settings: Settings) -> str:
    """Add a person; their one-time sign-in link."""
    hashed = _hashed(password) if password is not None else None
    with open_desk(settings) as desk, desk.database.session() as session:
        user = users.create(session, name, password_hash=hashed)
        return link(users.one_time_link(session, user), settings=settings)


def sign_in_link(name: str, *, settings: Settings) -> str:
    """A new one-time link for a person."""
    with open_desk(settings) as desk, desk.database.session() as session:
        return link(users.one_time_link(session, _known(session, name)), settings=settings)


def set_password(name: str, password: str, *, settings: Settings) -> None:
    """Set a person's password."""
    hashed = _hashed(password)
    with open_desk(settings) as desk, desk.database.session() as session:
        _known(session, name).password_hash = hashed


def list_users(*, settings: Settings) -> list[dict[str, Any]]:
    """Everyone, without anything secret."""
    with open_desk(settings) as desk, desk.database.session() as session:
        return [
            {"name": one.name, "role": one.role, "password": one.password_hash is not None}
            for one in users.everyone(session)
        ]


def link(secret: str, *, settings: Settings, address: str = "") -> str:
    """The address a one-time secret is used at."""
    base = address or settings.public_url or f"http://{settings.host}:{settings.port}"
    return f"{base.rstrip('/')}/sign-in/{secret}"


def _known(session: Any, name: str) -> Any:
    user = users.by_name(session, name)
    if user is None:
        raise WrongUse(
            vi=f"không có người dùng {name}; xem: doichieu users list",
            en=f"there is no user {name}; see: doichieu users list",
            reason="unknown_user",
        )
    return user


def _hashed(password: str) -> str:
    if len(password) < LEAST_PASSWORD:
        raise WrongUse(
            vi=f"mật khẩu cần ít nhất {LEAST_PASSWORD} ký tự",
            en=f"a password needs at least {LEAST_PASSWORD} characters",
            reason="short_password",
        )
    return PasswordHasher().hash(password)
