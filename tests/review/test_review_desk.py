"""The desk over real HTTP and in a real browser, on flags put there through storage."""

from __future__ import annotations

import os
import re
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from argon2 import PasswordHasher

from doichieu.records import Article, Claim, Difference, Evidence, Label, SentenceKind, Verdict
from doichieu.settings import Settings
from review.app import create_app
from review.language import catalogue
from review.serve import Server
from review.views import KINDS, OUTCOMES, STATUSES
from storage import articles, flags, users
from storage.database import Database, open_database

EVIL = "<script>alert(1)</script><img src=x onerror=alert(2)>"
CHROMIUM = next(
    (
        path
        for name in ("chromium", "chromium-browser", "google-chrome")
        if (path := shutil.which(name))
    ),
    None,
)
FLAGS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def _fill(database: Database) -> None:
    for at in range(3):
        sentence = f"Mức {at} là 2,43 triệu đồng {EVIL}."
        title = f"Tin {at} {EVIL}"
        with database.session() as session:
            saved = articles.save(
                session,
                Article(
                    url=f"javascript:alert({at})" if at == 0 else f"https://b.example/{at}",
                    title=title,
                    text=f"{sentence}\nCâu khác.",
                    source_id="bao-a",
                    province="Lam Giang",
                    published_at=datetime.now(UTC),
                ),
            )
            row = articles.get(session, saved.article_id)
            start = len(title) + 1
            verdict = Verdict(
                claim=Claim(text=sentence, start=start, end=start + len(sentence), kind=SentenceKind.CLAIM),
                label=Label.REFUTED, probability=0.9, flagged=True,
                evidence=Evidence(document="73/2024/NĐ-CP", place=f"Điều {at}", text=f"Mức là 2.340.000 đồng {EVIL}", start=0, end=5),
                differences=(Difference(kind="money", article="2,43 triệu đồng", official="2.340.000 đồng", article_start=start + 9, article_end=start + 24, official_start=7, official_end=21),),
            )  # fmt: skip
            flags.store(session, row, [verdict], documents={}, checked_by="m", model="m")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[tuple[str, Database]]:
    """A running site and its database."""
    database = open_database(f"sqlite:///{tmp_path / 'a.db'}")
    _fill(database)
    with database.session() as session:
        users.create(session, "an", password_hash=PasswordHasher().hash("mat khau dai"))
        users.create(session, "binh", password_hash=PasswordHasher().hash("mat khau dai"))
    server = Server(
        create_app(Settings(data_dir=tmp_path), database=database), host="127.0.0.1", port=0
    )
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield server.address, database
    server.stop()
    thread.join(5)
    database.close()


def _token(page: httpx.Response) -> str:
    return re.search(r'name="_csrf_token" value="([^"]+)"', page.text)[1]


@contextmanager
def _signed_in(address: str, name: str = "an") -> Iterator[httpx.Client]:
    with httpx.Client(base_url=address) as client:
        token = _token(client.get("/sign-in"))
        done = client.post(
            "/sign-in", data={"name": name, "password": "mat khau dai", "_csrf_token": token}
        )
        assert done.status_code == 303
        yield client


PAGES = [
    "/",
    "/flags/1",
    "/search?q=muc",
    "/articles/1",
    "/documents",
    "/sources",
    "/runs",
    "/log",
    "/stats",
    "/help",
]


def test_strangers_are_sent_to_sign_in_and_told_so_by_the_api(desk: tuple[str, Database]) -> None:
    with httpx.Client(base_url=desk[0]) as client:
        assert all(client.get(path).headers["location"] == "/sign-in" for path in PAGES)
        assert client.get("/api/v1/queue").status_code == 401
        assert client.get("/sign-in", headers={"Host": "evil.example"}).status_code == 400


def test_every_page_is_inert_and_carries_its_policy(desk: tuple[str, Database]) -> None:
    with _signed_in(desk[0]) as client:
        for path in [*PAGES, "/khong-co", "/documents/khong"]:
            page = client.get(path)
            assert "<script>alert" not in page.text, path
            assert "<img src=x" not in page.text, path
            assert 'href="javascript:' not in page.text, path
            assert "default-src 'none'" in page.headers["content-security-policy"], path
            assert page.headers["x-content-type-options"] == "nosniff"
            assert "style=" not in page.text.split("</head>")[1], path
        assert client.get("/khong-co").status_code == 404


def test_a_one_time_link_works_once(desk: tuple[str, Database]) -> None:
    with desk[1].session() as session:
        secret = users.one_time_link(session, users.by_name(session, "an"))
    for status in (303, 410):
        with httpx.Client(base_url=desk[0]) as client:
            token = _token(client.get(f"/sign-in/{secret}"))
            assert (
                client.post(f"/sign-in/{secret}", data={"_csrf_token": token}).status_code == status
            )


