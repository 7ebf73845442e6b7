"""What is wrong now: flags that need a person, silent sources, failing jobs, growing backlogs, a stale backup."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from operator import itemgetter

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from doichieu.local_time import LOCAL_TIME
from doichieu.settings import Settings
from doichieu.settings_telling import ALERT_EVENTS
from review.cells import shown
from storage import alerts, queue_counts, urgency
from storage import sources as source_rows
from storage.alerts import Event
from storage.decisions import OPEN
from storage.flags import Filters
from storage.health import SILENT, SILENT_GAPS
from storage.schema import ArticleRow, EventRow, FlagRow, HealthRow, RunRow, SourceRow

FLAGS, SILENT_SOURCE, FAILING_JOB, BACKLOG, BACKUP = ALERT_EVENTS
#: Stories that are looked at for urgent ones; only what was flagged within so long is news.
MOST_STORIES, NEWS = 50, timedelta(days=1)
#: Runs of a kind that fail in a row before it is told; runs looked at.
FAILS, RUNS_LOOKED_AT = 3, 400
#: A source of no known pace is silent after so long; days of health looked at.
SILENT_UNKNOWN, HEALTH_DAYS = timedelta(days=7), 60
#: A backlog grows when more waits than so long ago; it is over at this share of the bound.
GROWS_OVER, OVER_AT = timedelta(hours=1), 0.8
#: A count stops at so many times the bound.
FAR_BEYOND = 20
WAITING = {
    "articles": ("bài chưa đối chiếu", "articles not checked"),
    "flags": ("chỗ khác chờ người duyệt", "flags waiting for a reviewer"),
}
#: Characters of what is cited.
LONGEST = 160


@dataclass(frozen=True, slots=True)
class Watch:
    """The moment, and what is looked at."""

    settings: Settings
    session: Session
    now: datetime
    is_sqlite: bool


def wrong_now(watch: Watch) -> list[Event]:
    """Everything that is wrong, of the kinds the settings name, by one look at the database."""
    looks: dict[str, Callable[[Watch], Iterator[Event]]] = {
        FLAGS: _flags, SILENT_SOURCE: _silent, FAILING_JOB: _failing, BACKLOG: _backlog, BACKUP: _backup,
    }  # fmt: skip
    asked = watch.settings.alert_events.split()
    return [event for kind in ALERT_EVENTS if kind in asked for event in looks[kind](watch)]


def _flags(watch: Watch) -> Iterator[Event]:
    """Urgent stories: new ones, and those told of until somebody rules on them."""
    told = {row.subject: row.said for row in alerts.standing_alerts(watch.session, FLAGS)}
    waiting = select(FlagRow.id).where(FlagRow.status == OPEN, FlagRow.id.in_([int(one) for one in told]))  # fmt: skip
    for flag_id in watch.session.scalars(waiting):
        yield Event(FLAGS, str(flag_id), told[str(flag_id)])
    names = {name: row.name for name, row in source_rows.states(watch.session).items()}
    for row in urgency.queue(watch.session, Filters(since=watch.now - NEWS), limit=MOST_STORIES):
        if row.points < watch.settings.alert_urgency:
            break
        if str(row.flag.id) not in told:
            outlet = names.get(row.flag.source_id, row.flag.source_id)
            yield Event(FLAGS, str(row.flag.id), _urgent(row, _cited(outlet)))


def _urgent(row: urgency.Urgent, outlet: str) -> str:
    one = row.flag.differences[0] if row.flag.differences else {"article": "", "official": ""}
    what = _cited(f"{one['article']} ≠ {one['official']}, {row.flag.document}")
    return (
        f"#{row.flag.id} ({row.points} điểm): {what}; {outlet}, {row.outlets} báo"
        f" / #{row.flag.id} ({row.points} points): {what}; {outlet}, outlets: {row.outlets}"
    )


def _silent(watch: Watch) -> Iterator[Event]:
    """Sources that are read and bring nothing new for longer than their own pace explains."""
    today = watch.now.astimezone(LOCAL_TIME).date()
    since = today - timedelta(days=HEALTH_DAYS)
    crawled = select(HealthRow.source_id, func.min(HealthRow.day), func.max(HealthRow.day)).where(
        HealthRow.day >= since, HealthRow.crawls > 0
    )
    spans = {name: (first, last) for name, first, last in watch.session.execute(crawled.group_by(HealthRow.source_id))}  # fmt: skip
    brought = select(HealthRow.source_id, func.max(HealthRow.day)).where(
        HealthRow.day >= since, HealthRow.articles > 0
    )
    brought = brought.group_by(HealthRow.source_id)
    newest = {row[0]: row[1] for row in watch.session.execute(brought)}
    for row in watch.session.scalars(
        select(SourceRow).where(SourceRow.enabled).order_by(SourceRow.id)
    ):
        first, last = spans.get(row.id, (None, None))
        if first is None or last is None:
            continue
        gaps = timedelta(minutes=(row.pace_minutes or 0) * SILENT_GAPS)
        bound = max(SILENT, gaps) if row.pace_minutes else SILENT_UNKNOWN
        day = newest.get(row.id)
        # Nobody read it lately: that is no silence of its own.
        if today - (day or first) > bound and today - last <= SILENT:
            name = _cited(row.name)
            vi, en = (f"từ {day:%d/%m/%Y}", f"since {day:%d/%m/%Y}") if day else ("lâu nay", "for long")  # fmt: skip
            yield Event(SILENT_SOURCE, row.id, f"{name}: không có bài mới {vi} / {name}: nothing new {en}")  # fmt: skip


def _failing(watch: Watch) -> Iterator[Event]:
    """Kinds of run whose last ones all failed."""
    query = select(RunRow.kind, RunRow.id, RunRow.problem).where(RunRow.finished_at.is_not(None))
    newest = watch.session.execute(query.order_by(RunRow.id.desc()).limit(RUNS_LOOKED_AT)).all()
    for kind, rows in groupby(sorted(newest, key=lambda row: (row[0], -row[1])), key=itemgetter(0)):
        last = list(rows)[:FAILS]
        if len(last) < FAILS or not all(row.problem for row in last):
            continue
        if all(_failed(watch.session, row.id) for row in last):
            why = _cited(last[0].problem)
            vi, en = f"{FAILS} lần liền hỏng", f"failed {FAILS} times in a row"
            yield Event(FAILING_JOB, kind, f"{kind}: {vi} ({why}) / {kind}: {en} ({why})")


def _failed(session: Session, run_id: int) -> bool:
    """A crawl that told a problem fails when every source of it had one; anything else fails at once."""
    parts = [one for one in session.get_one(RunRow, run_id).report.values() if isinstance(one, dict)]  # fmt: skip
    return all(one["problems"] for one in parts if "problems" in one)


def _backlog(watch: Watch) -> Iterator[Event]:
    """What waits for the check, and for a person: more than the bound, and more than an hour ago."""
    bound = watch.settings.alert_backlog
    standing = {row.subject for row in alerts.standing_alerts(watch.session, BACKLOG)}
    for name, count in waiting(watch.session, bound=bound).items():
        before = alerts.measured_before(watch.session, name, watch.now - GROWS_OVER)
        grows = before is not None and count > bound and count > before
        if grows or (name in standing and count > bound * OVER_AT):
            vi, en = WAITING[name]
            yield Event(BACKLOG, name, f"{count} {vi}, một giờ trước {before} / {count} {en}, an hour ago {before}")  # fmt: skip


def waiting(session: Session, *, bound: int) -> dict[str, int]:
    """How much waits, by the names of `WAITING`; what is far beyond the bound is not counted to its end."""
    unchecked = select(ArticleRow.id).where(ArticleRow.checked_by == "").limit(bound * FAR_BEYOND)
    return {
        "articles": session.scalar(select(func.count()).select_from(unchecked.subquery())) or 0,
        "flags": queue_counts.total(queue_counts.look(session, Filters()), Filters()),
    }


def _backup(watch: Watch) -> Iterator[Event]:
    """No backup for longer than the settings allow, of a database that is older than that."""
    hours = watch.settings.alert_backup_hours
    bound = watch.now - timedelta(hours=hours)
    if not hours or not watch.is_sqlite:
        return
    begun = watch.session.scalar(select(EventRow.at).order_by(EventRow.id).limit(1))
    recent = select(EventRow.id).where(EventRow.at >= bound, EventRow.action == "backup").limit(1)
    if begun is not None and begun < bound and watch.session.scalar(recent) is None:
        yield Event(BACKUP, "database", f"chưa sao lưu trong {hours} giờ qua / no backup in the last {hours} hours")  # fmt: skip


def _cited(text: str) -> str:
    """Crawled words in a line of both languages, which a stroke parts; nobody is called by them."""
    return shown(text, LONGEST).replace(" / ", "; ").replace("@", "(at)")
