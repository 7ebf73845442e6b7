"""`doichieu train` as a person calls it: what it learns from, what it says, what it refuses in one line."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from classifier.model import FILE


def _run(data: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "doichieu", *words],
        env={**os.environ, "DOICHIEU_DATA_DIR": str(data), "COLUMNS": "200"},
        capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip


def test_train_from_decisions_prints_what_it_learned_and_is_used_from_then_on(ruled: Any) -> None:
    ids = ruled.rule_on_all([one.differs != (at == 51) for at, one in enumerate(ruled.told)])
    data = ruled.desk.settings.data_dir
    done = _run(data, "train", "--from-decisions", "--json")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["replaced"] is True
    assert told["path"] == str(data / "models" / FILE)
    assert [one["flag"] for one in told["slips"]] == [ids[51]]
    assert f"#{ids[51]}" in done.stderr
    assert told["card"]["rulings"]["learned"] > 40
    claim = data / "mot.jsonl"
    claim.write_text(
        json.dumps({"id": 1, "statement": "Xã A chi 5 đồng.", "evidence": "Xã A chi 5 đồng.", "context": "", "label": 0})
    )  # fmt: skip
    assert _run(data, "evaluate", str(claim), "--json").returncode == 0
    (data / "models" / FILE).write_bytes(b"torn")
    again = _run(data, "evaluate", str(claim), "--json")
    assert again.returncode == 0
    assert str(data / "models" / FILE) in again.stderr
    assert "Traceback" not in again.stderr


@pytest.mark.parametrize(
    ("words", "status", "named"),
    [
        (["--from-decisions"], 2, "20"),
        (["khong-co.jsonl"], 1, "khong-co.jsonl"),
        (["hong.jsonl"], 1, "line 1"),
        (["it.jsonl"], 1, "it.jsonl"),
        (["it.jsonl", "--from-decisions"], 2, "--from-decisions"),
    ],
)
def test_what_cannot_be_learned_from_is_refused_in_one_line(
    tmp_path: Path, words: list[str], status: int, named: str
) -> None:
    row = {"id": 1, "statement": "Xã A chi 5 đồng.", "evidence": "Xã A chi 5 đồng.", "label": 0}
    (tmp_path / "it.jsonl").write_text(json.dumps(row), encoding="utf-8")
    (tmp_path / "hong.jsonl").write_text("{", encoding="utf-8")
    words = [str(tmp_path / word) if word.endswith(".jsonl") else word for word in words]
    done = _run(tmp_path / "data", "train", *words)
    assert done.returncode == status, done.stderr
    assert named in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert not (tmp_path / "data" / "models" / FILE).exists()
