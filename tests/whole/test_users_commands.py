"""`doichieu users` by hand: roles, the end of access, tokens; nothing secret is ever listed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest


def _run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "DOICHIEU_DATA_DIR": str(folder)}
    return subprocess.run(
        [sys.executable, "-m", "doichieu", "users", *words],
        env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.mark.slow
def test_people_and_tokens_by_hand(tmp_path: Path) -> None:
    added = _run(tmp_path, "add", "minh", "--role", "admin", "--email", "minh@ban.example")
    assert "/sign-in/" in added.stdout
    assert _run(tmp_path, "add", "hoa", "--role", "king").returncode == 2
    _run(tmp_path, "add", "hoa")
    assert _run(tmp_path, "role", "hoa", "lead").returncode == 0
    last = _run(tmp_path, "deactivate", "minh")
    assert (last.returncode, "last administrator" in last.stderr) == (2, True)
    made = _run(tmp_path, "token", "add", "hoa", "báo cáo", "--scope", "read", "--scope", "export")
    secret = made.stdout.strip()
    assert secret.startswith("doichieu_")
    assert _run(tmp_path, "token", "add", "hoa", "x", "--scope", "admin").returncode == 2
    listed = _run(tmp_path, "token", "list", "--json")
    token = json.loads(listed.stdout)
    assert (token["user"], token["scopes"]) == ("hoa", ["read", "export"])
    assert secret not in listed.stdout
    assert _run(tmp_path, "token", "end", str(token["id"])).returncode == 0
    assert _run(tmp_path, "token", "list", "--json").stdout == ""
    assert _run(tmp_path, "deactivate", "hoa").returncode == 0
    people = [json.loads(line) for line in _run(tmp_path, "list", "--json").stdout.splitlines()]
    assert [(one["name"], one["role"], one["active"]) for one in people] == [
        ("hoa", "lead", False), ("minh", "admin", True),
    ]  # fmt: skip
    assert "/sign-in/" in _run(tmp_path, "reactivate", "hoa").stdout
