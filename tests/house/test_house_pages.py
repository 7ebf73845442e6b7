"""Every page and every way in of the API is told in the reference, and the reference tells no other."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from doichieu.settings import Settings
from review.app import create_app
from storage.database import open_database

ROOT = Path(__file__).parents[2]
#: Served for browsers and tools, not for people to open.
UNTOLD = re.compile(r"^/(static|schema)(/|$)|^/(language|theme)/|^/sign-out$|^/sign-in/")


@pytest.fixture(scope="module")
def routes(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """Paths of the site as the reference writes them: "/flags/ID"."""
    folder = tmp_path_factory.mktemp("site")
    database = open_database(f"sqlite:///{folder / 'a.db'}")
    site = create_app(Settings(data_dir=folder), database=database)
    paths = {route.path for route in site.routes}
    database.close()
    named = {re.sub(r"\{number:\w+\}", "NUMBER", path) for path in paths if not UNTOLD.match(path)}
    return {re.sub(r"\{\w+:\w+\}", "ID", path) for path in named}


def _told() -> set[str]:
    words = (ROOT / "docs/reference/pages.md").read_text(encoding="utf-8")
    return set(re.findall(r"`(/[^`\s]*)`", words))


def test_every_page_is_in_the_reference(routes: set[str]) -> None:
    # What a form of a page posts to is told with the page.
    posted = {path for path in routes if re.search(r"^/flags/ID/(decide|undo)$", path)}
    assert routes - posted - _told() == set()


def test_the_reference_tells_no_page_that_is_gone(routes: set[str]) -> None:
    apart = {"/api/v1", "/", "/schema/openapi.json"}
    assert _told() - routes - apart == set()
