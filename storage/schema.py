"""The tables, typed; times are aware UTC in and out."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from storage.moments import Moment, now

#: Names of constraints are fixed, so that migrations can speak of them on every database.
NAMES = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """All tables."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy's own way of saying it
        datetime: Moment,
        dict[str, Any]: JSON,
        list[Any]: JSON,
        str: Text,
    }


class SourceRow(Base):
    """What an installation knows of a source beside the registry's TOML."""

    __tablename__ = "sources"
    id: Mapped[str] = mapped_column(String(120), primary_key=True)
    name: Mapped[str]
    kind: Mapped[str] = mapped_column(String(20))
    category: Mapped[str] = mapped_column(default="")
    province: Mapped[str | None]
    home_url: Mapped[str] = mapped_column(default="")
    interval_minutes: Mapped[int] = mapped_column(Integer, default=30)
    enabled: Mapped[bool] = mapped_column(Boolean, default=False)
    verified: Mapped[date | None] = mapped_column(Date)
    last_run_at: Mapped[datetime | None]
    last_success_at: Mapped[datetime | None]
    problem: Mapped[str] = mapped_column(default="")
    problem_since: Mapped[datetime | None]
    pace_minutes: Mapped[int | None] = mapped_column(Integer)  # of its own publishing
    not_before: Mapped[datetime | None]  # the server asked to be left alone until then
    spent_on: Mapped[date | None] = mapped_column(Date)  # day that `spent` counts, Viet Nam time
    spent: Mapped[int] = mapped_column(Integer, default=0)  # requests of that day


class TemplateRow(Base):
    """How a source builds its pages, as learned on one day; older versions stay."""

    __tablename__ = "templates"
    source_id: Mapped[str] = mapped_column(String(120), primary_key=True)
    version: Mapped[int] = mapped_column(Integer, primary_key=True)
    learned_at: Mapped[date] = mapped_column(Date)
    body: Mapped[dict[str, Any]]


class FrontierRow(Base):
    """An address met, and what became of it."""

    __tablename__ = "frontier"
    url: Mapped[str] = mapped_column(primary_key=True)
    source_id: Mapped[str] = mapped_column(String(120), index=True)
    outcome: Mapped[str] = mapped_column(String(40))  # waiting, stored, failed, quarantined, gone
    tries: Mapped[int] = mapped_column(Integer, default=0)
    detail: Mapped[str] = mapped_column(default="")
    seen_at: Mapped[datetime]


class AnswerRow(Base):
    """What a server last said of one address; sent back, so that an unchanged one costs a short answer."""

    __tablename__ = "answers"
    url: Mapped[str] = mapped_column(primary_key=True)
    source_id: Mapped[str] = mapped_column(String(120), index=True)
    is_list: Mapped[bool] = mapped_column(Boolean)
    etag: Mapped[str] = mapped_column(default="")
    last_modified: Mapped[str] = mapped_column(default="")
    digest: Mapped[str] = mapped_column(String(64), default="")  # of the body
    seen_at: Mapped[datetime]
    changed_at: Mapped[datetime]


class ArticleRow(Base):
    """One article, at its newest revision."""

    __tablename__ = "articles"
    id: Mapped[int] = mapped_column(primary_key=True)
    identity: Mapped[str] = mapped_column(unique=True)  # canonical address
    url: Mapped[str]
    source_id: Mapped[str] = mapped_column(String(120), index=True)
    province: Mapped[str | None]
    site_name: Mapped[str | None]
    title: Mapped[str]
    text: Mapped[str]
    # Metadata of the page; no index, filter, order or export uses it.
    authors: Mapped[list[Any]]
    published_at: Mapped[datetime | None] = mapped_column(index=True)
    modified_at: Mapped[datetime | None]
    language: Mapped[str | None] = mapped_column(String(20))
    images: Mapped[list[Any]]
    digest: Mapped[str] = mapped_column(String(64))
    revision: Mapped[int] = mapped_column(Integer, default=1)
    first_seen_at: Mapped[datetime]
    fetched_at: Mapped[datetime]
    gone_at: Mapped[datetime | None]
    checked_by: Mapped[str] = mapped_column(default="", index=True)  # model and corpus
    next_visit_at: Mapped[datetime | None] = mapped_column(
        index=True
    )  # None: seen for the last time


