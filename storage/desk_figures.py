"""How the desk does, reckoned on columns: flags by day and kind, time to a ruling, to a correction, precision."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import numpy as np
from numpy.typing import NDArray
from sqlalchemy.orm import Session

from doichieu.local_time import LOCAL_TIME
from doichieu.records import Outcome
from storage.queue_board import Board, Columns, board_of
from storage.ruling_board import Rulings, rulings_of

HOUR, DAY = 3_600, 86_400
EPOCH = date(1970, 1, 1)
#: Rulings by which the machine was right to flag, and by which it was not; "cannot tell" is neither.
RIGHT = (Outcome.DIFFERS.value, Outcome.OFFICIAL_TEXT_WRONG.value)
WRONG = (Outcome.DOES_NOT_DIFFER.value, Outcome.OPINION_OR_REPORT.value)
#: Upper bounds of the groups of waiting times, in hours, and of the time to a correction.
TO_RULING, TO_CORRECTION = (1, 4, 24, 72, 168), (6, 24, 72, 168, 720)

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Precision:
    """Of the stories ruled on, how many were rightly flagged."""

    name: str  #: a kind, or "2026-11"
    right: int
    wrong: int

    @property
    def share(self) -> float:
        """Right, of right and wrong."""
        return self.right / (self.right + self.wrong)


@dataclass(frozen=True, slots=True)
class Waits:
    """How long things took: the middle and the slowest tenth, in hours, and how many in each group."""

    count: int
    median: float
    slow: float
    groups: tuple[int, ...]  #: one more than there are bounds


@dataclass(frozen=True, slots=True)
class Figures:
    """Everything the dashboard shows that is reckoned on the columns."""

    days: list[tuple[str, dict[str, int]]]  #: each day with its flags by kind
    to_ruling: Waits
    to_correction: Waits
    by_kind: list[Precision]
    by_month: list[Precision]


def figures(session: Session, *, days: int) -> Figures:
    """One look at the boards; the last `days` days and everything that was ruled on."""
    board, rulings = board_of(session), rulings_of(session)
    columns = board.look()
    shift = _shift()
    first, last = _ruled_at(columns, rulings)
    kinds = board.names["kind"].words
    right, wrong = (_with_status(board, columns, which) for which in (RIGHT, WRONG))
    own = _first_of_story(columns)
    months = _months(last, shift)
    return Figures(
        days=_by_day(columns, kinds, days=days, shift=shift),
        to_ruling=_waits((first - columns.created)[own] / HOUR, TO_RULING),
        to_correction=_waits(_correction_hours(columns), TO_CORRECTION),
        by_kind=_precision(columns.named["kind"], kinds, right & own, wrong & own, by_size=True),
        by_month=_precision(months.codes, months.words, right & own, wrong & own, by_size=False),
    )


def _shift() -> float:
    """Seconds that clocks in Viet Nam are ahead; they know no summer time."""
    offset = datetime.now(LOCAL_TIME).utcoffset()
    return offset.total_seconds() if offset else 0.0


def _by_day(columns: Columns, kinds: Sequence[str], *, days: int, shift: float) -> list[tuple[str, dict[str, int]]]:  # fmt: skip
    today = int((datetime.now(UTC).timestamp() + shift) // DAY)
    at = ((columns.created + shift) // DAY).astype(np.int64) - (today - days + 1)
    inside = (at >= 0) & (at < days)
    flat = at[inside] * len(kinds) + columns.named["kind"][inside]
    table = np.bincount(flat, minlength=days * len(kinds)).reshape(days, len(kinds))
    return [
        (
            (EPOCH + timedelta(days=today - days + 1 + row)).isoformat(),
            {kinds[kind]: int(table[row, kind]) for kind in np.flatnonzero(table[row]).tolist()},
        )
        for row in range(days)
    ]


def _first_of_story(columns: Columns) -> NDArray[np.bool_]:
    """One flag a story: the copies of a story are ruled on together and count once."""
    _, first = np.unique(columns.named["group"], return_index=True)
    own = np.zeros(columns.ids.size, dtype=np.bool_)
    own[first] = True
    return own


def _ruled_at(columns: Columns, rulings: Rulings) -> tuple[Numbers, Numbers]:
    """When each flag was first and last ruled on, in seconds; not a number where it was not."""
    first = np.full(columns.ids.size, np.inf)
    last = np.full(columns.ids.size, -np.inf)
    if columns.ids.size:
        at = np.minimum(np.searchsorted(columns.ids, rulings.flags), columns.ids.size - 1)
        known = (columns.ids[at] == rulings.flags) & ~rulings.undone
        np.minimum.at(first, at[known], rulings.decided[known])
        np.maximum.at(last, at[known], rulings.decided[known])
    return np.where(np.isinf(first), np.nan, first), np.where(np.isinf(last), np.nan, last)


def _correction_hours(columns: Columns) -> Numbers:
    """From the article's appearance to its correction."""
    since = np.where(np.isnan(columns.published), columns.created, columns.published)
    return (columns.corrected - since) / HOUR


def _waits(hours: Numbers, bounds: Sequence[int]) -> Waits:
    told = np.maximum(hours[~np.isnan(hours)], 0)
    if not told.size:
        return Waits(0, 0.0, 0.0, (0,) * (len(bounds) + 1))
    groups = np.bincount(np.searchsorted(bounds, told, side="left"), minlength=len(bounds) + 1)
    median, slow = (float(np.quantile(told, share)) for share in (0.5, 0.9))
    return Waits(int(told.size), median, slow, tuple(int(one) for one in groups))


def _with_status(board: Board, columns: Columns, statuses: Sequence[str]) -> NDArray[np.bool_]:
    codes = board.names["status"].codes
    return np.isin(columns.named["status"], [codes.get(one, -1) for one in statuses])


@dataclass(frozen=True, slots=True)
class _Months:
    codes: NDArray[np.int64]
    words: list[str]


def _months(seconds: Numbers, shift: float) -> _Months:
    """The month of each moment as a number, 0 where there is none."""
    ruled = ~np.isnan(seconds)
    moments = ((np.where(ruled, seconds, 0) + shift) * 1000).astype("datetime64[ms]")
    months = np.where(ruled, moments.astype("datetime64[M]").astype(np.int64) + 1, 0)
    known, codes = np.unique(np.append(months, 0), return_inverse=True)
    words = ["" if one == 0 else str(np.datetime64(int(one) - 1, "M")) for one in known]
    return _Months(codes[:-1], words)


def _precision(
    codes: NDArray[np.int64],
    words: Sequence[str],
    right: NDArray[np.bool_],
    wrong: NDArray[np.bool_],
    *,
    by_size: bool,
) -> list[Precision]:
    """Right and wrong by the value of a column: the largest first, or in the order of the words."""
    counts = (np.bincount(codes[one], minlength=len(words)) for one in (right, wrong))
    held = [
        Precision(word, int(good), int(bad))
        for word, good, bad in zip(words, *counts, strict=True)
        if word and good + bad
    ]
    return sorted(held, key=lambda one: (-(one.right + one.wrong), one.name) if by_size else (0, one.name))  # fmt: skip
