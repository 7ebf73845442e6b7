"""The days a digest is of: one, or a week from Monday to Sunday, on the clocks of Viet Nam."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from doichieu.local_time import LOCAL_TIME

WEEK = 7
#: A digest of more days is no digest; `export` hands over everything.
MOST_DAYS = 366


@dataclass(frozen=True, slots=True)
class Period:
    """From the first day to the last, both included."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """How many days."""
        return (self.last - self.first).days + 1

    @property
    def since(self) -> datetime:
        """The first moment."""
        return datetime.combine(self.first, time(), LOCAL_TIME)

    @property
    def until(self) -> datetime:
        """The moment after the last one."""
        return datetime.combine(self.last + timedelta(days=1), time(), LOCAL_TIME)


def today() -> date:
    """The day it is in Viet Nam."""
    return datetime.now(LOCAL_TIME).date()


def of_days(last: date, days: int = 1) -> Period:
    """So many days that end with this one."""
    return Period(last - timedelta(days=min(days, MOST_DAYS) - 1), last)


def of_week(day: date) -> Period:
    """The week, Monday to Sunday, that the day lies in."""
    first = day - timedelta(days=day.weekday())
    return Period(first, first + timedelta(days=WEEK - 1))
