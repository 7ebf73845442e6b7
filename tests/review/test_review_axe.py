"""Nothing on any page that axe, the checker of WCAG, finds; and what it once found, in plain words."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest

from doichieu.records import Article, Outcome
from storage import (
    articles,
    assigning,
    batches,
    decisions,
    document_tasks,
    opinions,
    saved_views,
    users,
)
from storage.schema import ArticleRow, FlagRow

pytestmark = pytest.mark.browser
PAGES = (
    "/", "/?province=khong-co", "/flags/1", "/flags/2", "/flags/2?done=1", "/articles/1", "/search?q=luong",
    "/search?q=khong-he-co", "/documents", "/documents/41/2026/NĐ-CP", "/sources", "/sources/bao-mau", "/articles/1/archived", "/runs", "/log", "/stats", "/digest", "/digest?span=week", "/alerts",
    "/help", "/api", "/exports", "/flags/1/note", "/?batch=1", "/?kind=money", "/?opinion=disagreement", "/flags/3", "/flags/4", "/tasks", "/tasks?status=closed", "/articles/1/changes", "/khong-co", "/sign-in/da-dung",
)  # fmt: skip
SCRIPT = Path(axe_playwright_python.__file__).with_name("axe.min.js")
ASKED = "axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']})"
#: What the page and its window are given: axe's own script is not the site's.
FOUND = "async () => (await " + ASKED + ").violations.map(v => [v.id, v.nodes.map(n => n.html)])"


@pytest.fixture
def looked_at(site: Any, chromium: Any) -> Any:
    """A desk with something on every page, seen by a browser that lets axe in."""
    site.add_document()
    site.add_days(template=9)
    site.keep_copy("https://bao-mau.example/luong", "<h1>Lương</h1><p>Mức lương.</p>".encode())
    ruled = site.add_flag()
    site.add_flag(path="/hai", sentence="Mức lương là 2.350.000 đồng/tháng.")
    with site.database.session() as session:
        decisions.decide(session, ruled, Outcome.DIFFERS, reviewer="lan", note="đã xem")
    _shared_work(site)
    context = chromium.new_context(base_url=site.address, bypass_csp=True)
    page = context.new_page()
    page.goto(f"/sign-in/{site.secret()}")
    page.click("main button")
    yield page
    context.close()


def _shared_work(site: Any) -> None:
    """A story taken, a batch with one left, a view, tasks open and closed, opinions asked and differing."""
    asked, differing, wrong, closed = (
        site.add_flag(path=f"/{at}", sentence=f"Bài {at}: lương là 2.350.000 đồng/tháng.")
        for at in range(4)
    )
    with site.database.session() as session:
        for name in ("lan", "minh"):
            if users.by_name(session, name) is None:
                users.create(session, name)
        row = session.get_one(ArticleRow, 1)
        changed = Article(url=row.url, title=row.title, text="Đã sửa.", source_id=row.source_id)
        articles.save(session, changed)
        assigning.assign(session, asked, "minh", by="lan")
        saved_views.save(session, "Tiền", "kind=money", owner="lan", shared=True)
        decisions.decide(session, differing, Outcome.DIFFERS, reviewer="minh")
        opinions.ask(session, session.get_one(FlagRow, asked), of="lan", by="minh", question="?")
        opinions.give(session, session.get_one(FlagRow, differing), Outcome.CANNOT_TELL, by="lan")
        for one in (wrong, closed):
            decisions.decide(session, one, Outcome.OFFICIAL_TEXT_WRONG, reviewer="lan", note="cũ")
        document_tasks.close(session, 1, by="minh", note="đã báo")
    batches.decide_all(site.database, [(2, 0), (wrong, 0)], Outcome.DIFFERS, reviewer="lan")
    batches.undo_all(site.database, 1, reviewer="lan")


def _violations(page: Any, path: str) -> list[Any]:
    page.goto(path)
    page.evaluate(SCRIPT.read_text(encoding="utf-8"))
    return list(page.evaluate(FOUND))


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 1280), ("light", 360)])
def test_axe_finds_nothing_on_any_page(looked_at: Any, scheme: str, width: int) -> None:
    looked_at.emulate_media(color_scheme=scheme)
    looked_at.set_viewport_size({"width": width, "height": 800})
    found = {path: _violations(looked_at, path) for path in PAGES}
    assert {path: what for path, what in found.items() if what} == {}


def test_axe_finds_nothing_where_people_sign_in(site: Any, chromium: Any) -> None:
    context = chromium.new_context(base_url=site.address, bypass_csp=True)
    assert _violations(context.new_page(), "/sign-in") == []
    context.close()


def test_axe_would_find_a_field_without_a_name(looked_at: Any) -> None:
    looked_at.goto("/help")
    looked_at.evaluate("document.querySelector('main').append(document.createElement('input'))")
    looked_at.evaluate(SCRIPT.read_text(encoding="utf-8"))
    assert "label" in [one[0] for one in looked_at.evaluate(FOUND)]


@pytest.mark.parametrize("path", ["/documents", "/sources", "/log", "/api"])
def test_a_table_that_scrolls_can_be_reached_by_key_and_has_a_name(site: Any, path: str) -> None:
    site.add_document()
    page = site.signed_in().get(path).text
    assert re.search(r'<div class="scroll" role="region" tabindex="0" aria-label="[^"]+"><table', page)  # fmt: skip


def test_what_a_ruling_did_is_said_aloud_and_stays_a_form(site: Any) -> None:
    flag_id = site.add_flag()
    page = site.signed_in().get(f"/?done={flag_id}").text
    assert re.search(r'<form class="notice done"[^>]*action="/flags/1/undo">', page)
    assert '<span role="status">Đã ghi quyết định' in page


@pytest.mark.parametrize("path", ["/documents", "/sources", "/log"])
def test_a_narrow_table_becomes_lines_that_keep_their_names(site: Any, reader: Any, path: str) -> None:  # fmt: skip
    site.add_document()
    reader.page.set_viewport_size({"width": 360, "height": 780})
    reader.page.goto(path)
    table, frame = (
        reader.page.eval_on_selector(one, "e => e.getBoundingClientRect().width")
        for one in (".stack", ".scroll")
    )
    assert table <= frame
    told = reader.page.eval_on_selector(
        ".stack td[data-label]", "e => getComputedStyle(e, '::before').content"
    )
    assert ": " in told
