"""What ran, when, and how it ended."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from storage.schema import RunRow

#: Runs looked through for those of one source: some days of a schedule.
LOOKED_AT = 2_000


def start(session: Session, *, kind: str, subject: str) -> int:
    """A run begins; its id."""
    row = RunRow(kind=kind, subject=subject, started_at=datetime.now(UTC), problem="", report={})
    session.add(row)
    session.flush()
    return row.id


def finish(session: Session, run_id: int, *, report: dict[str, Any], problem: str = "") -> None:
    """A run ends."""
    row = session.get_one(RunRow, run_id)
    row.finished_at, row.report, row.problem = datetime.now(UTC), report, problem[:2000]


def close_abandoned(session: Session) -> None:
    """Runs that a killed process left open are said to be so."""
    session.execute(
        update(RunRow)
        .where(RunRow.finished_at.is_(None))
        .values(finished_at=datetime.now(UTC), problem="bị ngắt giữa chừng / interrupted")
    )


def newest(session: Session, *, before: int | None = None, limit: int = 50) -> list[RunRow]:
    """The newest runs first."""
    query = select(RunRow).order_by(RunRow.id.desc()).limit(limit)
    return list(session.scalars(query.where(RunRow.id < before) if before else query))


def of_source(session: Session, source_id: str, *, limit: int = 5) -> list[RunRow]:
    """The newest crawls that read a source, newest first."""
    query = select(RunRow).where(RunRow.kind == "crawl").order_by(RunRow.id.desc())
    # The report names every source it read; the subject only the first twenty.
    recent = session.scalars(query.limit(LOOKED_AT))
    return [row for row in recent if source_id in row.report][:limit]
