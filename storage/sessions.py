"""Sessions of people who signed in: each ends by its age, by lying idle, or when somebody ends it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.orm import Session

from storage import log, users
from storage.moments import now
from storage.schema import TokenRow, UserRow

SESSION = users.SESSION
#: Of a browser's own description, as much as tells one device from another.
LONGEST_AGENT = 160
#: How much of a session's digest names it on a page; the secret cannot be told from it.
NAME_LENGTH = 16


@dataclass(frozen=True, slots=True)
class Held:
    """A session in use, and whose it is."""

    user: UserRow
    name: str  #: of the session, for its owner to end it by
    seen_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """Where a session was begun from, to be known again by its owner."""

    by: str  #: link, password, oidc
    agent: str = ""
    address: str = ""


def begin(session: Session, user: UserRow, device: Device, *, hours: float) -> str:
    """A new session's secret; what no longer works is forgotten on the way."""
    log.append(session, actor=user.name, action="sign_in", subject=f"user:{user.name}", detail={"by": device.by})  # fmt: skip
    users.sweep(session)
    detail = {
        "by": device.by,
        "agent": device.agent[:LONGEST_AGENT],
        "address": device.address[:45],
    }
    return users.issue(session, user, purpose=SESSION, hours=hours, detail=detail)


def of_secret(session: Session, secret: str, *, idle: timedelta) -> Held | None:
    """Whose session it is, while it lasts, is used, and its owner may sign in."""
    row = session.get(TokenRow, users.digest_of(secret))
    if row is None or row.purpose != SESSION or row.expires_at <= now():
        return None
    seen = row.seen_at or row.expires_at - idle
    if seen + idle <= now():
        return None
    user = session.get(UserRow, row.user_id)
    if user is None or user.ended_at is not None:
        return None
    return Held(user=user, name=row.digest[:NAME_LENGTH], seen_at=seen)


def touch(session: Session, secret: str) -> None:
    """The session was used just now."""
    held = TokenRow.digest == users.digest_of(secret)
    session.execute(update(TokenRow).where(held).values(seen_at=now()))


def of_user(session: Session, user: UserRow) -> list[TokenRow]:
    """A person's sessions that still work by age, the last used first."""
    query = select(TokenRow).where(*_of(user), TokenRow.expires_at > now())
    return list(session.scalars(query.order_by(TokenRow.seen_at.desc())))


def end(session: Session, secret: str) -> None:
    """Sign out."""
    session.execute(delete(TokenRow).where(TokenRow.digest == users.digest_of(secret)))


def end_named(session: Session, user: UserRow, name: str) -> bool:
    """End one of a person's own sessions; whether there was one of this name."""
    named = TokenRow.digest.startswith(name, autoescape=True)
    if len(name) != NAME_LENGTH:
        return False
    ended = session.execute(delete(TokenRow).where(*_of(user), named))
    return bool(ended.rowcount)  # type: ignore[attr-defined]


def end_all(session: Session, user: UserRow, *, by: str, but: str | None = None) -> int:
    """Sign a person out everywhere, `but` the session of that name; how many ended."""
    kept = [] if but is None else [~TokenRow.digest.startswith(but, autoescape=True)]
    ended = session.execute(delete(TokenRow).where(*_of(user), *kept))
    count: int = ended.rowcount  # type: ignore[attr-defined]
    log.append(session, actor=by, action="sessions_ended", subject=f"user:{user.name}", detail={"sessions": count})  # fmt: skip
    return count


def _of(user: UserRow) -> tuple[ColumnElement[bool], ...]:
    return TokenRow.user_id == user.id, TokenRow.purpose == SESSION
