"""The tables of the schedule: every job with what comes next, and the log lines of each run."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from storage.schema import Base


class JobRow(Base):
    """One named job of the schedule, "check" or "crawl:SOURCE", or "*": all of them."""

    __tablename__ = "jobs"
    name: Mapped[str] = mapped_column(String(160), primary_key=True)
    next_at: Mapped[datetime | None]
    paused_at: Mapped[datetime | None]
    paused_by: Mapped[str] = mapped_column(default="")
    last_run: Mapped[int | None] = mapped_column(Integer)  # a run's id; retention may have taken it


class RunLineRow(Base):
    """One line of a run's log."""

    __tablename__ = "run_lines"
    run_id: Mapped[int] = mapped_column(ForeignKey("runs.id"), primary_key=True)
    number: Mapped[int] = mapped_column(Integer, primary_key=True)
    at: Mapped[datetime]
    level: Mapped[str] = mapped_column(String(10))  # info, warning, error
    line: Mapped[str]
