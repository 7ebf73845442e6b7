"""Alerts and messages as both databases keep them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from doichieu.errors import DoichieuError
from storage import alerts, outgoing
from storage.alert_schema import AlertRow
from storage.alerts import Event
from storage.database import Database

NOW = datetime(2026, 11, 5, 5, 0, tzinfo=UTC)
SOURCE, JOB = Event("silent_source", "bao-mau", "im / silent"), Event("failing_job", "crawl", "hỏng / failed")  # fmt: skip


def test_an_alert_stands_once_and_may_come_again(database: Database) -> None:
    kinds = {"silent_source", "failing_job"}
    for wrong in ([SOURCE, SOURCE, JOB], [SOURCE], [SOURCE, JOB]):
        with database.session() as session:
            alerts.settle(session, NOW, wrong=wrong, looked_at=kinds)
    with database.reading() as session:
        assert {row.kind for row in alerts.standing_alerts(session)} == kinds
        assert [row.kind for row in alerts.ended_alerts(session)] == ["failing_job"]


def test_a_kind_that_was_not_looked_at_is_not_over(database: Database) -> None:
    with database.session() as session:
        alerts.settle(session, NOW, wrong=[SOURCE, JOB], looked_at={"silent_source", "failing_job"})
    with database.session() as session:
        alerts.settle(session, NOW, wrong=[], looked_at={"failing_job"})
    with database.reading() as session:
        assert [row.kind for row in alerts.standing_alerts(session)] == ["silent_source"]


def test_the_database_itself_refuses_a_second_standing_alert(database: Database) -> None:
    def row() -> AlertRow:
        return AlertRow(kind="backup", subject="database", said="x", opened_at=NOW)

    with database.session() as session:
        session.add(row())
    with (
        pytest.raises(DoichieuError, match=r"uq_alerts_open|alerts\.kind"),
        database.session() as session,
    ):
        session.add(row())
        session.flush()


def test_each_is_told_once_begun_and_once_over(database: Database) -> None:
    with database.session() as session:
        alerts.settle(session, NOW, wrong=[SOURCE], looked_at={"silent_source"})
        session.flush()
        begun, over = alerts.to_tell(session)
        alerts.mark_told(session, [*begun, *over], NOW)
        assert (len(begun), len(over)) == (1, 0)
    with database.session() as session:
        assert alerts.to_tell(session) == ([], [])
        alerts.settle(session, NOW, wrong=[], looked_at={"silent_source"})
        session.flush()
        begun, over = alerts.to_tell(session)
        alerts.mark_told(session, [*begun, *over], NOW)
        assert (len(begun), len(over)) == (0, 1)
    with database.session() as session:
        assert alerts.to_tell(session) == ([], [])


def test_a_subject_goes_to_an_address_once_and_waits_longer_after_each_failure(database: Database) -> None:  # fmt: skip
    for _ in range(2):
        with database.session() as session:
            outgoing.put(session, "digest:day:2026-11-04", [("a", "json://a"), ("b", "json://b")], title="t", body="", now=NOW)  # fmt: skip
    with database.session() as session:
        first, second = outgoing.due(session, NOW)
        outgoing.sent(session, first.id, NOW)
        waits = []
        moment = NOW
        while outgoing.failed(session, second.id, "x / y", moment):
            assert second.next_at is not None
            waits.append(second.next_at - moment)
            moment = second.next_at
        assert waits == sorted(waits)
        assert moment - NOW < timedelta(hours=24)
        assert outgoing.due(session, NOW + timedelta(days=9)) == []
        assert outgoing.count_since(session, "digest:", NOW - timedelta(hours=1)) == 1


def test_what_is_long_over_is_left_behind_and_what_stands_is_not(database: Database) -> None:
    with database.session() as session:
        alerts.settle(session, NOW, wrong=[SOURCE, JOB], looked_at={"silent_source", "failing_job"})
        alerts.measure(session, "flags", 5, NOW)
        session.flush()
        alerts.settle(session, NOW, wrong=[SOURCE], looked_at={"silent_source", "failing_job"})
        session.flush()
        alerts.forget(session, NOW + timedelta(days=91))
    with database.reading() as session:
        assert len(alerts.standing_alerts(session)) == 1
        assert alerts.ended_alerts(session) == []
        assert alerts.measured_before(session, "flags", NOW + timedelta(days=91)) is None
