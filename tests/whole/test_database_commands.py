"""`doichieu db` by hand, as real processes: what an installation's owner types on the day of a move or a loss."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from doichieu.records import Article
from storage import articles
from storage.database import open_database


def run(data: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """The command, in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "doichieu", *words], capture_output=True, text=True, check=False,
        env={**os.environ, "DOICHIEU_DATA_DIR": str(data), **environment},
    )  # fmt: skip


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder with three articles in its database."""
    held = open_database(f"sqlite:///{tmp_path / 'data' / 'doichieu.db'}")
    with held.session() as session:
        for at in range(3):
            articles.save(
                session,
                Article(
                    url=f"https://b.example/{at}", title="Bến", text=f"Câu {at}.", source_id="a"
                ),
            )
    held.close()
    return tmp_path / "data"


def test_a_move_counts_what_it_copied_and_says_what_to_set(data: Path, tmp_path: Path) -> None:
    target = f"sqlite:///{tmp_path / 'moi' / 'b.db'}"
    done = run(data, "db", "move", target, "--json")
    assert done.returncode == 0, done.stderr
    last = {line["table"]: line for line in map(json.loads, done.stdout.splitlines())}
    assert last["articles"] == {"table": "articles", "rows": 3, "total": 3}
    assert "DOICHIEU_DATABASE_URL" in done.stderr
    there = run(data, "search", "ben", "--json", DOICHIEU_DATABASE_URL=target)
    assert len(there.stdout.splitlines()) == 3
    again = run(data, "db", "move", target)
    assert again.returncode == 2
    assert "không trống" in again.stderr


def test_a_wrong_address_is_one_line_without_its_password(data: Path) -> None:
    done = run(data, "db", "move", "mysql://lan:mat-khau@may/csdl")
    assert done.returncode == 2
    assert len(done.stderr.strip().splitlines()) == 1
    assert "mat-khau" not in done.stderr


def test_a_backup_with_the_archive_comes_back_on_another_machine(
    data: Path, tmp_path: Path
) -> None:
    (data / "archive").mkdir()
    (data / "archive" / "1.warc.gz").write_bytes(b"trang")
    made = run(data, "db", "backup", str(tmp_path / "b.zip"), "--with-archive")
    assert made.returncode == 0, made.stderr
    done = run(tmp_path / "khac", "db", "restore", str(tmp_path / "b.zip"), "--yes")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "khac" / "archive" / "1.warc.gz").read_bytes() == b"trang"
    found = run(tmp_path / "khac", "search", "ben", "--json")
    assert len(found.stdout.splitlines()) == 3
