"""Accounts at the office's own provider (OIDC), and which person of the desk each is."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from doichieu.errors import WrongUse
from storage import log, people, users
from storage.moments import now
from storage.people_schema import IdentityRow
from storage.schema import UserRow


@dataclass(frozen=True, kw_only=True, slots=True)
class Identity:
    """What a provider vouches for."""

    issuer: str
    subject: str
    email: str = ""  #: in small letters, and only where the provider has verified it
    role: str | None = None  #: that the provider's groups give here


def person_of(session: Session, identity: Identity) -> UserRow | None:
    """Who it is: known from before, asked in under the verified mail address, or let in by a group's role.

    None for somebody whom nobody asked in, or who was let go.
    """
    row = session.get(IdentityRow, (identity.issuer, identity.subject))
    user = session.get(UserRow, row.user_id) if row is not None else _asked_in(session, identity)
    if user is None or user.ended_at is not None:
        return None
    if row is None:
        _link(session, user, identity)
    _follow_role(session, user, identity)
    return user


def _asked_in(session: Session, identity: Identity) -> UserRow | None:
    if not identity.email:
        return None
    held = users.by_email(session, identity.email) or users.by_name(session, identity.email)
    if held is not None or identity.role is None:
        return held
    return users.create(session, identity.email, role=identity.role, email=identity.email, by=log.MACHINE)  # fmt: skip


def _link(session: Session, user: UserRow, identity: Identity) -> None:
    row = IdentityRow(issuer=identity.issuer, subject=identity.subject, user_id=user.id)
    row.linked_at = now()
    session.add(row)
    log.append(session, actor=user.name, action="identity_linked", subject=f"user:{user.name}", detail={"by": identity.issuer})  # fmt: skip


def _follow_role(session: Session, user: UserRow, identity: Identity) -> None:
    """The provider's groups are the office's word on roles; the last administrator stays one all the same."""
    if identity.role is None:
        return
    try:
        people.set_role(session, user, identity.role, by=log.MACHINE)
    except WrongUse:
        log.append(session, actor=log.MACHINE, action="role_kept", subject=f"user:{user.name}", detail={"role": user.role})  # fmt: skip
