"""Database, folders, first user, sources; safe to run again."""

from __future__ import annotations

from typing import Any

from doichieu.jobs.desk import open_desk
from doichieu.jobs.users import link
from doichieu.settings import Settings
from storage import users


def initialise(*, user: str, settings: Settings) -> dict[str, Any]:
    """Prepare an installation; a sign-in link when the first person was made."""
    with open_desk(settings) as desk:
        for folder in (settings.sources_dir, settings.models_dir, settings.data_dir / "logs"):
            folder.mkdir(parents=True, exist_ok=True)
        registry = desk.registry()
        with desk.database.session() as session:
            invited = None
            if not users.everyone(session):
                first = users.create(session, user, role="admin")
                invited = link(users.one_time_link(session, first), settings=settings)
        return {
            "data_dir": str(settings.data_dir),
            "sources": len(registry.sources),
            "sign_in_link": invited,
        }
