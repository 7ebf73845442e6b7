"""A lease: one holder, a fence that grows with every change of hands, and no clock that can do harm."""

from __future__ import annotations

from datetime import timedelta

import pytest

from storage import leases
from storage.database import Database
from storage.leases import LostLease


def test_renewing_keeps_the_fence_and_a_change_of_hands_raises_it(database: Database) -> None:
    with database.session() as session:
        now = leases.clock(session)
        assert leases.take(session, "x", holder="a", seconds=60) == 1
        assert leases.take(session, "x", holder="a", seconds=60) == 1
        assert leases.take(session, "x", holder="b", seconds=60) is None
        later = now + timedelta(seconds=120)
        assert leases.take(session, "x", holder="b", seconds=60, now=later) == 2
        assert leases.beat(session, holder="a", seconds=60) == {}
        assert leases.beat(session, holder="b", seconds=60) == {"x": 2}


def test_what_was_given_back_is_free_at_once_and_its_old_fence_counts_no_more(
    database: Database,
) -> None:
    with database.session() as session:
        leases.take(session, "x", holder="a", seconds=600)
        leases.release(session, "x", holder="a")
        with pytest.raises(LostLease):
            leases.demand(session, {"x": 1}, holder="a")
        assert leases.take(session, "x", holder="a", seconds=600) == 2
        with pytest.raises(LostLease):
            leases.demand(session, {"x": 1}, holder="a")
        leases.demand(session, {"x": 2}, holder="a")


def test_a_write_of_one_that_lost_its_lease_is_refused_whatever_its_clock_says(
    database: Database,
) -> None:
    with database.session() as session:
        far = leases.clock(session) + timedelta(days=400)
        leases.take(session, "x", holder="a", seconds=60)
        leases.take(session, "x", holder="b", seconds=60, now=far)
    fenced = database.fenced(lambda session: leases.demand(session, {"x": 1}, holder="a"))
    with pytest.raises(LostLease, match="x"), fenced.session() as session:
        leases.take(session, "y", holder="a", seconds=60)
    with database.reading() as session:
        assert leases.holder(session, "y") is None, "nothing of the transaction is kept"


def test_a_clock_set_back_cannot_keep_a_dead_holders_name(database: Database) -> None:
    clock = [0.0]
    watch = leases.Watch(monotonic=lambda: clock[0])
    with database.session() as session:
        ahead = leases.clock(session) + timedelta(days=3650)  # the dead one's clock was years ahead
        leases.take(session, "x", holder="dead", seconds=30, now=ahead)
        assert leases.take(session, "x", holder="b", seconds=30) is None
        row = leases.holder(session, "x")
        assert row is not None
        assert watch.silent(row) == 0
        clock[0] = 31
        assert watch.silent(row) == 31
        assert leases.take_over(session, "x", holder="b", seconds=30, beats=row.beats - 1) is None
        assert leases.take_over(session, "x", holder="b", seconds=30, beats=row.beats) == 2


def test_a_beat_begins_the_silence_anew(database: Database) -> None:
    clock = [0.0]
    watch = leases.Watch(monotonic=lambda: clock[0])
    with database.session() as session:
        leases.take(session, "x", holder="a", seconds=30)
        row = leases.holder(session, "x")
        assert row is not None
        watch.silent(row)
        clock[0] = 29
        leases.beat(session, holder="a", seconds=30)
        session.refresh(row)
        assert watch.silent(row) == 0


def test_many_names_are_taken_together_but_for_those_of_others(database: Database) -> None:
    with database.session() as session:
        leases.take(session, "b", holder="other", seconds=60)
        taken = leases.take_all(session, ["c", "b", "a"], holder="me", seconds=60)
        assert taken == {"a": 1, "c": 1}
        leases.demand(session, taken, holder="me")
        leases.release_all(session, ["a", "c"], holder="me")
        assert leases.living(session) == {"other"}
