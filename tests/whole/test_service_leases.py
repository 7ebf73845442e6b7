"""Two services on one database, as processes: one works; the other waits, takes over from the dead, and stops the late."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from doichieu.jobs.desk import Desk, open_desk
from doichieu.settings import Settings
from storage import leases, runs
from storage.job_states import SCHEDULE

#: A service whose lease is short, so that a test need not wait for half a minute.
SERVICE = """
import sys, time
from doichieu.jobs.alone import Holder
from doichieu.jobs.desk import open_desk
from doichieu.logs import set_up_logs
from doichieu.settings import load_settings
from scheduler import Service
settings = load_settings()
set_up_logs(settings)
with open_desk(settings) as desk:
    service = Service(desk, holder=Holder(desk, seconds=2))
    print(service.holder.name, flush=True)
    service.start()
    sys.stdin.read()
    service.stop()
"""
#: Takes a job's lease, says so, waits for a word, and then writes as that job.
WRITER = """
import sys
from doichieu.jobs.alone import Holder
from doichieu.jobs.desk import open_desk
from doichieu.jobs.running import begin
from doichieu.settings import load_settings
with open_desk(load_settings()) as desk:
    holder = Holder(desk, seconds=2)
    with holder.beating():
        holder.take(["job:check"])
        fenced = holder.fenced(["job:check"])
        begin(fenced, kind="check", subject="before", holder=holder.name)
        print(holder.name, flush=True)
        sys.stdin.readline()
        try:
            begin(fenced, kind="check", subject="after", holder=holder.name)
            print("written", flush=True)
        except Exception as error:
            print(type(error).__name__, flush=True)
"""


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[[str], tuple[subprocess.Popen[str], str]]]:
    """Start a process on the one installation; it and the name it holds leases by."""
    running: list[subprocess.Popen[str]] = []
    env = {
        **os.environ, "DOICHIEU_DATA_DIR": str(tmp_path / "data"), "DOICHIEU_LOG_FORMAT": "json",
        "DOICHIEU_WHEN_BACKUP": "1s", "DOICHIEU_WHEN_ALERTS": "off",
    }  # fmt: skip

    def begin(code: str) -> tuple[subprocess.Popen[str], str]:
        errors = (tmp_path / f"errors{len(running)}").open("w")
        process = subprocess.Popen(
            (sys.executable, "-c", code), env=env, text=True, stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, stderr=errors,
        )  # fmt: skip
        running.append(process)
        assert process.stdout is not None
        return process, process.stdout.readline().strip()

    yield begin
    for process in running:
        if process.poll() is None:
            process.send_signal(signal.SIGCONT)
            process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            assert pipe is not None
            pipe.close()


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """The installation both work on."""
    with open_desk(Settings(data_dir=tmp_path / "data")) as held:
        yield held


def _until(true: Callable[[], bool], seconds: float = 90) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it never came true"
        time.sleep(0.1)


def _holder(desk: Desk) -> str:
    with desk.database.reading() as session:
        row = leases.holder(session, SCHEDULE)
        return row.holder if row is not None else ""


def _ran_by(desk: Desk, holder: str) -> int:
    with desk.database.reading() as session:
        return sum(one.holder == holder for one in runs.newest(session, limit=1000))


@pytest.mark.slow
def test_of_two_services_started_at_once_one_works_and_the_other_says_who_and_waits(
    tmp_path: Path, desk: Desk, start: Callable[[str], tuple[subprocess.Popen[str], str]]
) -> None:
    _, one = start(SERVICE)
    _, other = start(SERVICE)
    _until(lambda: _holder(desk) in (one, other))
    at_work, waiting = (one, other) if _holder(desk) == one else (other, one)
    said = tmp_path / ("errors1" if waiting == other else "errors0")
    _until(lambda: f"service {at_work} holds the schedule" in said.read_text(encoding="utf-8"))
    _until(lambda: _ran_by(desk, at_work) >= 2)
    assert _ran_by(desk, waiting) == 0


@pytest.mark.slow
def test_when_the_one_at_work_is_killed_the_other_takes_over_and_says_what_was_interrupted(
    desk: Desk, start: Callable[[str], tuple[subprocess.Popen[str], str]]
) -> None:
    first, one = start(SERVICE)
    _until(lambda: _holder(desk) == one and _ran_by(desk, one) >= 1)
    _, other = start(SERVICE)
    first.kill()
    _until(lambda: _holder(desk) == other and _ran_by(desk, other) >= 1)
    with desk.database.reading() as session:
        assert [one for one in runs.going_on(session) if one.holder != other] == []


@pytest.mark.slow
def test_one_that_slept_until_another_took_over_does_nothing_more_until_its_turn_comes(
    desk: Desk, start: Callable[[str], tuple[subprocess.Popen[str], str]]
) -> None:
    first, one = start(SERVICE)
    _until(lambda: _holder(desk) == one and _ran_by(desk, one) >= 1)
    second, other = start(SERVICE)
    first.send_signal(signal.SIGSTOP)
    _until(lambda: _holder(desk) == other and _ran_by(desk, other) >= 1)
    before = _ran_by(desk, one)
    first.send_signal(signal.SIGCONT)
    had = _ran_by(desk, other)
    _until(lambda: _ran_by(desk, other) >= had + 3)
    assert _holder(desk) == other
    assert _ran_by(desk, one) == before, "it ran nothing after it woke"
    second.kill()
    _until(lambda: _holder(desk) == one and _ran_by(desk, one) > before)


@pytest.mark.slow
def test_a_write_in_hand_of_one_that_slept_is_refused_when_it_wakes(
    desk: Desk, start: Callable[[str], tuple[subprocess.Popen[str], str]]
) -> None:
    writer, name = start(WRITER)
    assert writer.stdin is not None
    assert writer.stdout is not None
    writer.send_signal(signal.SIGSTOP)

    def taken() -> bool:
        with desk.database.session() as session:
            return leases.take(session, "job:check", holder="other", seconds=600) is not None

    _until(taken)
    writer.stdin.write("go\n")
    writer.stdin.flush()
    writer.send_signal(signal.SIGCONT)
    assert writer.stdout.readline().strip() == "LostLease"
    with desk.database.reading() as session:
        held = [(one.holder, one.subject) for one in runs.newest(session)]
    assert held == [(name, "before")]
