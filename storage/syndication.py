"""Syndication groups: each article belongs to one story, however many outlets ran it.

An article leaves a few marks (its smallest shingle hashes) in a table. A new one looks up the
newest carriers of its own marks around its day, compares its text with the likeliest of them, and
joins the story of the most alike, or begins one. The work an article takes is bounded, whatever is
stored: MARKS look-ups of at most CARRIERS rows, MOST_COMPARED texts.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from functools import cache

from sqlalchemy import TextClause, bindparam, insert, select, text
from sqlalchemy.orm import Session

from storage.schema import ArticleRow
from storage.story_rows import StoryMarkRow, StoryRow
from storage.syndication_likeness import likeness
from storage.syndication_marks import Telling, telling

#: Days between a story and its last copy; below a week, so that a weekly report never meets its last.
WINDOW = 5
#: Newest articles looked at for one mark: more carry only stock phrases.
CARRIERS = 32
#: Marks two articles share before their texts are compared.
LEAST_MARKS = 2
#: Texts compared, those with most marks in common first.
MOST_COMPARED = 8
#: So much of the shorter text in the other, and no need to look further.
PLAIN_COPY = 0.9

_ONE_MARK = (
    "SELECT article_id FROM (SELECT article_id FROM story_marks"
    " WHERE mark = :m{at} AND day BETWEEN :first AND :last"
    " ORDER BY day DESC, article_id DESC LIMIT :most) AS c{at}"
)
#: Statements asked for every article, made once.
_STORY, _MARK = insert(StoryRow.__table__), insert(StoryMarkRow.__table__)  # type: ignore[arg-type]
_STORY_OF = select(StoryRow.story).where(StoryRow.article_id == bindparam("article_id"))
_TEXTS = select(ArticleRow.id, ArticleRow.text).where(
    ArticleRow.id.in_(bindparam("ids", expanding=True))
)
_MARKS_OF = select(StoryMarkRow.mark).where(
    StoryMarkRow.mark.in_(bindparam("marks", expanding=True)),
    StoryMarkRow.article_id == bindparam("article_id"),
    StoryMarkRow.day == bindparam("day"),
)


def place(session: Session, article: ArticleRow, *, is_new: bool = False) -> int:
    """Put an article, or its new revision, with its story; the story's number.

    A revision stays with the story of the first text, and is found by both. A new article is not
    looked for.
    """
    said, day = telling(article.text), _day(article)
    held = None if is_new else session.get(StoryRow, article.id)
    story = held.story if held else _begin_or_join(session, article.id, said, day=day)
    _leave_marks(session, article.id, said.marks, day=day, is_new=is_new)
    return story


def story_of(session: Session, article: ArticleRow) -> int:
    """The story of an article; one stored before stories were kept is placed now."""
    held = session.get(StoryRow, article.id)
    return held.story if held else place(session, article)


def members(session: Session, story: int) -> list[int]:
    """The articles of a story, the first one first."""
    query = select(StoryRow.article_id).where(StoryRow.story == story)
    return list(session.scalars(query.order_by(StoryRow.article_id)))


def _begin_or_join(session: Session, article_id: int, said: Telling, *, day: int) -> int:
    story, like = _story_of(session, said, day=day) or (article_id, 1.0)
    row = {"article_id": article_id, "story": story, "likeness": like}
    session.connection().execute(_STORY, row)
    return story


def _story_of(session: Session, said: Telling, *, day: int) -> tuple[int, float] | None:
    """The story of the stored article most alike; the first that is a plain copy will do."""
    best: tuple[float, int] | None = None
    likely = _likely(session, said.marks, day=day)
    texts = _texts(session, likely)
    for article_id in likely:
        like = likeness(said, telling(texts[article_id]))
        if like and (best is None or (like, -article_id) > best):
            best = like, -article_id
        if like >= PLAIN_COPY:
            break
    if best is None:
        return None
    joined = session.connection().execute(_STORY_OF, {"article_id": -best[1]}).scalar_one()
    return joined, best[0]


def _likely(session: Session, marks: tuple[int, ...], *, day: int) -> list[int]:
    """Articles of these days that share marks, those that share most first."""
    if not marks:
        return []
    asked = {f"m{at}": mark for at, mark in enumerate(marks)}
    found = session.connection().execute(
        _carriers(len(marks)),
        {**asked, "first": day - WINDOW, "last": day + WINDOW, "most": CARRIERS},
    )
    shared = Counter(row.article_id for row in found)
    least = min(LEAST_MARKS, len(marks))
    return [one for one, count in shared.most_common(MOST_COMPARED) if count >= least]


@cache
def _carriers(marks: int) -> TextClause:
    return text(" UNION ALL ".join(_ONE_MARK.format(at=at) for at in range(marks)))


def _texts(session: Session, ids: list[int]) -> dict[int, str]:
    if not ids:
        return {}
    return {row.id: row.text for row in session.connection().execute(_TEXTS, {"ids": ids})}


def _leave_marks(
    session: Session, article_id: int, marks: tuple[int, ...], *, day: int, is_new: bool
) -> None:
    known: set[int] = set()
    if marks and not is_new:
        asked = {"marks": marks, "article_id": article_id, "day": day}
        known = set(session.connection().scalars(_MARKS_OF, asked))
    rows = [
        {"mark": mark, "day": day, "article_id": article_id} for mark in marks if mark not in known
    ]
    if rows:
        session.connection().execute(_MARK, rows)


def _day(article: ArticleRow) -> int:
    """The day an article belongs to, as a number; the day it was first seen where it gives none."""
    moment = article.published_at or article.first_seen_at
    day: date = moment.date()
    return day.toordinal()
