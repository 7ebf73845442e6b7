"""The table of articles whose check failed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from storage.schema import Base


class TroubleRow(Base):
    """An article whose check failed: how often in this revision, and why the last time."""

    __tablename__ = "check_troubles"
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"), primary_key=True)
    revision: Mapped[int] = mapped_column(Integer)
    tries: Mapped[int] = mapped_column(Integer)
    reason: Mapped[str] = mapped_column(String(60))
    detail: Mapped[str]
    seen_at: Mapped[datetime]
    aside_at: Mapped[datetime | None] = mapped_column(index=True)  # put aside since
