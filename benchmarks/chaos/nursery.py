"""Processes to be killed, born fast: one that has imported everything forks itself and runs the command.

What runs in the child is the command itself (`doichieu.cli.main`); only the seconds of imports are saved,
so that a kill lands in the work and not in the start. One line of JSON in, one out.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

from classifier.model import Model

#: Said instead of a command: judge what is stored and waits, as the schedule does.
CHECK = ["--check"]
#: The answer while a process has not ended.
RUNNING = "running"


class Nursery:
    """The process that forks, seen from outside."""

    def __init__(self, environment: dict[str, str], log: Path) -> None:
        self._log = log
        self._one_at_a_time = threading.Lock()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.chaos.nursery"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment,
        )  # fmt: skip

    def start(self, argv: list[str]) -> int:
        """A new process that runs this command; its id."""
        return int(self._ask({"argv": argv, "log": str(self._log)}))

    def wait(self, pid: int) -> int:
        """Its exit status, negative for a signal, once it has ended."""
        while (answer := self._ask({"wait": pid})) == RUNNING:
            time.sleep(0.05)
        return os.waitstatus_to_exitcode(int(answer))

    def close(self) -> None:
        """End it."""
        self._process.stdin.close()  # type: ignore[union-attr]
        self._process.wait(30)

    def _ask(self, request: dict[str, Any]) -> str:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        with self._one_at_a_time:
            self._process.stdin.write(json.dumps(request) + "\n")
            self._process.stdin.flush()
            return self._process.stdout.readline().strip()


def serve() -> None:
    """Fork and wait as asked, until nobody asks any more."""
    import scheduler  # noqa: F401 - imported for the children
    from doichieu.jobs.model import model_in_use

    # The bundled one: a check that is to die within a second must not spend that second on reading it.
    model = model_in_use(Path("no-models"))
    for line in sys.stdin:
        asked = json.loads(line)
        answer = _waited(asked["wait"]) if "wait" in asked else _fork(asked, model)
        print(answer, flush=True)


def _waited(pid: int) -> int | str:
    ended, status = os.waitpid(pid, os.WNOHANG)
    return status if ended else RUNNING


def _fork(asked: dict[str, Any], model: Model) -> int:
    pid = os.fork()
    if pid:
        return pid
    os.setsid()
    out = os.open(asked["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    for stream in (1, 2):
        os.dup2(out, stream)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    _run(asked["argv"], model)
    raise AssertionError("a command always ends its process")


def _run(argv: list[str], model: Model) -> None:
    if argv == CHECK:
        from doichieu.jobs.check_stored import check_stored
        from doichieu.jobs.desk import open_desk
        from doichieu.settings import load_settings

        with open_desk(load_settings()) as desk:
            check_stored(desk, model=model)
        sys.exit(0)
    from doichieu.cli import main

    sys.argv = ["doichieu", *argv]
    main()


if __name__ == "__main__":
    serve()
