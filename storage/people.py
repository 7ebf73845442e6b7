"""Those who may sign in: asked in, given a role, let go, taken back."""

from __future__ import annotations

import re

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from doichieu.errors import WrongUse
from doichieu.rights import ROLES
from storage import log, users
from storage.moments import now
from storage.people_schema import ApiTokenRow
from storage.schema import TokenRow, UserRow

#: One address; what is more than that is not checked, for only a letter would tell.
EMAIL = r"[^\s@<>(),;:]{1,64}@[^\s@<>(),;:]+\.[^\s@<>(),;:]{2,}"


def invite(
    session: Session, name: str, *, role: str, by: str, email: str = "", hours: float | None = None
) -> tuple[UserRow, str]:
    """A new person and the secret of their one-time link."""
    user = users.create(session, name, role=known_role(role), email=known_email(email), by=by)
    return user, users.one_time_link(session, user, hours=hours)


def set_role(session: Session, user: UserRow, role: str, *, by: str) -> None:
    """Another role from now on; the last administrator stays one."""
    if known_role(role) == user.role:
        return
    if role != "admin":
        _must_leave_an_admin(session, user)
    log.append(session, actor=by, action="role_changed", subject=f"user:{user.name}", detail={"role": role, "before": user.role})  # fmt: skip
    user.role = role


def deactivate(session: Session, user: UserRow, *, by: str) -> None:
    """May sign in no longer: sessions, links and keys end at once; what they did stays theirs."""
    if user.ended_at is not None:
        return
    _must_leave_an_admin(session, user)
    user.ended_at = now()
    session.execute(delete(TokenRow).where(TokenRow.user_id == user.id))
    mine = ApiTokenRow.user_id == user.id, ApiTokenRow.ended_at.is_(None)
    session.execute(update(ApiTokenRow).where(*mine).values(ended_at=now()))
    log.append(session, actor=by, action="user_ended", subject=f"user:{user.name}")


def reactivate(session: Session, user: UserRow, *, by: str) -> None:
    """May sign in again, by a new link or the password of before."""
    if user.ended_at is None:
        return
    user.ended_at = None
    log.append(session, actor=by, action="user_returned", subject=f"user:{user.name}")


def new_link(session: Session, user: UserRow, *, by: str) -> str:
    """The secret of a new one-time link in place of those before."""
    if user.ended_at is not None:
        raise WrongUse(
            vi=f"{user.name} đã thôi quyền truy cập; hãy mở lại trước: doichieu users reactivate {user.name}",
            en=f"{user.name} may sign in no longer; take them back first: doichieu users reactivate {user.name}",
            reason="user_ended",
        )
    mine = TokenRow.user_id == user.id, TokenRow.purpose == users.SIGN_IN
    session.execute(delete(TokenRow).where(*mine))
    log.append(session, actor=by, action="link_made", subject=f"user:{user.name}")
    return users.one_time_link(session, user)


def known_role(role: str) -> str:
    """A role there is; WrongUse names those there are."""
    if role in ROLES:
        return role
    raise WrongUse(
        vi=f"không có vai trò {role[:40]!r}; hãy chọn: {', '.join(ROLES)}",
        en=f"there is no role {role[:40]!r}; choose one of: {', '.join(ROLES)}",
        reason="unknown_role",
    )


def known_email(email: str) -> str | None:
    """A mail address in small letters; None where none is given."""
    email = email.strip().lower()
    if not email:
        return None
    if len(email) <= 254 and re.fullmatch(EMAIL, email):
        return email
    raise WrongUse(
        vi=f"{email[:80]!r} không phải địa chỉ thư; dạng đúng: ten@co-quan.vn",
        en=f"{email[:80]!r} is no mail address; it looks like name@office.vn",
        reason="bad_email",
    )


def _must_leave_an_admin(session: Session, user: UserRow) -> None:
    # Locked, so that two administrators cannot let go of each other at once.
    query = select(UserRow).where(UserRow.role == "admin", UserRow.ended_at.is_(None))
    admins = session.scalars(query.with_for_update()).all()
    if [one.id for one in admins] == [user.id]:
        raise WrongUse(
            vi=f"{user.name} là quản trị cuối cùng; hãy giao quyền quản trị cho người khác trước",
            en=f"{user.name} is the last administrator; make somebody else one first",
            reason="last_admin",
        )
