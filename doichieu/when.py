"""When a job is due, as a person writes it: "15s", "10m", "6h", "1d"; cron's five fields; "off"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from itertools import pairwise

from doichieu.local_time import LOCAL_TIME

OFF = "off"
_EVERY = re.compile(r"([1-9][0-9]{0,4})\s*([smhd])")
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
_FIELD = re.compile(r"(\*|\d{1,2}(-\d{1,2})?)(/\d{1,2})?(,(\d{1,2}(-\d{1,2})?)(/\d{1,2})?)*")
#: Least and most of minute, hour, day, month, weekday; cron counts Sunday as 0 and as 7.
_BOUNDS = ((0, 59), (0, 23), (1, 31), (1, 12), (0, 7))
_DAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat", "sun")
_HOURS = re.compile(r"([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d")
#: What an interval is put off by at random, at most: a tenth of it, and no more than a minute.
JITTER, MOST_JITTER = 0.1, 60


@dataclass(frozen=True, slots=True)
class Every:
    """Again and again, so many seconds apart."""

    seconds: int

    @property
    def jitter(self) -> int:
        """Seconds it may be put off by, so that not all are due at one moment."""
        return int(min(MOST_JITTER, self.seconds * JITTER))


@dataclass(frozen=True, slots=True)
class Cron:
    """At the times of five fields: minute, hour, day, month, weekday."""

    minute: str
    hour: str
    day: str
    month: str
    weekday: str  #: by the days' names: libraries count them from Monday, cron from Sunday


def parse(said: str) -> Every | Cron | None:
    """What was written; None for "off". ValueError says what it must look like."""
    said = " ".join(said.split())
    if said == OFF:
        return None
    if every := _EVERY.fullmatch(said):
        return Every(int(every[1]) * _SECONDS[every[2]])
    fields = said.split(" ")
    if len(fields) == 5 and all(map(_is_within, fields, _BOUNDS)):
        return Cron(fields[0], fields[1], fields[2], fields[3], _by_name(fields[4]))
    raise ValueError(
        f'"{said}" must be an interval ("15s", "10m", "6h", "1d"), five fields of cron ("30 2 * * *") or "off"'
    )


def parse_hours(said: str) -> str:
    """ "22:00-05:30" as it is, or "" for none. ValueError says what it must look like."""
    if said and not _HOURS.fullmatch(said):
        raise ValueError(f'"{said}" must look like 22:00-05:30')
    return said


def is_within_hours(hours: str | None, now: datetime, *, zone: tzinfo = LOCAL_TIME) -> bool:
    """Whether `now` lies in "22:00-05:30" of the zone; the end belongs to the day."""
    if not hours:
        return False
    begin, end = hours.split("-")
    at = f"{now.astimezone(zone):%H:%M}"
    return begin <= at < end if begin <= end else at >= begin or at < end


def end_of_hours(hours: str, now: datetime, *, zone: tzinfo = LOCAL_TIME) -> datetime:
    """When the quiet hours that `now` lies in are over, by the zone's own clock."""
    hour, minute = map(int, hours.split("-")[1].split(":"))
    local = now.astimezone(zone)
    end = local.replace(hour=hour, minute=minute, second=0, microsecond=0)
    return end if end > local else end + timedelta(days=1)


def _is_within(field: str, bounds: tuple[int, int]) -> bool:
    if not _FIELD.fullmatch(field):
        return False
    least, most = bounds
    spans = [part.split("/")[0] for part in field.split(",")]
    numbers = [[int(one) for one in span.split("-")] for span in spans if span != "*"]
    steps = [int(part.split("/")[1]) for part in field.split(",") if "/" in part]
    in_order = all(low <= high for span in numbers for low, high in pairwise(span))
    return (
        in_order
        and all(least <= one <= most for span in numbers for one in span)
        and all(step > 0 for step in steps)
    )


def _by_name(weekdays: str) -> str:
    """ "1-5" → "mon,tue,wed,thu,fri": every day by name, for a week begins on different days."""
    if weekdays == "*":
        return weekdays
    days = [day for part in weekdays.split(",") for day in _days(part)]
    return ",".join(dict.fromkeys(_DAYS[day] for day in days))


def _days(part: str) -> range:
    span, _, step = part.partition("/")
    first, _, last = ("0-6" if span == "*" else span).partition("-")
    return range(int(first), int(last or (6 if step else first)) + 1, int(step or 1))
