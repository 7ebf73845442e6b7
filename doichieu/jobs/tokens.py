"""Tokens of programs, by hand."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from doichieu.errors import WrongUse
from doichieu.jobs.desk import open_desk
from doichieu.jobs.users import known_person
from doichieu.local_time import local_iso
from doichieu.settings import Settings
from storage import api_tokens, log, users


def make_token(
    name: str, *, user: str, scopes: Iterable[str], days: int, settings: Settings
) -> str:
    """A new token of a person; its secret."""
    with open_desk(settings) as desk, desk.database.session() as session:
        held = known_person(session, user)
        return api_tokens.make(session, held, name=name, scopes=scopes, days=days, by=log.MACHINE)[1]  # fmt: skip


def list_tokens(*, settings: Settings) -> list[dict[str, Any]]:
    """Every token that still works, without its secret."""
    with open_desk(settings) as desk, desk.database.reading() as session:
        return [
            {
                "id": row.id, "user": user.name, "name": row.name, "scopes": row.scopes,
                "expires_at": local_iso(row.expires_at), "used_at": local_iso(row.used_at),
            }
            for user in users.everyone(session)
            for row in api_tokens.of_user(session, user)
            if api_tokens.is_alive(row)
        ]  # fmt: skip


def end_token(token_id: int, *, settings: Settings) -> None:
    """A token works no longer."""
    with open_desk(settings) as desk, desk.database.session() as session:
        for user in users.everyone(session):
            if api_tokens.end(session, user, token_id, by=log.MACHINE):
                return
    raise WrongUse(
        vi=f"không có mã truy cập #{token_id}; xem: doichieu users token list",
        en=f"there is no token #{token_id}; see: doichieu users token list",
        reason="unknown_token",
    )
