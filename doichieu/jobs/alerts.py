"""Alerts and digests on their way: one turn looks at what is wrong, says it once, and sends what is due."""

from __future__ import annotations

import logging
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy.orm import Session

from doichieu.errors import DoichieuError
from doichieu.jobs import digest_mail
from doichieu.jobs.desk import Desk
from doichieu.jobs.sending import Address, Message, addresses_in, send
from doichieu.jobs.watch import Watch, waiting, wrong_now
from doichieu.settings import Settings
from doichieu.when import is_within_hours
from review.alert_words import alert_body, alert_title
from storage import alerts, outgoing
from storage.alert_schema import OutgoingRow

log = logging.getLogger(__name__)

ALERT = "alert:"


@dataclass(frozen=True, slots=True)
class Turn:
    """What one turn did."""

    standing: int  #: alerts that stand now
    told: int  #: alerts put into a message, begun or over
    sent: int
    failed: int


def notify(desk: Desk, *, now: datetime | None = None) -> Turn:
    """One turn of the schedule, about once a minute: look, say, send. Never raises for a receiver that is away."""
    now = now or datetime.now(UTC)
    looked_at = set(desk.settings.alert_events.split())
    addresses = addresses_in(desk.settings.alert_addresses, name="DOICHIEU_ALERT_ADDRESSES")
    readers = addresses_in(desk.settings.digest_addresses, name="DOICHIEU_DIGEST_ADDRESSES")
    with desk.database.reading() as session:
        wrong = wrong_now(Watch(desk.settings, session, now, desk.database.is_sqlite))
        counts = waiting(session, bound=desk.settings.alert_backlog)
    with desk.database.session() as session:
        alerts.settle(session, now, wrong=wrong, looked_at=looked_at)
        for name, count in counts.items():
            alerts.measure(session, name, count, now)
        # Said and marked as said in one transaction: a crash neither doubles nor loses an alert.
        told = _say(desk.settings, session, addresses, now)
        digest_mail.put_due(desk.settings, session, readers, now)
        alerts.forget(session, now)
        outgoing.forget(session, now)
        standing = len(alerts.standing_alerts(session))
    sent, failed = deliver(desk, [*addresses, *readers], now=now)
    return Turn(standing, told, sent, failed)


def deliver(desk: Desk, addresses: list[Address], *, now: datetime) -> tuple[int, int]:
    """Send what is due; how many went, how many did not."""
    known = {one.key: one for one in addresses}
    with desk.database.reading() as session:
        rows = outgoing.due(session, now)
    results = [_deliver(desk, row, known.get(row.address), now) for row in rows]
    return sum(results), len(results) - sum(results)


def _deliver(desk: Desk, row: OutgoingRow, address: Address | None, now: datetime) -> bool:
    if address is None:
        problem = "địa chỉ không còn trong thiết lập / the address is no longer in the settings"
    else:
        # Nobody waits for the receiver: the database is written to only when it has answered.
        problem = _sent(desk, row, address)
    with desk.database.session() as session:
        if not problem:
            outgoing.sent(session, row.id, now)
            return True
        again = outgoing.failed(session, row.id, problem, now)
    log.warning("%s: %s (%s)", row.shown, problem, "sẽ thử lại / will be tried again" if again else "thôi không thử / given up")  # fmt: skip
    return False


def _sent(desk: Desk, row: OutgoingRow, address: Address) -> str:
    try:
        message = digest_mail.message_of(desk, row) or Message(row.title, row.body)
    except DoichieuError as error:
        return str(error)
    return send(address, message)


def is_quiet(settings: Settings, now: datetime) -> bool:
    """Whether the clock in Viet Nam stands in the quiet hours, which may go over midnight."""
    return is_within_hours(settings.alert_quiet_hours, now)


def _say(settings: Settings, session: Session, addresses: list[Address], now: datetime) -> int:  # fmt: skip
    """Put what is to be told into one message; how many alerts it tells of."""
    hour = outgoing.count_since(session, ALERT, now - timedelta(hours=1))
    if not addresses or is_quiet(settings, now) or hour >= settings.alerts_an_hour:
        return 0
    begun, over = alerts.to_tell(session)
    if not begun and not over:
        return 0
    outgoing.put(
        session, f"{ALERT}{uuid.uuid4().hex}", [(one.key, one.shown) for one in addresses],
        title=alert_title(begun, over, language=settings.language), now=now,
        body=alert_body(begun, over, language=settings.language, site=settings.public_url.rstrip("/")),
    )  # fmt: skip
    alerts.mark_told(session, [*begun, *over], now)
    return len(begun) + len(over)
