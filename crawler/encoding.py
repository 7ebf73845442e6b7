"""Bytes of a page → text, NFC: strict UTF-8 first, because declared charsets are often wrong."""

from __future__ import annotations

import re

from charset_normalizer import from_bytes

from doichieu.text import nfc

_DECLARED = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
#: How far into a page its own word about its charset is looked for.
HEAD = 4096
#: Whole non-ASCII letters for each torn one; text of another charset has next to none.
FEWEST_WHOLE = 20


def decode(body: bytes | str, *, content_type: str = "") -> str:
    """The text, NFC; a charset that tells lies gives way to what the bytes are."""
    if isinstance(body, str):
        return nfc(body)
    body = body.removeprefix(b"\xef\xbb\xbf")
    if (text := _as_utf8(body)) is not None:
        return nfc(text)
    for name in _declared(body, content_type):
        try:
            return nfc(body.decode(name))
        except (UnicodeError, LookupError):
            continue
    best = from_bytes(body[:200_000]).best()
    return nfc(body.decode(best.encoding if best else "utf-8", errors="replace"))


def _as_utf8(body: bytes) -> str | None:
    """UTF-8, a torn letter here and there forgiven; None when the bytes are something else."""
    text = body.decode("utf-8", errors="replace")
    torn = text.count("\ufffd")
    if torn and torn * FEWEST_WHOLE > sum(not mark.isascii() for mark in text) - torn:
        return None
    return text


def _declared(body: bytes, content_type: str) -> list[str]:
    named = [content_type.encode("latin-1", "replace"), body[:HEAD]]
    return [match.group(1).decode("ascii") for part in named if (match := _DECLARED.search(part))]
