"""The command line as a person meets it: contracts of check, extract, feed; bad input in one line."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
import typer

from doichieu.cli import build
from samples.world import World

ROOT = Path(__file__).parents[2]
DECREE = "---\nnumber: 60/2026/NĐ-CP\ntitle: Học phí\nissuer: Chính phủ\nissued: 2026-07-10\neffective: 2026-09-01\n---\nĐiều 1. Hỗ trợ\n1. Học sinh hộ nghèo được hỗ trợ 150.000 đồng/tháng.\n2. Việc tham gia câu lạc bộ không bắt buộc.\n"
NEWS = "Chính sách mới\nTheo Nghị định 60/2026/NĐ-CP, học sinh hộ nghèo được hỗ trợ 250 nghìn đồng mỗi tháng.\nMức 150 nghìn đồng là quá thấp, không đủ mua sách!\nHọc sinh hộ nghèo được hỗ trợ 150 nghìn đồng/tháng.\n"


def _run(data: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "doichieu", *words],
        env={**os.environ, "DOICHIEU_DATA_DIR": str(data), "COLUMNS": "200"},
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip


def _lines(done: subprocess.CompletedProcess[str]) -> list[dict]:
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_check_prints_every_sentence_once_at_its_place_and_goes_on_after_a_bad_file(
    tmp_path: Path,
) -> None:
    (tmp_path / "vb").mkdir()
    (tmp_path / "vb" / "a.md").write_text(DECREE, encoding="utf-8")
    plain, composed, empty = tmp_path / "a.txt", tmp_path / "b.json", tmp_path / "c.txt"
    plain.write_text(unicodedata.normalize("NFD", NEWS), encoding="utf-8")
    title, body = NEWS.split("\n", 1)
    composed.write_text(
        json.dumps({"title": title, "text": body, "url": "https://b.example/1"}), encoding="utf-8"
    )
    empty.write_text("", encoding="utf-8")
    done = _run(
        tmp_path,
        "check",
        str(plain),
        str(empty),
        str(composed),
        "--official",
        str(tmp_path / "vb"),
        "--json",
    )
    first, bad, last = _lines(done)
    assert done.returncode == 1
    assert [first["file"], bad["file"], last["file"]] == [str(plain), str(empty), str(composed)]
    assert "error" in bad
    for one in (first, last):
        assert "".join(NEWS.split()) == "".join(
            "".join(s["text"] for s in one["sentences"]).split()
        )
        assert all(NEWS[s["start"] : s["end"]] == s["text"] for s in one["sentences"])
        flagged = [s for s in one["sentences"] if s["flagged"]]
        assert [s["text"] for s in flagged] == [NEWS.split("\n")[1]]
        assert flagged[0]["kind"] == "claim"
        assert flagged[0]["verdict"] == "refuted"
        assert flagged[0]["evidence"]["document"] == "60/2026/NĐ-CP"
        assert flagged[0]["evidence"]["place"] == "khoản 1 Điều 1"
        assert flagged[0]["differences"] == [
            {
                "kind": "money",
                "article": "250 nghìn đồng mỗi tháng",
                "official": "150.000 đồng/tháng",
            }
        ]
        kinds = {s["text"]: s["kind"] for s in one["sentences"]}
        assert kinds[NEWS.split("\n")[2]] == "opinion"
        verdicts = {s["text"]: s["verdict"] for s in one["sentences"]}
        assert verdicts[NEWS.split("\n")[3]] == "supported"
    assert _run(tmp_path, "check", str(plain), "--official", str(tmp_path / "vb")).returncode == 0


def test_evaluate_prints_the_contract(tmp_path: Path) -> None:
    rows = [
        {"id": str(at), "statement": said, "evidence": "Mức hỗ trợ là 150.000 đồng/tháng.", "context": "Mức hỗ trợ là 150.000 đồng/tháng. Trời mưa.", "label": label}
        for at, (said, label) in enumerate([("Mức hỗ trợ là 150 nghìn đồng/tháng.", 0), ("Mức hỗ trợ là 900 nghìn đồng/tháng.", 1), ("Giá vàng tăng mạnh ở châu Âu.", 2)] * 3)
    ]  # fmt: skip
    path = tmp_path / "d.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    measured = _lines(_run(tmp_path, "evaluate", str(path), "--json"))[0]
    assert set(measured) == {"n", "gold", "context"}
    assert measured["n"] == 9
    for part in ("gold", "context"):
        assert set(measured[part]) == {
            "macro_f1", "accuracy", "per_class", "ece", "dummy_macro_f1", "refuted_recall_at_p90", "seconds",
        }  # fmt: skip


def test_bad_input_is_one_line_that_names_the_thing(tmp_path: Path) -> None:
    (tmp_path / "rong").mkdir()
    (tmp_path / "trang.html").write_text(
        "<html><body><p>xin chào</p></body></html>", encoding="utf-8"
    )
    (tmp_path / "f.xml").write_text("không phải xml", encoding="utf-8")
    (tmp_path / "a.txt").write_text(NEWS, encoding="utf-8")
    (tmp_path / "hong").mkdir()
    (tmp_path / "hong" / "doichieu.db").write_bytes(b"rac rac rac rac rac rac")
    taken = socket.create_server(("127.0.0.1", 0))
    port = str(taken.getsockname()[1])
    cases = [
        (tmp_path / "d", ["crawl", "khong-co-nguon"], 2, "khong-co-nguon"),
        (tmp_path / "d", ["extract", str(tmp_path / "trang.html")], 1, "trang.html"),
        (tmp_path / "d", ["feed", str(tmp_path / "f.xml")], 1, "f.xml"),
        (
            tmp_path / "d",
            ["check", str(tmp_path / "a.txt"), "--official", str(tmp_path / "rong")],
            1,
            "rong",
        ),
        (
            tmp_path / "d",
            ["check", str(tmp_path / "a.txt"), "--official", str(tmp_path / "khong")],
            2,
            "khong",
        ),
        (tmp_path / "hong", ["queue"], 1, "doichieu.db"),
        (tmp_path / "d", ["serve", "--port", port], 1, port),
        (tmp_path / "d", ["decide", "7", "differs"], 2, "#7"),
        (tmp_path / "d", ["evaluate", str(tmp_path / "a.txt")], 1, "a.txt"),
    ]
    with taken:
        for data, words, status, named in cases:
            done = _run(data, *words)
            told = [line for line in done.stderr.splitlines() if line.strip()]
            assert done.returncode == status, (words, done.stderr)
            assert len(told) == 1, (words, told)
            assert named in told[0]
            assert "Traceback" not in done.stderr + done.stdout


def test_an_adhoc_crawl_works_in_an_empty_folder_and_what_it_stores_can_be_reviewed(
    tmp_path: Path, world: World
) -> None:
    home = next(one.home_url for one in world.sources() if one.id == "bao-lam-giang")
    dry = _lines(
        _run(
            tmp_path / "a",
            "crawl",
            f"{home}rss/home.rss",
            "--limit",
            "2",
            "--allow-private",
            "--dry-run",
            "--json",
        )
    )
    assert [one["status"] for one in dry[:-1]] == ["read", "read"]
    assert dry[-1]["report"]["articles"] == 2
    data = tmp_path / "b"
    assert _run(data, "official", "add", str(ROOT / "samples" / "official")).returncode == 0
    done = _run(data, "crawl", f"{home}rss/home.rss", "--allow-private", "--json")
    assert done.returncode == 0, done.stderr
    assert _lines(done)[-1]["report"]["flags"] >= 3
    rows = _lines(_run(data, "queue", "--json"))
    ruled = _lines(
        _run(
            data,
            "decide",
            str(rows[0]["id"]),
            "differs",
            "--reviewer",
            "an",
            "--note",
            "x",
            "--json",
        )
    )[0]
    assert ruled["status"] == "differs"
    assert ruled["decisions"][0]["reviewer"] == "an"
    assert len(_lines(_run(data, "queue", "--json"))) == len(rows) - 1
    assert _lines(_run(data, "search", "luong", "co", "so", "--json"))
    assert _run(data, "export", str(tmp_path / "x.csv")).returncode == 0
    assert "sentence" in (tmp_path / "x.csv").read_text(encoding="utf-8-sig").splitlines()[0]
    assert "Bài báo:" in _run(data, "digest", "--days", "3").stdout
    assert _run(data, "db", "doctor").returncode == 0


def _names() -> list[tuple[str, ...]]:
    found = []
    for name, command in typer.main.get_command(build()).commands.items():
        inner = getattr(command, "commands", None)
        found += [(name, one) for one in inner] if inner else [(name,)]
    return found


@pytest.mark.parametrize("words", _names(), ids=" ".join)
def test_every_command_is_in_the_reference(words: tuple[str, ...]) -> None:
    told = (ROOT / "docs/reference/commands.md").read_text(encoding="utf-8")
    assert f"doichieu {' '.join(words)}\n" in told
