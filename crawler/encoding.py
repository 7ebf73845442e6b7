"""Bytes of a page → text, NFC: strict UTF-8 first, because declared charsets are often wrong."""

from __future__ import annotations

import re

from charset_normalizer import from_bytes

from doichieu.text import nfc

_DECLARED = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
#: How far into a page its own word about its charset is looked for.
HEAD = 4096


def decode(body: bytes | str, *, content_type: str = "") -> str:
    """The text, NFC; a charset that tells lies gives way to what the bytes are."""
    if isinstance(body, str):
        return nfc(body)
    body = body.removeprefix(b"\xef\xbb\xbf")
    for name in ("utf-8", *_declared(body, content_type)):
        try:
            return nfc(body.decode(name))
        except (UnicodeDecodeError, LookupError):
            continue
    best = from_bytes(body[:200_000]).best()
    return nfc(body.decode(best.encoding if best else "utf-8", errors="replace"))


def _declared(body: bytes, content_type: str) -> list[str]:
    named = [content_type.encode("latin-1", "replace"), body[:HEAD]]
    return [match.group(1).decode("ascii") for part in named if (match := _DECLARED.search(part))]
