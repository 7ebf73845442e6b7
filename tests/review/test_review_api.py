"""The same as JSON, told by OpenAPI; and every message in both languages."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import Any

import pytest

import review
from review.alert_words import ALERT_KINDS
from review.digest.as_workbook import COLUMNS as WORKBOOK_COLUMNS
from review.digest.words import CORRECTED, SECTIONS
from review.document_story import COLOURS, DONE
from review.export import COLUMNS
from review.language import catalogue, show_day, show_number, show_share, show_time
from review.reasons import FRESH_WORDS
from review.told import ACTIONS, COUNTS, DETAILS, JOBS, SCOPE_NAMES, VALUES
from review.views import CERTAINTIES, KINDS, OUTCOMES, STATUSES, TABLES, certainty

ROOM = Path(review.__file__).parent
NUMBER = "41/2026/NĐ-CP"


def _token(desk: Any) -> dict[str, str]:
    desk.get("/")
    return {"x-csrftoken": desk.cookies["doichieu_csrf"]}


def test_the_api_says_what_the_pages_show(site: Any) -> None:
    site.add_document()
    flag_id = site.add_flag()
    site.add_flag(outlet="bao-hai", province="Hà Lam")
    desk = site.signed_in()
    held = desk.get("/api/v1/queue", params={"province": "Lam Giang", "q": "luong"}).json()
    assert (held["total"], held["page"], held["more"]) == (1, 1, False)
    row = desk.get("/api/v1/queue").json()["flags"][0]
    assert row["outlets"] == 2
    assert row["evidence"]["document"] == NUMBER
    assert row["evidence"]["effective"] == "2026-07-01"
    assert row["article"]["published_at"] == "2026-11-05T08:15:00+07:00"
    assert row["differences"][0]["article"] == "2.350.000 đồng/tháng"
    assert len(desk.get(f"/api/v1/flags/{flag_id}").json()["group"]) == 1
    assert desk.get("/api/v1/documents").json()["items"][0]["flags"] == 2
    assert {one["id"] for one in desk.get("/api/v1/sources").json()["items"]} == {
        "bao-mau",
        "bao-hai",
    }
    assert (
        desk.get("/api/v1/search", params={"q": "nghi dinh"}).json()["items"][0]["kind"]
        == "document"
    )
    assert desk.get("/api/v1/runs").json()["items"] == []
    assert desk.get("/api/v1/stats").json()["totals"]["flags"] == 2


def test_a_program_rules_takes_back_and_reads_the_log(site: Any) -> None:
    flag_id = site.add_flag()
    desk = site.signed_in()
    path, token = f"/api/v1/flags/{flag_id}", _token(desk)
    ruling = {"outcome": "does_not_differ", "note": "đúng", "version": 0}
    assert desk.post(f"{path}/decision", json=ruling, headers=token).json()["decided"] == 1
    late = desk.post(f"{path}/decision", json=ruling, headers=token)
    assert late.status_code == 409
    assert "lan" in late.json()["detail"]
    assert desk.post(f"{path}/undo", headers=token).json() == {"undone": 1}
    assert desk.post(f"{path}/undo", headers=token).status_code == 409
    told = [one["outcome"] for one in desk.get(path).json()["decisions"]]
    assert told == ["does_not_differ", "undone"]
    log = desk.get("/api/v1/log").json()["items"]
    assert [one["action"] for one in log[:2]] == ["undo", "decide"]
    assert {one["actor"] for one in log} == {"lan"}
    older = desk.get("/api/v1/log", params={"before": log[0]["id"]}).json()["items"]
    assert older == log[1:]


@pytest.mark.parametrize(
    ("path", "status", "reason"),
    [("/api/v1/flags/999", 404, None), ("/api/v1/khong-co", 404, None), ("/api/v1/queue?page=x", 400, None), ("/api/v1/flags/1/undo", 405, None), ("/api/v1/flags/1/note", 409, "no_note")],
)  # fmt: skip
def test_every_error_has_the_one_shape_of_a_problem(site: Any, path: str, status: int, reason: str | None) -> None:  # fmt: skip
    site.add_flag()
    answer = site.signed_in().get(path)
    told = answer.json()
    assert answer.headers["content-type"].startswith("application/problem+json")
    assert (answer.status_code, told["status"], told["instance"]) == (status, status, path.split("?", maxsplit=1)[0])  # fmt: skip
    assert told["type"] == "about:blank"
    assert told["title"]
    assert told["detail"]
    assert told.get("reason") == reason


@pytest.mark.parametrize("body", [{}, {"outcome": "fake"}, {"outcome": "differs", "version": "x"}, [], "x"])  # fmt: skip
def test_a_ruling_that_cannot_be_read_is_a_400_and_rules_nothing(site: Any, body: Any) -> None:
    flag_id = site.add_flag()
    desk = site.signed_in()
    answer = desk.post(f"/api/v1/flags/{flag_id}/decision", json=body, headers=_token(desk))
    assert answer.status_code == 400
    assert desk.get(f"/api/v1/flags/{flag_id}").json()["decisions"] == []


def test_openapi_describes_every_path_and_needs_nothing_from_elsewhere(site: Any) -> None:
    desk = site.signed_in()
    answer = desk.get("/schema/openapi.json")
    assert "http" not in re.sub(r'"https?://(json-schema|spec\.openapis)[^"]*"', "", answer.text)
    paths = answer.json()["paths"]
    assert len(paths) >= 28
    assert {path for path in paths if not path.startswith("/api/v1/")} == set()
    for path, held in paths.items():
        assert path.startswith("/api/v1/")
        assert all(one["summary"] for one in held.values())
        if "get" in held and "{" not in path:
            assert desk.get(path, params={"q": "x"}).status_code == 200, path


@pytest.mark.parametrize("path", ["/schema", "/schema/openapi.json"])
def test_the_schema_is_json_and_no_page_of_another_hosts_script(site: Any, path: str) -> None:
    assert site.client().get(path).status_code == 401
    answer = site.signed_in().get(path)
    assert "<script" not in answer.text
    assert path == "/schema" or "json" in answer.headers["content-type"]


def test_the_page_of_the_api_tells_every_path_of_it(site: Any) -> None:
    desk = site.signed_in()
    page = desk.get("/api").text
    for path, held in desk.get("/schema/openapi.json").json()["paths"].items():
        for method, one in held.items():
            assert f"<code>{method.upper()} {path}</code>" in page
            assert one["summary"] in page


def test_health_is_told_to_anyone_and_tells_nothing_else(site: Any) -> None:
    answer = site.client().get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


def _messages() -> set[str]:
    said = {
        *KINDS.values(), *STATUSES.values(), *ACTIONS.values(), *TABLES.values(),
        *(words for _, words in OUTCOMES), *(words for _, words in CERTAINTIES), *FRESH_WORDS,
        *DETAILS.values(), *VALUES.values(), *COUNTS.values(), *JOBS.values(), *SCOPE_NAMES.values(),
        *(words for words, _ in COLUMNS.values()), "Chỗ khác", *DONE.values(), *COLOURS,
        *SECTIONS.values(), CORRECTED, *ALERT_KINDS.values(), *(words for words, _ in WORKBOOK_COLUMNS),
    }  # fmt: skip
    for path in (*(ROOM / "templates").glob("*.html"), *ROOM.rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        for literal in re.findall(r"""\bt\((("[^"]*")|('[^']*'))\)""", text):
            said.add(ast.literal_eval(literal[0]))
    return said


def test_every_message_has_its_english_and_no_translation_is_left_over() -> None:
    english = catalogue("en")
    assert len(_messages()) > 80
    assert {message for message in _messages() if not english.get(message)} == set()
    assert set(english) - _messages() == set()


def test_days_times_and_numbers_are_written_as_readers_write_them() -> None:
    from datetime import UTC, date, datetime

    assert show_day(date(2026, 7, 1)) == "01/07/2026"
    assert show_time(datetime(2026, 11, 4, 17, 30, tzinfo=UTC)) == "05/11/2026 00:30"
    assert show_number(1234567, language="vi") == "1.234.567"
    assert show_number(1234567, language="en") == "1,234,567"
    assert show_share(0.94, language="vi") == "94%"
    assert [certainty(chance) for chance in (1.0, 0.95, 0.9, 0.5)] == [
        "Rất chắc", "Rất chắc", "Khá chắc", "Chưa chắc hẳn",
    ]  # fmt: skip
