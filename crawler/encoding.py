"""Bytes of a page → text, NFC: strict UTF-8 first, because declared charsets are often wrong."""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

from crawler.legacy_letters import HEAD as LEGACY_HEAD
from crawler.legacy_letters import in_unicode, is_legacy
from doichieu.records import Source
from doichieu.text import nfc

_DECLARED = re.compile(
    rb"charset\s*=\s*[\"']?\s*([\w-]+)|<\?xml[^>]{0,80}encoding=[\"']([\w-]+)", re.I
)
#: How far into a page its own word about its charset is looked for.
HEAD = 4096
#: Whole non-ASCII letters for each torn one; text of another charset has next to none.
FEWEST_WHOLE = 20
#: The longest mark first: UTF-32's begins with UTF-16's.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF32_LE, "utf-32-le"), (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"),
)  # fmt: skip
#: Which of the first four bytes are nought when text of wide letters has no mark.
_WIDE = {
    (False, True, True, True): "utf-32-le", (True, True, True, False): "utf-32-be",
    (False, True, False, True): "utf-16-le", (True, False, True, False): "utf-16-be",
}  # fmt: skip
#: Names that browsers take for windows-1252, and that say nothing of Vietnamese.
_WESTERN = frozenset({"iso-8859-1", "latin1", "latin-1", "windows-1252", "cp1252", "ascii", "us-ascii", "x-user-defined"})  # fmt: skip
#: windows-1258 writes a tone behind its vowel, and đ as Icelandic ð: the two together are Vietnamese.
_TONES_APART = re.compile(
    rb"[aeiouyAEIOUY\xc2\xe2\xca\xea\xd4\xf4\xc3\xe3\xd5\xf5\xdd\xfd][\xcc\xec\xd2\xde\xf2]"
)
FEWEST_TONES, FEWEST_STROKES = 10, 3
#: Bytes a charset is guessed from, and how many of them must not be ASCII for a guess to mean anything.
GUESSED, LEAST_GUESSED = 200_000, 60
_ASCII = bytes(range(128))
_OF_THE_WEB = [
    "utf_8", "cp1258", "cp1252", "gb18030", "big5", "shift_jis", "euc_jp", "euc_kr", "cp1251", "koi8_r", "cp1250", "cp874",
]  # fmt: skip
#: UTF-8 that was read as windows-1252 and written as UTF-8 again: "Nghá»‹".
_DOUBLED = (
    "á»",
    "áº",
    "Æ°",
    "Æ¡",
    "Ä\u2018",
    "Ä\u0091",
    "Ã©",
    "Ã¢",
    "Ã¡",
    "Ã\u00a0",
    "Ã´",
    "â€",
    "Ã¨",
)
_HIGH = re.compile(r"[^\x00-\x7f]+")
#: How all of these begin in UTF-8.
_SIGN = re.compile(b"\xc3[\xa1\xa2\x83\x84\x86][\xc2\xe2]")
#: Fewer are a quotation of someone's broken letters.
FEWEST_DOUBLED = 5


def declared(content_type: str, source: Source | None) -> str:
    """What is said of a page's letters: the registry's word of its source before the server's."""
    return (
        f"charset={source.encoding}; {content_type}" if source and source.encoding else content_type
    )


def decode(body: bytes | str, *, content_type: str = "") -> str:
    """The text, NFC; a charset that tells lies gives way to what the bytes are."""
    text = body if isinstance(body, str) else _letters(body, content_type)
    if is_legacy(text):
        text = in_unicode(text)
    # Looked for in the bytes: ten times quicker than in the letters, and nearly every page has next to none.
    if isinstance(body, str) or len(_SIGN.findall(body)) >= FEWEST_DOUBLED:
        text = _undoubled(text)
    return nfc(text)


def _letters(body: bytes, content_type: str) -> str:
    for mark, name in _MARKS:
        if body.startswith(mark):
            return body[len(mark) :].decode(name, errors="replace")
    if wide := _WIDE.get(tuple(byte == 0 for byte in body[:4])):  # type: ignore[arg-type]
        return body.decode(wide, errors="replace")
    if (text := _as_utf8(body)) is not None:
        return text
    if is_legacy(body[:LEGACY_HEAD].decode("latin-1")):
        return body.decode("cp1252", errors="replace")
    for name in _declared(body, content_type):
        try:
            return body.decode(_meant(name, body))
        except (UnicodeError, LookupError):
            continue
    high = body[:GUESSED].translate(None, _ASCII)
    if _is_vietnamese_1258(body) or len(high) < LEAST_GUESSED:
        return body.decode("cp1258", errors="replace")
    best = from_bytes(body[:GUESSED], cp_isolation=_OF_THE_WEB).best()
    return body.decode(best.encoding if best else "cp1258", errors="replace")


def _as_utf8(body: bytes) -> str | None:
    """UTF-8, a torn letter here and there forgiven; None when the bytes are something else."""
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        text = body.decode("utf-8", errors="replace")
    torn = text.count("\ufffd")
    whole = sum(not mark.isascii() for mark in text) - torn
    return None if torn * FEWEST_WHOLE > whole else text


def _declared(body: bytes, content_type: str) -> list[str]:
    found = [content_type.encode("latin-1", "replace"), body[:HEAD]]
    matches = [match for part in found if (match := _DECLARED.search(part))]
    names = [(match[1] or match[2]).decode("ascii").lower() for match in matches]
    # Who can read the word needs no wide letters: it is a lie, browsers ignore it, too.
    return [name for name in names if not name.startswith(("utf-16", "utf-32", "utf16", "utf32"))]


def _meant(name: str, body: bytes) -> str:
    """The codec for a declared name; what calls itself Western is looked at once more."""
    if name in _WESTERN:
        return "cp1258" if _is_vietnamese_1258(body) else "cp1252"
    return name


def _is_vietnamese_1258(body: bytes) -> bool:
    strokes = body.count(b"\xf0") + body.count(b"\xd0")
    return strokes >= FEWEST_STROKES and len(_TONES_APART.findall(body)) >= FEWEST_TONES


def _undoubled(text: str) -> str:
    """Text encoded twice, read twice; left alone where the signs of it are few."""
    if sum(map(text.count, _DOUBLED)) < FEWEST_DOUBLED:
        return text
    return _HIGH.sub(lambda match: _read_again(match[0]), text)


def _read_again(run: str) -> str:
    """One run of letters as the UTF-8 it was before, or as it is."""
    try:
        return b"".join(_byte(mark) for mark in run).decode("utf-8")
    except UnicodeError:
        return run


def _byte(mark: str) -> bytes:
    # Five bytes mean nothing in windows-1252; they come through as the controls of their number.
    return mark.encode("latin-1") if "\x80" <= mark <= "\x9f" else mark.encode("cp1252")
