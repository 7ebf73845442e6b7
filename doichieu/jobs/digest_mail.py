"""The digest at its hour: yesterday's every day, last week's on Monday, to each address once."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from doichieu.jobs.desk import Desk
from doichieu.jobs.digest import digest_for
from doichieu.jobs.sending import Address, Message
from doichieu.local_time import LOCAL_TIME
from doichieu.settings import Settings
from review.digest.forms import MEDIA, file_name, written
from review.digest.period import Period, of_days, of_week
from review.digest.words import title
from review.language import translator
from storage import outgoing
from storage.alert_schema import OutgoingRow

DIGEST = "digest:"
DAY, WEEK = "day", "week"
#: How long after its first day a digest still goes out: a week's on Monday, and after downtime until Wednesday.
LATEST = {DAY: timedelta(days=1), WEEK: timedelta(days=9)}
#: Which digests each word of the setting sends.
SENT = {"daily": (DAY,), "weekly": (WEEK,), "both": (DAY, WEEK)}


def put_due(settings: Settings, session: Session, readers: list[Address], now: datetime) -> None:
    """Put what the hour asks for on its way; after downtime later the same day, and never twice."""
    local = now.astimezone(LOCAL_TIME)
    if not readers or local.hour < settings.digest_hour:
        return
    for span in SENT[settings.digest_mail]:
        first = _first(span, local.date())
        if local.date() - first > LATEST[span]:
            continue
        outgoing.put(
            session, f"{DIGEST}{span}:{first}", [(one.key, one.shown) for one in readers],
            title=title(_period(span, first), translator(settings.language)), body="", now=now,
        )  # fmt: skip


def message_of(desk: Desk, row: OutgoingRow) -> Message | None:
    """The mail of a digest, with its letter; None where the row is no digest."""
    if not row.subject.startswith(DIGEST):
        return None
    _, span, first = row.subject.split(":")
    digest = digest_for(desk, _period(span, date.fromisoformat(first)))
    settings = desk.settings
    body = written(digest, "html", settings=settings, language=settings.language).decode()
    letter = written(digest, "docx", settings=settings, language=settings.language)
    return Message(row.title, body, html=True, file=(file_name(digest.period, "docx"), MEDIA["docx"], letter))  # fmt: skip


def _first(span: str, today: date) -> date:
    """The first day of the newest span that is over."""
    if span == DAY:
        return today - timedelta(days=1)
    return of_week(today).first - timedelta(days=7)


def _period(span: str, first: date) -> Period:
    return of_week(first) if span == WEEK else of_days(first)
