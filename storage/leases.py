"""Who may work alone: a name held by beats, with a fence that grows at every change of hands.

A holder beats while it lives. Another takes the name over when its time has passed by the database's
clock, or when it has not beaten for as long by the other's own monotonic clock: no clock that jumps can
keep a dead holder's name, and one that was taken over is told so by its fence, in every transaction.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from doichieu.errors import Retry
from storage.schema import LeaseRow

#: Nobody: the name was given back.
NOBODY = ""


class LostLease(Retry):
    """What was held is another's now; nothing of this transaction is kept."""


def clock(session: Session) -> datetime:
    """The database's own time: several machines on one database agree on it."""
    if session.get_bind().dialect.name == "postgresql":
        moment: datetime = session.scalars(select(func.clock_timestamp())).one()
        return moment.astimezone(UTC)
    return datetime.now(UTC)


def take(
    session: Session, name: str, *, holder: str, seconds: float, now: datetime | None = None
) -> int | None:
    """Take or renew the lease; its fence, or None while another holds it."""
    return take_all(session, [name], holder=holder, seconds=seconds, now=now).get(name)


def take_all(
    session: Session,
    names: Iterable[str],
    *,
    holder: str,
    seconds: float,
    now: datetime | None = None,
) -> dict[str, int]:
    """Take those that nobody else holds; name → fence of each."""
    now = now or clock(session)
    until, wanted = now + timedelta(seconds=seconds), sorted(set(names))
    # In one order for all: two processes that want the same names must not wait for each other.
    query = select(LeaseRow).where(LeaseRow.name.in_(wanted)).order_by(LeaseRow.name)
    locked = query.with_for_update().execution_options(populate_existing=True)
    known = {row.name: row for row in session.scalars(locked)}
    taken = {
        name: _hold(row, holder=holder, until=until)
        for name, row in known.items()
        if row.holder in (holder, NOBODY) or row.until < now
    }
    session.flush()
    fresh = [name for name in wanted if name not in known]
    return taken | {name: 1 for name in fresh if _first(session, name, holder=holder, until=until)}


def take_over(
    session: Session, name: str, *, holder: str, seconds: float, beats: int
) -> int | None:
    """Take a lease whose holder has not beaten since `beats`; None when it has after all."""
    row = session.get(LeaseRow, name, with_for_update=True, populate_existing=True)
    if row is None or row.beats != beats:
        return None
    until = clock(session) + timedelta(seconds=seconds)
    return _hold(row, holder=holder, until=until)


def beat(
    session: Session, *, holder: str, seconds: float, now: datetime | None = None
) -> dict[str, int]:
    """Say of all that `holder` has that it lives; name → fence of what it still has."""
    until = (now or clock(session)) + timedelta(seconds=seconds)
    session.execute(
        update(LeaseRow)
        .where(LeaseRow.holder == holder)
        .values(until=until, beats=LeaseRow.beats + 1)
    )
    held = select(LeaseRow.name, LeaseRow.fence).where(LeaseRow.holder == holder)
    return {row.name: row.fence for row in session.execute(held)}


def demand(session: Session, fences: Mapping[str, int], *, holder: str) -> None:
    """Raise LostLease unless all of these are still held with these fences; no clock is asked.

    The rows stay locked until the transaction ends: nobody can take over in its middle.
    """
    held = select(LeaseRow.name, LeaseRow.fence).where(
        LeaseRow.holder == holder, LeaseRow.name.in_(list(fences))
    )
    now = {row.name: row.fence for row in session.execute(held.with_for_update(read=True))}
    lost = sorted(name for name, fence in fences.items() if now.get(name) != fence)
    if lost:
        raise _lost(lost)


def held(session: Session) -> list[LeaseRow]:
    """What is held, or was until its holder fell silent."""
    query = select(LeaseRow).where(LeaseRow.holder != NOBODY).order_by(LeaseRow.name)
    return list(session.scalars(query))


def living(session: Session) -> set[str]:
    """The holders whose time has not passed."""
    query = select(LeaseRow.holder).where(LeaseRow.until >= clock(session))
    return set(session.scalars(query)) - {NOBODY}


def holder(session: Session, name: str) -> LeaseRow | None:
    """Who holds it, and until when."""
    return session.get(LeaseRow, name)


def release(session: Session, name: str, *, holder: str) -> None:
    """Give it back, so that a successor need not wait."""
    release_all(session, [name], holder=holder)


def release_all(session: Session, names: Iterable[str], *, holder: str) -> None:
    """The same for several."""
    session.execute(
        update(LeaseRow)
        .where(LeaseRow.name.in_(list(names)), LeaseRow.holder == holder)
        .values(holder=NOBODY, until=clock(session))
    )


class Watch:
    """How long holders have been silent, by our own monotonic clock."""

    def __init__(self, *, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._seen: dict[str, tuple[str, int, float]] = {}

    def silent(self, row: LeaseRow) -> float:
        """Seconds since this holder was first seen at this beat."""
        now = self._monotonic()
        holder, beats, since = self._seen.get(row.name, (row.holder, -1, now))
        if (holder, beats) != (row.holder, row.beats):
            since = now
        self._seen[row.name] = (row.holder, row.beats, since)
        return now - since


def _first(session: Session, name: str, *, holder: str, until: datetime) -> bool:
    try:
        with session.begin_nested():
            session.add(LeaseRow(name=name, holder=holder, until=until, fence=1, beats=1))
    except IntegrityError:
        return False
    return True


def _hold(row: LeaseRow, *, holder: str, until: datetime) -> int:
    if row.holder != holder:
        row.fence += 1
    row.holder, row.until, row.beats = holder, until, row.beats + 1
    return row.fence


def _lost(names: list[str]) -> LostLease:
    what = ", ".join(names[:3]) + (" …" if len(names) > 3 else "")
    return LostLease(
        vi=f"tiến trình khác đã nhận việc {what} vì nơi này im tiếng quá lâu; không ghi gì thêm",
        en=f"another process took {what} over because this one was silent too long; nothing more is written",
        reason="lost_lease",
    )
