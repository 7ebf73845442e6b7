"""Refusals are told: what a signed-in person may not do in the log, everything in the service's own log."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import Any

from litestar.connection import ASGIConnection

from doichieu.errors import DoichieuError
from doichieu.rights import Right
from storage import log

logger = logging.getLogger(__name__)

Asked = ASGIConnection[Any, Any, Any, Any]
#: The log may only grow: the same refusal of the same person is one line in so many seconds.
SECONDS = 60.0
#: Persons and ways in remembered for that; beyond it all are forgotten.
MOST = 1000


class Lately:
    """What was told within the last minute."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._told: dict[tuple[str, str], float] = {}
        self._clock = clock

    def is_new(self, person: str, way: str) -> bool:
        """Whether it is to be told; counts it as told."""
        at, key = self._clock(), (person, way)
        if at - self._told.get(key, -SECONDS) < SECONDS:
            return False
        if len(self._told) >= MOST:
            self._told.clear()
        self._told[key] = at
        return True


def note_refusal(connection: Asked, person: Any, right: Right) -> None:
    """Somebody signed in asked for what their role does not allow."""
    way = f"{connection.scope['method']} {connection.url.path}"[:200]  # type: ignore[typeddict-item]
    logger.warning("refused: %s to %s, who is %s and needs %s", way, person.name, person.role, right.value)  # fmt: skip
    state = connection.app.state
    if not state.lately.is_new(person.name, way):
        return
    try:
        with state.database.session() as session:
            log.append(session, actor=person.name, action="refused", subject=way, detail={"right": right.value})  # fmt: skip
    except DoichieuError as error:
        logger.warning("a refusal was not written down: %s", error)
