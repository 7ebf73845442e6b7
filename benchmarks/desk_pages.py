"""The review site over a large store, ten reviewers at work while a crawl writes: milliseconds a page, and its size.

BENCH_FOLDER names a folder where the store is kept, to measure it again.
BENCH_ARTICLES (1,000,000) made-up articles and 50,000 flags in SQLite. The site is a process of its own on a real
port; ten reviewers ask for a page, or rule, every two seconds; another process stores an article every tenth of a second.
Printed beside it: the same queue read by SQL alone, row by row, as a peer without columns in memory would.
"""

from __future__ import annotations

import os
import random
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
from sqlalchemy import insert, text

from doichieu.records import Article
from doichieu.settings import Settings
from storage import articles, flags, saved_views, users
from storage.database import Database, open_database
from storage.flags import Filters
from storage.schema import ArticleRow, FlagRow
from storage.search import KINDS as SEARCHED
from storage.search import ROOM
from storage.statistics import has_articles

ARTICLES = int(os.environ.get("BENCH_ARTICLES", "1000000"))
FLAGS = min(50_000, ARTICLES)
REVIEWERS, THINKING = 10, 2.0
#: Pages of each kind whose CPU is measured.
EACH = 40
SECONDS = float(os.environ.get("BENCH_SECONDS", "60"))
PART = 20_000
WORDS = (
    "lương",
    "cơ",
    "sở",
    "trợ",
    "cấp",
    "người",
    "cao",
    "tuổi",
    "học",
    "phí",
    "miễn",
    "giảm",
    "mức",
    "đóng",
    "bảo",
    "hiểm",
    "xe",
    "máy",
    "phạt",
    "tiền",
    "đất",
    "ở",
    "thuế",
    "nhà",
    "xã",
)
#: Counted above every look at the queue.
VIEWS = ("province=p3", "kind=money&days=7", "assignee=me", "q=tro+cap")
PATHS = {
    "queue": ("/", "/?page=3", "/?order=new"),
    "filter": ("/?province=p3", "/?kind=money&days=7", "/?document=7/2026/NĐ-CP", "/?status=all&source=s5"),
    "search": ("/search?q=luong+co+so", "/search?q=miễn+giảm", "/?q=tro+cap"),
    "flag": ("/flags/{id}",),
    "stats": ("/stats",),
    "decide": ("/api/v1/flags/{id}/decision",),
}  # fmt: skip


def fill(database: Database) -> None:
    """Rows as a year of three hundred outlets leaves them, made in bulk."""
    chance, now = random.Random(7), datetime.now(UTC)
    for first in range(0, ARTICLES, PART):
        ids = range(first + 1, min(first + PART, ARTICLES) + 1)
        with database.session() as session:
            session.execute(insert(ArticleRow), [_article(one, now, chance) for one in ids])
            session.execute(
                text("INSERT INTO search (rowid, kind, ref, title, body) VALUES (:row, 'article', :ref, :title, :body)"),
                [
                    {"row": SEARCHED.index("article") * ROOM + one, "ref": str(one), "title": "", "body": _body(chance)}
                    for one in ids
                ],
            )  # fmt: skip
    with database.session() as session:
        rows = [_flag(one, now, chance) for one in range(1, FLAGS + 1)]
        session.execute(insert(FlagRow), rows)
        session.execute(
            text("INSERT INTO search (rowid, kind, ref, title, body) VALUES (:row, 'flag', :ref, '', :body)"),
            [
                {"row": SEARCHED.index("flag") * ROOM + row["id"], "ref": str(row["id"]), "body": _body(chance)}
                for row in rows
            ],
        )  # fmt: skip


def _body(chance: random.Random) -> str:
    from doichieu.text import fold

    return fold(" ".join(chance.choices(WORDS, k=40)))


def _article(one: int, now: datetime, chance: random.Random) -> dict[str, Any]:
    seen = now - timedelta(hours=chance.random() * 8000)
    return {
        "id": one, "identity": f"https://s{one % 300}.example/{one}", "url": f"https://s{one % 300}.example/{one}",
        "source_id": f"s{one % 300}", "province": f"p{one % 34}", "site_name": None, "title": f"Tin số {one}",
        "text": "Mức trợ cấp là 5 đồng một tháng. " * 10, "authors": [], "published_at": seen, "modified_at": None,
        "language": "vi", "images": [], "digest": str(one), "revision": 1, "first_seen_at": seen, "fetched_at": seen,
        "gone_at": None, "checked_by": "m",
    }  # fmt: skip


