"""The review site: `create_app(settings, database=…)`."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from litestar import Litestar, Response
from litestar.config.csrf import CSRFConfig
from litestar.datastructures import State
from litestar.exceptions import HTTPException
from litestar.middleware import DefineMiddleware
from litestar.openapi.config import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.plugins.jinja import JinjaTemplateEngine
from litestar.static_files import create_static_files_router
from litestar.template.config import TemplateConfig

from doichieu import __version__
from doichieu.errors import DoichieuError
from doichieu.settings import Settings
from review.access import allowed, note_use
from review.account_pages import ACCOUNT_PAGES
from review.alert_pages import ALERT_PAGES
from review.api import API
from review.bearer import FormsGuard, Pace
from review.digest_pages import DIGEST_PAGES
from review.handing_pages import HANDING_PAGES
from review.log_check_pages import LOG_CHECK_PAGES
from review.oidc_pages import OIDC_PAGES
from review.oidc_provider import Provider
from review.pages import PAGES
from review.people_pages import PEOPLE_PAGES
from review.refusals import Lately
from review.telling_errors import told_http, told_own, told_unexpected
from review.token_pages import TOKEN_PAGES
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


def create_app(settings: Settings, *, database: Database) -> Litestar:
    """The site over one database; nothing happens until it is served."""
    folder = Path(str(files("review")))
    return Litestar(
        route_handlers=[
            *PAGES,
            *HANDING_PAGES,
            *PEOPLE_PAGES,
            *ACCOUNT_PAGES,
            *TOKEN_PAGES,
            *OIDC_PAGES,
            *LOG_CHECK_PAGES,
            *DIGEST_PAGES,
            *ALERT_PAGES,
            API,
            create_static_files_router(path="/static", directories=[folder / "static"], include_in_schema=False),
        ],
        state=State(
            {"settings": settings, "database": database, "hosts": _hosts(settings), "lately": Lately(), "pace": Pace(), "key": _secret(settings), "provider": Provider(settings) if settings.oidc_issuer else None}
        ),
        guards=[allowed],
        after_request=_guard,
        after_response=note_use,
        exception_handlers={
            HTTPException: _guarded(told_http),
            DoichieuError: _guarded(told_own),
            Exception: _guarded(told_unexpected),
        },
        template_config=TemplateConfig(directory=folder / "templates", engine=JinjaTemplateEngine),
        middleware=[DefineMiddleware(FormsGuard, config=_forms(settings))],
        openapi_config=OpenAPIConfig(
            title="Đối Chiếu", version=__version__, path="/schema", use_handler_docstrings=True, render_plugins=[JsonRenderPlugin()],
        ),
        request_max_body_size=MOST_BYTES,
        logging_config=None,
    )  # fmt: skip


def _forms(settings: Settings) -> CSRFConfig:
    """How a form shows that it is ours."""
    return CSRFConfig(
        secret=_secret(settings), cookie_name="doichieu_csrf", cookie_samesite="lax",
        cookie_secure=settings.public_url.startswith("https://"), cookie_httponly=True,
    )  # fmt: skip


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


def _guarded(tell: Callable[[Any, Any], Response[Any]]) -> Callable[[Any, Any], Response[Any]]:
    """Answers of errors carry the same guards as all others."""

    def told(request: Any, error: Any) -> Response[Any]:
        held = tell(request, error)
        for name, value in {**_HEADERS, "Cache-Control": "no-store"}.items():
            held.headers.setdefault(name, value)
        return held

    return told
