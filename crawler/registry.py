"""Sources as TOML files: the bundled registry first, an installation's own folder over it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from doichieu.errors import DoichieuError, Quarantine
from doichieu.records import Source

_KEYS = {field.name for field in fields(Source)}
_SOURCE: TypeAdapter[Source] = TypeAdapter(Source)


@dataclass(frozen=True, kw_only=True, slots=True)
class Problem:
    """A file that gave no source, and why."""

    place: str
    error: DoichieuError


@dataclass(frozen=True, kw_only=True, slots=True)
class Registry:
    """Every source by its id, and what could not be read."""

    sources: dict[str, Source]
    problems: tuple[Problem, ...] = ()


def load_sources(*folders: Path) -> Registry:
    """The bundled sources, then those of `folders`, later ones in place of earlier by id."""
    bundled = Path(str(files("crawler"))) / "registry"
    sources: dict[str, Source] = {}
    problems: list[Problem] = []
    for folder in (bundled, *folders):
        for path in sorted(folder.glob("*.toml")):
            try:
                source = read_source(path)
                sources[source.id] = source
            except DoichieuError as error:
                problems.append(Problem(place=str(path), error=error))
    return Registry(sources=sources, problems=tuple(problems))


def read_source(path: Path) -> Source:
    """One source; Quarantine naming the file, the key and the remedy."""
    try:
        held = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise _bad(path, f"không đọc được TOML ({error})", f"is no readable TOML ({error})") from error
    unknown = sorted(held.keys() - _KEYS)
    if unknown:
        raise _bad(path, f"khóa lạ “{unknown[0]}”", f'has the unknown key "{unknown[0]}"')
    try:
        return _SOURCE.validate_python(held)
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(map(str, first["loc"]))
        raise _bad(path, f"khóa “{key}”: {first['msg']}", f'key "{key}": {first["msg"]}') from error


def write_source(source: Source, *, folder: Path) -> Path:
    """Write a source as TOML; what is left at its default is left out."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{source.id}.toml"
    plain = Source(id=source.id, name=source.name, kind=source.kind, home_url=source.home_url)
    said = asdict(source)
    always = {"id", "name", "kind", "home_url", "enabled"}
    lines = [
        f"{key} = {_toml(value)}"
        for key, value in said.items()
        if value is not None and (key in always or value != getattr(plain, key))
    ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def _toml(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Iterable) and not isinstance(value, str):
        return "[" + ", ".join(map(_toml, value)) + "]"
    escaped = str(value).replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")
    return f'"{escaped}"'


def _bad(path: Path, vi: str, en: str) -> Quarantine:
    return Quarantine(
        vi=f"{path}: {vi}; hãy sửa tệp nguồn (docs/how-to/add-an-outlet.md)",
        en=f"{path}: {en}; mend the source file (docs/how-to/add-an-outlet.md)",
        reason="bad_source",
    )
