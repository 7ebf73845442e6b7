"""The tables of the official corpus: documents, what they are called by, how they were, what was put apart."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Boolean, Date, ForeignKey, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.schema import Base


class DocumentRow(Base):
    """One official document."""

    __tablename__ = "official_documents"
    __table_args__ = (UniqueConstraint("number_key", "issuer", "year"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str]
    number_key: Mapped[str] = mapped_column(String(120), index=True)
    title: Mapped[str]
    issuer: Mapped[str]
    kind: Mapped[str]
    issued: Mapped[date | None] = mapped_column(Date)
    effective: Mapped[date | None] = mapped_column(Date)
    expires: Mapped[date | None] = mapped_column(Date)
    replaces: Mapped[list[Any]]
    replaced_by: Mapped[str | None]
    province: Mapped[str | None]
    origin: Mapped[str]
    names: Mapped[list[Any]]
    text: Mapped[str]
    passages: Mapped[list[Any]]
    digest: Mapped[str] = mapped_column(String(64))
    stored_at: Mapped[datetime]
    year: Mapped[int] = mapped_column(Integer, default=0)  # of a number that names none itself
    applied: Mapped[date | None] = mapped_column(Date)
    own_expires: Mapped[date | None] = mapped_column(Date)  # as the text itself says
    relations: Mapped[list[Any]] = mapped_column(default=list)
    changes: Mapped[list[Any]] = mapped_column(default=list)
    origins: Mapped[list[Any]] = mapped_column(default=list)
    version: Mapped[int] = mapped_column(Integer, default=1)


class DocumentKeyRow(Base):
    """What a document is called by, and what it does something to: who is touched by one more text."""

    __tablename__ = "official_keys"
    document_id: Mapped[int] = mapped_column(ForeignKey("official_documents.id"), primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True, index=True)
    own: Mapped[bool] = mapped_column(Boolean, primary_key=True)  # its own name, not a target's


class DocumentVersionRow(Base):
    """A document's text as it was before the one it has now."""

    __tablename__ = "official_versions"
    document_id: Mapped[int] = mapped_column(ForeignKey("official_documents.id"), primary_key=True)
    version: Mapped[int] = mapped_column(Integer, primary_key=True)
    title: Mapped[str]
    text: Mapped[str]
    digest: Mapped[str] = mapped_column(String(64))
    origin: Mapped[str]
    stored_at: Mapped[datetime]


class DocumentProblemRow(Base):
    """An official file put apart: why, and what a person can do."""

    __tablename__ = "official_problems"
    place: Mapped[str] = mapped_column(primary_key=True)
    reason: Mapped[str] = mapped_column(String(40))
    vi: Mapped[str]
    en: Mapped[str]
    seen_at: Mapped[datetime]
