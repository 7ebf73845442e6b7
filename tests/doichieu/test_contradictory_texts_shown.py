"""That two official texts contradict each other is said by `check`, in JSON and on the screen, and by `official show`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from doichieu.cli import build
from doichieu.jobs.official import add_official
from doichieu.settings import Settings

TEXT = """---
number: {number}/2026/NĐ-CP
title: Quy định mức thu vé qua phà
issuer: Chính phủ
issued: 2026-01-05
effective: 2026-02-01
---
Điều 2. Mức thu
Mức thu vé qua phà đối với xe máy là {fare} đồng/lượt.
"""
NEWS = "Vé phà\nVé qua phà đối với xe máy là 9.000 đồng/lượt.\n"


@pytest.fixture
def official(tmp_path: Path) -> Path:
    folder = tmp_path / "official"
    folder.mkdir()
    for number, fare in ((311, "5.000"), (312, "8.000")):
        text = TEXT.format(number=number, fare=fare)
        (folder / f"{number}.md").write_text(text, encoding="utf-8")
    return folder


def _check(tmp_path: Path, official: Path, *options: str) -> str:
    article = tmp_path / "bai.txt"
    article.write_text(NEWS, encoding="utf-8")
    words = ["check", str(article), "--official", str(official), "--on", "2026-09-15", *options]
    done = CliRunner().invoke(build(), words)
    assert done.exit_code == 0, done.output
    return done.stdout


def test_check_tells_it_beside_the_sentence_and_flags_nothing(
    tmp_path: Path, official: Path
) -> None:
    told = json.loads(_check(tmp_path, official, "--json"))["sentences"][-1]
    assert (told["verdict"], told["flagged"], told["differences"]) == ("not_enough_info", False, [])
    assert told["note"]["kind"] == "contradictory_texts"
    assert [one["value"] for one in told["note"]["texts"]] == ["5.000 đồng/lượt", "8.000 đồng/lượt"]


def test_the_screen_tells_it_in_both_languages(
    tmp_path: Path, official: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("doichieu.commands.check.wants_json", lambda _: False)
    told = " ".join(_check(tmp_path, official).split())
    assert "mâu thuẫn nhau" in told
    assert "contradict each other" in told
    assert "8.000 đồng/lượt" in told


def test_official_show_tells_it_of_either(
    tmp_path: Path, official: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOICHIEU_DATA_DIR", str(tmp_path / "data"))
    assert all(
        one.problem is None
        for one in add_official([str(official)], settings=Settings(data_dir=tmp_path / "data"))
    )
    done = CliRunner().invoke(build(), ["official", "show", "312/2026/NĐ-CP", "--json"])
    (told,) = json.loads(done.stdout)["contradicts"]
    assert {one["document"] for one in told["texts"]} == {"311/2026/NĐ-CP", "312/2026/NĐ-CP"}
    done = CliRunner().invoke(build(), ["official", "show", "311/2026/NĐ-CP"])
    assert "contradict each other" in " ".join(done.stdout.split())
