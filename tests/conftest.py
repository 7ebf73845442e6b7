"""What many tests share: the sample world over HTTP, and the folder of evaluation data."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from samples.world import World

ROOT = Path(__file__).parents[1]


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """The sample world at free ports, in its first round."""
    # Every worker of a parallel run takes ports of its own.
    monkeypatch.setattr("samples.world._is_free", lambda _port: False)
    with World(tmp_path / "world") as running:
        yield running


@pytest.fixture(scope="session")
def eval_data() -> Path:
    """The evaluation data, which is never part of the tree."""
    folder = Path(os.environ.get("DOICHIEU_EVAL_DATA", ROOT.parent / "shared" / "data"))
    if not folder.is_dir():
        pytest.skip(f"no evaluation data at {folder}: set DOICHIEU_EVAL_DATA")
    return folder
