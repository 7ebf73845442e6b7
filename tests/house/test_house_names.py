"""The names of the house: ours alone at the top level, the field's own words inside."""

from __future__ import annotations

import importlib.metadata
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
OURS = ("doichieu", "crawler", "classifier", "corpus", "storage", "review", "samples", "scheduler")
VAGUE = {"utils", "util", "helpers", "helper", "manager", "managers", "base", "common", "misc"}
#: A module longer than this does more than one thing.
MOST_LINES = 350


def _modules() -> list[Path]:
    folders = [ROOT / name for name in OURS if (ROOT / name).is_dir()]
    return [ROOT / "scheduler.py", *(path for folder in folders for path in folder.rglob("*.py"))]


@pytest.mark.parametrize("name", OURS)
def test_top_level_names_belong_to_our_distribution_alone(name: str) -> None:
    owners = set(importlib.metadata.packages_distributions().get(name, ()))
    assert owners <= {"doichieu"}, f"{name} is also a top-level name of {owners}"


def test_no_module_has_a_vague_name() -> None:
    vague = [path for path in _modules() if path.stem in VAGUE]
    assert not vague


def test_no_module_is_longer_than_one_behaviour() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for path in _modules()
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > MOST_LINES
    }
    assert not long


def test_every_module_says_what_it_is_for() -> None:
    silent = [
        str(path.relative_to(ROOT))
        for path in _modules()
        if "migrations/versions" not in path.as_posix()
        and not path.read_text(encoding="utf-8").lstrip().startswith(('"""', "'''", 'r"""'))
    ]
    assert not silent


def test_imports_point_downwards_only() -> None:
    done = subprocess.run(
        [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_tests_folders_are_no_packages() -> None:
    assert not list((ROOT / "tests").rglob("__init__.py"))
