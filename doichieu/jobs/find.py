"""Words → the articles and official texts that hold them all, diacritics or not."""

from __future__ import annotations

import re
from typing import Any

from doichieu.jobs.desk import open_desk
from doichieu.settings import Settings
from doichieu.text import fold
from storage import articles, documents, search

#: Characters shown around the first word found.
AROUND = 90


def find(words: str, *, limit: int, settings: Settings) -> list[dict[str, Any]]:
    """Hits with their title, a snippet and where they are."""
    found = []
    with open_desk(settings) as desk, desk.database.reading() as session:
        for hit in search.find(session, words, kinds=("article", "document"), limit=limit):
            if hit.kind == "article":
                row = articles.get(session, int(hit.ref))
                if row is not None:
                    found.append(_hit("article", row.title, row.text, row.url, words))
            else:
                document = documents.by_id(session, int(hit.ref))
                if document is not None:
                    title = f"{document.number} {document.title}"
                    found.append(_hit("document", title, document.text, document.origin, words))
    return found


def _hit(kind: str, title: str, text: str, url: str, words: str) -> dict[str, Any]:
    return {"kind": kind, "title": title, "snippet": snippet(text, words), "url": url}


def snippet(text: str, words: str) -> str:
    """The text around the first place that holds one of `words`."""
    flat = " ".join(text.split())
    folded = fold(flat)
    places = [folded.find(word) for word in re.findall(r"\w+", fold(words))]
    at = min((place for place in places if place >= 0), default=0)
    start = max(0, at - AROUND // 2)
    return ("… " if start else "") + flat[start : start + 2 * AROUND].strip()
