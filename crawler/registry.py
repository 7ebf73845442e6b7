"""Sources as TOML files: the bundled registry first, an installation's own folder over it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from datetime import date
from difflib import get_close_matches
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pydantic import TypeAdapter, ValidationError

from doichieu.errors import DoichieuError, Quarantine
from doichieu.records import Source

_KEYS = {field.name for field in fields(Source)}
_SOURCE: TypeAdapter[Source] = TypeAdapter(Source)
#: An id names a file and stands in addresses and commands.
_ID = re.compile(r"[a-z0-9][a-z0-9-]*")
_LEAST = (
    ("interval_minutes", 1),
    ("min_text_length", 0),
    ("daily_budget", 1),
    ("min_articles_a_day", 0),
    ("min_dated_percent", 0),
)
_HOURS = re.compile(r"([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d")
_ADDRESS_KEYS = ("feeds", "sitemaps", "sections")
_VERIFIED = re.compile(r"^[ \t]*verified[ \t]*=[^\n]*$", re.MULTILINE)
#: What TOML's basic strings hold only as escapes.
_ESCAPED = re.compile(r'[\\"\x00-\x1f\x7f]')
#: What is wrong with a value, in both languages, by pydantic's name for it.
_WRONG = {
    "missing": ("bị thiếu", "is missing"),
    "string_type": ("phải là chuỗi", "must be a string"),
    "tuple_type": ("phải là danh sách chuỗi", "must be a list of strings"),
    "enum": ("phải là news hoặc official", "must be news or official"),
}


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
        found: dict[str, Path] = {}
        for path in sorted(folder.glob("*.toml")):
            try:
                source = _only_once(read_source(path), path=path, found=found)
                sources[source.id] = source
            except DoichieuError as error:
                problems.append(Problem(place=str(path), error=error))
    return Registry(sources=sources, problems=tuple(problems))


def read_source(path: Path) -> Source:
    """One source; Quarantine naming the file, the key and the remedy."""
    try:
        # Editors on Windows put a byte-order mark in front, which TOML itself refuses.
        held = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise _bad(
            path, f"không đọc được TOML ({error})", f"is no readable TOML ({error})"
        ) from error
    return source_from(held, path=path)


def source_from(held: dict[str, Any], *, path: Path) -> Source:
    """A source from its keys, wherever they were read; Quarantine naming `path`, the key and the remedy."""
    _refuse_unknown_keys(held, path=path)
    try:
        source = _SOURCE.validate_python(held)
    except ValidationError as error:
        raise _bad_value(path, error) from error
    _check(source, path=path)
    return source


def write_source(source: Source, *, folder: Path) -> Path:
    """Write a source as TOML; what is left at its default is left out."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{source.id}.toml"
    _check(source, path=path)
    # Moved into place whole, so that a crawl that starts now reads the old file or the new one.
    draft = path.with_suffix(".toml.part")
    draft.write_text(source_toml(source), encoding="utf-8")
    draft.replace(path)
    return path


def stamp_file(path: Path, day: date) -> bool:
    """Write the day of a live check into a source's own file, leaving every other line; whether it is there."""
    if not path.is_file():
        return False
    text = path.read_text(encoding="utf-8-sig")
    stamped, count = _VERIFIED.subn(f"verified = {day.isoformat()}", text)
    path.write_text(
        stamped if count else f"{text.rstrip()}\nverified = {day.isoformat()}\n", encoding="utf-8"
    )
    return True


def source_toml(source: Source) -> str:
    """A source as the lines of its file; what is left at its default is left out."""
    return "".join(f"{key} = {_toml(value)}\n" for key, value in said_keys(source).items())


def said_keys(source: Source) -> dict[str, Any]:
    """The keys of a source that say something."""
    plain = Source(id=source.id, name=source.name, kind=source.kind, home_url=source.home_url)
    always = {"id", "name", "kind", "home_url", "enabled"}
    return {
        key: value
        for key, value in asdict(source).items()
        if value is not None and (key in always or value != getattr(plain, key))
    }


def _only_once(source: Source, *, path: Path, found: dict[str, Path]) -> Source:
    first = found.setdefault(source.id, path)
    if first is not path:
        raise _bad(
            path,
            f"khóa “id”: “{source.id}” đã có trong {first.name}",
            f'key "id": "{source.id}" stands in {first.name} already',
        )
    return source


def _refuse_unknown_keys(held: dict[str, Any], *, path: Path) -> None:
    for key in sorted(held.keys() - _KEYS):
        near = get_close_matches(key, _KEYS, n=1)
        vi = f"khóa lạ “{key}”" + (f", có phải “{near[0]}”?" if near else "")
        en = f'has the unknown key "{key}"' + (f', did you mean "{near[0]}"?' if near else "")
        raise _bad(path, vi, en)


def _check(source: Source, *, path: Path) -> None:
    """What the types alone don't say; Quarantine naming the key."""
    if not _ID.fullmatch(source.id):
        raise _bad(
            path,
            f"khóa “id”: “{source.id}” chỉ được gồm a-z, 0-9 và gạch nối",
            f'key "id": "{source.id}" may hold only a-z, 0-9 and hyphens',
        )
    if not source.name.strip():
        raise _bad(path, "khóa “name” để trống", 'key "name" is empty')
    for key in ("home_url", *_ADDRESS_KEYS):
        for address in (source.home_url,) if key == "home_url" else getattr(source, key):
            if not _is_address(address):
                raise _bad(
                    path,
                    f"khóa “{key}”: “{address}” không phải địa chỉ http(s) đầy đủ",
                    f'key "{key}": "{address}" is no whole http(s) address',
                )
    _check_pattern(source, path=path)
    if source.quiet_hours is not None and not _HOURS.fullmatch(source.quiet_hours):
        raise _bad(
            path,
            f"khóa “quiet_hours”: “{source.quiet_hours}” phải có dạng 22:00-05:30",
            f'key "quiet_hours": "{source.quiet_hours}" must look like 22:00-05:30',
        )
    for key, least in _LEAST:
        held = getattr(source, key)
        if held is not None and held < least:
            raise _bad(
                path, f"khóa “{key}”: ít nhất là {least}", f'key "{key}": must be {least} or more'
            )


def _check_pattern(source: Source, *, path: Path) -> None:
    try:
        re.compile(source.article_pattern or "")
    except re.error as error:
        raise _bad(
            path,
            f"khóa “article_pattern”: biểu thức chính quy hỏng ({error})",
            f'key "article_pattern": is no regular expression ({error})',
        ) from error


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and " " not in text
    except ValueError:
        return False


def _toml(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Iterable) and not isinstance(value, str):
        return "[" + ", ".join(map(_toml, value)) + "]"
    return '"' + _ESCAPED.sub(_escape, str(value)) + '"'


def _escape(found: re.Match[str]) -> str:
    mark = found.group()
    return f"\\{mark}" if mark in '\\"' else f"\\u{ord(mark):04x}"


def _bad_value(path: Path, error: ValidationError) -> Quarantine:
    first = error.errors()[0]
    key = ".".join(map(str, first["loc"]))
    vi, en = _WRONG.get(first["type"], (f"giá trị sai ({first['msg']})", first["msg"]))
    return _bad(path, f"khóa “{key}” {vi}", f'key "{key}" {en}')


def _bad(path: Path, vi: str, en: str) -> Quarantine:
    return Quarantine(
        vi=f"{path}: {vi}; hãy sửa tệp nguồn (docs/how-to/add-an-outlet.md)",
        en=f"{path}: {en}; mend the source file (docs/how-to/add-an-outlet.md)",
        reason="bad_source",
    )
