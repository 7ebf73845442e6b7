"""The table of counters: what was done since the installation began, whatever retention took since."""

from __future__ import annotations

from sqlalchemy import Float, String
from sqlalchemy.orm import Mapped, mapped_column

from storage.schema import Base


class CounterRow(Base):
    """One sum that only grows."""

    __tablename__ = "counters"
    kind: Mapped[str] = mapped_column(String(20), primary_key=True)  # of run: crawl, check, …
    name: Mapped[str] = mapped_column(String(60), primary_key=True)  # runs, failed, seconds, pages…
    total: Mapped[float] = mapped_column(Float)
