"""A JSON-lines file of labelled claims → claims, each read whole or refused by its line."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from doichieu.errors import Quarantine, unreadable

#: 0 supported, 1 refuted, 2 not enough info.
LABELS = (0, 1, 2)


@dataclass(frozen=True, kw_only=True, slots=True)
class LabelledClaim:
    """A statement, the passage and the article it is to be judged against, and its label."""

    statement: str
    evidence: str
    context: str
    label: int


def read_labelled(path: Path) -> tuple[LabelledClaim, ...]:
    """Every claim of the file; Quarantine names the first line that cannot be read.

    A line ends at "\\n" alone: other separators of Unicode may stand raw within a JSON string.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise unreadable(path, error) from error
    except UnicodeDecodeError as error:
        raise _unreadable(path, 0, vi="không phải UTF-8", en="no UTF-8 text") from error
    claims = tuple(
        _claim(path, number, line)
        for number, line in enumerate(text.split("\n"), 1)
        if line.strip()
    )
    if not claims:
        raise _unreadable(path, 0, vi="không có dòng nào", en="no rows")
    return claims


def digest(path: Path) -> str:
    """What a card names the file by."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _claim(path: Path, number: int, line: str) -> LabelledClaim:
    row = _object(path, number, line)
    statement, label = row.get("statement"), row.get("label")
    if not isinstance(statement, str) or not statement.strip():
        raise _unreadable(path, number, vi="thiếu “statement”", en="no “statement”")
    if isinstance(label, bool) or label not in LABELS:
        raise _unreadable(
            path, number, vi="“label” phải là 0, 1 hoặc 2", en="“label” must be 0, 1 or 2"
        )
    evidence, context = (_text(path, number, row, key) for key in ("evidence", "context"))
    if evidence is None and context is None:
        raise _unreadable(
            path, number, vi="thiếu “evidence” và “context”", en="neither “evidence” nor “context”"
        )
    return LabelledClaim(
        statement=statement,
        # A claim with one of the two is judged against that one both times.
        evidence=evidence if evidence is not None else context or "",
        context=context if context is not None else evidence or "",
        label=int(label),
    )


def _object(path: Path, number: int, line: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise _unreadable(
            path, number, vi=f"JSON không đọc được ({error})", en=f"bad JSON ({error})"
        ) from error
    if not isinstance(row, dict):
        raise _unreadable(path, number, vi="không phải đối tượng JSON", en="not a JSON object")
    return row


def _text(path: Path, number: int, row: dict[str, Any], key: str) -> str | None:
    """A text of the row; None where it is missing or null."""
    value = row.get(key)
    if value is not None and not isinstance(value, str):
        raise _unreadable(path, number, vi=f"“{key}” phải là chữ", en=f"“{key}” must be text")
    return value


def _unreadable(path: Path, number: int, *, vi: str, en: str) -> Quarantine:
    places = (f"{path}, dòng {number}", f"{path}, line {number}") if number else (str(path),) * 2
    return Quarantine(
        vi=f"{places[0]}: {vi}; hãy sửa tệp (xem docs/reference/json.md)",
        en=f"{places[1]}: {en}; mend the file (see docs/reference/json.md)",
        reason="bad_dataset",
    )
