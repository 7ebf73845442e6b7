"""What the page of one flag shows, read from storage once for page and API."""

from __future__ import annotations

from typing import Any

from litestar.exceptions import NotFoundException

from review.reading import known_id, names_of
from storage import articles, documents, flags, users
from storage.database import Database


def whole_flag(database: Database, flag_id: int) -> dict[str, Any]:
    """One flag with all its page shows."""
    with database.reading() as session:
        page = flags.get(session, known_id(flag_id))
        if page is None:
            raise NotFoundException(f"flag {flag_id}")
        revision = next(
            (
                one
                for one in articles.revisions(session, page.article.id)
                if one.revision == page.flag.revision
            ),
            None,
        )
        text = f"{revision.title}\n{revision.text}" if revision else ""
        return {
            "flag": page.flag,
            "article": page.article,
            "group": page.group,
            "decisions": page.decisions,
            "text": text,
            "in_text": text[page.flag.start : page.flag.end] == page.flag.sentence,
            "document": documents.get(session, page.flag.document),
            "names": names_of(session),
            "people": [one.name for one in users.everyone(session)],
        }
