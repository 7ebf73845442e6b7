"""The tables of alerts: what is wrong and since when, what is on its way to whom, what is measured."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, Integer, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.schema import Base


class AlertRow(Base):
    """Something wrong, from when it was seen until it was over; at most one of a kind and subject at a time."""

    __tablename__ = "alerts"
    __table_args__ = (
        Index(
            "uq_alerts_open",
            "kind",
            "subject",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str]
    said: Mapped[str]  # in both languages
    opened_at: Mapped[datetime] = mapped_column(index=True)
    told_at: Mapped[datetime | None]  # put into a message
    ended_at: Mapped[datetime | None] = mapped_column(index=True)
    over_at: Mapped[datetime | None]  # its end put into a message, or nothing to tell


class OutgoingRow(Base):
    """One message to one address; the address itself, which holds secrets, stays in the settings."""

    __tablename__ = "outgoing"
    __table_args__ = (UniqueConstraint("subject", "address"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(String(80))  # "alert:…", "digest:day:2026-11-05"
    address: Mapped[str] = mapped_column(String(16))  # a digest of it
    shown: Mapped[str]  # without what is secret
    title: Mapped[str]
    body: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(index=True)
    tries: Mapped[int] = mapped_column(Integer, default=0)
    next_at: Mapped[datetime | None] = mapped_column(index=True)  # None: sent, or given up
    sent_at: Mapped[datetime | None]
    problem: Mapped[str] = mapped_column(default="")


class MeasureRow(Base):
    """How much was waiting at one moment."""

    __tablename__ = "measures"
    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    at: Mapped[datetime] = mapped_column(primary_key=True)
    count: Mapped[int] = mapped_column(Integer)
