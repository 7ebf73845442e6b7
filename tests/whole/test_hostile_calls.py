"""Calls nobody should make: one line in both languages, the contract's exit status, no traceback, nothing half said."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from doichieu.cli import build


def _run(
    data: Path, *words: str, env: dict[str, str] | None = None, said: str = ""
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "doichieu", *words],
        env={**os.environ, "DOICHIEU_DATA_DIR": str(data), **(env or {})},
        input=said, capture_output=True, encoding="utf-8", timeout=120, check=False,
    )  # fmt: skip


def _told(done: subprocess.CompletedProcess[str], status: int, *names: str) -> None:
    assert done.returncode == status, done.stderr
    lines = done.stderr.splitlines()
    assert len(lines) == 1, done.stderr
    assert lines[0].startswith("✗ ")
    assert " / " in lines[0]
    assert "unexpected error" not in lines[0]
    for name in names:
        assert name in lines[0]
    assert done.stdout == ""


@pytest.mark.parametrize(
    ("words", "names"),
    [
        (["demo", "--khong"], ["--khong", "doichieu demo --help"]),
        (["khong"], ["không có lệnh “khong”", "no such command"]),
        (["sources", "khong"], ["doichieu sources --help"]),
        (["show"], ["flag_id", "missing"]),
        (["show", "9" * 30], ["flag_id"]),
        (["show", "-1"], ["-1"]),
        (["crawl", "x", "--limit", "0"], ["--limit"]),
        (["queue", "thua"], ["thừa: thua"]),
        (["decide", "1", "sai"], ["outcome", "does_not_differ"]),
        (["serve", "--port", "99999"], ["--port"]),
        (["db", "restore", "khong.db"], ["khong.db"]),
        (["sources", "import", "khong.opml"], ["khong.opml"]),
        (["sources", "show", "baonghea-vn"], ["baonghean-vn"]),
        (["users", "add", "lan", "--password"], ["mật khẩu", "password"]),
    ],
    ids=lambda words: " ".join(words)[:30],
)
def test_a_wrong_call_is_one_line_and_exit_2(
    tmp_path: Path, words: list[str], names: list[str]
) -> None:
    _told(_run(tmp_path / "d", *words), 2, *names)


def test_a_missing_dataset_is_named_once_without_numbers_of_the_system(tmp_path: Path) -> None:
    done = _run(tmp_path, "evaluate", str(tmp_path / "khong.jsonl"))
    _told(done, 1, "khong.jsonl")
    assert "Errno" not in done.stderr
    assert "line 0" not in done.stderr


@pytest.mark.parametrize(
    ("name", "value", "status"),
    [
        ("DOICHIEU_PORT", "abc", 2),
        ("DOICHIEU_LANGUAGE", "fr", 2),
        ("DOICHIEU_CRAWL_DELAY", "-1", 2),
        ("DOICHIEU_HOST", "0.0.0.0", 2),
        ("DOICHIEU_DATABASE_URL", "mysql://x", 2),
        ("DOICHIEU_DATABASE_URL", "postgresql://:::", 2),
        ("DOICHIEU_DATABASE_URL", "postgresql://u:bimat@127.0.0.1:1/x", 1),
    ],
)
def test_a_setting_that_cannot_be_is_named(
    tmp_path: Path, name: str, value: str, status: int
) -> None:
    done = _run(tmp_path, "queue", env={name: value})
    _told(done, status, "DOICHIEU_")
    assert "bimat" not in done.stderr


def test_a_data_folder_set_to_nothing_is_not_the_folder_one_stands_in(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "doichieu", "queue", "--json"], cwd=tmp_path, timeout=120, check=False,
        env={**os.environ, "DOICHIEU_DATA_DIR": "", "PYTHONPATH": os.pathsep.join([str(Path(__file__).parents[2]), os.environ.get("PYTHONPATH", "")])},
    )  # fmt: skip
    assert done.returncode == 0
    assert [one.name for one in tmp_path.iterdir()] == ["data"]


def test_an_old_locale_breaks_no_letter(tmp_path: Path) -> None:
    old = {
        "LC_ALL": "C",
        "PYTHONUTF8": "0",
        "PYTHONCOERCECLOCALE": "0",
        "PYTHONIOENCODING": "ascii",
    }
    done = _run(tmp_path, "sources", "show", "baonghean-vn", "--json", env=old)
    assert json.loads(done.stdout)["name"] == "Báo Nghệ An"
    assert "Báo Nghệ An" in _run(tmp_path, "sources", "show", "baonghean-vn", env=old).stdout
    _told(_run(tmp_path, "sources", "show", "x", env=old), 2, "không có nguồn")


def test_a_reader_that_leaves_early_is_no_fault(tmp_path: Path) -> None:
    for words in (["sources", "list", "--json"], ["sources", "export"], ["sources", "list"]):
        with subprocess.Popen(
            [sys.executable, "-m", "doichieu", *words],
            env={**os.environ, "DOICHIEU_DATA_DIR": str(tmp_path)},
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        ) as running:  # fmt: skip
            assert running.stdout is not None
            assert running.stderr is not None
            assert running.stdout.readline()
            running.stdout.close()
            assert running.stderr.read() == b""
            assert running.wait(60) == 0


def test_a_refused_restore_changes_nothing_and_says_so(tmp_path: Path) -> None:
    (tmp_path / "b.db").write_bytes(b"x")
    done = _run(tmp_path, "db", "restore", str(tmp_path / "b.db"))
    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        "✗ đã dừng theo ý người dùng hoặc vì không có ai trả lời; chưa thay đổi gì / "
        "stopped: refused, or nobody there to answer; nothing was changed"
    ]


def test_a_password_may_come_through_a_pipe(tmp_path: Path) -> None:
    done = _run(tmp_path, "users", "add", "lan", "--password", said="mật khẩu đủ dài\n")
    assert done.returncode == 0, done.stderr
    assert "GetPassWarning" not in done.stderr


def _commands() -> list[list[str]]:
    found = [[]]
    for name, command in typer.main.get_command(build()).commands.items():
        found.append([name])
        found += [[name, inner] for inner in getattr(command, "commands", {})]
    return found


def test_every_command_tells_its_use() -> None:
    for words in _commands():
        done = CliRunner().invoke(build(), [*words, "--help"])
        assert done.exit_code == 0, words
        assert "Usage" in done.output
