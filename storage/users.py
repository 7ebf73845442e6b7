"""People who may sign in, their one-time links and their sessions; secrets are kept as digests."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
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
#: Wrong passwords before a name is locked, and for how long.
MOST_FAILURES, LOCKED_MINUTES = 5, 15


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who a session belongs to, and what it keeps."""

    user: UserRow
    detail: dict[str, Any]


def create(
    session: Session, name: str, *, role: str = "reviewer", password_hash: str | None = None
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
    user = UserRow(
        name=name, role=role, password_hash=password_hash, failures=0, created_at=datetime.now(UTC)
    )
    session.add(user)
    session.flush()
    log.append(
        session, actor=name, action="user_created", subject=f"user:{name}", detail={"role": role}
    )
    return user


def by_name(session: Session, name: str) -> UserRow | None:
    """A person by the name they sign in with."""
    return session.scalar(select(UserRow).where(UserRow.name == name.strip()))


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
            digest=_digest(secret),
            user_id=user.id,
            purpose=purpose,
            detail=detail or {},
            expires_at=datetime.now(UTC) + timedelta(hours=hours),
        )
    )
    return secret


def one_time_link(session: Session, user: UserRow) -> str:
    """The secret of a sign-in link."""
    return issue(session, user, purpose=SIGN_IN, hours=LINK_HOURS)


def redeem(session: Session, secret: str) -> UserRow | None:
    """Who a one-time link belongs to; it works once."""
    row = session.get(TokenRow, _digest(secret))
    if row is None or row.purpose != SIGN_IN:
        return None
    used = session.execute(delete(TokenRow).where(TokenRow.digest == row.digest))
    fresh = row.expires_at > datetime.now(UTC) and used.rowcount == 1  # type: ignore[attr-defined]
    return session.get(UserRow, row.user_id) if fresh else None


def of_session(session: Session, secret: str) -> SignedIn | None:
    """Who holds a session, while it lasts."""
    row = session.get(TokenRow, _digest(secret))
    if row is None or row.purpose != SESSION or row.expires_at <= datetime.now(UTC):
        return None
    user = session.get(UserRow, row.user_id)
    return SignedIn(user=user, detail=dict(row.detail)) if user else None


def end_session(session: Session, secret: str) -> None:
    """Sign out."""
    session.execute(delete(TokenRow).where(TokenRow.digest == _digest(secret)))


def sweep(session: Session) -> None:
    """Forget secrets that no longer work."""
    session.execute(delete(TokenRow).where(TokenRow.expires_at <= datetime.now(UTC)))


def note_failure(session: Session, user: UserRow) -> None:
    """A wrong password; after the fifth the name is locked for a while."""
    user.failures += 1
    if user.failures >= MOST_FAILURES:
        user.locked_until = datetime.now(UTC) + timedelta(minutes=LOCKED_MINUTES)
        user.failures = 0
        log.append(session, actor=user.name, action="locked", subject=f"user:{user.name}")


def is_locked(user: UserRow) -> bool:
    """Whether a name is locked now."""
    return user.locked_until is not None and user.locked_until > datetime.now(UTC)


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
