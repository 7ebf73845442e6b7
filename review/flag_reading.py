"""What the page of one flag shows, read from storage once for page and API."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from litestar.exceptions import NotFoundException

from doichieu.local_time import LOCAL_TIME
from review.flag_history import history
from review.language import Translate
from review.model_reasons import reasons
from review.reading import known_id, names_of
from review.standing import passage_story
from review.views import KINDS, certainty
from review.word_diff import changes_of, is_long
from storage import articles, documents, flags, log, opinions, similar_flags, users
from storage.database import Database
from storage.flags import FlagPage
from storage.schema import RevisionRow


def whole_flag(database: Database, flag_id: int, *, t: Translate) -> dict[str, Any]:
    """One flag with all its page shows, in the words of `t`."""
    with database.reading() as session:
        page = flags.get(session, known_id(flag_id))
        if page is None:
            raise NotFoundException(f"flag {flag_id}")
        flag, article = page.flag, page.article
        revisions = articles.revisions(session, article.id)
        changes = changes_of(revisions, t=t)
        document = documents.get(session, flag.document)
        together = [flag.id, *(one.id for one, _ in page.group)]
        return {
            "flag": flag,
            "article": article,
            "group": page.group,
            "decisions": page.decisions,
            "document": document,
            "names": names_of(session),
            "people": [one.name for one in users.everyone(session)],
            "opinions": opinions.of_story(session, flag.group_key),
            "changes": changes,
            "long": is_long(changes),
            "similar": similar_flags.similar(session, flag),
            "history": history(flag, article, changes, page.decisions, log.of_flags(session, together)),
            **_text(page, revisions),
            **_reasons(page, t=t),
            **passage_story(document, flag, day=_day(page), today=datetime.now(LOCAL_TIME).date()),
        }  # fmt: skip


def article_changes(database: Database, article_id: int, *, t: Translate) -> dict[str, Any]:
    """An article with every change of its text."""
    with database.reading() as session:
        row = articles.get(session, known_id(article_id))
        if row is None:
            raise NotFoundException(f"article {article_id}")
        changes = changes_of(articles.revisions(session, article_id), t=t)
        return {"article": row, "changes": changes, "names": names_of(session)}


def _text(page: FlagPage, revisions: list[RevisionRow]) -> dict[str, Any]:
    """The text the sentence was found in, and whether it still stands there."""
    flag = page.flag
    held = next((one for one in revisions if one.revision == flag.revision), None)
    text = f"{held.title}\n{held.text}" if held else ""
    return {"text": text, "in_text": text[flag.start : flag.end] == flag.sentence}


def _reasons(page: FlagPage, *, t: Translate) -> dict[str, Any]:
    lines = reasons(
        page.flag, f"{page.article.title}\n{page.article.text}", t=t,
        kind_name=lambda kind: t(KINDS.get(kind, kind)), sure=t(certainty(page.flag.probability)).lower(),
    )  # fmt: skip
    return {"reasons": lines}


def _day(page: FlagPage) -> Any:
    """The day the article appeared, on our clocks."""
    moment = page.article.published_at or page.flag.created_at
    return moment.astimezone(LOCAL_TIME).date()
