"""The tables of stories: which an article tells, and the marks a copy is found by."""

from __future__ import annotations

from sqlalchemy import BigInteger, Float, ForeignKey, Integer
from sqlalchemy.orm import Mapped, mapped_column

from storage.schema import Base


class StoryRow(Base):
    """Which story an article tells; a story is named by its first article."""

    __tablename__ = "stories"
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"), primary_key=True)
    story: Mapped[int] = mapped_column(Integer, index=True)
    likeness: Mapped[float] = mapped_column(Float)  # to the article it was put with


class StoryMarkRow(Base):
    """A mark an article is found by when a copy comes; no foreign key, a million rows a month."""

    __tablename__ = "story_marks"
    __table_args__ = ({"sqlite_with_rowid": False},)
    mark: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    day: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    article_id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
