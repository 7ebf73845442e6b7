"""What is kept too long is let go: copies of pages, former texts, runs; never what a flag rests on.

Flags, decisions, articles in their newest text, official texts with their versions and the log are not touched at all.
An article that has a flag, in whatever state, keeps every text and every copy of its page.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, Text, cast, delete, func, or_, select
from sqlalchemy.orm import Session

from storage.official_schema import DocumentRow
from storage.schedule_schema import JobRow, RunLineRow
from storage.schema import ArchiveRow, ArticleRow, Base, FlagRow, RevisionRow, RunRow, SourceRow

#: Rows that go in one transaction: whoever waits to write waits for no more.
TOGETHER = 500


@dataclass(frozen=True, kw_only=True, slots=True)
class Policy:
    """What was kept before these moments may go; None: it is kept for ever."""

    pages: datetime | None
    revisions: datetime | None
    runs: datetime | None
    idle_runs: datetime | None = None


def old_pages(before: datetime) -> Select[int]:
    """Copies of pages that nothing rests on: of no article with a flag, of no official text."""
    flagged = select(ArticleRow.id).where(ArticleRow.id.in_(select(FlagRow.article_id)))
    evidence = flagged.where(
        or_(ArticleRow.url == ArchiveRow.url, ArticleRow.identity == ArchiveRow.url)
    ).exists()
    official = select(SourceRow.id).where(SourceRow.kind == "official")
    origin = select(DocumentRow.id).where(DocumentRow.origin == ArchiveRow.url).exists()
    return select(ArchiveRow.id).where(
        ArchiveRow.fetched_at < before, ~evidence, ~origin, ArchiveRow.source_id.not_in(official)
    )


def old_revisions(before: datetime) -> Select[int]:
    """Former texts of articles without a flag; the newest text of each stays."""
    newest = select(ArticleRow.revision).where(ArticleRow.id == RevisionRow.article_id)
    return select(RevisionRow.id).where(
        RevisionRow.seen_at < before,
        RevisionRow.revision < newest.scalar_subquery(),
        RevisionRow.article_id.not_in(select(FlagRow.article_id)),
    )


def old_runs(before: datetime) -> Select[int]:
    """Runs that ended, but for the last of every job."""
    last = select(JobRow.last_run).where(JobRow.last_run.is_not(None))
    return select(RunRow.id).where(RunRow.finished_at < before, RunRow.id.not_in(last))


def idle_runs(before: datetime) -> Select[int]:
    """Crawls of the schedule that found nothing new: of some thousands a day nobody asks."""
    nothing = cast(RunRow.report, Text) == "{}"
    return old_runs(before).where(RunRow.kind == "crawl", RunRow.problem == "", nothing)


def what_goes(policy: Policy) -> Iterator[tuple[str, type[Base], Select[int]]]:
    """Name, table and rows of each kind that the policy lets go."""
    if policy.pages is not None:
        yield "pages", ArchiveRow, old_pages(policy.pages)
    if policy.revisions is not None:
        yield "revisions", RevisionRow, old_revisions(policy.revisions)
    if policy.runs is not None:
        yield "runs", RunRow, old_runs(policy.runs)
    if policy.idle_runs is not None:
        yield "idle_runs", RunRow, idle_runs(policy.idle_runs)


def count(session: Session, rows: Select[int]) -> int:
    """How many would go."""
    return session.scalar(select(func.count()).select_from(rows.subquery())) or 0


def let_go(session: Session, kind: type[Base], rows: Select[int]) -> int:
    """Delete the first of these; how many. Call it again until none is left."""
    ids = list(session.scalars(rows.limit(TOGETHER)))
    if kind is RunRow:
        session.execute(delete(RunLineRow).where(RunLineRow.run_id.in_(ids)))
    key: ColumnElement[int] = kind.__table__.c.id
    session.execute(delete(kind).where(key.in_(ids)))
    return len(ids)
