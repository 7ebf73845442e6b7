"""What went wrong, told to people as a page and to programs as RFC 9457 says (application/problem+json)."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from litestar import Request, Response
from litestar.exceptions import HTTPException, NotAuthorizedException
from litestar.response import Redirect

from doichieu.errors import DoichieuError, Retry
from review.access import NEEDS, known
from review.bearer import PATHS, brings_token
from review.paths import sign_in_path
from review.signing import Person
from review.views import render

logger = logging.getLogger(__name__)

Asked = Request[Any, Any, Any]
#: Of what is told, for it may repeat what was sent.
LONGEST = 600
PROBLEM = "application/problem+json"
#: Words of ours for things that are not there.
NOT_FOUND = ("no_flag", "no_task", "no_view", "no_batch")
#: Requests that could be, and stand against what is there now.
STANDS_AGAINST = (
    "nothing_to_undo", "no_note", "last_admin", "name_taken", "email_taken", "user_ended", "too_many_tokens",
    "no_user", "asked_already", "own_opinion", "opinion_given", "overtaken", "too_many_views", "no_ruling",
)  # fmt: skip


def told_http(request: Asked, error: HTTPException) -> Response[Any]:
    """What Litestar or a page of ours refused."""
    if isinstance(error, NotAuthorizedException) and _is_page(request):
        return Redirect(sign_in_path(request), status_code=302 if request.method == "GET" else 303)
    if error.status_code == HTTPStatus.FORBIDDEN:
        logger.warning("refused: %s %s (%s)", request.method, request.url.path, error.detail)
    return told(request, error.status_code, error.detail, headers=error.headers, extra=error.extra)


def told_own(request: Asked, error: DoichieuError) -> Response[Any]:
    """What a room of ours says, in both languages."""
    status = 409 if isinstance(error, Retry) else 404 if error.reason in NOT_FOUND else 400
    if wants_json(request) and error.reason in STANDS_AGAINST:
        status = 409
    return told(request, status, str(error), reason=error.reason)


def told_unexpected(request: Asked, error: Exception) -> Response[Any]:
    """What nobody foresaw: its name, and everything else in the service's log."""
    logger.error("page failed: %s", request.url.path, exc_info=error)
    return told(request, 500, type(error).__name__)


def told(
    request: Asked,
    status: int,
    detail: str,
    *,
    headers: Mapping[str, str] | None = None,
    reason: str = "",
    extra: Any = None,
) -> Response[Any]:
    """An error page that says what to do, or its JSON."""
    detail = detail[:LONGEST]
    if wants_json(request):
        held = _problem(request, status, detail, reason=reason, extra=extra)
    else:
        # An address that leads nowhere is told before anybody asked who is there.
        if getattr(request.state, "person", None) is None and status < 500:
            request.state.person = _if_known(request)
        shown = {"status": status, "detail": detail, "needed": detail.startswith(NEEDS)}
        held = render(request, "error.html", shown, status_code=status)
    for name, value in (headers or {}).items():
        held.headers[name] = value
    return held


def wants_json(request: Asked) -> bool:
    """Whether a program asks."""
    return request.url.path.startswith(PATHS)


def _problem(request: Asked, status: int, detail: str, *, reason: str, extra: Any) -> Response[Any]:
    told: dict[str, Any] = {
        "type": "about:blank", "title": HTTPStatus(status).phrase, "status": status,
        "detail": detail, "instance": request.url.path[:LONGEST],
    }  # fmt: skip
    if reason:
        told["reason"] = reason
    if extra:
        told["errors"] = extra if isinstance(extra, list) else [extra]
    return Response(told, status_code=status, media_type=PROBLEM)


def _is_page(request: Asked) -> bool:
    """Whether people look at it; programs read the rest."""
    return not wants_json(request) and not request.url.path.startswith("/feeds/")


def _if_known(request: Asked) -> Person | None:
    """Who looks at a page of an error; a broken token has been told already."""
    return None if brings_token(request) else known(request)
