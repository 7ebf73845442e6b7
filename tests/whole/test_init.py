"""`doichieu init` asks a person how sites' owners reach the installation, and keeps the answer."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

COMMAND = (sys.executable, "-m", "doichieu", "init")


def _said(folder: Path) -> str:
    path = folder / "settings.toml"
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def _run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "DOICHIEU_DATA_DIR": str(folder)}
    return subprocess.run((*COMMAND, *words), env=env, capture_output=True, text=True, input="", check=False)  # fmt: skip


@pytest.mark.slow
def test_a_person_is_asked_once_and_the_answer_is_kept(tmp_path: Path) -> None:
    ours, theirs = pty.openpty()
    running = subprocess.Popen(
        COMMAND, stdin=theirs, stdout=theirs, stderr=theirs, close_fds=True,
        env={**os.environ, "DOICHIEU_DATA_DIR": str(tmp_path)},
    )  # fmt: skip
    os.close(theirs)
    shown = ""
    while "liên hệ" not in shown:
        shown += os.read(ours, 4096).decode("utf-8", "replace")
    os.write(ours, b"ban@bao.example\n")
    while True:
        try:
            shown += os.read(ours, 4096).decode("utf-8", "replace")
        except OSError:  # the other end is closed
            break
    assert running.wait() == 0, shown
    os.close(ours)
    assert _said(tmp_path) == 'contact = "ban@bao.example"\n'
    assert "--contact" not in _run(tmp_path).stdout, "it is known now"


@pytest.mark.slow
def test_without_a_person_the_option_says_it_and_a_bad_one_is_refused(tmp_path: Path) -> None:
    assert "--contact" in _run(tmp_path).stdout
    assert _said(tmp_path) == ""
    refused = _run(tmp_path, "--contact", "không phải thư")
    assert refused.returncode == 2
    assert "DOICHIEU_CONTACT" in refused.stderr
    assert _run(tmp_path, "--contact", "https://bao.example/lien-he").returncode == 0
    assert "https://bao.example/lien-he" in _said(tmp_path)
