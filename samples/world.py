"""The sample world over real HTTP on loopback: a port a site, remembered, so addresses stay."""

from __future__ import annotations

import hashlib
import json
import socket
import threading
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any

from doichieu.errors import DoichieuError
from doichieu.records import Source
from samples.outlets import EVERYONE, Outlet, source_of
from samples.sites import answer

HOST = "127.0.0.1"
#: Where the ports begin when they are free.
FIRST_PORT = 8470


class World:
    """Eight outlets and two portals; use it as a context, or start and stop it."""

    def __init__(self, root: Path, *, turn: int = 1) -> None:
        self.root = root
        self.round = turn
        self._servers: list[ThreadingHTTPServer] = []
        self._ports: dict[str, int] = {}

    def __enter__(self) -> World:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def start(self) -> None:
        """Listen on every site's port; DoichieuError names a port another program holds."""
        self._ports = self._remembered() or self._chosen()
        for outlet in EVERYONE:
            if outlet.listing != "down":
                self._servers.append(self._serve(outlet))

    def stop(self) -> None:
        """Stop listening."""
        for server in self._servers:
            server.shutdown()
            server.server_close()
        self._servers.clear()

    def sources(self) -> tuple[Source, ...]:
        """The sites as sources, at their ports."""
        return tuple(source_of(outlet, port=self._ports[outlet.id]) for outlet in EVERYONE)

    def _serve(self, outlet: Outlet) -> ThreadingHTTPServer:
        port = self._ports[outlet.id]
        try:
            server = ThreadingHTTPServer((HOST, port), partial(_Handler, self, outlet))
        except OSError as error:
            self.stop()
            raise DoichieuError(
                vi=f"cổng {port} của {outlet.name} đang bị chương trình khác dùng; hãy tắt nó hoặc xóa {self._file}",
                en=f"port {port} of {outlet.name} is used by another program; end that, or delete {self._file}",
                reason="port_in_use",
            ) from error
        threading.Thread(target=server.serve_forever, args=(0.1,), daemon=True).start()
        return server

    @property
    def _file(self) -> Path:
        return self.root / "ports.json"

    def _remembered(self) -> dict[str, int]:
        try:
            held = json.loads(self._file.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return held if {outlet.id for outlet in EVERYONE} <= set(held) else {}

    def _chosen(self) -> dict[str, int]:
        block = range(FIRST_PORT, FIRST_PORT + len(EVERYONE))
        ports = list(block) if all(map(_is_free, block)) else _any_free(len(EVERYONE))
        chosen = {outlet.id: port for outlet, port in zip(EVERYONE, ports, strict=True)}
        self.root.mkdir(parents=True, exist_ok=True)
        self._file.write_text(json.dumps(chosen), encoding="utf-8")
        return chosen


class _Handler(BaseHTTPRequestHandler):
    """Answers GET and HEAD, with an ETag and 304 for what has not changed."""

    protocol_version = "HTTP/1.1"
    server_version = "SampleWorld"

    def __init__(self, world: World, outlet: Outlet, *args: Any) -> None:
        self.world, self.outlet = world, outlet
        super().__init__(*args)

    def do_GET(self) -> None:
        """One page."""
        self._answer(body=True)

    def do_HEAD(self) -> None:
        """Its head alone."""
        self._answer(body=False)

    def _answer(self, *, body: bool) -> None:
        home = f"http://{HOST}:{self.server.server_port}/"  # type: ignore[attr-defined]
        found = answer(self.outlet, self.path.split("?")[0], home=home, turn=self.world.round)
        tag = f'"{hashlib.sha256(found.body).hexdigest()[:20]}"'
        unchanged = found.status == 200 and self.headers.get("If-None-Match") == tag
        self.send_response(304 if unchanged else found.status)
        self.send_header("Content-Type", found.kind)
        self.send_header("ETag", tag)
        self.send_header("Content-Length", "0" if unchanged else str(len(found.body)))
        self.end_headers()
        if body and not unchanged:
            self.wfile.write(found.body)

    def log_message(self, format: str, *args: Any) -> None:
        """Silent: the crawl tells what matters."""


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((HOST, port)) != 0


def _any_free(count: int) -> list[int]:
    probes = [socket.socket() for _ in range(count)]
    try:
        for probe in probes:
            probe.bind((HOST, 0))
        return [probe.getsockname()[1] for probe in probes]
    finally:
        for probe in probes:
            probe.close()
