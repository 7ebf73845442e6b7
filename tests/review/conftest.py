"""The review site on a real port over a real SQLite, a signed-in client, and a real browser."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from argon2 import PasswordHasher

from crawler.record import warc_record
from doichieu.records import (
    Article,
    Claim,
    CrawlReport,
    Difference,
    Evidence,
    Label,
    OfficialDocument,
    Page,
    Passage,
    SentenceKind,
    Source,
    SourceKind,
    Verdict,
)
from doichieu.settings import Settings
from review.app import create_app
from review.serve import Server
from storage import articles, documents, flags, health, sources, users
from storage.archive import archive_of
from storage.database import Database, open_database

PASSWORD = "mật khẩu đủ dài"
NUMBER = "41/2026/NĐ-CP"
PASSAGE = "2. Từ ngày 01 tháng 7 năm 2026, mức lương cơ sở là 2.530.000 đồng/tháng."
WRONG = "Từ ngày 1/7/2026, mức lương cơ sở là 2.350.000 đồng/tháng."
CHROMIUM_FLAGS = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip


@dataclass
class Site:
    """A served site and what lies under it."""

    address: str
    database: Database
    settings: Settings
    app: Any = None
    clients: list[httpx.Client] = field(default_factory=list)

    def client(self) -> httpx.Client:
        """A browser without script, not signed in."""
        made = httpx.Client(base_url=self.address, timeout=20)
        self.clients.append(made)
        return made

    def secret(self, name: str = "lan", role: str = "lead") -> str:
        """A one-time link's secret for a person; most tests' person may do all the work of a desk."""
        with self.database.session() as session:
            user = users.by_name(session, name) or users.create(session, name, role=role)
            return users.one_time_link(session, user)

    def signed_in(self, name: str = "lan", role: str = "lead") -> httpx.Client:
        """A client with a session."""
        client = self.client()
        path = f"/sign-in/{self.secret(name, role)}"
        answer = client.post(path, data=form(client.get(path)))
        assert answer.status_code == 303
        return client

    def add_person(self, name: str) -> None:
        """Someone with a password."""
        with self.database.session() as session:
            users.create(session, name, password_hash=PasswordHasher().hash(PASSWORD))

    def add_document(self, **changed: Any) -> None:
        """The text on the base salary, or another like it."""
        with self.database.session() as session:
            documents.save(session, decree(**changed))

    def keep_copy(self, url: str, body: bytes, *, at: datetime | None = None) -> None:
        """Archive a page as a crawl does."""
        at = at or datetime(2026, 11, 5, 2, 0, tzinfo=UTC)
        record = warc_record(
            Page(url=url, status=200, body=body, fetched_at=at),
            (("Content-Type", "text/html; charset=utf-8"),),
        )
        digest = hashlib.sha256(body).hexdigest()
        with self.database.session() as session:
            archive_of(self.settings).keep(
                session, record, url=url, source_id="bao-mau", digest=digest, at=at
            )

    def add_days(self, **stats: int) -> None:
        """Two days of a source: a good one, and one on which its feed could not be read."""
        begun = datetime(2026, 11, 4, 2, 0, tzinfo=UTC)
        held = Source(id="bao-mau", name="Báo Mẫu", kind=SourceKind.NEWS, home_url="https://bao-mau.example")  # fmt: skip
        for day, problems in ((4, ()), (5, ("https://bao-mau.example/rss: HTTP 403",))):
            report = CrawlReport(
                source_id=held.id, started_at=begun, finished_at=begun.replace(day=day), articles=12 * (not problems),
                problems=problems, stats=tuple(stats.items()),
            )  # fmt: skip
            with self.database.session() as session:
                health.note(session, held, report, day=date(2026, 11, day))

    def add_flag(
        self,
        *,
        outlet: str = "bao-mau",
        path: str = "/luong",
        title: str = "Lương cơ sở tăng từ tháng 7",
        sentence: str = WRONG,
        article_says: str = "2.350.000 đồng/tháng",
        url: str = "",
        passage: str = PASSAGE,
        probability: float = 0.97,
        place: str = "khoản 2 Điều 3",
        province: str | None = "Lam Giang",
    ) -> int:
        """Store an article with one sentence that differs; the flag's id."""
        lead = "Nhiều cán bộ chờ ngày này."
        article = Article(
            url=url or f"https://{outlet}.example{path}",
            title=title,
            text=f"{lead}\nMở đoạn. {sentence} Hết đoạn.\nĐoạn cuối.",
            source_id=outlet,
            province=province,
            published_at=datetime(2026, 11, 5, 1, 15, tzinfo=UTC),
        )
        with self.database.session() as session:
            saved = articles.save(session, article)
            row = articles.get(session, saved.article_id)
            assert row is not None
            verdict = differing(article, sentence, article_says, passage=passage, place=place)
            verdict = with_chance(verdict, probability)
            held = {NUMBER: decree()}
            flags.store(session, row, [verdict], documents=held, checked_by="thử", model="thử-1")
            return flags.of_article(session, row.id)[0].id


