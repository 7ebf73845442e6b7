"""Syndication groups: each article belongs to one story, however many outlets ran it.

An article leaves a few marks (its smallest shingle hashes) in a table. A new one looks up the
newest carriers of its own marks around its day, compares its text with the likeliest of them, and
joins the story of the most alike, or begins one. The work an article takes is bounded, whatever is
stored: MARKS look-ups of at most CARRIERS rows, MOST_COMPARED texts.
"""

from __future__ import annotations

from collections import Counter
from datetime import date

from sqlalchemy import insert, select, text
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


def place(session: Session, article: ArticleRow) -> int:
    """Put an article, or its new revision, with its story; the story's number.

    A revision stays with the story of the first text, and is found by both.
    """
    said, day = telling(article.text), _day(article)
    held = session.get(StoryRow, article.id)
    if held is None:
        story, like = _story_of(session, said, day=day) or (article.id, 1.0)
        held = StoryRow(article_id=article.id, story=story, likeness=like)
        session.add(held)
    _leave_marks(session, article.id, said.marks, day=day)
    return held.story


def story_of(session: Session, article: ArticleRow) -> int:
    """The story of an article; one stored before stories were kept is placed now."""
    held = session.get(StoryRow, article.id)
    return held.story if held else place(session, article)


def members(session: Session, story: int) -> list[int]:
    """The articles of a story, the first one first."""
    query = select(StoryRow.article_id).where(StoryRow.story == story)
    return list(session.scalars(query.order_by(StoryRow.article_id)))


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
    return session.get_one(StoryRow, -best[1]).story, best[0]


def _likely(session: Session, marks: tuple[int, ...], *, day: int) -> list[int]:
    """Articles of these days that share marks, those that share most first."""
    if not marks:
        return []
    query = " UNION ALL ".join(_ONE_MARK.format(at=at) for at in range(len(marks)))
    asked = {f"m{at}": mark for at, mark in enumerate(marks)}
    found = session.execute(
        text(query), {**asked, "first": day - WINDOW, "last": day + WINDOW, "most": CARRIERS}
    )
    shared = Counter(row.article_id for row in found)
    least = min(LEAST_MARKS, len(marks))
    return [one for one, count in shared.most_common(MOST_COMPARED) if count >= least]


def _texts(session: Session, ids: list[int]) -> dict[int, str]:
    query = select(ArticleRow.id, ArticleRow.text).where(ArticleRow.id.in_(ids))
    return {row.id: row.text for row in session.execute(query)} if ids else {}


def _leave_marks(session: Session, article_id: int, marks: tuple[int, ...], *, day: int) -> None:
    session.flush()
    held = select(StoryMarkRow.mark).where(
        StoryMarkRow.mark.in_(marks), StoryMarkRow.article_id == article_id, StoryMarkRow.day == day
    )
    known = set(session.scalars(held)) if marks else set()
    rows = [
        {"mark": mark, "day": day, "article_id": article_id} for mark in marks if mark not in known
    ]
    if rows:
        session.execute(insert(StoryMarkRow), rows)


def _day(article: ArticleRow) -> int:
    """The day an article belongs to, as a number; the day it was first seen where it gives none."""
    moment = article.published_at or article.first_seen_at
    day: date = moment.date()
    return day.toordinal()
