"""The tables of a desk's shared work."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Boolean, Integer, String, UniqueConstraint
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