def _flag(one: int, now: datetime, chance: random.Random) -> dict[str, Any]:
    made = now - timedelta(hours=chance.random() * 4000)
    return {
        "id": one, "article_id": one, "revision": 1, "source_id": f"s{one % 300}", "province": f"p{one % 34}",
        "sentence": "Mức trợ cấp là 5 đồng một tháng.", "sentence_digest": str(one), "start": 0, "end": 32,
        "probability": 0.6 + 0.4 * chance.random(), "document": f"{one % 500}/2026/NĐ-CP", "document_title": "Nghị định",
        "document_effective": None, "document_expires": None, "place": "Điều 1", "passage": "Mức trợ cấp là 6 đồng.",
        "passage_start": 0, "differences": [{"kind": "money", "article": "5 đồng", "official": "6 đồng",
            "article_start": 16, "article_end": 22, "official_start": 16, "official_end": 22}],
        "kind": ("money", "date", "polarity", "actor")[one % 4], "group_key": f"g{one // 3 if one % 4 == 0 else one}",
        "model": "m", "status": "open" if one % 5 else "differs", "version": 0, "created_at": made, "changed_at": made,
        "corrected_at": None,
    }  # fmt: skip


def review(address: str, cookies: dict[str, str], seed: int, took: dict[str, list[float]], largest: list[int]) -> None:  # fmt: skip
    """One reviewer: a page, a thought, a page."""
    chance, end = random.Random(seed), time.monotonic() + SECONDS
    with httpx.Client(base_url=address, cookies=cookies, timeout=60) as client:
        while time.monotonic() < end:
            kind = chance.choice(list(PATHS))
            path = chance.choice(PATHS[kind]).format(id=chance.randrange(1, FLAGS))
            began = time.perf_counter()
            answer = _ruled(client, path) if kind == "decide" else client.get(path)
            took[kind].append((time.perf_counter() - began) * 1000)
            assert answer.status_code == 200, (path, answer.status_code)
            largest.append(len(answer.content))
            time.sleep(chance.uniform(0.5, 1.5) * THINKING)


def _ruled(client: httpx.Client, path: str) -> httpx.Response:
    """A decision: what the queue counts is no longer as it was."""
    headers = {"x-csrftoken": client.cookies["doichieu_csrf"]}
    return client.post(path, json={"outcome": "differs"}, headers=headers)


def write(url: str) -> None:
    """Store an article every tenth of a second, until our parent closes the pipe."""
    database, at = open_database(url), 0
    ended = threading.Event()
    threading.Thread(target=lambda: (sys.stdin.read(), ended.set()), daemon=True).start()
    while not ended.wait(0.1):
        at += 1
        with database.session() as session:
            body = " ".join(random.choices(WORDS, k=300))
            articles.save(session, Article(url=f"https://moi.example/{at}", title=f"Bài mới {at}", text=body, source_id="s1"))  # fmt: skip
    print(at, flush=True)


def serve(folder: str) -> None:
    """The site, its address on stdout."""
    from review.app import create_app
    from review.serve import run

    settings = Settings(data_dir=Path(folder), port=0)
    database = open_database(settings.database)
    app = create_app(settings, database=database)
    run(app, host="127.0.0.1", port=0, on_ready=lambda address: print(address, flush=True))


def database_is_empty(database: Database) -> bool:
    """A store that BENCH_FOLDER names is made once and measured often."""
    with database.reading() as session:
        return not has_articles(session)


def _reviewer(database: Database) -> str:
    """A person with a few saved views, and the secret of their sign-in link."""
    with database.session() as session:
        person = users.by_name(session, "lan") or users.create(session, "lan")
        for query in VIEWS:
            saved_views.save(session, query, query, owner="lan")
        return users.one_time_link(session, person)


