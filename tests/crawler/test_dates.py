"""A time, written in any form that systems, editors and servers use, is read as it was meant."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.dates import read_line, read_time
from doichieu.local_time import LOCAL_TIME

HERE = timezone(timedelta(hours=7))
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
SPOKEN = (
    "một",
    "hai",
    "ba",
    "tư",
    "năm",
    "sáu",
    "bảy",
    "tám",
    "chín",
    "mười",
    "mười một",
    "mười hai",
)


def _twelve(moment: datetime) -> str:
    half = "PM" if moment.hour >= 12 else "AM"
    return f"{moment.hour % 12 or 12}:{moment:%M:%S} {half}"


def _local_words(moment: datetime) -> str:
    half = "CH" if moment.hour >= 12 else "SA"
    return f"{moment:%d/%m/%Y} {moment.hour % 12 or 12}:{moment:%M:%S} {half}"


#: Forms that hold the second and mean Viet Nam's time.
TO_THE_SECOND: dict[str, Callable[[datetime], str]] = {
    "ISO": lambda m: m.isoformat(),
    "ISO, Z": lambda m: m.astimezone(UTC).isoformat().replace("+00:00", "Z"),
    "ISO, +0700": lambda m: f"{m:%Y-%m-%dT%H:%M:%S}+0700",
    "ISO, +07": lambda m: f"{m:%Y-%m-%dT%H:%M:%S}+07",
    "ISO, thousandths": lambda m: f"{m:%Y-%m-%dT%H:%M:%S}.123+07:00",
    "ISO, no zone": lambda m: f"{m:%Y-%m-%dT%H:%M:%S}",
    "ISO, blank": lambda m: f"{m:%Y-%m-%d %H:%M:%S}",
    "ISO, slashes": lambda m: f"{m:%Y/%m/%d %H:%M:%S}",
    "ISO, UTC": lambda m: f"{m.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC",
    "ISO, compact": lambda m: f"{m.astimezone(UTC):%Y%m%dT%H%M%S}Z",
    "RFC 822": format_datetime,
    "RFC 822, no weekday": lambda m: f"{m:%d} {MONTHS[m.month - 1]} {m:%Y %H:%M:%S} +0700",
    "RFC 822, wrong weekday": lambda m: f"Mon, {m:%d} {MONTHS[m.month - 1]} {m:%Y %H:%M:%S} +0700",
    "RFC 822, colon": lambda m: f"Mon, {m:%d} {MONTHS[m.month - 1]} {m:%Y %H:%M:%S} +07:00",
    "RFC 822, short": lambda m: f"Mon, {m:%d} {MONTHS[m.month - 1]} {m:%Y %H:%M:%S} +07",
    "RFC 822, ICT": lambda m: f"Mon, {m:%d} {MONTHS[m.month - 1]} {m:%Y %H:%M:%S} ICT",
    "RFC 822, GMT+7": lambda m: f"Mon, {m:%d} {MONTHS[m.month - 1]} {m:%Y %H:%M:%S} GMT+7",
    "RFC 822, GMT": lambda m: format_datetime(m.astimezone(UTC), usegmt=True),
    "RFC 850": lambda m: f"Monday, {m.astimezone(UTC):%d}-{MONTHS[m.astimezone(UTC).month - 1]}-{m.astimezone(UTC):%y %H:%M:%S} GMT",
    "C": lambda m: f"Mon {MONTHS[m.month - 1]} {m.day:2d} {m:%H:%M:%S %Y}",
    "month first": lambda m: f"{m.month}/{m.day}/{m.year} {_twelve(m)}",
    "day first": lambda m: f"{m:%d/%m/%Y %H:%M:%S}",
    "day first, hyphens": lambda m: f"{m:%d-%m-%Y %H:%M:%S}",
    "day first, zone": lambda m: f"{m:%d/%m/%Y %H:%M:%S} (GMT+7)",
    "day first, of another zone": lambda m: f"{m.astimezone(UTC):%d/%m/%Y %H:%M:%S} UTC",
    "day first, SA and CH": _local_words,
    "English": lambda m: f"{MONTHS[m.month - 1]}. {m.day}, {m.year}, {_twelve(m)}",
}  # fmt: skip
#: Forms of editors, to the minute.
TO_THE_MINUTE: dict[str, Callable[[datetime], str]] = {
    "clock first": lambda m: f"{m:%H:%M %d/%m/%Y}",
    "with h": lambda m: f"{m:%H}h{m:%M} ngày {m:%d/%m/%Y}",
    "with giờ": lambda m: f"{m.hour} giờ {m:%M}, {m.day}/{m.month}/{m.year}",
    "weekday and bar": lambda m: f"Thứ Năm, {m:%d/%m/%Y} | {m:%H:%M} GMT+7",
    "in words": lambda m: f"Thứ năm, ngày {m:%d} tháng {m.month} năm {m.year} lúc {m:%H:%M}",
    "month in words": lambda m: f"{m.day} Tháng {SPOKEN[m.month - 1]}, {m.year} {m:%H:%M}",
    "dots": lambda m: f"{m.day}.{m.month}.{m.year} {m:%H:%M}",
    "spaced": lambda m: f"Đăng ngày {m:%d} - {m:%m} - {m:%Y} {m:%H:%M}",
    "ISO": lambda m: f"{m:%Y-%m-%dT%H:%M}+07:00",
}
MOMENTS = st.datetimes(datetime(2000, 1, 2), datetime(2060, 12, 30)).map(
    lambda moment: moment.replace(microsecond=0, tzinfo=HERE)
)


@given(MOMENTS, st.sampled_from(sorted(TO_THE_SECOND)))
def test_every_form_to_the_second_is_read_as_it_was_written(moment: datetime, form: str) -> None:
    assert read_time(TO_THE_SECOND[form](moment)) == moment


@given(MOMENTS, st.sampled_from(sorted(TO_THE_MINUTE)))
def test_every_form_to_the_minute_is_read_as_it_was_written(moment: datetime, form: str) -> None:
    assert read_time(TO_THE_MINUTE[form](moment)) == moment.replace(second=0)


@given(MOMENTS)
def test_a_day_alone_is_the_midnight_it_begins_with(moment: datetime) -> None:
    day = moment.replace(hour=0, minute=0, second=0)
    for text in (
        f"{day:%d/%m/%Y}",
        f"{day:%Y-%m-%d}",
        f"ngày {day.day} tháng {day.month} năm {day.year}",
    ):
        assert read_time(text) == day


@given(MOMENTS)
def test_a_time_without_a_zone_is_of_the_zone_it_is_asked_in(moment: datetime) -> None:
    assert read_time(f"{moment:%Y-%m-%d %H:%M:%S}", zone=UTC) == moment.replace(tzinfo=UTC)


@given(MOMENTS)
def test_a_line_that_readers_see_is_read_day_first(moment: datetime) -> None:
    for line in (
        f"{moment:%d/%m/%Y %H:%M}",
        f"Cập nhật: {moment:%H:%M %d/%m/%Y}",
        f"{moment:%d-%m-%Y - %H:%M} AM",
    ):
        if moment.hour < 12 and moment.hour > 0:
            assert read_line(line) == moment.replace(second=0)


@pytest.mark.parametrize(
    "written",
    ["", "hôm qua", "4 giờ trước", "vừa xong", "31/02/2026", "45/45/2026", "2026", "2026-11", "0001-01-01T00:00:00",
     "1970-01-01T00:00:00Z", "0000-00-00 00:00:00", "2026-11-05T25:00:00", "2026-11-05T08:15:00+99:00",
     "Thu, 05 Nov 2026 08:15:00 XYZ", "x" * 5000, "1/" * 5000],
)  # fmt: skip
def test_what_cannot_be_read_for_certain_is_none(written: str) -> None:
    assert read_time(written) is None


@pytest.mark.parametrize(
    ("written", "hours"),
    [("EST", -5), ("PDT", -7), ("CET", 1), ("BST", 1), ("JST", 9), ("Z", 0), ("GMT+0", 0), ("UTC-3", -3), ("GMT +07:30", 7.5)],
)  # fmt: skip
def test_zones_by_name_are_known(written: str, hours: float) -> None:
    moment = read_time(f"Thu, 05 Nov 2026 08:15:00 {written}")
    assert moment is not None
    assert moment.utcoffset() == timedelta(hours=hours)


def test_what_stands_behind_a_clock_is_no_zone() -> None:
    said = read_time("Thứ Năm, 05/11/2026 - 08:15 - 5 phút đọc")
    assert said == datetime(2026, 11, 5, 8, 15, tzinfo=LOCAL_TIME)


@given(st.text(max_size=250))
def test_any_text_is_a_time_or_none(text: str) -> None:
    for read in (read_time, read_line):
        assert read(text) is None or read(text).tzinfo is not None  # type: ignore[union-attr]
