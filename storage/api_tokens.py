"""Tokens by which programs come in: each somebody's, for some rights, until a day; kept as a digest only."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import timedelta

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from doichieu.errors import WrongUse
from doichieu.rights import SCOPES, Right, rights_of
from storage import log, users
from storage.moments import now
from storage.people_schema import ApiTokenRow
from storage.schema import UserRow

#: How a token begins, so that people and programs that look for lost secrets know it.
PREFIX = "doichieu_"
#: Days a token may last at most, and where none are said.
MOST_DAYS, DAYS = 366, 90
#: Tokens a person may have at once.
MOST = 20
LONGEST_NAME = 80
#: The last use is written down once in so long.
TOUCH = timedelta(minutes=5)


def make(
    session: Session, user: UserRow, *, name: str, scopes: Iterable[str], days: int, by: str
) -> tuple[ApiTokenRow, str]:
    """A new token and its secret, which is told this once."""
    name, wanted = name.strip(), known_scopes(scopes, user)
    _must_be_sensible(session, user, name=name, days=days)
    secret = PREFIX + secrets.token_urlsafe(32)
    row = ApiTokenRow(
        user_id=user.id, name=name, digest=users.digest_of(secret), scopes=[str(one) for one in wanted],
        created_at=now(), expires_at=now() + timedelta(days=days),
    )  # fmt: skip
    session.add(row)
    session.flush()
    log.append(
        session, actor=by, action="token_made", subject=f"user:{user.name}",
        detail={"token": name, "scopes": row.scopes, "days": days},
    )  # fmt: skip
    return row, secret


def holder(session: Session, secret: str) -> tuple[ApiTokenRow, UserRow] | None:
    """A token that still works, and whose it is."""
    query = select(ApiTokenRow).where(ApiTokenRow.digest == users.digest_of(secret))
    row = session.scalar(query)
    if row is None or row.ended_at is not None or row.expires_at <= now():
        return None
    user = session.get(UserRow, row.user_id)
    return (row, user) if user is not None and user.ended_at is None else None


def rights(row: ApiTokenRow, user: UserRow) -> frozenset[Right]:
    """What the token is for, and its holder may still do."""
    return frozenset(Right(one) for one in row.scopes if one in SCOPES) & rights_of(user.role)


def touch(session: Session, token_id: int) -> None:
    """The token was used just now."""
    session.execute(update(ApiTokenRow).where(ApiTokenRow.id == token_id).values(used_at=now()))


def of_user(session: Session, user: UserRow) -> list[ApiTokenRow]:
    """A person's tokens, the newest first; ended ones too."""
    query = select(ApiTokenRow).where(ApiTokenRow.user_id == user.id)
    return list(session.scalars(query.order_by(ApiTokenRow.id.desc())))


def end(session: Session, user: UserRow, token_id: int, *, by: str) -> bool:
    """A person's token works no longer; whether they have one of this number."""
    row = session.get(ApiTokenRow, token_id)
    if row is None or row.user_id != user.id:
        return False
    if row.ended_at is None:
        row.ended_at = now()
        log.append(session, actor=by, action="token_ended", subject=f"user:{user.name}", detail={"token": row.name})  # fmt: skip
    return True


def is_alive(row: ApiTokenRow) -> bool:
    """Whether it still opens anything."""
    return row.ended_at is None and row.expires_at > now()


def known_scopes(scopes: Iterable[str], user: UserRow) -> list[Right]:
    """Scopes that are some and that the person has; WrongUse names the first that is not."""
    wanted = list(dict.fromkeys(scopes))
    own = [right for right in SCOPES if right in rights_of(user.role)]
    wrong = next((one for one in wanted if one not in own), None)
    if wanted and wrong is None:
        return [Right(one) for one in wanted]
    told = "" if wrong is None else repr(wrong[:40])
    raise WrongUse(
        vi=f"phạm vi {told} không dùng được; {user.name} có thể chọn: {', '.join(own)}",
        en=f"the scope {told} cannot be used; {user.name} may choose: {', '.join(own)}",
        reason="bad_scope",
    )


def _must_be_sensible(session: Session, user: UserRow, *, name: str, days: int) -> None:
    alive = ApiTokenRow.user_id == user.id, ApiTokenRow.ended_at.is_(None), ApiTokenRow.expires_at > now()  # fmt: skip
    if not name or len(name) > LONGEST_NAME or not 1 <= days <= MOST_DAYS:
        raise WrongUse(
            vi=f"mã truy cập cần một tên (tới {LONGEST_NAME} ký tự) và hạn từ 1 đến {MOST_DAYS} ngày",
            en=f"a token needs a name (up to {LONGEST_NAME} characters) and an end within 1 to {MOST_DAYS} days",
            reason="bad_token",
        )
    if session.scalar(select(func.count()).where(*alive)) >= MOST:  # type: ignore[operator]
        raise WrongUse(
            vi=f"{user.name} đã có {MOST} mã truy cập; hãy thu hồi bớt",
            en=f"{user.name} has {MOST} tokens already; end some",
            reason="too_many_tokens",
        )