def decree(**changed: Any) -> OfficialDocument:
    """A small official text."""
    held: dict[str, Any] = {
        "number": NUMBER,
        "title": "Nghị định quy định mức lương cơ sở",
        "issuer": "Chính phủ",
        "text": PASSAGE,
        "passages": (
            Passage(
                document=NUMBER, place="khoản 2 Điều 3", text=PASSAGE, start=0, end=len(PASSAGE)
            ),
        ),
        "issued": date(2026, 6, 10),
        "effective": date(2026, 7, 1),
    }
    return OfficialDocument(**held | changed)


def differing(
    article: Article, sentence: str, article_says: str, *, passage: str, place: str
) -> Verdict:
    """The verdict the checker would give."""
    start = article.full_text.index(sentence)
    at = article.full_text.index(article_says, start)
    official_says = "2.530.000 đồng/tháng" if "2.530.000 đồng/tháng" in passage else passage[:8]
    there = passage.index(official_says)
    return Verdict(
        claim=Claim(
            text=sentence, start=start, end=start + len(sentence), kind=SentenceKind.CLAIM
        ),
        label=Label.REFUTED,
        probability=0.97,
        flagged=True,
        evidence=Evidence(
            document=NUMBER, place=place, text=passage, start=0, end=len(passage),
            title="Nghị định quy định mức lương cơ sở",
        ),
        differences=(
            Difference(
                kind="money", article=article_says, official=official_says, article_start=at,
                article_end=at + len(article_says), official_start=there,
                official_end=there + len(official_says),
            ),
        ),
    )  # fmt: skip


def with_chance(verdict: Verdict, probability: float) -> Verdict:
    """The same verdict, surer or less sure."""
    return Verdict(
        claim=verdict.claim, label=verdict.label, probability=probability, flagged=True,
        evidence=verdict.evidence, differences=verdict.differences,
    )  # fmt: skip


def form(page: httpx.Response, **values: str) -> dict[str, str]:
    """The fields of a page's form, with its CSRF token."""
    match = re.search(r'name="_csrf_token" value="([^"]+)"', page.text)
    assert match, f"no form in {page.url} ({page.status_code})"
    return {"_csrf_token": match[1], **values}


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """A site with two outlets, nothing else."""
    settings = Settings(data_dir=tmp_path / "data")
    database = open_database(settings.database)
    with database.session() as session:
        sources.sync(
            session,
            [
                Source(id=name, name=said, kind=SourceKind.NEWS, home_url=f"https://{name}.example", province=province, enabled=True)
                for name, said, province in (("bao-mau", "Báo Mẫu", "Lam Giang"), ("bao-hai", "Báo Hai", "Hà Lam"))
            ],
        )  # fmt: skip
    app = create_app(settings, database=database)
    server = Server(app, host="127.0.0.1", port=0)
    running = threading.Thread(target=server.run, daemon=True)
    running.start()
    made = Site(address=server.address, database=database, settings=settings, app=app)
    yield made
    for client in made.clients:
        client.close()
    server.stop()
    running.join(10)
    database.close()
    assert not running.is_alive()


@pytest.fixture
def desk(site: Site) -> httpx.Client:
    """A signed-in client."""
    return site.signed_in()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """A real headless browser; missing, it is a skip, or a failure where one is required.

    One a module: while it runs, its thread has an event loop that other files' tests must not meet.
    """
    found = next(
        filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
    )
    if found is None:
        why = "no Chromium: install it with your system's packages, e.g. apt-get install chromium"
        if os.environ.get("DOICHIEU_REQUIRE_BROWSER") == "1":
            pytest.fail(why)
        pytest.skip(why)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=list(CHROMIUM_FLAGS))
        yield browser
        browser.close()


@dataclass
class Reader:
    """A page of the browser, and what it complained of."""

    page: Any
    complaints: list[str]

    def overflow(self) -> int:
        """Pixels the page is wider than its window."""
        return int(self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth"))


@pytest.fixture
def reader(site: Site, chromium: Any) -> Iterator[Reader]:
    """Someone signed in by a one-time link, in the browser."""
    context = chromium.new_context(base_url=site.address, viewport={"width": 1280, "height": 860})
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(f"/sign-in/{site.secret()}")
    page.click("main button")
    yield Reader(page=page, complaints=complaints)
    context.close()