def by_rows(database: Database) -> float:
    """Milliseconds of the first page of the queue by SQL alone, its counts not even taken."""
    took = []
    for _ in range(3):
        began = time.perf_counter()
        with database.session() as session:
            flags.queue(session, Filters(), limit=31)
        took.append((time.perf_counter() - began) * 1000)
    return statistics.median(took)


def main() -> None:
    """Build, serve, ask, print."""
    with tempfile.TemporaryDirectory() as made:
        folder = os.environ.get("BENCH_FOLDER") or made
        settings = Settings(data_dir=Path(folder))
        database = open_database(settings.database)
        began = time.monotonic()
        if database_is_empty(database):
            fill(database)
            print(f"{ARTICLES:,} articles and {FLAGS:,} flags in {time.monotonic() - began:.0f} s")
        secret = _reviewer(database)
        with _process("serve", folder) as site, _process("write", settings.database) as writer:
            try:
                assert site.stdout is not None
                address = site.stdout.readline().strip()
                cookies = _signed_in(address, secret)
                took, largest = _reviewed(address, cookies)
                stored, _ = writer.communicate("", timeout=60)
            finally:
                site.terminate()
                writer.terminate()
        for kind, times in took.items():
            print(f"{kind:8} p95 {_p95(times):6.0f} ms, median {statistics.median(times):6.0f} ms, {len(times)} pages")  # fmt: skip
        print(
            f"largest page {max(largest) / 1000:.0f} KB; {stored.strip()} articles stored meanwhile"
        )
        for kind, spent in cpu_of_pages(settings, database, cookies).items():
            print(
                f"{kind:8} CPU of a page, alone: {statistics.median(spent):5.0f} ms, p95 {_p95(spent):5.0f}"
            )
        rows = by_rows(database)
        middle = statistics.median(took["queue"])
        print(f"the queue by SQL alone {rows:.0f} ms: {rows / middle:.1f} x the whole page")
        database.close()


def cpu_of_pages(
    settings: Settings, database: Database, cookies: dict[str, str]
) -> dict[str, list[float]]:
    """Milliseconds of CPU a page by kind, one after the other with decisions between: what no busy machine hides."""
    from litestar.testing import TestClient

    from review.app import create_app

    chance, spent = random.Random(3), defaultdict(list)
    app = create_app(settings, database=database)
    with TestClient(app, base_url="http://127.0.0.1", cookies=cookies) as client:
        for path in ("/", "/stats"):
            client.get(path)  # what is read once a process
        for _ in range(EACH):
            for kind, paths in PATHS.items():
                path = chance.choice(paths).format(id=chance.randrange(1, FLAGS))
                began = time.process_time()
                answer = _ruled(client, path) if kind == "decide" else client.get(path)
                spent[kind].append((time.process_time() - began) * 1000)
                assert answer.status_code in (200, 409), (path, answer.status_code)
    return spent


def _reviewed(address: str, cookies: dict[str, str]) -> tuple[dict[str, list[float]], list[int]]:
    """Milliseconds by kind of page, and bytes, of all reviewers together."""
    httpx.get(address, cookies=cookies, timeout=60)  # the first look reads every flag
    took: dict[str, list[float]] = defaultdict(list)
    largest: list[int] = []
    threads = [
        threading.Thread(target=review, args=(address, cookies, seed, took, largest))
        for seed in range(REVIEWERS)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return took, largest


def _p95(times: list[float]) -> float:
    return sorted(times)[int(0.95 * (len(times) - 1))]


def _process(step: str, word: str) -> subprocess.Popen[str]:
    words = [sys.executable, __file__, step, word]
    return subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def _signed_in(address: str, secret: str) -> dict[str, str]:
    with httpx.Client(base_url=address, timeout=60) as client:
        page = client.get(f"/sign-in/{secret}").text
        token = page.split('name="_csrf_token" value="')[1].split('"')[0]
        answer = client.post(f"/sign-in/{secret}", data={"_csrf_token": token})
        assert answer.status_code == 303, answer.text
        return dict(client.cookies)


if __name__ == "__main__":
    steps = {"serve": serve, "write": write}
    steps[sys.argv[1]](sys.argv[2]) if len(sys.argv) == 3 and sys.argv[1] in steps else main()
