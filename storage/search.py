"""Full text over folded words: "pham minh" finds "Phạm Minh", "dat" finds "Đạt"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.orm import Session

from doichieu.text import fold, nfc

#: More words than this narrow nothing further.
MOST_WORDS = 12


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found: kind "article", "document" or "flag", and its id or number."""

    kind: str
    ref: str


def put(session: Session, *, kind: str, ref: str, title: str, body: str) -> None:
    """Make one thing findable, in place of what was there under its name."""
    name = {"kind": kind, "ref": ref}
    by_row = session.get_bind().dialect.name == "sqlite"
    if by_row:
        _forget_row(session, name)
    else:
        session.execute(text("DELETE FROM search WHERE kind = :kind AND ref = :ref"), name)
    session.execute(
        text("INSERT INTO search (kind, ref, title, body) VALUES (:kind, :ref, :title, :body)"),
        {**name, "title": folded(title), "body": folded(body)},
    )
    if by_row:
        session.execute(
            text(
                "INSERT OR REPLACE INTO search_rows (kind, ref, at)"
                " VALUES (:kind, :ref, last_insert_rowid())"
            ),
            name,
        )


def _forget_row(session: Session, name: dict[str, str]) -> None:
    """FTS5 knows its rows by number only: looked for by name, every row would be read."""
    at = session.scalar(text("SELECT at FROM search_rows WHERE kind = :kind AND ref = :ref"), name)
    if at is not None:
        session.execute(text("DELETE FROM search WHERE rowid = :at"), {"at": at})


def find(
    session: Session, words: str, *, kinds: tuple[str, ...] = (), limit: int = 20
) -> list[Hit]:
    """What holds every word, newest first; nothing for no words."""
    asked = re.findall(r"\w+", folded(words))[:MOST_WORDS]
    if not asked:
        return []
    if session.get_bind().dialect.name == "sqlite":
        where, value = "search MATCH :asked", " ".join(f'"{word}"' for word in asked)
        order = "rowid DESC"
    else:
        where, value = "words @@ plainto_tsquery('simple', :asked)", " ".join(asked)
        order = "ref DESC"
    narrowed = (
        " AND kind IN ({})".format(", ".join(f":k{at}" for at in range(len(kinds))))
        if kinds
        else ""
    )
    found = session.execute(
        text(f"SELECT kind, ref FROM search WHERE {where}{narrowed} ORDER BY {order} LIMIT :limit"),
        {"asked": value, "limit": limit, **{f"k{at}": kind for at, kind in enumerate(kinds)}},
    )
    return [Hit(kind=row.kind, ref=row.ref) for row in found]


def folded(words: str) -> str:
    """Text as it is searched: folded, marks apart from letters and figures made blanks."""
    return " ".join(re.findall(r"\w+", fold(nfc(words)).replace("\x00", " ")))
