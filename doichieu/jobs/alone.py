"""What this process alone may do on a database: the names it holds, its beat, and a desk that is fenced by them."""

from __future__ import annotations

import logging
import os
import socket
import threading
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

from doichieu.errors import DoichieuError
from doichieu.jobs.desk import Desk
from storage import leases

#: Seconds a name is held after the last beat, and seconds between two beats: two may be missed.
LEASE, BEAT = 30.0, 8.0

log = logging.getLogger(__name__)


class Holder:
    """One process among those on a database. Threads may share it; a name is held once in it."""

    def __init__(
        self, desk: Desk, *, seconds: float = LEASE, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self.name = f"{socket.gethostname()}:{os.getpid()}:{uuid.uuid4().hex[:6]}"
        self._desk, self._seconds = desk, seconds
        self._held: dict[str, int] = {}
        self._lock = threading.Lock()
        self._watch = leases.Watch(monotonic=monotonic)
        self._ended = threading.Event()

    @property
    def held(self) -> dict[str, int]:
        """Name → fence of all that is held."""
        with self._lock:
            return dict(self._held)

    def take(self, names: Sequence[str]) -> list[str]:
        """Those of the names that are now ours; another thread's and another process's are left out."""
        mine = self.held
        wanted = [name for name in names if name not in mine]
        with self._desk.database.session() as session:
            got = leases.take_all(session, wanted, holder=self.name, seconds=self._seconds)
        with self._lock:
            self._held |= got
        return [name for name in wanted if name in got]

    def take_from_the_dead(self, name: str) -> bool:
        """Take a name, also from one whose beat we have seen stand still for as long as a lease lasts.

        Ask again and again: how long it has stood still is only known from asking before.
        """
        if name in self.held or self.take([name]):
            return True
        with self._desk.database.reading() as session:
            row = leases.holder(session, name)
        if row is None or self._watch.silent(row) <= self._seconds:
            return False
        with self._desk.database.session() as session:
            fence = leases.take_over(
                session, name, holder=self.name, seconds=self._seconds, beats=row.beats
            )
        if fence is not None:
            with self._lock:
                self._held[name] = fence
        return fence is not None

    def who(self, name: str) -> str:
        """Who holds a name now, for a person."""
        with self._desk.database.reading() as session:
            row = leases.holder(session, name)
        return row.holder if row is not None else ""

    def give_back(self, names: Sequence[str]) -> None:
        """Others may take these at once."""
        with self._lock:
            ours = [name for name in names if self._held.pop(name, None) is not None]
        if ours:
            with self._desk.database.session() as session:
                leases.release_all(session, ours, holder=self.name)

    def beat(self) -> set[str]:
        """Show life; the names that were lost to others meanwhile."""
        with self._desk.database.session() as session:
            now = leases.beat(session, holder=self.name, seconds=self._seconds)
        with self._lock:
            lost = {name for name, fence in self._held.items() if now.get(name) != fence}
            for name in lost:
                del self._held[name]
        return lost

    def fenced(self, names: Sequence[str]) -> Desk:
        """A desk whose every write is refused once one of these names is another's."""
        held = self.held
        # A name that was lost before we begin has no fence at all: it is refused, too.
        fences = {name: held.get(name, -1) for name in names}
        database = self._desk.database.fenced(
            lambda session: leases.demand(session, fences, holder=self.name)
        )
        return replace(self._desk, database=database)

    @contextmanager
    def beating(self) -> Iterator[None]:
        """Beat in a thread of its own until the block ends; then give everything back."""
        thread = threading.Thread(target=self._keep_beating, name="beat", daemon=True)
        thread.start()
        try:
            yield
        finally:
            self._ended.set()
            thread.join(self._seconds)
            self.give_back(list(self.held))

    def _keep_beating(self) -> None:
        while not self._ended.wait(min(BEAT, self._seconds / 3)):
            try:
                lost = self.beat()
            except DoichieuError as error:
                log.warning("%s", error)
                continue
            if lost:
                log.warning(
                    "tiến trình khác đã nhận / another process took over: %s",
                    ", ".join(sorted(lost)[:5]),
                )