class RevisionRow(Base):
    """One text of an article, as it was."""

    __tablename__ = "revisions"
    __table_args__ = (UniqueConstraint("article_id", "revision"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"), index=True)
    revision: Mapped[int] = mapped_column(Integer)
    title: Mapped[str]
    text: Mapped[str]
    digest: Mapped[str] = mapped_column(String(64))
    seen_at: Mapped[datetime]
    # From the text before: parts of {"before": lines, "after": lines}; empty for the first one.
    difference: Mapped[list[Any]] = mapped_column(default=list)


class ArchiveRow(Base):
    """Where the response an article was read from lies among the archive's files."""

    __tablename__ = "archive"
    __table_args__ = (Index("ix_archive_url", "url", "fetched_at"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    url: Mapped[str]  # as the article or document is stored
    source_id: Mapped[str] = mapped_column(String(120))
    digest: Mapped[str] = mapped_column(String(64), index=True)  # of the body
    file: Mapped[str]  # under the archive's folder
    offset: Mapped[int] = mapped_column(Integer)
    length: Mapped[int] = mapped_column(Integer)
    fetched_at: Mapped[datetime]


class HealthRow(Base):
    """How one source did on one day, held against its bounds."""

    __tablename__ = "health"
    source_id: Mapped[str] = mapped_column(String(120), primary_key=True)
    day: Mapped[date] = mapped_column(Date, primary_key=True)
    crawls: Mapped[int] = mapped_column(Integer, default=0)
    articles: Mapped[int] = mapped_column(Integer, default=0)
    short_texts: Mapped[int] = mapped_column(Integer, default=0)
    without_date: Mapped[int] = mapped_column(Integer, default=0)
    by_template: Mapped[int] = mapped_column(Integer, default=0)  # pages their template read
    fallbacks: Mapped[int] = mapped_column(Integer, default=0)  # pages it did not fit
    failures: Mapped[int] = mapped_column(Integer, default=0)
    problem: Mapped[str] = mapped_column(default="")


class FlagRow(Base):
    """A sentence that differs from an official passage, with all that was seen then."""

    __tablename__ = "flags"
    __table_args__ = (
        UniqueConstraint("article_id", "sentence_digest", "document", "place"),
        Index("ix_flags_queue", "status", "probability", "id"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"), index=True)
    revision: Mapped[int] = mapped_column(Integer)
    source_id: Mapped[str] = mapped_column(String(120), index=True)
    province: Mapped[str | None] = mapped_column(index=True)
    sentence: Mapped[str]
    sentence_digest: Mapped[str] = mapped_column(String(64))
    start: Mapped[int] = mapped_column(Integer)
    end: Mapped[int] = mapped_column(Integer)
    probability: Mapped[float] = mapped_column(Float)
    document: Mapped[str] = mapped_column(index=True)
    document_title: Mapped[str]
    document_effective: Mapped[date | None] = mapped_column(Date)
    document_expires: Mapped[date | None] = mapped_column(Date)
    place: Mapped[str]
    passage: Mapped[str]
    passage_start: Mapped[int] = mapped_column(Integer)
    differences: Mapped[list[Any]]
    kind: Mapped[str] = mapped_column(String(40), index=True)  # of the first difference
    group_key: Mapped[str] = mapped_column(String(64), index=True)
    model: Mapped[str]
    status: Mapped[str] = mapped_column(
        String(40), default="open", index=True
    )  # open or an outcome
    version: Mapped[int] = mapped_column(Integer, default=0)
    created_at: Mapped[datetime] = mapped_column(index=True)
    corrected_at: Mapped[datetime | None]
    changed_at: Mapped[datetime] = mapped_column(default=now, onupdate=now, index=True)


class DecisionRow(Base):
    """One ruling, or its taking back; never changed."""

    __tablename__ = "decisions"
    id: Mapped[int] = mapped_column(primary_key=True)
    flag_id: Mapped[int] = mapped_column(ForeignKey("flags.id"), index=True)
    outcome: Mapped[str] = mapped_column(String(40))  # an Outcome, or "undone"
    reviewer: Mapped[str]
    note: Mapped[str] = mapped_column(default="")
    decided_at: Mapped[datetime]


class TaskRow(Base):
    """Something to look into on a document: a reviewer says the official text is wrong."""

    __tablename__ = "document_tasks"
    id: Mapped[int] = mapped_column(primary_key=True)
    document: Mapped[str] = mapped_column(index=True)
    flag_id: Mapped[int] = mapped_column(ForeignKey("flags.id"))
    note: Mapped[str] = mapped_column(default="")
    opened_by: Mapped[str]
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]


class EventRow(Base):
    """The log: who did what, when; the database refuses to change or delete it."""

    __tablename__ = "events"
    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    actor: Mapped[str]
    action: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str]
    detail: Mapped[dict[str, Any]]
    previous: Mapped[str] = mapped_column(String(64), default="")  # digest of the row before
    digest: Mapped[str] = mapped_column(String(64), default="")  # of this row: storage/log_chain.py


class LogHeadRow(Base):
    """The end of the log's chain, and what its last check found; one row."""

    __tablename__ = "log_heads"
    id: Mapped[int] = mapped_column(primary_key=True)
    rows: Mapped[int] = mapped_column(Integer)
    last_id: Mapped[int] = mapped_column(Integer)
    digest: Mapped[str] = mapped_column(String(64))
    checked_at: Mapped[datetime | None]
    checked_id: Mapped[int | None] = mapped_column(Integer)
    broken_id: Mapped[int | None] = mapped_column(Integer)
    trouble: Mapped[str] = mapped_column(default="")


class UserRow(Base):
    """Someone who may sign in."""

    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    role: Mapped[str] = mapped_column(String(20), default="reviewer")
    password_hash: Mapped[str | None]
    created_at: Mapped[datetime]
    email: Mapped[str | None] = mapped_column(unique=True, index=True)  # in small letters
    ended_at: Mapped[datetime | None]  # may sign in no longer since then


class TokenRow(Base):
    """A one-time sign-in link, a session or a feed's key, kept as a digest only."""

    __tablename__ = "tokens"
    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    purpose: Mapped[str] = mapped_column(String(20))  # sign_in, session or feed
    expires_at: Mapped[datetime]
    detail: Mapped[dict[str, Any]]
    created_at: Mapped[datetime | None] = mapped_column(default=now)
    seen_at: Mapped[datetime | None] = mapped_column(default=now)  # last used


class RunRow(Base):
    """One crawl or check, and what it did."""

    __tablename__ = "runs"
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    subject: Mapped[str]
    started_at: Mapped[datetime] = mapped_column(index=True)
    finished_at: Mapped[datetime | None]
    problem: Mapped[str] = mapped_column(default="")
    report: Mapped[dict[str, Any]]


class LeaseRow(Base):
    """Who may work alone, and until when."""

    __tablename__ = "leases"
    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    holder: Mapped[str]
    until: Mapped[datetime]
    fence: Mapped[int] = mapped_column(Integer, default=0)
