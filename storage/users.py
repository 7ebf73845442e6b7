"""People who may sign in, and their secrets: kept as digests only, each for one purpose, each with an end."""

from __future__ import annotations

import hashlib
import secrets
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from doichieu.errors import WrongUse
from storage import log
from storage.schema import TokenRow, UserRow

SIGN_IN, SESSION = "sign_in", "session"
#: A link printed in a terminal is used at once or not at all.
LINK_HOURS = 24


def create(
    session: Session,
    name: str,
    *,
    role: str = "reviewer",
    password_hash: str | None = None,
    email: str | None = None,
    by: str | None = None,
) -> UserRow:
    """A new person; WrongUse when the name is empty or taken."""
    name = name.strip()
    if not name or len(name) > 80:
        raise WrongUse(
            vi="tên người dùng trống hoặc quá dài",
            en="the name is empty or too long",
            reason="bad_name",
        )
    if by_name(session, name) is not None:
        raise WrongUse(
            vi=f"đã có người dùng {name}; hãy chọn tên khác",
            en=f"there is a user {name} already; choose another name",
            reason="name_taken",
        )
    if email is not None and by_email(session, email) is not None:
        raise WrongUse(
            vi=f"địa chỉ thư {email} đã là của người khác; hãy dùng địa chỉ khác",
            en=f"the mail address {email} is somebody else's; use another one",
            reason="email_taken",
        )
    user = UserRow(
        name=name, role=role, password_hash=password_hash, email=email,
        created_at=datetime.now(UTC),
    )  # fmt: skip
    session.add(user)
    session.flush()
    log.append(
        session, actor=by or name, action="user_created", subject=f"user:{name}",
        detail={"role": role},
    )  # fmt: skip
    return user


def by_name(session: Session, name: str) -> UserRow | None:
    """A person by the name they sign in with."""
    return session.scalar(select(UserRow).where(UserRow.name == name.strip()))


def by_email(session: Session, email: str) -> UserRow | None:
    """A person by their mail address, in small letters."""
    return session.scalar(select(UserRow).where(UserRow.email == email))


def everyone(session: Session) -> list[UserRow]:
    """All who may sign in, by name."""
    return list(session.scalars(select(UserRow).order_by(UserRow.name)))


def issue(
    session: Session,
    user: UserRow,
    *,
    purpose: str,
    hours: float,
    detail: dict[str, Any] | None = None,
) -> str:
    """A new secret of this purpose; only its digest is kept."""
    secret = secrets.token_urlsafe(32)
    session.add(
        TokenRow(
            digest=digest_of(secret),
            user_id=user.id,
            purpose=purpose,
            detail=detail or {},
            expires_at=datetime.now(UTC) + timedelta(hours=hours),
        )
    )
    return secret


def one_time_link(session: Session, user: UserRow, *, hours: float | None = None) -> str:
    """The secret of a sign-in link."""
    return issue(session, user, purpose=SIGN_IN, hours=hours or LINK_HOURS)


def redeem(session: Session, secret: str) -> UserRow | None:
    """Who a one-time link belongs to; it works once."""
    row = session.get(TokenRow, digest_of(secret))
    if row is None or row.purpose != SIGN_IN:
        return None
    used = session.execute(delete(TokenRow).where(TokenRow.digest == row.digest))
    fresh = row.expires_at > datetime.now(UTC) and used.rowcount == 1  # type: ignore[attr-defined]
    user = session.get(UserRow, row.user_id) if fresh else None
    return user if user is not None and user.ended_at is None else None


def sweep(session: Session) -> None:
    """Forget secrets that no longer work."""
    session.execute(delete(TokenRow).where(TokenRow.expires_at <= datetime.now(UTC)))


def digest_of(secret: str) -> str:
    """What is kept of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()
