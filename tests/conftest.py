"""What many tests share: the sample world over HTTP, and the folder of evaluation data."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from samples.world import World

ROOT = Path(__file__).parents[1]

#: What a path of a test's own site does: writes its answer through the handler.
Habit = Callable[[BaseHTTPRequestHandler], None]


class Site:
    """A site of one's own over real HTTP: a habit a path, and every request remembered."""

    def __init__(self, host: str = "127.0.0.1") -> None:
        self.habits: dict[str, Habit] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        site = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                site.asked.append((self.path, dict(self.headers)))
                path = self.path.split("?")[0]
                habit = site.habits.get(path) or site.habits.get("*") or _not_found
                try:
                    habit(self)
                except OSError:
                    self.close_connection = True

            def log_message(self, *_: object) -> None:
                """Silent."""

        self.server = ThreadingHTTPServer((host, 0), Handler)
        self.server.daemon_threads = True
        self.port = self.server.server_port
        self.home = f"http://{host}:{self.port}"
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()

    def page(self, path: str, body: str | bytes, *, status: int = 200, **headers: str) -> None:
        """This path answers with that, from now on; `headers` with _ for -."""
        held = body if isinstance(body, bytes) else body.encode()
        named = {name.replace("_", "-"): value for name, value in headers.items()}

        def say(handler: BaseHTTPRequestHandler) -> None:
            tag = named.get("ETag")
            same = tag is not None and handler.headers.get("If-None-Match") == tag
            answer = b"" if same else held
            handler.send_response(304 if same else status)
            for name, value in {"Content-Type": "text/html; charset=utf-8", **named}.items():
                handler.send_header(name, value)
            handler.send_header("Content-Length", str(len(answer)))
            handler.end_headers()
            handler.wfile.write(answer)

        self.habits[path] = say

    def count(self, path: str) -> int:
        """How often a path was asked for."""
        return sum(asked.split("?")[0] == path for asked, _ in self.asked)

    def close(self) -> None:
        """Stop listening."""
        self.server.shutdown()
        self.server.server_close()


def _not_found(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(404)
    handler.send_header("Content-Length", "0")
    handler.end_headers()


@pytest.fixture
def site() -> Iterator[Site]:
    """A site of one's own; robots.txt is not there until a test puts one."""
    running = Site()
    yield running
    running.close()


@pytest.fixture
def new_site() -> Iterator[Callable[[], Site]]:
    """More sites, where one is not enough."""
    made: list[Site] = []

    def make() -> Site:
        made.append(Site())
        return made[-1]

    yield make
    for one in made:
        one.close()


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """The sample world at free ports, in its first round."""
    # Every worker of a parallel run takes ports of its own.
    monkeypatch.setattr("samples.world._is_free", lambda _port: False)
    with World(tmp_path / "world") as running:
        yield running


@pytest.fixture(scope="session")
def eval_data() -> Path:
    """The evaluation data, which is never part of the tree."""
    folder = Path(os.environ.get("DOICHIEU_EVAL_DATA", ROOT.parent / "shared" / "data"))
    if not folder.is_dir():
        pytest.skip(f"no evaluation data at {folder}: set DOICHIEU_EVAL_DATA")
    return folder