def test_forms_without_their_token_and_foreign_ways_back_are_refused(
    desk: tuple[str, Database],
) -> None:
    with _signed_in(desk[0]) as client:
        assert client.post("/flags/1/decide", data={"outcome": "differs"}).status_code == 403
        token = _token(client.get("/flags/1"))
        for back in ("//evil.example", "https://evil.example", "/\\evil.example"):
            done = client.post("/language/en", params={"back": back}, data={"_csrf_token": token})
            assert done.headers["location"] == "/"
        assert "Queue" in client.get("/").text


def test_guessing_locks_a_name(desk: tuple[str, Database]) -> None:
    with httpx.Client(base_url=desk[0]) as client:
        token = _token(client.get("/sign-in"))
        for _ in range(5):
            wrong = client.post(
                "/sign-in", data={"name": "an", "password": "sai", "_csrf_token": token}
            )
            assert wrong.status_code == 401
        right = client.post(
            "/sign-in", data={"name": "an", "password": "mat khau dai", "_csrf_token": token}
        )
        assert right.status_code == 401


def test_two_people_on_one_flag_one_wins_and_the_other_is_told(desk: tuple[str, Database]) -> None:
    with _signed_in(desk[0]) as first, _signed_in(desk[0], "binh") as second:
        ours, theirs = _token(first.get("/flags/1")), _token(second.get("/flags/1"))
        done = first.post(
            "/flags/1/decide",
            data={"outcome": "differs", "version": "0", "note": EVIL, "_csrf_token": ours},
        )
        assert done.status_code == 303
        late = second.post(
            "/flags/1/decide",
            data={"outcome": "cannot_tell", "version": "0", "_csrf_token": theirs},
        )
        assert late.status_code == 409
        assert "an vừa quyết định" in late.text
        assert "<script>alert" not in first.get("/flags/1").text
        undone = first.post("/flags/1/undo", data={"_csrf_token": ours})
        assert undone.status_code == 303
        held = first.get("/api/v1/flags/1").json()
        assert held["status"] == "open"
        assert [one["outcome"] for one in held["decisions"]] == ["differs", "undone"]


def test_the_api_answers_what_the_pages_show_and_is_described(desk: tuple[str, Database]) -> None:
    with _signed_in(desk[0]) as client:
        held = client.get("/api/v1/queue").json()
        assert held["total"] == 3
        assert client.get("/api/v1/queue", params={"q": "khong co"}).json()["total"] == 0
        described = client.get("/schema/openapi.json").json()
        for path in described["paths"]:
            if "{" not in path and "get" in described["paths"][path]:
                assert client.get(path, params={"q": "x"}).status_code == 200, path
        assert not re.search(r"author", str(described))


def test_no_message_lacks_its_translation() -> None:
    folder = Path(__file__).parents[2] / "review" / "templates"
    said = set()
    for path in folder.glob("*.html"):
        found = re.findall(r"""\bt\(\s*(?:"([^"]+)"|'([^']+)')""", path.read_text(encoding="utf-8"))
        said |= {one or other for one, other in found}
    said |= {words for _, words in OUTCOMES} | set(KINDS.values()) | set(STATUSES.values())
    assert not {one for one in said if not catalogue("en").get(one)}


@pytest.mark.browser
def test_the_desk_works_by_keyboard_in_a_browser(desk: tuple[str, Database]) -> None:
    if CHROMIUM is None:
        message = "no Chromium: install the package chromium to run browser tests"
        if os.environ.get("DOICHIEU_REQUIRE_BROWSER") == "1":
            pytest.fail(message)
        pytest.skip(message)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = browser.new_page(viewport={"width": 320, "height": 700}, color_scheme="dark")
        errors: list[str] = []
        page.on("console", lambda one: errors.append(one.text) if one.type == "error" else None)
        page.on("dialog", lambda one: errors.append("a crawled script ran"))
        page.goto(f"{desk[0]}/sign-in")
        page.fill("[name=name]", "an")
        page.fill("[name=password]", "mat khau dai")
        page.click("main button")
        page.wait_for_selector("#queue")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(18, 24, 27)"
        page.keyboard.press("j")
        page.keyboard.press("j")
        page.keyboard.press("k")
        assert page.locator(".row.here").count() == 1
        page.keyboard.press("Enter")
        page.wait_for_selector("article.flag")
        assert page.locator(".side.theirs mark").count() == 1
        assert page.locator(".side.ours mark").count() == 1
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        page.keyboard.press("?")
        assert page.locator("dialog[open]").count() == 1
        page.keyboard.press("Escape")
        first = page.url
        page.keyboard.press("1")
        page.wait_for_url(lambda url: url != first)
        page.goto(first)
        page.keyboard.press("u")
        page.wait_for_selector("#decide")
        page.wait_for_load_state("load")
        page.keyboard.press("/")
        assert page.evaluate("document.activeElement.id") == "q"
        assert not errors
        browser.close()
