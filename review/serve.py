"""The site on a port, until a signal or another thread ends it."""

from __future__ import annotations

import asyncio
import signal
import socket
import threading
from collections.abc import Callable

import uvicorn
from litestar import Litestar

from doichieu.errors import DoichieuError


class Server:
    """uvicorn on a socket we opened ourselves, so that a port in use is told before anything starts."""

    def __init__(self, app: Litestar, *, host: str, port: int) -> None:
        self._socket = _listen(host, port)
        self.address = f"http://{host}:{self._socket.getsockname()[1]}"
        settings = app.state.settings
        config = uvicorn.Config(
            app, log_level="warning", access_log=False, server_header=False,
            proxy_headers=bool(settings.public_url), forwarded_allow_ips=settings.trusted_proxies,
            timeout_graceful_shutdown=3, h11_max_incomplete_event_size=65_536,
        )  # fmt: skip
        self._uvicorn = uvicorn.Server(config)

    def run(self) -> None:
        """Serve until `stop`; blocks."""
        asyncio.run(self._uvicorn.serve(sockets=[self._socket]))

    def stop(self) -> None:
        """End within a few seconds; from any thread."""
        self._uvicorn.should_exit = True


def run(app: Litestar, *, host: str, port: int, on_ready: Callable[[str], None]) -> None:
    """Serve until SIGTERM or Ctrl-C; `on_ready` gets the address once the port is ours."""
    server = Server(app, host=host, port=port)
    on_ready(server.address)
    if threading.current_thread() is threading.main_thread():
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda *_: server.stop())
    server.run()


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    held = socket.socket(family, socket.SOCK_STREAM)
    held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        held.bind((host, port))
        held.listen(128)
    except OSError as error:
        held.close()
        raise DoichieuError(
            vi=f"cổng {port} ở {host} đang bị chương trình khác dùng ({error.strerror}); hãy đặt DOICHIEU_PORT hoặc --port",
            en=f"port {port} at {host} is in use by another program ({error.strerror}); set DOICHIEU_PORT or --port",
            reason="port_in_use",
        ) from error
    return held
