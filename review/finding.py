"""Articles and official texts that hold every word, as rows of a page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from review.reading import names_of
from review.snippet import snippet
from storage import search
from storage.database import Database
from storage.official_schema import DocumentRow
from storage.schema import ArticleRow

#: Of each kind.
MOST = 50


def find(database: Database, words: str) -> list[dict[str, Any]]:
    """What holds every word, with or without diacritics: articles, then documents, the newest first."""
    with database.reading() as session:
        hits = search.find(session, words, kinds=("article", "document"), limit=MOST)
        ids = {
            kind: [int(one.ref) for one in hits if one.kind == kind]
            for kind in ("article", "document")
        }
        return [
            *_articles(session, ids["article"], words=words),
            *_documents(session, ids["document"]),
        ]


def _articles(session: Session, ids: list[int], *, words: str) -> list[dict[str, Any]]:
    query = select(
        ArticleRow.id, ArticleRow.title, ArticleRow.text, ArticleRow.source_id, ArticleRow.published_at
    )  # fmt: skip
    held = {row.id: row for row in session.execute(query.where(ArticleRow.id.in_(ids)))}
    names = names_of(session) if held else {}
    return [_article(held[one], names, words=words) for one in ids if one in held]


def _article(row: Any, names: Mapping[str, str], *, words: str) -> dict[str, Any]:
    detail, spans = snippet(row.text, words)
    return {
        "kind": "article", "title": row.title, "path": f"/articles/{row.id}", "detail": detail,
        "spans": spans, "source": names.get(row.source_id, row.source_id), "time": row.published_at,
    }  # fmt: skip


def _documents(session: Session, ids: list[int]) -> list[dict[str, Any]]:
    query = select(DocumentRow.id, DocumentRow.number, DocumentRow.title, DocumentRow.issuer)
    held = {row.id: row for row in session.execute(query.where(DocumentRow.id.in_(ids)))}
    return [
        {
            "kind": "document", "title": f"{row.number} {row.title}", "path": f"/documents/{row.number}",
            "detail": row.issuer, "spans": [], "source": "", "time": None,
        }
        for row in (held[one] for one in ids if one in held)
    ]  # fmt: skip
