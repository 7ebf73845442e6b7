"""Finding the stories that several outlets ran: right and wrong, the cost as the store grows, and peers.

Part one builds a set (`samples.agency_copies`) and groups it with ours, in a database, and in memory with
rensa's MinHash LSH and with an index of every shingle, both without a second look at the texts.
Part two places the same articles in stores of growing size, SIZES on the line or in BENCH_SIZES, and prints
the cost of each against the smallest. The stores are filled with articles whose marks are drawn at
random, as hashes of different texts are, one in ten of them a stock phrase that thousands share.
"""

from __future__ import annotations

import os
import random
import statistics
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import combinations
from pathlib import Path

from sqlalchemy import insert, text

from doichieu.records import Article
from samples.agency_copies import BEGIN, Piece, copies, look_alikes, story
from storage import articles, syndication
from storage.database import Database, open_database
from storage.schema import ArticleRow
from storage.story_rows import StoryRow
from storage.syndication_marks import MARKS, telling

STORIES = 100
SIZES = tuple(map(int, os.environ.get("BENCH_SIZES", "10000,100000,300000").split(",")))
#: Articles placed at each size, every one in a transaction of its own.
PLACED = 400
#: Articles a day of three hundred outlets.
A_DAY = 3_000
STOCK = 2_000
PART = 20_000


def main() -> None:
    """Both parts."""
    pieces = _set()
    meant = _pairs([one.story for one in pieces])
    print(f"{len(pieces)} articles, {len(meant)} pairs of copies")
    for name, group in (("ours, in SQLite", _ours), ("rensa LSH, in memory", _rensa), ("every shingle, in memory", _every_shingle)):  # fmt: skip
        begun = time.process_time()
        found = group(pieces)
        if found is None:
            continue
        spent = time.process_time() - begun
        right = len(found & meant)
        print(
            f"{name}: precision {right / max(1, len(found)):.4f}, recall {right / len(meant):.4f}, "
            f"{len(pieces) / spent:.0f} articles a CPU second"
        )
    _growth()


def _set() -> list[Piece]:
    pieces = [one for n in range(STORIES) for one in (*copies(n), *look_alikes(n))]
    pieces += [story(10_000 + n) for n in range(4 * STORIES)]
    return sorted(pieces, key=lambda one: one.published)


def _pairs(names: Sequence[object]) -> set[tuple[int, int]]:
    groups: dict[object, list[int]] = defaultdict(list)
    for at, name in enumerate(names):
        groups[name].append(at)
    return {pair for held in groups.values() for pair in combinations(held, 2)}


def _ours(pieces: list[Piece]) -> set[tuple[int, int]]:
    with tempfile.TemporaryDirectory() as folder:
        database = _database(folder)
        told = [_place(database, at, piece)[0] for at, piece in enumerate(pieces)]
        database.close()
    return _pairs(told)


def _rensa(pieces: list[Piece]) -> set[tuple[int, int]] | None:
    try:
        from rensa import RMinHash, RMinHashLSH
    except ImportError:
        print("rensa is not installed: pip install 'doichieu[bench]'")
        return None
    index = RMinHashLSH(threshold=0.5, num_perm=128, num_bands=32)
    sketches, found = [], set()
    for at, piece in enumerate(pieces):
        words = telling(piece.text).words
        sketch = RMinHash(num_perm=128, seed=1)
        sketch.update([" ".join(words[i : i + 4]) for i in range(len(words) - 3)])
        found |= {
            (other, at) for other in index.query(sketch) if sketch.jaccard(sketches[other]) >= 0.4
        }
        sketches.append(sketch)
        index.insert(at, sketch)
    return found


def _every_shingle(pieces: list[Piece]) -> set[tuple[int, int]]:
    index: dict[int, list[int]] = defaultdict(list)
    sizes, found = [], set()
    for at, piece in enumerate(pieces):
        shingles = telling(piece.text).shingles
        shared = Counter(other for one in shingles for other in index[one])
        found |= {
            (other, at)
            for other, count in shared.items()
            if count >= 0.65 * min(len(shingles), sizes[other])
        }
        for one in shingles:
            index[one].append(at)
        sizes.append(len(shingles))
    return found


