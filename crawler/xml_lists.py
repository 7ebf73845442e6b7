"""XML as servers send it → XML a parser takes, whole entries only; what was wrong is told."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

#: What may stand before the root: declarations, notes, a document type with its entities.
_UNSEEN = re.compile(
    rb"<\?.*?\?>|<!--.*?(?:-->|\Z)|<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>", re.DOTALL | re.I
)
_ROOT = re.compile(
    rb"<((?:[A-Za-z][\w.-]*:)?(rss|rdf|feed|channel|urlset|sitemapindex))\b[^>]*>", re.I
)
_PAGE = re.compile(rb"<(?:html|head|body|div|p|!doctype html)\b", re.I)
#: How far into a list its first element is looked for: prologs and notes stand before it.
HEAD = 20_000
#: The declaration of an entity of the document's own; none is ever filled in.
_ENTITY = re.compile(rb"<!ENTITY\s", re.I)
_CONTROLS = bytes(byte for byte in range(32) if byte not in b"\t\n\r")
#: A letter's name, a bare ampersand, or a part that is taken as it is written.
_AMPERSAND = re.compile(
    rb"<!\[CDATA\[.*?(?:\]\]>|\Z)|&(?:#\d{1,7};|#x[0-9a-f]{1,6};|([a-z]\w{1,30});)?",
    re.DOTALL | re.I,
)
_OF_XML = frozenset((b"amp", b"lt", b"gt", b"quot", b"apos"))
#: A tag longer than this says nothing of an entry, and costs seconds.
_LONG_TAG = re.compile(rb"<([\w:.-]{1,60})\s[^<>]{10000,}>")
#: No title, address or day is as long; a text that is costs seconds, and we read none.
_LONG_TEXT = re.compile(rb">[^<]{500000,}<")
#: Bytes that are read of a list that holds no whole entry.
EMPTY = 100_000
_END = re.compile(rb"</(?:[\w.-]+:)?(?:item|entry|url|sitemap)\s*>")


@dataclass(frozen=True, kw_only=True, slots=True)
class Root:
    """The element a list is written in."""

    name: str  #: without its prefix, lower case
    tag: str  #: as it is written


def root_of(body: bytes) -> Root | None:
    """The root of a list; None for a page that only mentions one, and for anything else."""
    head = _UNSEEN.sub(b"", body[:HEAD])
    match = _ROOT.search(head)
    if match is None:
        return None
    before = _PAGE.search(head, 0, match.start())
    if before and b"<html" in head[: match.start()].lower():
        return None
    return Root(name=match[2].decode("ascii").lower(), tag=match[1].decode("ascii"))


def mended(body: bytes, root: Root, *, most: int, most_bytes: int) -> tuple[bytes, list[str]]:
    """`body` from its root on, in UTF-8, at most `most` entries, each whole; and what was wrong."""
    start = max(body.find(f"<{root.tag}".encode()), 0)
    problems = [] if _is_prolog(body[:start]) else [_JUNK]
    if _ENTITY.search(body[:HEAD]):
        problems.append(ENTITIES)
    # The document type goes with what stands before: no entity of its own, no file, no bomb.
    body = _LONG_TAG.sub(rb"<\1>", body[start:].translate(None, _CONTROLS))
    body = _LONG_TEXT.sub(b"><", body)
    body, torn = _whole_entries(body, root, most, most_bytes)
    bare: set[bytes] = set()
    body = _AMPERSAND.sub(lambda match: _letter(match, bare), body)
    problems += torn
    if bare:
        problems.append(_BARE)
    return b'<?xml version="1.0" encoding="utf-8"?>' + body, problems


def _is_prolog(before: bytes) -> bool:
    return not _UNSEEN.sub(b"", before).strip()


def _whole_entries(body: bytes, root: Root, most: int, most_bytes: int) -> tuple[bytes, list[str]]:
    end, count = 0, 0
    for match in _END.finditer(body):
        if count == most or (match.end() > most_bytes and count):
            return body[:end] + _closing(body, root), [_over(count)]
        end, count = match.end(), count + 1
    torn = f"</{root.tag}".encode() not in body[end:][-2000:]
    if not count:
        return body[:EMPTY], [_TORN] if torn else []
    return (body[:end] + _closing(body, root), [_TORN]) if torn else (body, [])


def _closing(body: bytes, root: Root) -> bytes:
    """The tags that end the list after an entry: in RSS 2.0 entries stand inside the channel."""
    channel = b"</channel>" if root.name == "rss" and b"<channel" in body[:HEAD] else b""
    return channel + f"</{root.tag}>".encode()


def _letter(match: re.Match[bytes], bare: set[bytes]) -> bytes:
    """An ampersand as XML takes it; those that stand alone are noted in `bare`."""
    word, name = match[0], match[1]
    if word == b"&":
        bare.add(word)
        return b"&amp;"
    if name is None or name.lower() in _OF_XML:
        return word
    letter = html.unescape(word.decode("ascii", "replace"))
    # An unknown name is the document's own entity: shown as it is written, never filled in.
    return b"&amp;" + word[1:] if letter.startswith("&") else letter.encode()


_TORN = "danh sách bị cắt cụt hoặc viết sai; chỉ đọc các mục trọn vẹn / the list is cut short or malformed"
_JUNK = "có chữ thừa trước danh sách / something stands before the list"
ENTITIES = "danh sách tự đặt thực thể XML; không thực thể nào được mở ra / the list declares XML entities; none is filled in"
_BARE = "danh sách viết sai: dấu & chưa mã hóa / the list is malformed: bare ampersands"


def _over(most: int) -> str:
    return f"chỉ đọc {most} mục đầu tiên / only the first {most} entries are read"
