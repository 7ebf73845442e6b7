"""What ran, when, and how it ended."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from storage import leases
from storage.schedule_schema import RunLineRow
from storage.schema import RunRow

#: Runs looked through for those of one source: some days of a schedule.
LOOKED_AT = 2_000
#: A run of a process that held no lease is given up for lost after this.
LOST_AFTER = timedelta(hours=6)
#: Characters of one line that are kept.
LINE = 1000


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a run's log; `level` is info, warning or error."""

    at: datetime
    level: str
    line: str


def start(session: Session, *, kind: str, subject: str, holder: str = "") -> int:
    """A run begins; its id."""
    row = RunRow(
        kind=kind, subject=subject, started_at=datetime.now(UTC), problem="", report={},
        holder=holder,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row.id


def finish(session: Session, run_id: int, *, report: dict[str, Any], problem: str = "") -> None:
    """A run ends."""
    row = session.get_one(RunRow, run_id)
    row.finished_at, row.report, row.problem = datetime.now(UTC), report, problem[:2000]


def add_lines(session: Session, run_id: int, lines: Sequence[Line], *, after: int) -> None:
    """Put lines behind the first `after` ones of a run's log."""
    if lines:
        session.execute(
            insert(RunLineRow),
            [
                {"run_id": run_id, "number": number, "at": one.at, "level": one.level,
                 "line": one.line[:LINE]}
                for number, one in enumerate(lines, after + 1)
            ],
        )  # fmt: skip


def lines(session: Session, run_id: int, *, after: int = 0, limit: int = 1000) -> list[RunLineRow]:
    """The log of a run, from its beginning or after a line."""
    query = select(RunLineRow).where(RunLineRow.run_id == run_id, RunLineRow.number > after)
    return list(session.scalars(query.order_by(RunLineRow.number).limit(limit)))


def get(session: Session, run_id: int) -> RunRow | None:
    """One run."""
    return session.get(RunRow, run_id)


def going_on(session: Session) -> list[RunRow]:
    """Runs that have not ended, as far as is known."""
    query = select(RunRow).where(RunRow.finished_at.is_(None)).order_by(RunRow.id)
    return list(session.scalars(query))


def close_abandoned(session: Session) -> int:
    """Runs that a process which is no more left open are said to be so; how many."""
    alive, now = leases.living(session), datetime.now(UTC)
    closed = 0
    for row in going_on(session):
        if row.holder not in alive and (row.holder or row.started_at < now - LOST_AFTER):
            row.finished_at, row.problem = now, "bị ngắt giữa chừng / interrupted"
            closed += 1
    return closed


def several(session: Session, ids: Iterable[int]) -> list[RunRow]:
    """The runs of these ids that are still kept."""
    return list(session.scalars(select(RunRow).where(RunRow.id.in_(list(ids)))))


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