def _growth() -> None:
    probes = [one for n in range(PLACED // 8) for one in copies(50_000 + n)]
    with tempfile.TemporaryDirectory() as folder:
        database = _database(folder)
        held, first = 0, None
        for size in SIZES:
            _fill(database, held, size)
            held = size
            cpu, wall, grouped = _cost(database, probes, size)
            assert grouped >= 0.9 * PLACED * 7 / 8, "copies were not found: nothing was measured"
            first = first or (cpu, wall)
            print(
                f"{size:,} stored: {cpu * 1000:.2f} ms CPU ({cpu / first[0]:.2f} x), {wall * 1000:.2f} ms wall "
                f"({wall / first[1]:.2f} x) an article placed, median of {len(probes)}; "
                f"{_megabytes(folder):,.0f} MB"
            )
        database.close()


def _cost(database: Database, probes: list[Piece], size: int) -> tuple[float, float, int]:
    """Median seconds of CPU and wall an article takes, and how many joined another's story."""
    last = size // A_DAY
    spent, grouped = [], 0
    for at, piece in enumerate(probes):
        # New numbers at every size, on the newest days of the store, where most rows are.
        begin = BEGIN + timedelta(days=last - 5 + at % 5)
        moved = Piece(story=piece.story, source=piece.source, title=piece.title, sentences=(*piece.sentences, f"{size}."), published=begin)  # fmt: skip
        begun, clock = time.process_time(), time.perf_counter()
        told, own = _place(database, 10_000_000 + size + at, moved)
        spent.append((time.process_time() - begun, time.perf_counter() - clock))
        grouped += told != own
    with database.session() as session:
        for table in ("stories", "story_marks", "articles"):
            column = "id" if table == "articles" else "article_id"
            session.execute(text(f"DELETE FROM {table} WHERE {column} > 10000000"))
    return (
        statistics.median(cpu for cpu, _ in spent),
        statistics.median(wall for _, wall in spent),
        grouped,
    )


def _place(database: Database, at: int, piece: Piece) -> tuple[int, int]:
    """The story and the number of an article that is stored now."""
    article = Article(url=f"https://b.example/{at}", title=piece.title, text=piece.text, source_id=piece.source, published_at=piece.published)  # fmt: skip
    with database.session() as session:
        row = articles._new(article, identity=article.url, digest="", now=piece.published)
        row.id = at + 1
        session.add(row)
        session.flush()
        return syndication.place(session, row), row.id


def _fill(database: Database, first: int, last: int) -> None:
    chance = random.Random(first)
    stock = [chance.getrandbits(63) for _ in range(STOCK)]
    for begin in range(first, last, PART):
        numbers = range(begin, min(begin + PART, last))
        with database.session() as session:
            session.execute(insert(ArticleRow), list(_rows(numbers)))
            session.execute(insert(StoryRow), [{"article_id": n + 1, "story": n + 1, "likeness": 1.0} for n in numbers])  # fmt: skip
            marks = [(_mark(chance, stock), n // A_DAY + BEGIN.toordinal(), n + 1) for n in numbers for _ in range(MARKS)]  # fmt: skip
            session.connection().exec_driver_sql(
                "INSERT OR IGNORE INTO story_marks (mark, day, article_id) VALUES (?, ?, ?)",
                sorted(marks),
            )


def _mark(chance: random.Random, stock: list[int]) -> int:
    return chance.choice(stock) if chance.random() < 0.1 else chance.getrandbits(64) - 2**63


def _rows(numbers: Sequence[int]) -> Iterator[dict[str, object]]:
    for n in numbers:
        seen = BEGIN + timedelta(days=n // A_DAY)
        yield {
            "id": n + 1, "identity": f"https://f.example/{n}", "url": "", "source_id": "f", "title": "", "text": "",
            "authors": [], "images": [], "digest": "", "first_seen_at": seen, "fetched_at": seen, "published_at": seen,
        }  # fmt: skip


def _database(folder: str) -> Database:
    return open_database(f"sqlite:///{Path(folder) / 'bench.db'}")


def _megabytes(folder: str) -> float:
    return sum(one.stat().st_size for one in Path(folder).iterdir()) / 1e6


if __name__ == "__main__":
    main()
