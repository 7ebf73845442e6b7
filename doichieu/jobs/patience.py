"""Waiting out what passes: a busy database, a server that restarts, a disk being freed."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import TypeVar

from doichieu.errors import Retry

#: Faults that pass by themselves, or by a person's hand, while the work in hand is still good.
PASSING = {"database_busy", "database_away", "disk_full"}
#: Seconds until one gives up, between the first two tries, and at most between two.
LONGEST, FIRST_PAUSE, MOST_PAUSE = 180.0, 0.5, 15.0

Made = TypeVar("Made")
log = logging.getLogger(__name__)


def waited_out(work: Callable[[], Made], *, longest: float = LONGEST) -> Made:
    """What `work` gives, tried again while the database cannot; it must be one that may be done twice.

    Raises the last Retry when `longest` seconds did not help, and at once what does not pass.
    """
    ends, pause = time.monotonic() + longest, FIRST_PAUSE
    while True:
        try:
            return work()
        except Retry as error:
            if error.reason not in PASSING or time.monotonic() + pause > ends:
                raise
            log.warning("%s; thử lại sau %.1f giây / again in %.1f s", error, pause, pause)
        time.sleep(pause)
        pause = min(pause * 2, MOST_PAUSE)
