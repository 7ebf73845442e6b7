"""The retention policy applied: what the settings keep no longer goes, and the space it took."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from doichieu.jobs.desk import Desk, open_desk
from doichieu.settings import Settings
from storage import archive_space, retention
from storage.retention import Policy

#: How long crawls of the schedule are kept that found nothing new.
IDLE = timedelta(days=2)


def policy_of(settings: Settings, *, now: datetime | None = None) -> Policy:
    """The moments before which things may go; days of nought keep for ever."""
    now = now or datetime.now(UTC)

    def before(days: int) -> datetime | None:
        return now - timedelta(days=days) if days else None

    return Policy(
        pages=before(settings.keep_pages_days),
        revisions=before(settings.keep_revisions_days),
        runs=before(settings.keep_runs_days),
        idle_runs=now - IDLE if settings.keep_runs_days else None,
    )


def retain(desk: Desk, *, policy: Policy | None = None, dry_run: bool = False) -> dict[str, int]:
    """Let go of what the policy allows, some rows at a time; what went, or with `dry_run` would go."""
    policy = policy or policy_of(desk.settings)
    gone = {"pages": 0, "revisions": 0, "runs": 0, "idle_runs": 0, "files": 0, "bytes": 0}
    for name, kind, rows in retention.what_goes(policy):
        if dry_run:
            with desk.database.reading() as session:
                gone[name] = retention.count(session, rows)
            continue
        went = retention.TOGETHER
        while went == retention.TOGETHER:
            with desk.database.session() as session:
                went = retention.let_go(session, kind, rows)
            gone[name] += went
    if not dry_run and policy.pages is not None:
        _free_space(desk, gone)
    return gone


def retain_now(*, dry_run: bool, settings: Settings) -> dict[str, int]:
    """The same by hand."""
    with open_desk(settings) as desk:
        return retain(desk, dry_run=dry_run)


def _free_space(desk: Desk, gone: dict[str, int]) -> None:
    folder = desk.settings.archive_dir
    with desk.database.reading() as session:
        empty = archive_space.empty_files(session, folder)
        loose = archive_space.loose_files(session, folder)
    for path in empty:
        gone["files"] += 1
        gone["bytes"] += path.stat().st_size
        path.unlink()
    for name, places in loose.items():
        with desk.database.session() as session:
            gone["bytes"] += archive_space.write_anew(session, folder, name, places)
