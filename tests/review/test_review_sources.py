"""What a person sees when a source breaks: the plain cause, since when, its days, its template."""

from __future__ import annotations

from datetime import date
from typing import Any

from storage import templates

BODY = {
    "version": 1, "learned_at": "2026-11-04", "pages": 4, "agreement": 0.99, "container": "div.noi-dung",
    "rules": {"p": True, "div.xem-them": False}, "repeated": [],
}  # fmt: skip


def test_a_broken_source_tells_its_cause_and_since_when(site: Any) -> None:
    site.add_days(template=9, template_fallback=3)
    desk = site.signed_in()
    listed = desk.get("/sources").text
    assert 'href="/sources/bao-mau"' in listed
    page = desk.get("/sources/bao-mau").text
    assert "Có vấn đề từ 05/11/2026" in page
    assert "HTTP 403" in page
    assert "doichieu sources check bao-mau" in page
    told = desk.get("/api/v1/sources/bao-mau").json()
    assert [day["articles"] for day in told["days"]] == [0, 12]
    assert told["days"][1]["by_template"] == 9
    assert told["days"][1]["fallbacks"] == 3
    assert told["template"] is None


def test_a_template_is_shown_in_words(site: Any) -> None:
    with site.database.session() as session:
        templates.keep(session, "bao-mau", version=1, learned_at=date(2026, 11, 4), body=BODY)
    page = site.signed_in().get("/sources/bao-mau").text
    assert "div.noi-dung" in page
    assert "div.xem-them" in page


def test_a_source_that_never_ran_says_how_to_try_it_and_an_unknown_one_is_not_found(
    site: Any,
) -> None:
    desk = site.signed_in()
    assert "doichieu crawl bao-hai" in desk.get("/sources/bao-hai").text
    assert desk.get("/sources/khong-co").status_code == 404
    assert desk.get("/api/v1/sources/khong-co").status_code == 404
