"""What ships: a wheel and a sdist that run in an empty environment, and files for a server that fit the code."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tomllib
import venv
from pathlib import Path

import pytest

from doichieu.settings import Settings

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What is tracked, in a folder of its own: nothing left over from earlier builds gets in."""
    folder = tmp_path_factory.mktemp("source")
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    for name in listed.stdout.split("\0"):
        if name and (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / name)
    return folder


def _built(source: Path, into: Path, kind: str) -> Path:
    """The wheel or sdist by the very builder that pip calls, without asking the network."""
    code = f"from setuptools import build_meta as b; print(b.build_{kind}({str(into)!r}))"
    made = subprocess.run(
        [sys.executable, "-c", code], cwd=source, capture_output=True, text=True, check=False
    )
    assert made.returncode == 0, made.stderr
    return into / made.stdout.split()[-1]


def _installed(archive: Path, folder: Path) -> Path:
    """An empty environment with this archive and, by their path alone, the dependencies tested here."""
    venv.create(folder, with_pip=False, symlinks=True)
    site = next((folder / "lib").glob("python*")) / "site-packages"
    (site / "dependencies.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    pip = [sys.executable, "-m", "pip", "--python", str(folder / "bin" / "python")]
    done = subprocess.run(
        [*pip, "install", "--quiet", "--no-deps", "--no-index", "--no-build-isolation", archive],
        capture_output=True,
        text=True,
        check=False,
        env=_clean(),
    )
    assert done.returncode == 0, done.stderr
    return folder / "bin"


def _clean() -> dict[str, str]:
    """The environment without a path of modules, on which pip would find us installed already."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}


@pytest.mark.parametrize("kind", ["wheel", "sdist"])
def test_what_ships_runs_in_an_empty_environment(kind: str, source: Path, tmp_path: Path) -> None:
    command = _installed(_built(source, tmp_path, kind), tmp_path / "environment")
    (tmp_path / "elsewhere").mkdir()

    def run(*call: str) -> str:
        told = subprocess.run(
            call,
            cwd=tmp_path / "elsewhere",
            env=_clean(),
            capture_output=True,
            text=True,
            check=False,
        )
        assert told.returncode == 0, told.stderr
        return told.stdout

    # Twisted's reactor and trained models, templates and sample texts: all that is no code must be in it, too.
    where = run(str(command / "python"), "-c", "import doichieu, crawler; print(crawler.__file__)")
    assert Path(where.strip()).is_relative_to(tmp_path / "environment")
    told = run(str(command / "doichieu"), "demo", "--exit-after-crawl", "--json")
    assert '"missing_flags": 0' in told
    assert '"unexpected_flags": 0' in told


def _settings_named(text: str) -> set[str]:
    return {name.lower() for name in re.findall(r"DOICHIEU_([A-Z_]+)", text)} - {"db_password"}


@pytest.mark.parametrize("name", ["Dockerfile", "compose.yaml", "doichieu.service"])
def test_every_setting_that_a_server_is_given_exists(name: str) -> None:
    named = _settings_named((DEPLOY / name).read_text(encoding="utf-8"))
    assert named
    assert named <= set(Settings.model_fields)


def test_the_image_asks_for_what_the_project_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    told = subprocess.run(
        [sys.executable, DEPLOY / "requirements.py", ROOT / "pyproject.toml", "postgres"],
        capture_output=True,
        text=True,
        check=True,
    )
    optional = project["optional-dependencies"]["postgres"]
    assert told.stdout.splitlines() == [*project["dependencies"], *optional]


def test_systemd_finds_nothing_wrong_with_the_unit(tmp_path: Path) -> None:
    systemd = shutil.which("systemd-analyze")
    if systemd is None:
        pytest.skip("no systemd on this machine")
    # The command need not be installed where the unit is looked at.
    unit = (DEPLOY / "doichieu.service").read_text(encoding="utf-8")
    path = tmp_path / "doichieu.service"
    path.write_text(unit.replace("/opt/doichieu/bin/doichieu", shutil.which("true") or "true"))
    told = subprocess.run([systemd, "verify", path], capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stderr
    assert "doichieu.service" not in told.stderr
