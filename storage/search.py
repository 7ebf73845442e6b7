"""Full text over folded words: "pham minh" finds "Phạm Minh", "dat" finds "Đạt"."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.orm import Session

from storage.bare import bare
from storage.bare import words as parted

#: More words than this narrow nothing further.
MOST_WORDS = 12


#: What can be found; each kind has row numbers of its own in SQLite, so many for each.
KINDS = ("article", "document", "flag")
ROOM = 1 << 40


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found: one of `KINDS`, and its row's id."""

    kind: str
    ref: str


def put(session: Session, *, kind: str, ref: str, title: str, body: str) -> None:
    """Make one thing findable, in place of what was there under its name."""
    put_all(session, kind=kind, things=[(ref, title, body)])


def put_all(session: Session, *, kind: str, things: Sequence[tuple[str, str, str]]) -> None:
    """Make things findable: the name, title and body of each."""
    rows = [
        {"kind": kind, "ref": ref, "title": folded(title), "body": folded(body)}
        for ref, title, body in things
    ]
    put_folded(session, rows)


def put_folded(session: Session, rows: Sequence[Mapping[str, str]]) -> None:
    """Make things findable whose words are folded already: kind, ref, title and body of each."""
    if _is_sqlite(session):
        # By row number: an FTS5 table knows no other key, and would be read from end to end.
        rows = [{**row, "row": _row(row["kind"], row["ref"])} for row in rows]  # type: ignore[dict-item]
    if rows:
        session.execute(_PUT[_is_sqlite(session)], rows)


def find(
    session: Session, words: str, *, kinds: tuple[str, ...] = KINDS, limit: int = 20
) -> list[Hit]:
    """What holds every word: kind by kind in the order asked, the newest first, `limit` of each.

    Nothing for no words.
    """
    asked = re.findall(r"\w+", folded(words))[:MOST_WORDS]
    if not asked:
        return []
    found = _in_sqlite if _is_sqlite(session) else _in_postgresql
    return [Hit(kind=kind, ref=ref) for kind in kinds for ref in found(session, kind, asked, limit)]


def _in_sqlite(session: Session, kind: str, asked: list[str], limit: int) -> list[str]:
    first = _row(kind, "0")
    query = text(
        "SELECT ref FROM search WHERE search MATCH :asked AND rowid BETWEEN :first AND :last"
        " ORDER BY rowid DESC LIMIT :limit"
    )
    asking = " ".join(f'"{word}"' for word in asked)
    bounds = {"first": first, "last": first + ROOM - 1}
    return list(session.scalars(query, {"asked": asking, "limit": limit, **bounds}))


def _in_postgresql(session: Session, kind: str, asked: list[str], limit: int) -> list[str]:
    query = text(
        "SELECT ref FROM search WHERE words @@ plainto_tsquery('simple', :asked) AND kind = :kind"
        " ORDER BY CAST(ref AS bigint) DESC LIMIT :limit"
    )
    return list(session.scalars(query, {"asked": " ".join(asked), "kind": kind, "limit": limit}))


#: In SQLite, and elsewhere.
_PUT = {
    True: text(
        "INSERT OR REPLACE INTO search (rowid, kind, ref, title, body)"
        " VALUES (:row, :kind, :ref, :title, :body)"
    ),
    False: text(
        "INSERT INTO search (kind, ref, title, body) VALUES (:kind, :ref, :title, :body)"
        " ON CONFLICT (kind, ref) DO UPDATE SET title = excluded.title, body = excluded.body"
    ),
}


def _row(kind: str, ref: str) -> int:
    return KINDS.index(kind) * ROOM + int(ref)


def _is_sqlite(session: Session) -> bool:
    return session.get_bind().dialect.name == "sqlite"


def folded(said: str) -> str:
    """Text as it is searched: folded, marks apart from letters and figures made blanks."""
    return parted(bare(said))
