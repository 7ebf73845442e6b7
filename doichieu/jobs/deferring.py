"""Crawls and checks as tasks in PostgreSQL, for `doichieu worker` processes on any number of machines.

A crawl's lock is its host: politeness holds across machines. A queue a kind of work.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress

from procrastinate import App, SyncPsycopgConnector
from procrastinate.exceptions import AlreadyEnqueued
from sqlalchemy import make_url, text

from doichieu.errors import WrongUse
from doichieu.jobs.desk import Desk
from doichieu.jobs.hosts import host_locks
from doichieu.records import Source
from doichieu.settings import Settings

CRAWL, CHECK = "crawl", "check"
#: Checks that can run at once, each of the articles whose number leaves its own rest.
PARTS = 8
#: A number of our own among PostgreSQL's advisory locks: who makes the tables of tasks.
_MAKING = 7_230_501


def defer_crawls(desk: Desk, sources: Sequence[Source]) -> int:
    """One task a source; how many are new. One that waits already is not put twice."""
    locks = host_locks(list(desk.registry().sources.values()))
    with tasks(desk) as app:
        return sum(
            _defer(
                app, CRAWL, lock=locks.get(one.id, one.id), only=f"crawl:{one.id}", source_id=one.id
            )
            for one in sources
        )


def defer_checks(desk: Desk) -> int:
    """One task a part of what is stored; how many are new."""
    with tasks(desk) as app:
        names = {part: f"check:{part}" for part in range(PARTS)}
        return sum(
            _defer(app, CHECK, lock=name, only=name, part=part) for part, name in names.items()
        )


def conninfo(settings: Settings) -> str:
    """PostgreSQL's own spelling of the database's address; WrongUse for any other database."""
    url = make_url(settings.database)
    if url.get_backend_name() == "sqlite":
        raise WrongUse(
            vi="nhiều máy cùng làm cần PostgreSQL; hãy đặt DOICHIEU_DATABASE_URL (chuyển dữ liệu bằng: doichieu db move)",
            en="several workers need PostgreSQL; set DOICHIEU_DATABASE_URL (move what you have with: doichieu db move)",
            reason="not_postgresql",
        )
    return url.set(drivername="postgresql").render_as_string(hide_password=False)


@contextmanager
def tasks(desk: Desk) -> Iterator[App]:
    """Where tasks are put; its tables are made when they are not there yet."""
    app = App(
        connector=SyncPsycopgConnector(conninfo=conninfo(desk.settings), min_size=1, max_size=2)
    )
    with app.open():
        _make_tables(desk, app)
        yield app


def _make_tables(desk: Desk, app: App) -> None:
    """The tables of tasks, where they are not there yet; one process makes them."""
    with desk.database.session() as session:
        session.execute(text("SELECT pg_advisory_xact_lock(:making)"), {"making": _MAKING})
        if not app.check_connection():
            app.schema_manager.apply_schema()


def _defer(app: App, name: str, *, lock: str, only: str, **said: str | int) -> int:
    task = app.configure_task(name, queue=name, lock=lock, queueing_lock=only)
    with suppress(AlreadyEnqueued):
        task.defer(**said)
        return 1
    return 0
