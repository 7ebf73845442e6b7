"""/healthz, /readyz and /metrics tell the truth, also of what other processes do, and nobody else's secrets."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import text

from doichieu.settings import Settings
from review.app import create_app
from review.serve import Server
from storage import counters, leases, runs, timetable
from storage.database import open_database


def _numbers(client: httpx.Client, **headers: str) -> dict[tuple[str, str], float]:
    """(name, value of its label) → number, read by Prometheus' own parser."""
    answer = client.get("/metrics", headers=headers)
    assert answer.status_code == 200, answer.text
    return {
        (one.name, next(iter(one.labels.values()), "")): one.value
        for family in text_string_to_metric_families(answer.text)
        for one in family.samples
    }


def test_metrics_tell_what_any_process_on_the_database_did(site: Any) -> None:
    client = site.client()
    before = _numbers(client)
    assert before["doichieu_flags_open", ""] == 0
    assert before["doichieu_schedule_held", ""] == 0
    site.add_flag()
    other = open_database(site.settings.database)  # as another process has it
    with other.session() as session:
        leases.take(session, "scheduler", holder="elsewhere", seconds=600)
        run = runs.start(session, kind="crawl", subject="", holder="elsewhere")
        timetable.begun(session, ["crawl:bao-mau"], run)
        runs.finish(session, run, report={})
        counters.ran(session, "crawl", failed=True, seconds=2.5, counts={"pages": 7, "articles": 3})
    other.close()
    after = _numbers(client)
    assert after["doichieu_flags_open", ""] == 1
    assert after["doichieu_schedule_held", ""] == 1
    assert after["doichieu_pages_fetched_total", ""] == 7
    assert after["doichieu_articles_total", ""] == 3
    assert after["doichieu_run_seconds_count", "crawl"] == 1
    assert after["doichieu_run_seconds_sum", "crawl"] == 2.5
    assert after["doichieu_run_failures_total", "crawl"] == 1
    assert after["doichieu_database_bytes", ""] > 10_000
    assert after["doichieu_disk_free_bytes", ""] > 0


def test_the_queue_for_checks_and_its_lag_are_told(site: Any) -> None:
    site.add_flag()
    with site.database.session() as session:
        session.execute(text("UPDATE articles SET checked_by = '', fetched_at = '2026-11-05 01:00:00'"))  # fmt: skip
    told = _numbers(site.client())
    assert told["doichieu_articles_waiting", ""] == 1
    assert told["doichieu_check_lag_seconds", ""] > 3600


def test_readiness_names_what_is_missing_and_is_ready_when_nothing_is(site: Any) -> None:
    client = site.client()
    answer = client.get("/readyz")
    assert answer.status_code == 503
    checks = answer.json()["checks"]
    assert {name for name, one in checks.items() if not one["ok"]} == {"schedule"}
    assert "schedule" in checks["schedule"]["reason"]
    with site.database.session() as session:
        leases.take(session, "scheduler", holder="elsewhere", seconds=600)
    assert client.get("/readyz").status_code == 200
    with site.database.session() as session:
        session.execute(text("UPDATE leases SET until = '2026-11-05 01:00:00'"))
    late = client.get("/readyz").json()["checks"]["schedule"]
    assert "seconds ago" in late["reason"]
    with site.database.session() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    assert "0001" in client.get("/readyz").json()["checks"]["schema"]["reason"]


def test_a_database_that_is_gone_is_not_ready_but_the_process_is_alive(site: Any) -> None:
    client = site.client()
    with site.database.session() as session:
        session.execute(text("ALTER TABLE sources RENAME TO lost"))
    assert client.get("/healthz").json() == {"status": "ok"}
    told = client.get("/readyz")
    assert told.status_code == 503
    assert not told.json()["checks"]["database"]["ok"]


@pytest.fixture
def behind_a_proxy(tmp_path: Path) -> Any:
    """Serve an installation with the settings a test gives."""
    made: list[Any] = []

    def serve(**settings: Any) -> httpx.Client:
        held = Settings(data_dir=tmp_path / "other", **settings)
        database = open_database(held.database)
        server = Server(create_app(held, database=database), host="127.0.0.1", port=0)
        running = threading.Thread(target=server.run, daemon=True)
        running.start()
        client = httpx.Client(base_url=server.address)
        made.append((client, server, running, database))
        return client

    yield serve
    for client, server, running, database in made:
        client.close()
        server.stop()
        running.join(10)
        database.close()


def test_with_a_token_only_the_token_scrapes_by_whatever_name(behind_a_proxy: Any) -> None:
    client = behind_a_proxy(metrics_token="may-do-bi-mat")
    assert client.get("/metrics").status_code == 401
    assert client.get("/metrics", headers={"Authorization": "Bearer sai"}).status_code == 401
    right = {"Authorization": "Bearer may-do-bi-mat", "Host": "doichieu.internal"}
    assert client.get("/metrics", headers=right).status_code == 200
    assert client.get("/readyz", headers=right).status_code == 400


def test_behind_a_proxy_loopback_is_everybody_and_nobody_scrapes_without_a_token(
    behind_a_proxy: Any,
) -> None:
    client = behind_a_proxy(public_url="https://doichieu.example")
    assert client.get("/metrics").status_code == 401


def test_a_small_disk_is_not_ready(behind_a_proxy: Any) -> None:
    client = behind_a_proxy(disk_least_bytes=10**18)
    assert "bytes free" in client.get("/readyz").json()["checks"]["disk"]["reason"]
