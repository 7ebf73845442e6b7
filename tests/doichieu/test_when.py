"""When a job is due, as a person writes it; quiet hours; and clocks that jump or change with the season."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from apscheduler.schedulers.background import BackgroundScheduler

from doichieu.jobs.planning import heed_pauses, set_right, trigger_of
from doichieu.when import Cron, Every, end_of_hours, is_within_hours, parse, parse_hours

BERLIN = ZoneInfo("Europe/Berlin")


def _nothing(*_: object) -> None:
    """What the jobs of these tests do."""


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("15s", Every(15)),
        ("10m", Every(600)),
        ("6h", Every(21600)),
        (" 1d ", Every(86400)),
        ("off", None),
        ("30 2 * * *", Cron("30", "2", "*", "*", "*")),
        ("*/5 8-18 1,15 * 1-5", Cron("*/5", "8-18", "1,15", "*", "mon,tue,wed,thu,fri")),
        ("0 6 * * 0", Cron("0", "6", "*", "*", "sun")),
        ("0 6 * * 7", Cron("0", "6", "*", "*", "sun")),
    ],
)
def test_what_is_written_is_understood(said: str, meant: Every | Cron | None) -> None:
    assert parse(said) == meant


@pytest.mark.parametrize(
    "said", ["", "10", "0m", "5 minutes", "60 2 * * *", "30 24 * * *", "* * * *", "*/0 * * * *", "5-2 * * * *", "0 0 0 * *", "a b c d e"]
)  # fmt: skip
def test_what_cannot_be_is_refused(said: str) -> None:
    with pytest.raises(ValueError, match="must be"):
        parse(said)


def test_sunday_of_cron_is_a_sunday() -> None:
    when = parse("0 6 * * 0")
    assert when is not None
    moment = trigger_of(when, zone=UTC).get_next_fire_time(None, datetime(2026, 11, 25, tzinfo=UTC))
    assert (moment.date().isoformat(), moment.strftime("%a")) == ("2026-11-29", "Sun")


def _fires(said: str, begin: datetime, end: datetime) -> list[datetime]:
    when = parse(said)
    assert when is not None
    trigger, found, before, now = trigger_of(when, zone=BERLIN), [], None, begin
    while (moment := trigger.get_next_fire_time(before, now)) and moment < end:
        found.append(moment)
        before, now = moment, moment.astimezone(UTC) + timedelta(microseconds=1)
    return found


@pytest.mark.parametrize(
    "night", [datetime(2026, 3, 29, tzinfo=BERLIN), datetime(2026, 10, 25, tzinfo=BERLIN)]
)
def test_the_nights_on_which_clocks_change_run_a_daily_job_once(night: datetime) -> None:
    fires = _fires("30 2 * * *", night, night + timedelta(days=1))
    assert len({one.astimezone(UTC) for one in fires}) == 1, fires


def test_an_interval_does_not_care_for_the_season() -> None:
    begin = datetime(2026, 10, 25, 0, 0, tzinfo=UTC)
    trigger = trigger_of(Every(3600))
    trigger.jitter = None
    moments = [begin]
    while len(moments) < 6:
        moments.append(trigger.get_next_fire_time(moments[-1], moments[-1]))
    assert {b - a for a, b in pairwise(moments)} == {timedelta(hours=1)}


def test_quiet_hours_are_those_of_the_zone_and_their_end_belongs_to_the_day() -> None:
    assert is_within_hours("22:00-05:30", datetime(2026, 11, 25, 15, 0, tzinfo=UTC))  # 22:00
    assert is_within_hours("22:00-05:30", datetime(2026, 11, 25, 22, 29, tzinfo=UTC))  # 05:29
    assert not is_within_hours("22:00-05:30", datetime(2026, 11, 25, 22, 30, tzinfo=UTC))
    assert not is_within_hours("", datetime(2026, 11, 25, 22, 0, tzinfo=UTC))
    end = end_of_hours("22:00-05:30", datetime(2026, 11, 25, 16, 0, tzinfo=UTC))
    assert end.astimezone(UTC) == datetime(2026, 11, 25, 22, 30, tzinfo=UTC)
    with pytest.raises(ValueError, match="22:00-05:30"):
        parse_hours("10pm to 5am")


def test_the_end_of_quiet_hours_holds_on_the_night_the_clocks_change() -> None:
    before = datetime(2026, 3, 28, 23, 30, tzinfo=BERLIN)
    assert end_of_hours("23:00-06:00", before, zone=BERLIN).astimezone(UTC) == datetime(
        2026, 3, 29, 4, 0, tzinfo=UTC
    )


@pytest.fixture
def scheduler() -> BackgroundScheduler:
    """Two jobs, an interval and a set time, in a scheduler that does not run."""
    made = BackgroundScheduler(timezone=UTC)
    made.start(paused=True)
    made.add_job(_nothing, trigger_of(Every(600)), id="often")
    made.add_job(_nothing, trigger_of(Cron("30", "2", "*", "*", "*"), zone=UTC), id="nightly")
    return made


def test_a_clock_set_back_leaves_no_job_waiting_for_the_time_that_was(
    scheduler: BackgroundScheduler,
) -> None:
    try:
        assert set_right(scheduler, now=datetime.now(UTC), put_off={}) == []
        back = datetime.now(UTC) - timedelta(days=30)
        assert set(set_right(scheduler, now=back, put_off={})) == {"often", "nightly"}
        assert scheduler.get_job("often").next_run_time == back
        assert scheduler.get_job("nightly").next_run_time - back <= timedelta(days=1)
    finally:
        scheduler.shutdown(wait=False)


def test_what_was_put_off_on_purpose_is_left_alone(scheduler: BackgroundScheduler) -> None:
    try:
        now = datetime.now(UTC)
        until = now + timedelta(hours=7)
        scheduler.modify_job("often", next_run_time=until)
        assert set_right(scheduler, now=now, put_off={"often": until}) == []
        assert set_right(scheduler, now=now, put_off={}) == ["often"]
    finally:
        scheduler.shutdown(wait=False)


def test_what_goes_on_after_a_pause_is_due_at_once_or_at_its_set_time(
    scheduler: BackgroundScheduler,
) -> None:
    try:
        heed_pauses(scheduler, {"often"})
        assert scheduler.get_job("often").next_run_time is None
        assert scheduler.get_job("nightly").next_run_time is not None
        heed_pauses(scheduler, {"*"})
        assert scheduler.get_job("nightly").next_run_time is None
        heed_pauses(scheduler, set())
        assert scheduler.get_job("often").next_run_time <= datetime.now(UTC)
        assert scheduler.get_job("nightly").next_run_time > datetime.now(UTC)
    finally:
        scheduler.shutdown(wait=False)
