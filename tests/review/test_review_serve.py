"""The server takes its port, tells when it cannot, and ends when told."""

from __future__ import annotations

import socket
import threading
from pathlib import Path
from typing import Any

import httpx
import pytest

from doichieu.errors import DoichieuError
from doichieu.settings import Settings
from review.app import create_app
from review.serve import Server
from storage.database import open_database


def test_a_port_in_use_is_one_line_that_names_it_and_the_remedy(site: Any) -> None:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        held.listen()
        port = held.getsockname()[1]
        app = create_app(site.settings, database=site.database)
        with pytest.raises(DoichieuError) as told:
            Server(app, host="127.0.0.1", port=port)
    assert told.value.reason == "port_in_use"
    for words in (told.value.vi, told.value.en):
        assert str(port) in words
        assert "DOICHIEU_PORT" in words
        assert "\n" not in words


def test_the_server_ends_from_another_thread_even_with_a_client_waiting(site: Any) -> None:
    server = Server(create_app(site.settings, database=site.database), host="127.0.0.1", port=0)
    running = threading.Thread(target=server.run, daemon=True)
    running.start()
    with httpx.Client(base_url=server.address) as idle:
        assert idle.get("/healthz").status_code == 200
        server.stop()
        running.join(10)
    assert not running.is_alive()
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"{server.address}/healthz")


def test_cookies_keep_to_https_where_the_site_is_reached_by_it(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, public_url="https://duyet.example")
    database = open_database(settings.database)
    server = Server(create_app(settings, database=database), host="127.0.0.1", port=0)
    running = threading.Thread(target=server.run, daemon=True)
    running.start()
    answer = httpx.get(f"{server.address}/sign-in", headers={"host": "duyet.example"})
    server.stop()
    running.join(10)
    database.close()
    assert answer.status_code == 200
    assert "secure" in answer.headers["set-cookie"].lower()


def test_the_key_of_the_forms_is_made_once_and_only_its_owner_reads_it(site: Any) -> None:
    key = site.settings.data_dir / "secret.key"
    made = key.read_text(encoding="ascii")
    assert key.stat().st_mode & 0o077 == 0
    create_app(site.settings, database=site.database)
    assert key.read_text(encoding="ascii") == made
