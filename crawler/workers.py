"""Work that may never end, done in processes of its own: each piece within its time and memory, in order."""

from __future__ import annotations

import logging
import os
import signal
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import TimeoutError as OverTime
from multiprocessing import get_context
from typing import Any, TypeVar

from pebble import ProcessExpired, ProcessPool

from crawler.memory import bound_memory
from doichieu.errors import DoichieuError, Quarantine

T = TypeVar("T")
_log = logging.getLogger(__name__)
#: CPU seconds one piece may take: a hundred times what a real page takes.
SECONDS = 5
#: Wall-clock seconds after which a piece is given up even when it only waits for the processor.
PATIENCE = 60
#: From so many pieces on, a second process earns what it costs to start.
MANY = 4
#: Pieces handed out ahead of the one whose result is waited for.
AHEAD = 8


def each_bounded(
    work: Callable[..., T], pieces: Iterable[tuple[Any, ...]], *, many: bool
) -> Iterator[T | DoichieuError]:
    """What `work(*piece)` gives for each piece, in order, or the error that stands for it."""
    workers = min(_cores(), 4) if many else 1
    pool = ProcessPool(max_workers=workers, initializer=_begin, context=_context())
    waiting: deque[Any] = deque()
    try:
        for piece in pieces:
            waiting.append(pool.schedule(_timed, args=(work, piece), timeout=PATIENCE))
            if len(waiting) > AHEAD:
                yield _result(waiting.popleft())
        while waiting:
            yield _result(waiting.popleft())
    finally:
        pool.stop()  # type: ignore[no-untyped-call]
        pool.join()


def _result(future: Any) -> Any:
    try:
        return future.result()
    except DoichieuError as error:
        return error
    except OverTime:
        return _took_too_long()
    except MemoryError:
        return _took_too_much()
    except ProcessExpired as error:
        slow = error.exitcode == -signal.SIGPROF
        return _took_too_long() if slow else _took_too_much()
    except Exception as error:  # noqa: BLE001 - the boundary of one piece: kept, told, the others go on
        _log.warning("a piece could not be read", exc_info=error)
        return _failed(error)


def _timed(work: Callable[..., T], piece: tuple[Any, ...]) -> T:
    # The processor's clock, not the wall's: a busy machine must not make a page unreadable. The
    # signal is left to its default, which ends the process even in the midst of a library's C code.
    signal.setitimer(signal.ITIMER_PROF, SECONDS)
    try:
        return work(*piece)
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def _begin() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C ends the parent, which ends us
    bound_memory()


def _context() -> Any:
    """On Linux a worker is a copy of this process, which has everything imported and a single thread."""
    return get_context("fork" if sys.platform == "linux" else "spawn")


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _failed(error: Exception) -> Quarantine:
    name = f"{type(error).__name__}: {error}"[:200]
    return Quarantine(
        vi=f"không đọc được ({name}); hãy gửi tệp này cho người phát triển",
        en=f"cannot be read ({name}); please send this file to the developers",
        reason="reader_failed",
    )


def _took_too_long() -> Quarantine:
    return Quarantine(
        vi=f"đọc quá {SECONDS} giây nên đã bỏ; trang được viết để không đọc nổi",
        en=f"reading it took more than {SECONDS} seconds and was given up",
        reason="reading_timeout",
    )


def _took_too_much() -> Quarantine:
    return Quarantine(
        vi="đọc trang cần quá nhiều bộ nhớ nên đã bỏ",
        en="reading it took more memory than a page may, and was given up",
        reason="too_large",
    )
