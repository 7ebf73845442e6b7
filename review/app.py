"""The review site: `create_app(settings, database=…)`."""

from __future__ import annotations

import logging
import secrets
from importlib.resources import files
from pathlib import Path
from urllib.parse import urlsplit

from litestar import Litestar, Request, Response
from litestar.config.csrf import CSRFConfig
from litestar.datastructures import State
from litestar.exceptions import ClientException, HTTPException, NotAuthorizedException
from litestar.openapi.config import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.plugins.jinja import JinjaTemplateEngine
from litestar.response import Redirect
from litestar.static_files import create_static_files_router
from litestar.template.config import TemplateConfig

from doichieu import __version__
from doichieu.errors import DoichieuError, Retry
from doichieu.settings import Settings
from review.api import API
from review.handing_pages import HANDING_PAGES
from review.pages import PAGES
from review.signing import COOKIE, who
from review.views import render
from storage.database import Database

logger = logging.getLogger(__name__)

#: Larger than any form of ours.
MOST_BYTES = 200_000
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
#: What may be asked for without being signed in.
#: Feeds ask for their own key.
_OPEN = ("/sign-in", "/static", "/language", "/theme", "/healthz", "/readyz", "/metrics", "/feeds")


def create_app(settings: Settings, *, database: Database) -> Litestar:
    """The site over one database; nothing happens until it is served."""
    folder = Path(str(files("review")))
    return Litestar(
        route_handlers=[
            *PAGES,
            *HANDING_PAGES,
            API,
            create_static_files_router(path="/static", directories=[folder / "static"], include_in_schema=False),
        ],
        state=State({"settings": settings, "database": database, "hosts": _hosts(settings)}),
        before_request=_let_in,
        after_request=_guard,
        exception_handlers={
            HTTPException: _told_http,
            DoichieuError: _told_own,
            Exception: _told_unexpected,
        },
        template_config=TemplateConfig(directory=folder / "templates", engine=JinjaTemplateEngine),
        csrf_config=CSRFConfig(
            secret=_secret(settings), cookie_name="doichieu_csrf", cookie_samesite="lax",
            cookie_secure=settings.public_url.startswith("https://"), cookie_httponly=True,
        ),
        openapi_config=OpenAPIConfig(
            title="Đối Chiếu", version=__version__, path="/schema", use_handler_docstrings=True, render_plugins=[JsonRenderPlugin()],
        ),
        request_max_body_size=MOST_BYTES,
        logging_config=None,
    )  # fmt: skip


async def _let_in(request: Request) -> Response | None:  # type: ignore[type-arg]
    """Find out who asks; send strangers to the sign-in page."""
    state, host = request.app.state, urlsplit(f"//{request.headers.get('host', '')}").hostname
    # A scraper on another machine calls us by whatever name its network knows; it shows its token.
    by_token = request.url.path == "/metrics" and state.settings.metrics_token.get_secret_value()
    if (host or "") not in state.hosts and not by_token:
        raise ClientException("unknown host name")
    person = who(request.app.state.database, request.cookies.get(COOKIE))
    request.state.person = person
    if person is not None or request.url.path.startswith(_OPEN):
        return None
    if request.url.path.startswith(("/api/", "/schema")):
        raise NotAuthorizedException("sign in first")
    return Redirect("/sign-in")


async def _guard(response: Response) -> Response:  # type: ignore[type-arg]
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    response.headers.setdefault("Cache-Control", "no-store")
    return response


def _hosts(settings: Settings) -> list[str]:
    """Names this site answers to: a foreign name pointed at loopback must not reach it."""
    # Litestar's own check holds the port to be part of the name; ours may be any free one.
    named = {"localhost", "127.0.0.1", "::1", settings.host}
    if settings.public_url:
        named.add(urlsplit(settings.public_url).hostname or "")
    return sorted(name for name in named if name and name not in ("0.0.0.0", "::"))  # noqa: S104


def _secret(settings: Settings) -> str:
    """The key of the CSRF tokens, made once and kept beside the database."""
    path = settings.data_dir / "secret.key"
    try:
        held = path.read_text(encoding="ascii").strip()
        if len(held) >= 32:
            return held
    except OSError:
        pass
    made = secrets.token_hex(32)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)
    path.write_text(made, encoding="ascii")
    return made


def _wants_json(request: Request) -> bool:  # type: ignore[type-arg]
    return request.url.path.startswith(("/api/", "/schema"))


def _told_http(request: Request, error: HTTPException) -> Response:  # type: ignore[type-arg]
    return _told(request, error.status_code, error.detail)


def _told_own(request: Request, error: DoichieuError) -> Response:  # type: ignore[type-arg]
    if error.reason == "no_flag":
        return _told(request, 404, str(error))
    return _told(request, 409 if isinstance(error, Retry) else 400, str(error))


def _told_unexpected(request: Request, error: Exception) -> Response:  # type: ignore[type-arg]
    logger.error("page failed: %s", request.url.path, exc_info=error)
    return _told(request, 500, type(error).__name__)


def _told(request: Request, status: int, detail: str) -> Response:  # type: ignore[type-arg]
    """An error page that says what to do, or its JSON."""
    if _wants_json(request):
        held: Response = Response({"error": detail, "status": status}, status_code=status)  # type: ignore[type-arg]
    else:
        # An address that leads nowhere is told before anybody asked who is there.
        if getattr(request.state, "person", None) is None and status < 500:
            request.state.person = who(request.app.state.database, request.cookies.get(COOKIE))
        held = render(
            request, "error.html", {"status": status, "detail": detail}, status_code=status
        )
    for name, value in _HEADERS.items():
        held.headers.setdefault(name, value)
    return held
