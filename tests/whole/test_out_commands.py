"""`digest` and `alerts` as a person calls them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import docx


def _run(data: Path, *words: str, **said: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "doichieu", *words],
        env={**os.environ, "DOICHIEU_DATA_DIR": str(data), "COLUMNS": "200", **said},
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip


def test_a_digest_goes_to_a_file_of_the_form_its_name_says(tmp_path: Path) -> None:
    for name, begins in (("a.docx", b"PK"), ("a.xlsx", b"PK"), ("a.html", b"<!doctype"), ("a.md", b"# ")):  # fmt: skip
        done = _run(tmp_path, "digest", "--week", "--output", str(tmp_path / name))
        assert done.returncode == 0, done.stderr
        assert (tmp_path / name).read_bytes().startswith(begins)
    held = json.loads(_run(tmp_path, "digest", "--json", "--day", "05/11/2026").stdout)
    assert (held["first"], held["flags"]) == ("2026-11-05", [])


def test_a_file_form_without_a_file_and_a_bad_template_are_wrong_use(tmp_path: Path) -> None:
    done = _run(tmp_path, "digest", "--format", "xlsx")
    assert done.returncode == 2
    assert "--output" in done.stderr
    bad = tmp_path / "mau.docx"
    bad.write_bytes(b"khong phai Word")
    done = _run(tmp_path, "digest", "--output", str(tmp_path / "b.docx"), DOICHIEU_DIGEST_TEMPLATE=str(bad))  # fmt: skip
    assert done.returncode == 2
    assert "mau.docx" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_letters_template_is_written_and_can_be_used_as_it_is(tmp_path: Path) -> None:
    template = tmp_path / "mau.docx"
    assert _run(tmp_path, "digest", "--write-template", str(template)).returncode == 0
    assert any("{{ abstract }}" in one.text for one in docx.Document(str(template)).paragraphs)
    done = _run(tmp_path, "digest", "--output", str(tmp_path / "b.docx"), DOICHIEU_DIGEST_TEMPLATE=str(template))  # fmt: skip
    assert done.returncode == 0, done.stderr


def test_alerts_are_listed_run_and_tried_out(tmp_path: Path) -> None:
    assert _run(tmp_path, "alerts", "list", "--json").stdout == ""
    turn = json.loads(_run(tmp_path, "alerts", "run", "--json").stdout)
    assert turn == {"standing": 0, "told": 0, "sent": 0, "failed": 0}
    done = _run(tmp_path, "alerts", "test")
    assert done.returncode == 2
    assert "DOICHIEU_ALERT_ADDRESSES" in done.stderr
    done = _run(tmp_path, "alerts", "test", DOICHIEU_ALERT_ADDRESSES="json://ai:bi-mat-lam@127.0.0.1:9/khoa-rieng")  # fmt: skip
    assert done.returncode == 1
    assert "json://127.0.0.1:9" in done.stderr
    assert "bi-mat-lam" not in done.stderr
    assert "khoa-rieng" not in done.stderr
    done = _run(tmp_path, "alerts", "run", DOICHIEU_ALERT_EVENTS="mua-nha")
    assert done.returncode == 2
    assert "DOICHIEU_ALERT_EVENTS" in done.stderr
