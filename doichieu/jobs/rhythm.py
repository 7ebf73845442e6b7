"""When each source is due, and since when it is in trouble: pace, quiet hours, what its server asks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from doichieu.jobs.desk import Desk
from doichieu.local_time import LOCAL_TIME
from doichieu.records import Source
from doichieu.two_languages import halves
from doichieu.when import end_of_hours, is_within_hours
from storage import sources as source_rows
from storage.schema import SourceRow

_WEEKDAYS = (
    ("thứ Hai", "Monday"), ("thứ Ba", "Tuesday"), ("thứ Tư", "Wednesday"), ("thứ Năm", "Thursday"),
    ("thứ Sáu", "Friday"), ("thứ Bảy", "Saturday"), ("Chủ nhật", "Sunday"),
)  # fmt: skip


def intervals(desk: Desk, sources: Sequence[Source]) -> dict[str, int]:
    """Minutes between two crawls, by source: learned from what it publishes, else as its file says."""
    with desk.database.reading() as session:
        rows = source_rows.states(session)
    return {one.id: _pace(rows.get(one.id)) or one.interval_minutes for one in sources}


def ready(
    desk: Desk, sources: Sequence[Source], *, now: datetime
) -> tuple[list[Source], dict[str, datetime]]:
    """Those that may be crawled by the schedule at this moment; of the others, when they may."""
    with desk.database.reading() as session:
        rows = source_rows.states(session)
    later = {one.id: _not_before(desk, one, rows.get(one.id), now) for one in sources}
    put_off = {name: moment for name, moment in later.items() if moment is not None}
    return [one for one in sources if one.id not in put_off], put_off


def budgets(desk: Desk, sources: Sequence[Source], *, now: datetime) -> dict[str, int]:
    """Requests left today, for the sources that have a budget."""
    day = now.astimezone(LOCAL_TIME).date()
    with desk.database.reading() as session:
        rows = source_rows.states(session)
    left = {}
    for one in sources:
        row = rows.get(one.id)
        if one.daily_budget is not None:
            used = source_rows.spent(row, day=day) if row is not None else 0
            left[one.id] = max(0, one.daily_budget - used)
    return left


def cause(problem: str, since: datetime | None) -> str | None:
    """What is wrong with a source and since which day, for a person; None when nothing is."""
    if not problem:
        return None
    if since is None:
        return problem
    local = since.astimezone(LOCAL_TIME)
    vi, en = _WEEKDAYS[local.weekday()]
    said_vi, said_en = halves(problem)
    return f"{said_vi} (từ {vi}, {local:%d/%m}) / {said_en} (since {en})"


def _pace(row: SourceRow | None) -> int | None:
    return row.pace_minutes if row is not None else None


def _not_before(
    desk: Desk, source: Source, row: SourceRow | None, now: datetime
) -> datetime | None:
    """When quiet hours, of all or of the source, or what its server asked for are over."""
    quiet = [
        end_of_hours(hours, now)
        for hours in (desk.settings.quiet_hours, source.quiet_hours)
        if hours and is_within_hours(hours, now)
    ]
    asked = row.not_before if row is not None else None
    return max([*quiet, *([asked] if asked is not None and asked > now else [])], default=None)
