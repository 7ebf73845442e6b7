"""What is wrong with an installation now, in words: for alerts, for `/readyz`, for whoever is on duty."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy.orm import Session

from doichieu.jobs.desk import Desk
from doichieu.jobs.rhythm import cause
from doichieu.two_languages import joined
from storage import backlog, documents, quarantine, runs, timetable
from storage import sources as source_rows

#: An article that has waited so long for its check tells of a backlog.
WAITED = timedelta(minutes=30)
#: A backup older than this is stale; the schedule makes one a day.
STALE = timedelta(hours=36)


def troubles(desk: Desk) -> list[str]:
    """Each trouble as a line in both languages, none for an installation that is well."""
    with desk.database.reading() as session:
        return [
            *_sources(session),
            *_jobs(session),
            *_waiting(session),
            *_aside(session),
            *_backup(desk),
        ]


def _sources(session: Session) -> list[str]:
    states = source_rows.states(session)
    ill = [(name, row) for name, row in states.items() if row.enabled and row.problem]
    return [
        joined([cause(row.problem, row.problem_since) or ""], head=f"{name}:  / {name}: ")
        for name, row in ill
    ]


def _jobs(session: Session) -> list[str]:
    """Jobs whose last run failed; crawls tell it by their sources."""
    found = []
    for name, row in timetable.rows(session).items():
        if name.startswith("crawl:") or name == "alerts" or row.last_run is None:
            continue
        run = runs.get(session, row.last_run)
        if run is not None and run.problem:
            head = f"việc {name} hỏng:  / job {name} failed: "
            found.append(joined([run.problem], head=head))
    return found


def _waiting(session: Session) -> list[str]:
    number, oldest = backlog.unchecked(session)
    if oldest is None or datetime.now(UTC) - oldest < WAITED or not documents.any_at_all(session):
        return []
    minutes = int((datetime.now(UTC) - oldest).total_seconds() // 60)
    return [
        f"{number} bài chờ đối chiếu, lâu nhất {minutes} phút / {number} articles wait for their check, the longest for {minutes} minutes"
    ]


def _aside(session: Session) -> list[str]:
    articles, _ = quarantine.count(session)
    if not articles:
        return []
    return [
        f"{articles} bài để riêng vì không đối chiếu được: doichieu quarantine list / {articles} articles put aside: doichieu quarantine list"
    ]


def _backup(desk: Desk) -> list[str]:
    if desk.settings.when_backup == "off":
        return []
    held = sorted(desk.settings.backups_dir.glob("doichieu-*"))
    if not held:
        return ["chưa có bản sao lưu nào / there is no backup yet"]
    age = datetime.now(UTC) - datetime.fromtimestamp(held[-1].stat().st_mtime, UTC)
    if age < STALE:
        return []
    hours = int(age.total_seconds() // 3600)
    return [f"bản sao lưu mới nhất đã {hours} giờ / the newest backup is {hours} hours old"]
