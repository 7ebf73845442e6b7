"""The one guard before every page and every way in of the API: a known host, a known person, a right."""

from __future__ import annotations

import logging
from typing import Any
from urllib.parse import urlsplit

from anyio import to_thread
from litestar import Request
from litestar.connection import ASGIConnection
from litestar.exceptions import ClientException, NotAuthorizedException, PermissionDeniedException
from litestar.handlers import BaseRouteHandler

from doichieu.errors import DoichieuError
from doichieu.rights import Right
from review.bearer import brings_token, program
from review.refusals import note_refusal
from review.route_rights import right_for
from review.signing import COOKIE, Person, who
from storage import api_tokens, sessions

logger = logging.getLogger(__name__)

Asked = ASGIConnection[Any, Any, Any, Any]

#: How the refusal of a right begins.
NEEDS = "needs the right:"


async def allowed(connection: Asked, _handler: BaseRouteHandler) -> None:
    """Let in who has the right that the table asks for; refuse everybody else, in that order."""
    _must_know_host(connection)
    person = known(connection)
    connection.state.person = person
    right = _needed(connection)
    if right is None:
        return
    if person is None:
        raise NotAuthorizedException("sign in first")
    if right not in person.rights:
        note_refusal(connection, person, right)
        raise PermissionDeniedException(f"{NEEDS} {right.value}")


async def note_use(request: Request[Any, Any, Any]) -> None:
    """After the answer: write down that the session is in use, when that is due."""
    person: Person | None = getattr(request.state, "person", None)
    if person is None or not person.stale:
        return
    try:
        secret = request.cookies.get(COOKIE, "")
        await to_thread.run_sync(_touch, request.app.state.database, person, secret)
    except DoichieuError as error:
        logger.warning("use of a session was not written down: %s", error)


def known(connection: Asked) -> Person | None:
    """Who asks: a program by its token alone, a person by the session of their browser."""
    if brings_token(connection):
        return program(connection)
    state = connection.app.state
    return who(state.database, connection.cookies.get(COOKIE), settings=state.settings)


def _must_know_host(connection: Asked) -> None:
    """A foreign name pointed at loopback must not reach us."""
    state, name = connection.app.state, urlsplit(f"//{connection.headers.get('host', '')}").hostname
    # A scraper on another machine calls us by whatever name its network knows; it shows its token.
    by_token = connection.url.path == "/metrics" and state.settings.metrics_token.get_secret_value()
    if (name or "") not in state.hosts and not by_token:
        raise ClientException("unknown host name")


def _needed(connection: Asked) -> Right | None:
    scope = connection.scope
    method, path = str(scope["method"]), str(scope["path_template"])  # type: ignore[typeddict-item]
    try:
        return right_for(method, path)
    except KeyError:
        logger.error("no rule for %s %s: refused to everybody (review/route_rights.py)", method, path)  # fmt: skip
        raise PermissionDeniedException("no rule") from None


def _touch(database: Any, person: Person, secret: str) -> None:
    with database.session() as session:
        if person.token is not None:
            api_tokens.touch(session, person.token)
        else:
            sessions.touch(session, secret)
