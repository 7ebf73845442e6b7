"""The head of a text file: `key: value` lines or TOML → what the file says of its document."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from corpus.dates import read_day
from doichieu.errors import Quarantine
from doichieu.text import fold

#: Other words people write for our keys, folded.
_KEYS = {
    "number": "number", "so": "number", "so hieu": "number", "so ky hieu": "number",
    "title": "title", "ten": "title", "trich yeu": "title", "tieu de": "title",
    "issuer": "issuer", "co quan ban hanh": "issuer", "noi ban hanh": "issuer",
    "issued": "issued", "ngay ban hanh": "issued", "ngay ky": "issued", "signed": "issued",
    "effective": "effective", "ngay co hieu luc": "effective", "hieu luc": "effective",
    "ngay hieu luc": "effective", "effective_from": "effective",
    "expires": "expires", "ngay het hieu luc": "expires", "het hieu luc": "expires",
    "replaces": "replaces", "thay the": "replaces", "repeals": "repeals", "bai bo": "repeals",
    "amends": "amends", "sua doi": "amends", "sua doi, bo sung": "amends", "suspends": "suspends",
    "ngung hieu luc": "suspends", "extends": "extends", "keo dai": "extends", "gia han": "extends",
    "applied": "applied", "ap dung tu": "applied", "ngay ap dung": "applied",
    "province": "province", "tinh": "province", "kind": "kind", "loai": "kind",
    "loai van ban": "kind", "names": "names", "ten khac": "names",
}  # fmt: skip

_YAML = re.compile(r"\A---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_TOML = re.compile(r"\A\+\+\+[ \t]*\n(.*?)\n\+\+\+[ \t]*(?:\n|\Z)", re.DOTALL)
_LINE = re.compile(r"^([^\W\d_][\w ]{0,30}?)\s*:\s*(.*)$")
_ITEM = re.compile(r"^\s*-\s+(.*)$")


def split_front_matter(text: str) -> tuple[dict[str, Any], str]:
    """What the head says by our own keys, and the text after it."""
    if match := _TOML.match(text):
        return _known(_toml(match.group(1))), text[match.end() :]
    if match := _YAML.match(text):
        return _known(_lines(match.group(1))), text[match.end() :]
    return _bare_head(text)


def day_of(value: object, *, key: str) -> date | None:
    """A day from whatever the head holds; Quarantine naming the key when it is none."""
    if value is None or value == "":
        return None
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    day = read_day(str(value))
    if day is None:
        raise Quarantine(
            vi=f"“{key}: {value}” không phải một ngày; cần dạng 2026-07-01 hoặc 01/7/2026",
            en=f'"{key}: {value}" is not a day; write 2026-07-01 or 01/7/2026',
            reason="bad_date",
        )
    return day


def list_of(value: object) -> tuple[str, ...]:
    """A list, or words parted by commas or semicolons."""
    if value is None:
        return ()
    items = value if isinstance(value, list | tuple) else re.split(r"[;,]", str(value).strip("[] "))
    return tuple(word for item in items if (word := str(item).strip(" \"'")))


def _known(found: Mapping[str, Any]) -> dict[str, Any]:
    known: dict[str, Any] = {}
    for key, value in found.items():
        name = _KEYS.get(fold(key).replace("-", " ").strip())
        if name and value not in (None, "", []):
            known.setdefault(name, value)
    return known


def _toml(head: str) -> dict[str, Any]:
    try:
        return tomllib.loads(head)
    except tomllib.TOMLDecodeError as error:
        raise Quarantine(
            vi=f"phần đầu giữa các dòng +++ không phải TOML: {error}",
            en=f"the head between the +++ lines is not TOML: {error}",
            reason="bad_front_matter",
        ) from error


def _lines(head: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    last = ""
    for line in head.splitlines():
        if (item := _ITEM.match(line)) and last:
            held = found[last] if isinstance(found[last], list) else []
            found[last] = [*held, item.group(1).strip(" \"'")]
        elif match := _LINE.match(line.strip()):
            last = match.group(1).strip()
            found[last] = _scalar(match.group(2))
    return found


def _scalar(value: str) -> Any:
    value = re.sub(r"\s+#.*$", "", value).strip()
    if value.startswith("[") and value.endswith("]"):
        return list(list_of(value))
    if value.lower() in ("null", "none", "~"):
        return None
    return value.strip("\"'")


def _bare_head(text: str) -> tuple[dict[str, Any], str]:
    """A head without marks: known keys on the first lines, ended by an empty line."""
    head, gap, rest = text.lstrip("\n").partition("\n\n")
    lines = [line for line in head.splitlines() if line.strip()]
    keys = [fold(match.group(1)) for line in lines if (match := _LINE.match(line.strip()))]
    if len(keys) == len(lines) >= 2 and all(key in _KEYS for key in keys) and gap:
        return _known(_lines(head)), rest
    return {}, text
