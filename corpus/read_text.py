"""Markdown and plain text → text without marks, and what its head says."""

from __future__ import annotations

import re
from typing import Any

from corpus.front_matter import split_front_matter
from doichieu.errors import Quarantine
from doichieu.text import nfc

_HASHES = re.compile(r"^[ \t]*#{1,6}[ \t]+", re.MULTILINE)
_STRONG = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
_QUOTE = re.compile(r"^[ \t]*>[ \t]?", re.MULTILINE)
_ESCAPED_DOT = re.compile(r"^(\s*\d{1,3})\\([.)])", re.MULTILINE)


def read_text(body: bytes) -> tuple[str, dict[str, Any]]:
    """The document's text and its head's keys; Quarantine when it is no text."""
    text = _decode(body).replace("\r\n", "\n").replace("\r", "\n")
    head, rest = split_front_matter(nfc(text).lstrip("\ufeff"))
    return _without_marks(rest), head


def _decode(body: bytes) -> str:
    for encoding in ("utf-8-sig", "cp1258"):
        try:
            text = body.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise Quarantine(
        vi="không phải văn bản đọc được; hãy lưu lại bằng UTF-8",
        en="not readable text; save it again as UTF-8",
        reason="not_text",
    )


def _without_marks(text: str) -> str:
    text = _QUOTE.sub("", _HASHES.sub("", text))
    return _ESCAPED_DOT.sub(r"\1\2", _STRONG.sub(r"\2", text))
