"""Hostile words in everything that leaves the desk: formulas, marks that turn text round, words of a million letters."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from typing import Any

import feedparser
import pytest

from doichieu.jobs.export import write_export
from doichieu.records import Outcome
from storage import decisions

TURNING = "\u202e\u2066\u200f"
SENTENCE = f"{TURNING}=cmd|'/C calc'!A0 <b>x</b> là 2.350.000 đồng/tháng."
LONG = "ă" * 1_000_000


@pytest.fixture
def desk(site: Any) -> Any:
    """Two ruled flags: a formula that turns the text round, and a word without end."""
    for path, sentence, title in (
        ("/a", SENTENCE, f"@SUM(1){TURNING}"),
        ("/b", f"{LONG} là 2.350.000 đồng/tháng.", LONG[:100_000]),
    ):
        flag = site.add_flag(path=path, sentence=sentence, title=title)
        with site.database.session() as session:
            decisions.decide(session, flag, Outcome.DIFFERS, reviewer="lan", note=f"+1{TURNING}")
    return site.signed_in()


def _turned(text: str) -> bool:
    return any(mark in text for mark in TURNING)


def test_csv_runs_nothing_turns_nothing_and_keeps_cells_short(desk: Any) -> None:
    csv.field_size_limit(10_000_000)
    text = desk.get("/exports/csv").content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert not _turned(text)
    assert any(row["sentence"].startswith("'=cmd") for row in rows)
    assert max(len(value) for row in rows for value in row.values()) <= 32_767


def test_xlsx_runs_nothing_and_opens(desk: Any) -> None:
    with zipfile.ZipFile(io.BytesIO(desk.get("/exports/xlsx").content)) as book:
        parts = {one: book.read(one).decode() for one in book.namelist() if one.endswith(".xml")}
    held = "".join(parts.values())
    assert "<f>" not in held
    assert not _turned(held)


@pytest.mark.parametrize("form", ["jsonl", "jsonld"])
def test_json_says_all_of_it_and_turns_nothing_on_a_screen(desk: Any, form: str) -> None:
    text = desk.get(f"/exports/{form}").text
    assert not _turned(text)
    assert "\\u202e" in text
    held = [json.loads(line) for line in text.splitlines()] if form == "jsonl" else json.loads(text)["@graph"]  # fmt: skip
    assert SENTENCE in [one["sentence" if form == "jsonl" else "claimReviewed"] for one in held]


@pytest.mark.parametrize("name", ["flags.atom", "flags.rss", "decisions.atom", "decisions.rss"])
def test_feeds_stay_small_and_well_formed(desk: Any, name: str) -> None:
    answer = desk.get(f"/feeds/{name}")
    held = feedparser.parse(answer.content, sanitize_html=False)
    assert not held.bozo
    assert len(held.entries) == 2
    assert len(answer.content) < 50_000
    assert not _turned(answer.text)
    assert "<b>x</b>" not in held.entries[-1].summary


def test_a_note_on_a_sentence_without_end_can_be_taken(desk: Any) -> None:
    page = desk.get("/flags/2/note")
    text = re.search(r"<textarea[^>]*>(.*?)</textarea>", page.text, re.DOTALL)[1]
    assert len(text) < 20_000
    token = re.search(r'name="_csrf_token" value="([^"]+)"', page.text)[1]
    taken = desk.post("/flags/2/note/take", data={"_csrf_token": token, "text": text, "form": "md"})
    assert taken.status_code == 200
    assert not _turned(desk.get("/flags/1/note").text)


@pytest.mark.parametrize("suffix", ["csv", "jsonl"])
def test_the_command_hands_over_the_same_inert_words(site: Any, desk: Any, suffix: str) -> None:
    output = site.settings.data_dir / f"x.{suffix}"
    assert write_export(output, form=None, decided=True, settings=site.settings) == 2
    text = output.read_text(encoding="utf-8-sig")
    assert not _turned(text)
    if suffix == "csv":
        csv.field_size_limit(10_000_000)
        rows = list(csv.DictReader(io.StringIO(text)))
        assert rows[0]["sentence"].startswith("'=cmd")
        assert rows[0]["note"].startswith("'+1")
