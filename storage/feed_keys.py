"""Secrets that open the feeds to a reader's program; one a person, ended when they ask."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from storage import log, users
from storage.schema import TokenRow, UserRow

FEED = "feed"
#: Feed readers are set up once and forgotten; after a year the address is asked for again.
HOURS = 365 * 24


def renew(session: Session, user: UserRow) -> str:
    """A new secret in place of the one before."""
    _end(session, user)
    log.append(session, actor=user.name, action="feed_key", subject=f"user:{user.name}")
    return users.issue(session, user, purpose=FEED, hours=HOURS)


def end(session: Session, user: UserRow) -> None:
    """The addresses work no longer."""
    _end(session, user)
    log.append(session, actor=user.name, action="feed_key_ended", subject=f"user:{user.name}")


def holder(session: Session, secret: str) -> UserRow | None:
    """Whose secret it is, while it lasts."""
    row = session.get(TokenRow, users.digest_of(secret))
    if row is None or row.purpose != FEED or row.expires_at <= datetime.now(UTC):
        return None
    user = session.get(UserRow, row.user_id)
    return user if user is not None and user.ended_at is None else None


def _end(session: Session, user: UserRow) -> None:
    session.execute(delete(TokenRow).where(TokenRow.user_id == user.id, TokenRow.purpose == FEED))
