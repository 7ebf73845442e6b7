"""One database, opened: engine, sessions, and what each kind of database needs to be safe."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import copy
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError
from sqlalchemy.orm import Session, sessionmaker

from doichieu.errors import DoichieuError, WrongUse
from storage import log_chain  # noqa: F401 - hangs the log's rows together at every commit
from storage.faults import name_of, told, unusable
from storage.migrate import current, head, upgrade

#: Seconds a writer waits for another.
BUSY = 30
#: The name under which a session or connection says that it writes nothing.
READING = "doichieu_reading"


class Database:
    """An engine and its sessions; closes with `close`."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.engine = _engine(url)
        self._sessions = sessionmaker(self.engine, expire_on_commit=False)
        self._first: Callable[[Session], None] | None = None

    def fenced(self, first: Callable[[Session], None]) -> Database:
        """The same database, where every transaction that writes begins with `first`: it may refuse."""
        fenced = copy(self)
        fenced._first = first
        return fenced

    @property
    def is_sqlite(self) -> bool:
        """SQLite, or else PostgreSQL."""
        return self.engine.dialect.name == "sqlite"

    @property
    def path(self) -> Path | None:
        """The file of a SQLite database."""
        name = self.engine.url.database
        return Path(name) if self.is_sqlite and name else None

    @contextmanager
    def session(self) -> Iterator[Session]:
        """One transaction that writes: committed at the end, rolled back when anything is raised.

        SQLite has one writer at a time, and refuses one that read before another has written: we wait
        for our turn before we read.
        """
        try:
            with self._sessions.begin() as session:
                if self._first is not None:
                    self._first(session)
                yield session
        except DBAPIError as error:
            raise told(error, self.url) from error

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """One moment of the database; waits for no writer, and writes nothing."""
        try:
            with self._sessions.begin() as session:
                session.info[READING] = True
                session.connection(execution_options={READING: True})
                yield session
        except DBAPIError as error:
            raise told(error, self.url) from error

    def size(self) -> int:
        """Bytes it takes on disk."""
        if self.path is None:
            with self.reading() as session:
                return int(session.scalar(text("SELECT pg_database_size(current_database())")) or 0)
        files = (self.path.with_name(self.path.name + ending) for ending in ("", "-wal"))
        return sum(file.stat().st_size for file in files if file.exists())

    def close(self) -> None:
        """Give the connections back."""
        self.engine.dispose()


def open_database(url: str, *, create: bool = True) -> Database:
    """The database at `url`, at the newest schema; made when it is not there and `create`.

    Raises DoichieuError naming a file that is damaged, foreign, or newer than this program.
    """
    _must_be_address(url)
    _prepare(url, create=create)
    database = Database(url)
    try:
        at = current(database.engine)
        if at is None and not create:
            raise _none_there(url)
        if at != head():
            upgrade(database.engine)
    except (SQLAlchemyError, sqlite3.Error) as error:
        database.close()
        raise told(error, url) from error
    except DoichieuError:
        database.close()
        raise
    return database


def _must_be_address(url: str) -> None:
    try:
        make_url(url)
    except (ArgumentError, ValueError) as error:
        # The address itself is not repeated: it may hold a password.
        raise WrongUse(
            vi="DOICHIEU_DATABASE_URL không phải địa chỉ cơ sở dữ liệu; dạng đúng: postgresql+psycopg://TÊN:MẬT_KHẨU@MÁY/TÊN_CSDL",
            en="DOICHIEU_DATABASE_URL is no address of a database; it looks like postgresql+psycopg://NAME:PASSWORD@HOST/DATABASE",
            reason="bad_setting",
        ) from error


def _engine(url: str) -> Engine:
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return create_engine(url, pool_pre_ping=True)
    engine = create_engine(url, connect_args={"timeout": BUSY})
    event.listen(engine, "connect", _on_connect)
    event.listen(engine, "begin", _begin)
    return engine


def _on_connect(connection: Any, _record: Any) -> None:
    # The driver's own transactions begin too late for SQLite's locks; we begin them ourselves.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "foreign_keys=ON",
        "synchronous=FULL",
        f"busy_timeout={BUSY * 1000}",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Any) -> None:
    reads = connection.get_execution_options().get(READING)
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")


@event.listens_for(Session, "before_flush")
def _must_not_write(session: Session, *_: Any) -> None:
    if session.info.get(READING):
        raise RuntimeError("a session that only reads was to write")


def _prepare(url: str, *, create: bool) -> None:
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite" or not parsed.database:
        return
    path = Path(parsed.database)
    if not path.exists():
        if not create:
            raise _none_there(url)
        _make_folder(path.parent)
        return
    with path.open("rb") as file:
        start = file.read(16)
    if start and start != b"SQLite format 3\x00":
        raise unusable(url, "không phải cơ sở dữ liệu SQLite", "is no SQLite database")


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DoichieuError(
            vi=f"không tạo được thư mục dữ liệu {folder} ({error.strerror}); hãy đặt DOICHIEU_DATA_DIR",
            en=f"cannot make the data folder {folder} ({error.strerror}); set DOICHIEU_DATA_DIR",
            reason="no_data_dir",
        ) from error


def _none_there(url: str) -> DoichieuError:
    return DoichieuError(
        vi=f"chưa có cơ sở dữ liệu ở {name_of(url)}; hãy chạy: doichieu init",
        en=f"there is no database at {name_of(url)} yet; run: doichieu init",
        reason="no_database",
    )
