"""What machines ask: is it alive, is it ready, what are its numbers."""

from __future__ import annotations

import hmac
import ipaddress
from typing import Any

from litestar import Request, Response, get
from prometheus_client import CONTENT_TYPE_LATEST

from doichieu.settings import Settings
from review.metrics import Watcher
from review.readiness import readiness

Asked = Request[Any, Any, Any]


@get("/healthz", include_in_schema=False, sync_to_thread=False)
def healthz() -> dict[str, str]:
    """The process is alive and answers; whether it can work is told by /readyz."""
    return {"status": "ok"}


@get("/readyz", include_in_schema=False, sync_to_thread=True)
def readyz(request: Asked) -> Response[dict[str, Any]]:
    """200 when everything it needs is there, else 503; each thing with its reason."""
    state = request.app.state
    held = readiness(state.settings, state.database)
    return Response(held, status_code=200 if held["status"] == "ready" else 503)


@get("/metrics", include_in_schema=False, sync_to_thread=True)
def metrics(request: Asked) -> Response[bytes]:
    """For Prometheus: from this machine, or with the token of the settings."""
    state = request.app.state
    if not _may_scrape(request, state.settings):
        told = b"metrics: from loopback, or with DOICHIEU_METRICS_TOKEN"
        return Response(told, status_code=401, headers={"WWW-Authenticate": "Bearer"})
    if "watcher" not in state:
        state.watcher = Watcher(state.settings, state.database)
    return Response(state.watcher.text(), media_type=CONTENT_TYPE_LATEST)


def _may_scrape(request: Asked, settings: Settings) -> bool:
    """With a token in the settings only by it; behind a proxy everybody seems to be loopback."""
    if token := settings.metrics_token.get_secret_value():
        said = request.headers.get("authorization", "")
        return hmac.compare_digest(said.encode("latin-1"), f"Bearer {token}".encode())
    return not settings.public_url and _is_loopback(request.client.host if request.client else "")


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


WATCH_PAGES = [healthz, readyz, metrics]
