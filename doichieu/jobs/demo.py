"""The sample world, from its pages over HTTP to a reviewer's queue."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from doichieu.errors import DoichieuError
from doichieu.jobs.check_stored import check_stored
from doichieu.jobs.crawl import Taken, crawl_sources
from doichieu.jobs.desk import Desk, open_desk
from doichieu.jobs.users import link
from doichieu.records import Source
from doichieu.settings import Settings
from doichieu.text import one_line
from review.app import create_app
from review.serve import run
from samples.expected import expected_flags
from storage import articles, documents, flags, users
from storage import sources as source_rows

#: Seconds the sample world may take to listen.
PATIENCE = 30
REVIEWER = "demo"
_SOURCES = TypeAdapter(tuple[Source, ...])


def demo_settings(settings: Settings) -> Settings:
    """The demo keeps to a folder of its own, and need not spare its own servers."""
    folder = settings.data_dir / "demo"
    return settings.model_copy(
        update={"data_dir": folder, "database_url": "", "crawl_delay": 0.0, "contact": ""}
    )


def run_demo(settings: Settings, *, tell: Callable[[str], None]) -> dict[str, Any]:
    """Serve, crawl, check; the counts that `demo --json` prints."""
    begun = time.monotonic()
    settings = demo_settings(settings)
    with open_desk(settings) as desk:
        turn = 2 if _has_articles(desk) else 1
        with sample_world(settings.data_dir, turn=turn) as sources:
            with desk.database.session() as session:
                source_rows.sync(session, sources)
            for happening in crawl_sources(desk, sources, look_again=timedelta(0)):
                if isinstance(happening, Taken):
                    tell(
                        happening.document or (happening.article.title if happening.article else "")
                    )
        tell("đang đối chiếu / checking")
        check_stored(desk)
        counts = _counts(desk, sources, turn)
    return counts | {"seconds": round(time.monotonic() - begun, 2)}


def review_demo(settings: Settings, *, on_ready: Callable[[str], None]) -> None:
    """The review site on what the demo stored, with the sample world beside it, until Ctrl-C."""
    settings = demo_settings(settings)
    with open_desk(settings) as desk, sample_world(settings.data_dir, turn=2):
        with desk.database.session() as session:
            user = users.by_name(session, REVIEWER) or users.create(session, REVIEWER, role="admin")
            secret = users.one_time_link(session, user)
        run(
            create_app(settings, database=desk.database),
            host=settings.host,
            port=settings.port,
            on_ready=lambda address: on_ready(link(secret, settings=settings, address=address)),
        )


@contextmanager
def sample_world(root: Path, *, turn: int) -> Iterator[tuple[Source, ...]]:
    """The sample world in a process of its own; it ends with this block, or with us."""
    root.mkdir(parents=True, exist_ok=True)
    child = subprocess.Popen(
        [sys.executable, "-m", "samples", "--root", str(root), "--round", str(turn)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    assert child.stdin is not None
    assert child.stdout is not None
    late = threading.Timer(PATIENCE, child.kill)
    late.start()
    try:
        line = child.stdout.readline()
        late.cancel()
        if not line:
            raise _no_world(child)
        yield _SOURCES.validate_python(json.loads(line)["sources"])
    finally:
        late.cancel()
        child.stdin.close()
        try:
            child.wait(5)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


def _no_world(child: subprocess.Popen[bytes]) -> DoichieuError:
    child.wait()
    words = child.stderr.read().decode("utf-8", "replace").strip() if child.stderr else ""
    why = words.splitlines()[-1] if words else f"mã {child.returncode} / code {child.returncode}"
    return DoichieuError(
        vi=f"thế giới mẫu không chạy được: {why}",
        en="the sample world could not be started; see the line above",
        reason="no_world",
    )


def _has_articles(desk: Desk) -> bool:
    with desk.database.session() as session:
        return bool(articles.newest(session, limit=1))


def _counts(desk: Desk, sources: tuple[Source, ...], turn: int) -> dict[str, Any]:
    with desk.database.session() as session:
        rows = articles.newest(session, limit=10_000)
        corpus = documents.all_documents(session)
        found = {
            (row.source_id, one_line(flag.sentence))
            for row in rows
            for flag in flags.of_article(session, row.id)
        }
    # What was flagged in the first round stays in the queue, corrected or gone.
    rounds = range(1, turn + 1)
    expected = {
        (one.outlet, one_line(one.sentence))
        for at in rounds
        for one in expected_flags(world_round=at)
    }
    return {
        "sources": len(sources),
        "articles": len(rows),
        "official_documents": len(corpus),
        "flags": len(found),
        "expected_flags": len(expected),
        "missing_flags": len(expected - found),
        "unexpected_flags": len(found - expected),
    }
