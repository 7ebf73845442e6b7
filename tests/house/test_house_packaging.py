"""What a newcomer installs: every dependency reasoned and pinned, nothing foreign in the tree."""

from __future__ import annotations

import re
import subprocess
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]


def _project() -> dict[str, object]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def _names(requirements: list[str]) -> set[str]:
    names = {re.split(r"[\[<>=!~;, ]", line)[0].lower() for line in requirements}
    return {name.replace("_", "-") for name in names} - {"doichieu"}


def _tracked() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


def test_every_dependency_has_its_reason_in_the_docs() -> None:
    reasons = (ROOT / "docs/explanation/dependencies.md").read_text(encoding="utf-8").lower()
    missing = [name for name in _names(_project()["dependencies"]) if name not in reasons]
    assert not missing


def test_every_dependency_is_pinned_in_the_constraints() -> None:
    project = _project()
    wanted = _names(project["dependencies"])
    for extra in project["optional-dependencies"].values():
        wanted |= _names(extra)
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pinned = {line.split("==")[0].lower().replace("_", "-") for line in lines if "==" in line}
    assert wanted <= pinned, wanted - pinned


def test_constraints_record_versions_and_nothing_else() -> None:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    odd = [
        line
        for line in lines
        if line and not line.startswith("#") and not re.fullmatch(r"[\w.-]+==[\w.+!-]+", line)
    ]
    assert not odd


def test_nothing_minified_vendored_or_bundled_is_tracked() -> None:
    foreign = re.compile(r"\.min\.(js|css)$|\.(woff2?|ttf|otf)$|(^|/)(vendor|node_modules)/")
    assert not [path for path in _tracked() if foreign.search(path.as_posix())]


def test_no_line_names_one_machine_or_a_download_host() -> None:
    # Put together here so that this very file does not hold what it looks for.
    machine = re.compile("/(" + "|".join(("wo" + "rk", "ro" + "ot", "fa" + "rm")) + ")/")
    host = re.compile("--(extra-)?index" + "-url|files.pythonhosted" + r"\.org|registry\.npmjs")
    found = []
    for path in _tracked():
        if path.suffix in {".skops", ".png"}:
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        found += [f"{path}: {match.group()}" for match in machine.finditer(text)]
        found += [f"{path}: {match.group()}" for match in host.finditer(text)]
    assert not found
