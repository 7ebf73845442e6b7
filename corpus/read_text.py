"""Markdown and plain text → text without marks, and what its head says."""

from __future__ import annotations

import re
from typing import Any

from corpus.broken_lines import mend_text
from corpus.front_matter import split_front_matter
from doichieu.errors import Quarantine
from doichieu.legacy_fonts import read_legacy
from doichieu.text import nfc

_MARKED = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))

_HASHES = re.compile(r"^[ \t]*#{1,6}[ \t]+", re.MULTILINE)
_STRONG = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
_QUOTE = re.compile(r"^[ \t]*>[ \t]?", re.MULTILINE)
_ESCAPED_DOT = re.compile(r"^(\s*\d{1,3})\\([.)])", re.MULTILINE)


def read_text(body: bytes) -> tuple[str, dict[str, Any]]:
    """The document's text and its head's keys; Quarantine when it is no text."""
    text = decode(body).replace("\r\n", "\n").replace("\r", "\n")
    head, rest = split_front_matter(nfc(text).lstrip("\ufeff"))
    return mend_text(_without_marks(rest)), head


def decode(body: bytes) -> str:
    """Bytes as text: UTF-8, UTF-16 with its mark, else the old Vietnamese code pages; Quarantine when none fits."""
    for mark, encoding in _MARKED:
        if body.startswith(mark):
            return body.decode(encoding, errors="replace")
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        text = _old(body)
    if "\x00" in text:
        raise Quarantine(
            vi="không phải văn bản đọc được; hãy lưu lại bằng UTF-8",
            en="not readable text; save it again as UTF-8",
            reason="not_text",
        )
    return read_legacy(text)


def _old(body: bytes) -> str:
    """Text of before Unicode: by its letters TCVN3 or VNI, else windows-1258."""
    western = body.decode("latin-1")
    legacy = read_legacy(western)
    return legacy if legacy != western else body.decode("cp1258", errors="replace")


def _without_marks(text: str) -> str:
    text = _QUOTE.sub("", _HASHES.sub("", text))
    return _ESCAPED_DOT.sub(r"\1\2", _STRONG.sub(r"\2", text))
