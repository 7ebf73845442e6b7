"""Whether an installation can do its work now: each thing it needs, with the reason where it fails."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from doichieu.errors import DoichieuError
from doichieu.settings import Settings
from storage.database import Database
from storage.job_states import schedule
from storage.migrate import current, head


def readiness(settings: Settings, database: Database) -> dict[str, Any]:
    """{"status": "ready" or "not_ready", "checks": {name: {"ok", "reason"}}}."""
    asked: dict[str, Callable[[], str]] = {
        "database": lambda: _database(database),
        "schema": lambda: _schema(database),
        "schedule": lambda: _schedule(database),
        "disk": lambda: _disk(settings),
    }
    checks = {name: _checked(check) for name, check in asked.items()}
    ready = all(one["ok"] for one in checks.values())
    return {"status": "ready" if ready else "not_ready", "checks": checks}


def _checked(check: Callable[[], str]) -> dict[str, Any]:
    try:
        reason = check()
    except DoichieuError as error:
        reason = error.reason  # the whole words may name a host
    except Exception as error:  # noqa: BLE001 - whatever it is, it is why we are not ready
        reason = type(error).__name__
    return {"ok": not reason, "reason": reason or None}


def _database(database: Database) -> str:
    with database.reading() as session:
        session.connection().exec_driver_sql("SELECT 1 FROM sources LIMIT 1")
    return ""


def _schema(database: Database) -> str:
    at = current(database.engine)
    return "" if at == head() else f"schema is at {at}, this program needs {head()}"


def _schedule(database: Database) -> str:
    with database.reading() as session:
        held = schedule(session)
    if held.holder:
        return ""
    if held.beat_until is None:
        return "no service has ever run the schedule"
    silent = int((datetime.now(UTC) - held.beat_until).total_seconds())
    return f"nobody runs the schedule; the last lease ended {silent} seconds ago"


def _disk(settings: Settings) -> str:
    free = shutil.disk_usage(settings.data_dir).free
    least = settings.disk_least_bytes
    return "" if free >= least else f"{free} bytes free, at least {least} are needed"
