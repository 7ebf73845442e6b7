"""`python -m samples --root DIR [--round N]`: the sample world as a process of its own."""

from __future__ import annotations

import argparse
import signal
import sys
import threading
from pathlib import Path

from pydantic import TypeAdapter

from doichieu.errors import DoichieuError
from doichieu.records import Source
from samples.world import World


def main() -> int:
    """Serve until SIGTERM, Ctrl-C, or the end of stdin."""
    said = argparse.ArgumentParser(prog="python -m samples")
    said.add_argument("--root", type=Path, required=True, help="folder that keeps the ports")
    said.add_argument("--round", type=int, default=1, choices=(1, 2), help="state of the world")
    options = said.parse_args()
    ended = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: ended.set())
    try:
        with World(options.root, turn=options.round) as world:
            sources = TypeAdapter(tuple[Source, ...]).dump_json(world.sources()).decode()
            sys.stdout.write(f'{{"sources":{sources}}}\n')
            sys.stdout.flush()
            threading.Thread(target=_until_closed, args=(ended,), daemon=True).start()
            ended.wait()
    except DoichieuError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


def _until_closed(ended: threading.Event) -> None:
    """Whoever started us closes our stdin when they end, however they end."""
    sys.stdin.read()
    ended.set()


if __name__ == "__main__":
    sys.exit(main())
