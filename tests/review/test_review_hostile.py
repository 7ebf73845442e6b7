"""Crawled text is hostile, and stays text."""

from __future__ import annotations

import re
from typing import Any

import pytest

SCRIPT = '"><script>alert(1)</script><img src=x onerror=alert(2)>{{7*7}}'
#: Right-to-left override: would turn around all that follows it.
TURNED = "\u202e"


def _with_token(page: Any, **values: str) -> dict[str, str]:
    return {"_csrf_token": page.text.split('name="_csrf_token" value="')[1].split('"')[0], **values}


@pytest.fixture
def poisoned(site: Any) -> int:
    """A flag whose every word comes from an enemy."""
    site.add_document(title=f"Nghị định {SCRIPT}", issuer=f"Bộ {SCRIPT}")
    return site.add_flag(
        title=f"Tin {SCRIPT}{TURNED}",
        sentence=f"Mức lương {SCRIPT} là 2.350.000 đồng/tháng.",
        passage=f"Mức lương {SCRIPT} là 2.530.000 đồng/tháng.",
        url="javascript:alert(3)//x",
        province=f"Tỉnh {SCRIPT}",
    )


def _pages(flag_id: int) -> list[str]:
    return [
        "/", f"/flags/{flag_id}", "/articles/1", "/documents", "/documents/41/2026/NĐ-CP",
        "/articles/1/archived", "/search?q=luong", "/stats", "/log", "/?status=all", f"/?q={SCRIPT}", f"/search?q={SCRIPT}",
    ]  # fmt: skip


def test_markup_in_crawled_text_is_shown_and_never_run(site: Any, poisoned: int) -> None:
    desk = site.signed_in()
    desk.post(
        f"/flags/{poisoned}/decide",
        data=_with_token(desk.get(f"/flags/{poisoned}"), outcome="differs", note=SCRIPT),
    )
    for path in _pages(poisoned):
        page = desk.get(path)
        assert page.status_code == 200, path
        assert "<script>alert" not in page.text, path
        assert "<img src=x" not in page.text, path
        assert " style=" not in page.text, path
        assert "49" not in re.findall(r"onerror=alert\(2\)&gt;(\d\d)", page.text), path


def test_only_web_addresses_become_links(site: Any, poisoned: int) -> None:
    desk = site.signed_in()
    for path in (f"/flags/{poisoned}", "/articles/1"):
        assert 'href="javascript' not in desk.get(path).text.lower()


def test_links_to_articles_tell_the_outlet_nothing(site: Any) -> None:
    flag_id = site.add_flag()
    page = site.signed_in().get(f"/flags/{flag_id}").text
    link = re.search(r'<a href="https://bao-mau[^>]+>', page)[0]
    assert 'rel="noopener noreferrer nofollow"' in link


def test_text_that_turns_its_direction_is_kept_apart(site: Any, poisoned: int) -> None:
    page = site.signed_in().get(f"/flags/{poisoned}").text
    for match in re.finditer(TURNED, page):
        before = page[: match.start()]
        inside = before.rfind("<bdi>") > before.rfind("</bdi>")
        # A document's title in the window's name is plain text, where nothing follows it.
        assert inside or before.rfind("<title>") > before.rfind("</title>")


def test_a_database_query_cannot_be_typed_into_a_filter(site: Any) -> None:
    site.add_flag()
    desk = site.signed_in()
    for words in ("' OR 1=1 --", '" OR "', "a* NEAR(", "%", "\x00", "NOT", "😀"):
        for path, name in (("/", "q"), ("/search", "q"), ("/", "province"), ("/", "status")):
            assert desk.get(path, params={name: words}).status_code == 200, (path, words)


@pytest.mark.parametrize(
    "path",
    ["/flags/0", "/flags/99999999999999999999", "/articles/99999999999999999999", "/flags/x", "/documents/khong/co", "/static/../app.py", "/static/%2e%2e/app.py"],
)  # fmt: skip
def test_an_address_that_leads_nowhere_is_a_404_page_with_a_way_back(site: Any, path: str) -> None:
    answer = site.signed_in().get(path)
    assert answer.status_code == 404
    assert "Về hàng đợi" in answer.text


@pytest.mark.parametrize("page", ["-1", "0", "²", "9" * 40, "x"])
def test_any_page_number_is_answered(site: Any, page: str) -> None:
    site.add_flag()
    desk = site.signed_in()
    for path in ("/", "/log", "/runs"):
        name = "page" if path == "/" else "before"
        assert desk.get(path, params={name: page, "days": page}).status_code == 200


def test_nothing_can_be_asked_for_by_author(site: Any) -> None:
    site.add_flag()
    desk = site.signed_in()
    told = desk.get("/schema/openapi.json").text.lower()
    assert "author" not in re.sub(r"nothing is counted by an author's name", "", told)
    assert "author" not in desk.get("/api/v1/queue").text.lower()
    assert len(desk.get("/api/v1/queue", params={"author": "An"}).json()["flags"]) == 1
