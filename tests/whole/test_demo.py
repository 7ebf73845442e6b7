"""The whole way: sample world over HTTP, crawl, store, check, review; twice; and every process ends."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest


def _run(data: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "doichieu", *words],
        env={**os.environ, "DOICHIEU_DATA_DIR": str(data)},
        capture_output=True,
        text=True,
        timeout=200,
        check=False,
    )


@pytest.mark.slow
def test_the_demo_finds_just_what_is_expected_and_loses_nothing_the_second_time(
    tmp_path: Path,
) -> None:
    first = _run(tmp_path, "demo", "--exit-after-crawl", "--json")
    assert first.returncode == 0, first.stderr
    counts = json.loads(first.stdout.splitlines()[-1])
    assert set(counts) == {
        "sources", "articles", "official_documents", "flags", "expected_flags", "missing_flags", "unexpected_flags", "seconds",
    }  # fmt: skip
    assert counts["sources"] == 10
    assert counts["articles"] >= 80
    assert counts["official_documents"] == 16
    assert counts["missing_flags"] == counts["unexpected_flags"] == 0
    assert counts["flags"] == counts["expected_flags"] >= 30
    second = _run(tmp_path, "demo", "--exit-after-crawl", "--json")
    again = json.loads(second.stdout.splitlines()[-1])
    assert again["articles"] == counts["articles"]
    assert again["flags"] == counts["flags"]
    rows = [json.loads(line) for line in _queue(tmp_path)]
    assert sum(row["corrected"] for row in rows) >= 1
    assert max(row["outlets"] for row in rows) >= 3
    _assert_archived(tmp_path, rows)


def _assert_archived(data: Path, rows: list[dict[str, object]]) -> None:
    """A corrected sentence still stands in the page as it was when it was flagged."""
    row = next(one for one in rows if one["corrected"])
    flag = json.loads(_run(data / "demo", "show", str(row["id"]), "--json").stdout)
    assert flag["corrected_at"]
    page = json.loads(_run(data / "demo", "show", str(row["id"]), "--archived", "--json").stdout)
    assert " ".join(str(row["sentence"]).split()) in " ".join(page["text"].split())
    saved = data / "trang.html"
    _run(data / "demo", "show", str(row["id"]), "--save", str(saved))
    assert saved.stat().st_size == page["bytes"]


def _queue(data: Path) -> list[str]:
    return _run(data / "demo", "queue", "--json", "--limit", "500").stdout.splitlines()


@pytest.mark.slow
def test_the_demo_serves_a_desk_and_ctrl_c_ends_every_process(tmp_path: Path) -> None:
    running = subprocess.Popen(
        [sys.executable, "-m", "doichieu", "demo", "--port", "0"],
        env={**os.environ, "DOICHIEU_DATA_DIR": str(tmp_path), "COLUMNS": "200"},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    )
    link = ""
    for line in running.stdout:
        if match := re.search(r"http://\S+/sign-in/\S+", line):
            link = match.group()
            break
    assert link
    with httpx.Client(base_url=link.split("/sign-in")[0]) as client:
        page = client.get(link)
        token = re.search(r'name="_csrf_token" value="([^"]+)"', page.text)[1]
        assert client.post(link, data={"_csrf_token": token}).status_code == 303
        assert 'class="row"' in client.get("/").text
    group = _processes(running.pid)
    assert len(group) >= 2
    os.kill(running.pid, signal.SIGINT)
    running.wait(15)
    time.sleep(0.5)
    assert not [pid for pid in group if Path(f"/proc/{pid}").exists() and _state(pid) != "Z"]


def _processes(root: int) -> set[int]:
    found = {root}
    for _ in range(3):
        for folder in Path("/proc").iterdir():
            if folder.name.isdigit() and _parent(int(folder.name)) in found:
                found.add(int(folder.name))
    return found


def _fields(pid: int) -> list[str]:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    except OSError:
        return ["Z", "0"]


def _parent(pid: int) -> int:
    return int(_fields(pid)[1])


def _state(pid: int) -> str:
    return _fields(pid)[0]


@pytest.mark.slow
def test_the_service_runs_what_is_due_and_ends_in_ten_seconds(tmp_path: Path) -> None:
    assert _run(tmp_path, "init").returncode == 0
    running = subprocess.Popen(
        [sys.executable, "-m", "doichieu", "serve", "--port", "0"],
        env={**os.environ, "DOICHIEU_DATA_DIR": str(tmp_path)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    address = ""
    for line in running.stderr:
        if match := re.search(r"http://127\.0\.0\.1:\d+", line):
            address = match.group()
            break
    assert httpx.get(f"{address}/healthz").json() == {"status": "ok"}
    began = time.monotonic()
    os.kill(running.pid, signal.SIGTERM)
    assert running.wait(20) == 0
    assert time.monotonic() - began < 12
