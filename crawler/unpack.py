"""Packed bytes → what was packed: gzip, deflate, brotli, zstd, bzip2, xz; bounded, told by the bytes themselves."""

from __future__ import annotations

import bz2
import lzma
import zlib
from collections.abc import Callable

import brotli
from backports import zstd

from doichieu.errors import Skip

#: Servers pack what is packed already; deeper than this it is a bomb.
MOST_LAYERS = 4
#: Bytes unpacked at a time while a packed file is read to its bound.
_STEP = 1_000_000
_ZLIB = tuple(bytes((0x78, level)) for level in (0x01, 0x5E, 0x9C, 0xDA))
#: What a list or a page begins with; packing without a mark of its own is known by it.
_BEGINS = (b"<", b"{", b"[", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


def unpacked(body: bytes, *, most: int, place: str = "") -> bytes:
    """`body` without its packing; what a torn file still gives; Skip when it is over `most` bytes."""
    for _ in range(MOST_LAYERS):
        unpack = _packing(body)
        if unpack is None:
            break
        inner = unpack(body, most)
        if not inner:
            break
        body = inner
    else:
        raise too_large(most, place)
    if len(body) > most:
        raise too_large(most, place)
    return body


def _packing(body: bytes) -> Callable[[bytes, int], bytes] | None:
    if body[:2] == b"\x1f\x8b":
        return _gzip
    if body[:2] in _ZLIB:
        return _deflate
    if body[:4] == b"\x28\xb5\x2f\xfd":
        return _zstd
    if body[:3] == b"BZh":
        return _bzip2
    if body[:6] == b"\xfd7zXZ\x00":
        return _xz
    return _unmarked if _is_binary(body[:512]) else None


def _gzip(body: bytes, most: int) -> bytes:
    # Not the gzip module: it gives nothing at all of a file that is cut short.
    return _inflated(body, most, wbits=31)


def _deflate(body: bytes, most: int) -> bytes:
    return _inflated(body, most, wbits=15)


def _inflated(body: bytes, most: int, *, wbits: int) -> bytes:
    held = bytearray()
    while body and len(held) <= most:
        engine = zlib.decompressobj(wbits=wbits)
        rest = body
        try:
            # What comes out may wait inside when all has gone in.
            while (step := engine.decompress(rest, _STEP)) and len(held) <= most:
                held += step
                rest = engine.unconsumed_tail
        except zlib.error:
            break
        # One file may be several, one behind the other.
        body = engine.unused_data if engine.eof else b""
    return bytes(held)


def _zstd(body: bytes, most: int) -> bytes:
    try:
        return zstd.ZstdDecompressor().decompress(body, max_length=most + 1)
    except (zstd.ZstdError, EOFError):
        return b""


def _bzip2(body: bytes, most: int) -> bytes:
    try:
        return bz2.BZ2Decompressor().decompress(body, max_length=most + 1)
    except (OSError, EOFError):
        return b""


def _xz(body: bytes, most: int) -> bytes:
    try:
        return lzma.LZMADecompressor().decompress(body, max_length=most + 1)
    except (lzma.LZMAError, EOFError):
        return b""


def _unmarked(body: bytes, most: int) -> bytes:
    """Brotli and bare deflate bear no mark: taken where a page or a list comes out."""
    for unpack in (_brotli, _bare_deflate):
        inner = unpack(body, most)
        if inner.lstrip().startswith(_BEGINS) or len(inner) > most:
            return inner
    return b""


def _brotli(body: bytes, most: int) -> bytes:
    engine, held, given = brotli.Decompressor(), bytearray(), body
    try:
        while len(held) <= most:
            step = engine.process(given, output_buffer_limit=_STEP)
            if not step:
                break
            held += step
            given = b""
    except brotli.error:
        return b""
    return bytes(held)


def _bare_deflate(body: bytes, most: int) -> bytes:
    return _inflated(body, most, wbits=-15)


def _is_binary(start: bytes) -> bool:
    """Whether no text begins so: no UTF-8, no two-byte letters, or control marks in it."""
    wide = b"\0\0" in (start[:4:2], start[1:4:2])
    if wide or start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return False
    if any(mark < 9 or 13 < mark < 27 for mark in start):
        return True
    try:
        start.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start < len(start) - 3
    return False


def too_large(most: int, place: str) -> Skip:
    """The word for what is longer than anyone writes."""
    where = f"{place}: " if place else ""
    return Skip(
        vi=f"{where}lớn hơn {most // 1_000_000} MB, không đọc",
        en=f"{where}larger than {most // 1_000_000} MB, not read",
        reason="too_large",
    )
