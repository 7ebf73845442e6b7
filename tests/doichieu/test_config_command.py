"""`doichieu config`: where each value comes from, secrets masked; an unknown name told with the nearest."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from doichieu.errors import WrongUse
from doichieu.settings import Settings, load_settings
from doichieu.settings_origins import MASK, shown

SECRET = "mat-khau-khong-ai-duoc-thay"


def _run(folder: Path, *words: str, **env: str) -> subprocess.CompletedProcess[str]:
    held = {**os.environ, "DOICHIEU_DATA_DIR": str(folder), **env}
    return subprocess.run(
        (sys.executable, "-m", "doichieu", *words), env=held, capture_output=True, text=True, check=False
    )  # fmt: skip


def _shown(done: subprocess.CompletedProcess[str]) -> dict[str, dict[str, Any]]:
    return {one["name"]: one for one in map(json.loads, done.stdout.splitlines())}


def test_every_setting_is_shown_with_its_origin_and_no_secret(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text(
        f'# của ban / of the desk\ncontact = "a@b.vn"\nmetrics_token = "{SECRET}"\nport = 9001\n',
        encoding="utf-8",
    )
    done = _run(
        tmp_path, "config", "show", "--json", DOICHIEU_PORT="9002",
        DOICHIEU_DATABASE_URL=f"postgresql://lan:{SECRET}@may/kho",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    told = _shown(done)
    assert set(told) == set(Settings.model_fields)
    assert told["contact"]["origin"] == f"{tmp_path / 'settings.toml'}:2"
    assert (told["port"]["value"], told["port"]["origin"]) == (9002, "DOICHIEU_PORT")
    assert told["language"]["origin"] == "default"
    assert told["metrics_token"]["value"] == MASK
    assert told["database_url"]["value"] == f"postgresql+psycopg://lan:{MASK}@may/kho"
    assert SECRET not in done.stdout + done.stderr
    only = _shown(_run(tmp_path, "config", "show", "--set", "--json"))
    assert set(only) == {"data_dir", "contact", "metrics_token", "port"}


def test_check_tells_everything_that_is_wrong_at_once(tmp_path: Path) -> None:
    done = _run(tmp_path, "config", "check", DOICHIEU_PROT="1", DOICHIEU_PORT="x", DOICHIEU_LANGUAGE="fr")  # fmt: skip
    assert done.returncode == 1
    for words in ("DOICHIEU_PROT", "DOICHIEU_PORT?", "DOICHIEU_LANGUAGE"):
        assert words in done.stderr, done.stderr
    assert _run(tmp_path, "config", "check").returncode == 0


def test_a_variable_that_is_no_setting_is_refused_with_the_nearest_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOICHIEU_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("DOICHIEU_QUIET_HOUR", "22:00-05:00")
    with pytest.raises(WrongUse, match="did you mean DOICHIEU_QUIET_HOURS"):
        load_settings()


@pytest.mark.parametrize(
    "url",
    ["postgresql+psycopg://u:PW@h/d", "postgresql+psycopg://:PW@h/d", "postgresql+psycopg://u@h/d?password=PW&x=1"],
)  # fmt: skip
def test_a_password_in_an_address_is_masked_wherever_it_stands(url: str) -> None:
    assert "PW" not in shown(url)
    assert MASK in shown(url)


def test_no_log_line_of_a_run_holds_a_secret(tmp_path: Path) -> None:
    """The service's own lines, the run's log and what a failure says."""
    done = _run(
        tmp_path, "run", "alerts", DOICHIEU_METRICS_TOKEN=SECRET, DOICHIEU_LOG_FORMAT="json",
        DOICHIEU_DATABASE_URL=f"postgresql://lan:{SECRET}@127.0.0.1:1/kho",
    )  # fmt: skip
    assert done.returncode == 1
    assert "127.0.0.1" in done.stderr, "it says which database is away"
    assert SECRET not in done.stdout + done.stderr
