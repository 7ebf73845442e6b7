"""Where each setting comes from, shown without its secrets; names in the environment that are no setting."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from doichieu.errors import WrongUse
from doichieu.settings_file import NAME

PREFIX = "DOICHIEU_"
#: Names that tests and benchmarks read; no settings.
DEVELOPING = {"DOICHIEU_EVAL_DATA", "DOICHIEU_REQUIRE_BROWSER"}
MASK = "••••••"
_PASSWORD = re.compile(r"(?<=://)([^/@:]*):[^/@]*(?=@)|(?<=password=)[^&]*")


@dataclass(frozen=True, kw_only=True, slots=True)
class Origin:
    """One setting: its value as it may be shown, and who said it."""

    name: str
    value: Any  #: as JSON would have it; secrets masked
    origin: str  #: default, settings.toml with its line, or the variable's name


def origins(settings: Any) -> Iterator[Origin]:
    """Every setting of these, in the order of their reference."""
    lines = _lines(settings.data_dir / NAME)
    said = {name.upper() for name in os.environ}
    for name in type(settings).model_fields:
        variable = PREFIX + name.upper()
        origin = "default"
        if variable in said and (os.environ.get(variable) or name != "data_dir"):
            origin = variable
        elif name in lines:
            origin = f"{settings.data_dir / NAME}:{lines[name]}"
        yield Origin(name=name, value=shown(getattr(settings, name)), origin=origin)


def shown(value: Any) -> Any:
    """A value without what is secret in it."""
    if isinstance(value, SecretStr):
        return MASK if value.get_secret_value() else ""
    if isinstance(value, Path):
        return str(value)
    return _PASSWORD.sub(_masked, value) if isinstance(value, str) else value


def unknown_names(environment: Mapping[str, str], known: Mapping[str, Any]) -> list[WrongUse]:
    """A word for each variable that begins like a setting and is none, with the nearest name."""
    names = {PREFIX + name.upper() for name in known}
    strange = {name for name in environment if name.upper().startswith(PREFIX)}
    return [
        _unknown(name, sorted(names))
        for name in sorted(strange)
        if name.upper() not in names | DEVELOPING
    ]


def _masked(match: re.Match[str]) -> str:
    return f"{match[1]}:{MASK}" if match[1] is not None else MASK


def _lines(path: Path) -> dict[str, int]:
    """Setting → line of the file, counted from one."""
    try:
        text = path.read_text(encoding="utf-8")
    except OSError:
        return {}
    found = ((re.match(r"\s*([a-z_]+)\s*=", line), at) for at, line in enumerate(text.split("\n"), 1))  # fmt: skip
    return {match[1]: at for match, at in found if match}


def _unknown(name: str, names: list[str]) -> WrongUse:
    near = get_close_matches(name.upper(), names, n=1)
    vi, en = (f" (có phải {near[0]}?)", f" (did you mean {near[0]}?)") if near else ("", "")
    return WrongUse(
        vi=f"biến môi trường {name} không phải thiết lập nào{vi}; danh sách ở docs/reference/settings.md",
        en=f"the environment variable {name} is no setting{en}; see docs/reference/settings.md",
        reason="unknown_setting",
    )
