"""The tables of a desk's shared work."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Boolean, ForeignKey, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.schema import Base


class BatchRow(Base):
    """One outcome for many stories at once: what was ruled on, what another had ruled on meanwhile."""

    __tablename__ = "batches"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    reviewer: Mapped[str]
    at: Mapped[datetime]
    outcome: Mapped[str] = mapped_column(String(40))
    note: Mapped[str] = mapped_column(default="")
    decided: Mapped[list[Any]]  # [flag, its version after the ruling], one a story
    overtaken: Mapped[list[Any]]  # {"flag", "vi", "en"}: left as it was, and why
    undone_at: Mapped[datetime | None]
    undone: Mapped[list[Any]]  # flags whose ruling was taken back


class ViewRow(Base):
    """Filters of the queue under a name."""

    __tablename__ = "saved_views"
    __table_args__ = (UniqueConstraint("owner", "name"),)
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    owner: Mapped[str]
    name: Mapped[str]
    query: Mapped[str]  # as in the queue's address, without the page
    shared: Mapped[bool] = mapped_column(Boolean)
    made_at: Mapped[datetime]


class OpinionRow(Base):
    """A second opinion on a story: asked for, then given, beside the ruling and never in its place."""

    __tablename__ = "opinions"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    flag_id: Mapped[int] = mapped_column(ForeignKey("flags.id"), index=True)
    group_key: Mapped[str] = mapped_column(String(64), index=True)  # of the story
    asked_by: Mapped[str]
    asked_of: Mapped[str]  # a person's name; "": anyone
    asked_at: Mapped[datetime]
    question: Mapped[str] = mapped_column(default="")
    state: Mapped[str] = mapped_column(String(20), index=True)  # storage.opinions.STATES
    reviewer: Mapped[str] = mapped_column(default="")
    outcome: Mapped[str] = mapped_column(String(40), default="")
    note: Mapped[str] = mapped_column(default="")
    given_at: Mapped[datetime | None]
    decision_id: Mapped[int | None] = mapped_column(ForeignKey("decisions.id"))  # the first ruling
