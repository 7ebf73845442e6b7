"""Programs that come in with `Authorization: Bearer …`: who they act for, how fast, and why no form's mark is asked."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

from litestar.connection import ASGIConnection
from litestar.exceptions import NotAuthorizedException, TooManyRequestsException
from litestar.middleware.csrf import CSRFMiddleware
from litestar.types import Receive, Scope, Send

from review import entering
from review.signing import Person, device_of
from storage import api_tokens
from storage.moments import now

Asked = ASGIConnection[Any, Any, Any, Any]
#: Where tokens are listened to; pages are for people.
PATHS = ("/api/", "/schema")
#: Requests a token may make a minute.
MOST_A_MINUTE = 600


class FormsGuard(CSRFMiddleware):
    """Every form shows its mark; but what carries a token of its own is no form another site could send.

    A browser adds cookies to what other sites make it send, never this header; and with it the cookie counts for nothing.
    """

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        names = {name for name, _ in scope["headers"]}
        if b"authorization" in names and scope["path"].startswith(PATHS):
            await self.app(scope, receive, send)
        else:
            await super().__call__(scope, receive, send)


class Pace:
    """How often each token came in within this minute."""

    def __init__(
        self, most: int = MOST_A_MINUTE, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._most, self._clock = most, clock
        self._minute, self._counts = -1, dict[int, int]()
        self._lock = threading.Lock()

    def must_not_hurry(self, token_id: int) -> None:
        """Count one more; too many raise 429 with the seconds to wait."""
        at = self._clock()
        with self._lock:
            if int(at // 60) != self._minute:
                self._minute, self._counts = int(at // 60), {}
            count = self._counts[token_id] = self._counts.get(token_id, 0) + 1
        if count > self._most:
            wait = str(max(1, round(60 - at % 60)))
            raise TooManyRequestsException(f"more than {self._most} requests a minute", headers={"Retry-After": wait})  # fmt: skip


def brings_token(connection: Asked) -> bool:
    """Whether a program speaks here, and is to be known by nothing but its token."""
    return "authorization" in connection.headers and connection.url.path.startswith(PATHS)


def program(connection: Asked) -> Person:
    """Who the token acts for; 401 for one that does not work, 429 for too many of either kind."""
    state, device = connection.app.state, device_of(connection, by="token")
    until = entering.waits_until(state.database, device.address, settings=state.settings)
    kind, _, secret = connection.headers["authorization"].partition(" ")
    with state.database.reading() as session:
        held = api_tokens.holder(session, secret.strip())
        rights = api_tokens.rights(*held) if held else frozenset()
    if held is None or kind.lower() != "bearer":
        if until is not None:
            raise TooManyRequestsException("too many wrong tokens", headers={"Retry-After": str(max(1, int((until - now()).total_seconds())))})  # fmt: skip
        entering.note_guess(state.database, device, what="token", settings=state.settings)
        raise NotAuthorizedException("this token does not work", headers={"WWW-Authenticate": 'Bearer error="invalid_token"'})  # fmt: skip
    row, user = held
    state.pace.must_not_hurry(row.id)
    stale = row.used_at is None or now() - row.used_at > api_tokens.TOUCH
    return Person(name=user.name, role=user.role, rights=rights, token=row.id, stale=stale)
