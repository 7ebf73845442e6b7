"""Huge words, floods of emoji, turned text and formulas go in by the crawl, and come out inert by every door; floods are refused."""

from __future__ import annotations

import csv
import io
import json
import logging
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest

from doichieu.records import Outcome
from storage import decisions

#: What a crawled page may hold: a word of 1 MB, a flood, overrides of direction, what a spreadsheet would run.
WORD = "a" * 1_000_000
FLOOD = "👩‍👩‍👧‍👦🇻🇳" * 20_000
TURNED = "\u202egnod\u202c \u2066x\u2069"
FORMULAS = ('=cmd|"/c calc"!A1', "+1+1", "-2+3", "@SUM(1)", "\t=1+1", "\r=1+1")
NOT_PLAIN = ("=", "+", "-", "@", "\t", "\r")


@pytest.fixture
def poisoned(site: Any) -> list[int]:
    """Decided flags whose titles and sentences come from an enemy."""
    made = []
    for at, title in enumerate((WORD, FLOOD, TURNED, *FORMULAS)):
        sentence = f"{title[:2000]} lương là 2.350.000 đồng/tháng."
        made.append(site.add_flag(path=f"/{at}", title=title, sentence=sentence))
    for flag_id in made:
        with site.database.session() as session:
            decisions.decide(session, flag_id, Outcome.DIFFERS, reviewer="lan", note="=1+1")
    return made


def test_every_export_of_pages_and_api_is_plain_words(site: Any, poisoned: list[int]) -> None:
    desk = site.signed_in()
    for door in ("/exports", "/api/v1/exports"):
        rows = list(csv.reader(io.StringIO(desk.get(f"{door}/csv").text.lstrip("\ufeff"))))
        assert len(rows) == len(poisoned) + 1
        assert not [cell[:20] for row in rows for cell in row if cell.startswith(NOT_PLAIN)]
        book = zipfile.ZipFile(io.BytesIO(desk.get(f"{door}/xlsx").content))
        sheets = [book.read(name) for name in book.namelist() if "worksheets/" in name]
        assert sheets
        assert not [1 for one in sheets if b"<f>" in one or b"<f " in one]
        lines = [json.loads(line) for line in desk.get(f"{door}/jsonl").text.splitlines()]
        assert len(lines) == len(poisoned)
        assert json.loads(desk.get(f"{door}/jsonld").text)


def test_the_pages_and_the_api_bear_it(site: Any, poisoned: list[int]) -> None:
    desk = site.signed_in()
    paths = ["/?status=all", "/api/v1/queue?status=all", "/feeds/decisions.atom", "/feeds/flags.rss", "/log", "/search?q=luong", "/api/v1/search?q=luong"]  # fmt: skip
    for flag_id in poisoned:
        paths += [f"/flags/{flag_id}", f"/api/v1/flags/{flag_id}", f"/flags/{flag_id}/note", f"/api/v1/flags/{flag_id}/claimreview"]  # fmt: skip
    assert {path: desk.get(path).status_code for path in paths if desk.get(path).status_code != 200} == {}  # fmt: skip


def _chunks() -> Iterator[bytes]:
    """A body that does not say how long it is."""
    for _ in range(40):
        yield b'{"outcome": "' + b"x" * 10_000


@pytest.mark.parametrize("told", [True, False])
def test_a_body_larger_than_any_of_ours_is_refused_by_the_api(site: Any, told: bool) -> None:
    flag_id = site.add_flag()
    desk = site.signed_in()
    desk.get("/")
    headers = {"x-csrftoken": desk.cookies["doichieu_csrf"], "content-type": "application/json"}
    body = b"".join(_chunks()) if told else _chunks()
    answer = desk.post(f"/api/v1/flags/{flag_id}/decision", content=body, headers=headers)
    assert answer.status_code == 413
    assert answer.headers["content-type"].startswith("application/problem+json")


def test_a_form_without_its_mark_is_told_in_the_service_log(site: Any, caplog: pytest.LogCaptureFixture) -> None:  # fmt: skip
    desk = site.signed_in()
    with caplog.at_level(logging.WARNING):
        assert desk.post("/flags/1/decide", data={"outcome": "differs"}).status_code == 403
    assert any("POST /flags/1/decide" in one.getMessage() for one in caplog.records)


@pytest.mark.parametrize("words", ["a" * 201, "😀" * 300, "\u202e" * 201])
def test_the_api_refuses_words_longer_than_it_tells(site: Any, words: str) -> None:
    answer = site.signed_in().get("/api/v1/search", params={"q": words})
    assert answer.status_code == 400
    assert len(answer.content) < 2000


@pytest.mark.parametrize("path", ["/api/v1/people/{}", "/api/v1/people/{}/link", "/people/{}/role"])
def test_numbers_of_people_cannot_be_tried_by_a_lead(site: Any, path: str) -> None:
    """The same word for a person there is and for one there is not."""
    site.secret("hoa", "reader")
    lead = site.signed_in("lan", "lead")
    lead.get("/")
    marks = {"x-csrftoken": lead.cookies["doichieu_csrf"]}
    method = "PATCH" if path.endswith("{}") else "POST"
    answers = {
        lead.request(method, path.format(number), headers=marks, json={}).status_code
        for number in (1, 2, 999, 2**70)
    }
    assert answers == {403}
