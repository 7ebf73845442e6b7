"""`settings.toml` in the data folder: the settings an installation keeps for itself."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from doichieu.errors import WrongUse

NAME = "settings.toml"


def read_settings_file(folder: Path, *, known: Iterable[str]) -> dict[str, Any]:
    """Setting → value; empty where there is no file. WrongUse names what cannot be read or is unknown."""
    path = folder / NAME
    try:
        held = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise WrongUse(
            vi=f"không đọc được {path}: {error}; hãy sửa hay xóa tệp ấy",
            en=f"cannot read {path}: {error}; mend or remove that file",
            reason="bad_settings_file",
        ) from error
    names = [name for name in known if name != "data_dir"]
    for name in held:
        if name not in names:
            raise _unknown(path, name, names)
    return held


def write_setting(folder: Path, name: str, value: str) -> None:
    """Put one setting into the file; every other line stays as it is."""
    path = folder / NAME
    held = path.read_text(encoding="utf-8") if path.is_file() else ""
    line = f"{name} = {json.dumps(value, ensure_ascii=False)}"
    said = re.compile(rf"^{re.escape(name)}\s*=.*$", re.MULTILINE)
    held = said.sub(lambda _: line, held, count=1) if said.search(held) else f"{line}\n{held}"
    folder.mkdir(parents=True, exist_ok=True)
    path.write_text(held, encoding="utf-8")


def _unknown(path: Path, name: str, names: list[str]) -> WrongUse:
    near = get_close_matches(name, names, n=1)
    vi, en = (f" (có phải {near[0]}?)", f" (did you mean {near[0]}?)") if near else ("", "")
    return WrongUse(
        vi=f"{path}: không có thiết lập “{name}”{vi}; danh sách ở docs/reference/settings.md",
        en=f'{path}: there is no setting "{name}"{en}; see docs/reference/settings.md',
        reason="unknown_setting",
    )
