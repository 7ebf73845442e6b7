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
def routes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bool]:
    """Paths of the site as the reference writes them, "/flags/ID", and whether they can be opened."""
    folder = tmp_path_factory.mktemp("site")
    database = open_database(f"sqlite:///{folder / 'a.db'}")
    site = create_app(Settings(data_dir=folder), database=database)
    found = {_named(one.path): "GET" in one.methods for one in site.routes}
    database.close()
    return {path: opens for path, opens in found.items() if not UNTOLD.match(path)}


def _named(path: str) -> str:
    """ "/feeds/{key:str}/{name:str}" → "/feeds/KEY/NAME"."""
    return re.sub(r"\{(?:\w+_)?(\w+?):\w+\}", lambda match: match[1].upper(), path)


def _told() -> set[str]:
    words = (ROOT / "docs/reference/pages.md").read_text(encoding="utf-8")
    return set(re.findall(r"`(/[^`\s]*)`", words))


def test_every_page_is_in_the_reference(routes: dict[str, bool]) -> None:
    # What only a form posts to is told with the form's page; of the API every way in is told.
    opened = {path for path, opens in routes.items() if opens or path.startswith("/api/")}
    assert opened - _told() == set()


def test_the_reference_tells_no_page_that_is_gone(routes: dict[str, bool]) -> None:
    apart = {"/api/v1", "/", "/schema/openapi.json"}
    assert _told() - set(routes) - apart == set()
