"""What the database does for each page: no page reads every article or every flag."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event

from doichieu.records import Outcome
from storage import decisions

NUMBER = "41/2026/NĐ-CP"
PAGES = (
    "/", "/?page=2", "/?order=new", "/?province=Lam+Giang", "/?kind=money&days=7", f"/?document={NUMBER}",
    "/?status=all&source=bao-hai", "/?assignee=me", "/?opinion=asked", "/?opinion=disagreement", "/?q=luong",
    "/flags/1", "/flags/2", "/flags/1/next", "/search?q=luong+co+so", "/articles/1", "/articles/1/changes", "/documents",
    f"/documents/{NUMBER}", "/tasks", "/sources", "/sources/bao-mau", "/runs", "/log", "/stats", "/exports",
    "/api/v1/queue", "/api/v1/flags/1", "/api/v1/stats", "/api/v1/views", "/api/v1/agreement",
)  # fmt: skip
#: A step of a plan that reads a table of ours from end to end; words are found by FTS5's own index.
SCAN = re.compile(r"^SCAN (articles|flags|revisions|decisions)\b")


@contextmanager
def _asked(engine: Any) -> Iterator[list[tuple[str, Any]]]:
    """Every SELECT with its values, while it lasts."""
    held: list[tuple[str, Any]] = []

    def note(_c: Any, _k: Any, statement: str, values: Any, *_: Any) -> None:
        if statement.lstrip().upper().startswith("SELECT"):
            held.append((statement, values))

    event.listen(engine, "before_cursor_execute", note)
    yield held
    event.remove(engine, "before_cursor_execute", note)


def _plan(engine: Any, statement: str, values: Any) -> list[str]:
    with engine.connect().execution_options(doichieu_reading=True) as connection:
        rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
        return [str(row[3]) for row in rows]


@pytest.fixture
def full(site: Any) -> Any:
    """A desk with something of everything, looked at once: flags and articles are counted once a process."""
    site.add_document()
    for at in range(40):
        site.add_flag(path=f"/{at}", sentence=f"Bài {at}: lương là 2.350.000 đồng/tháng.")
    with site.database.session() as session:
        for flag_id in (1, 3, 4):
            decisions.decide(session, flag_id, Outcome.OFFICIAL_TEXT_WRONG, reviewer="minh")
    desk = site.signed_in()
    for path in ("/", "/stats"):
        desk.get(path)
    return desk


def test_no_page_reads_every_article_or_every_flag(site: Any, full: Any) -> None:
    engine, read = site.database.engine, {}
    for path in PAGES:
        with _asked(engine) as asked:
            assert full.get(path).status_code in (200, 303), path
        assert asked, path
        for statement, values in asked:
            if steps := [one for one in _plan(engine, statement, values) if SCAN.match(one)]:
                read.setdefault(path, []).append((steps, statement))
    assert read == {}


def test_a_query_that_reads_a_whole_table_would_be_told(site: Any) -> None:
    engine = site.database.engine
    for statement in ("SELECT count(*) FROM articles", "SELECT * FROM flags WHERE passage = ''"):
        told = _plan(engine, statement, ())
        assert any(SCAN.match(one) for one in told), told
