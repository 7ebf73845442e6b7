"""`doichieu run`, `pause`, `resume`: the schedule's jobs by hand, in processes of their own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from crawler.registry import write_source
from doichieu.jobs.desk import open_desk
from doichieu.settings import Settings
from samples.world import World
from storage import leases, runs
from storage.job_states import schedule


def _run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "DOICHIEU_DATA_DIR": str(folder), "DOICHIEU_CRAWL_DELAY": "0"}
    return subprocess.run(
        (sys.executable, "-m", "doichieu", *words), env=env, capture_output=True, text=True, check=False
    )  # fmt: skip


def _lines(done: subprocess.CompletedProcess[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.mark.slow
def test_a_job_by_hand_is_a_run_with_its_log(tmp_path: Path, world: World) -> None:
    settings = Settings(data_dir=tmp_path / "data")
    for source in world.sources():
        if source.id == "bao-lam-giang":
            write_source(source, folder=settings.sources_dir)
    done = _run(settings.data_dir, "run", "crawl:bao-lam-giang", "--json")
    assert done.returncode == 0, done.stderr
    given = _lines(done)[0]
    assert given["report"]["bao-lam-giang"]["articles"] > 5
    with open_desk(settings) as desk, desk.database.reading() as session:
        run = runs.get(session, given["run"])
        assert run is not None
        assert run.finished_at is not None
        lines = [one.line for one in runs.lines(session, run.id)]
        assert any("bao-lam-giang" in line and "articles" in line for line in lines), lines
        assert schedule(session).jobs["crawl:bao-lam-giang"].state == "good"
        assert leases.living(session) == set(), "everything was given back"


@pytest.mark.slow
def test_what_another_does_now_is_told_and_what_no_job_is_called_too(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path / "data")
    with open_desk(settings) as desk, desk.database.session() as session:
        leases.take(session, "job:backup", holder="máy-khác:77:abc", seconds=600)
    busy = _run(settings.data_dir, "run", "backup")
    assert busy.returncode == 1
    assert "máy-khác:77:abc" in busy.stderr
    assert busy.stderr.count("\n") == 1
    unknown = _run(settings.data_dir, "run", "bakcup")
    assert unknown.returncode == 2
    assert "backup" in unknown.stderr


@pytest.mark.slow
def test_the_list_tells_what_is_paused_what_failed_and_what_comes(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    first = {one["job"]: one for one in _lines(_run(folder, "run", "--json"))}
    assert first["backup"]["state"] == "never"
    assert _run(folder, "run", "backup").returncode == 0
    assert len(list((folder / "backups").glob("*.db"))) == 1
    assert _run(folder, "pause", "digest").returncode == 0
    (folder / "backups").rename(folder / "kept")
    (folder / "backups").write_text("trong đường / in the way", encoding="utf-8")
    assert _run(folder, "run", "backup").returncode == 1
    listed = {one["job"]: one for one in _lines(_run(folder, "run", "--json"))}
    assert (listed["digest"]["state"], listed["backup"]["state"]) == ("paused", "failed")
    assert listed["backup"]["problem"]
    assert listed["backup"]["last"]
    assert _run(folder, "pause").returncode == 0
    assert {one["state"] for one in _lines(_run(folder, "run", "--json"))} >= {"paused"}
    assert _run(folder, "resume").returncode == 0
    states = {one["job"]: one["state"] for one in _lines(_run(folder, "run", "--json"))}
    assert "paused" not in states.values()
