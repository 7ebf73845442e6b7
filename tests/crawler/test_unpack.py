"""Packed pages and lists: read whatever packed them, bounded whatever they unpack to."""

from __future__ import annotations

import bz2
import gzip
import lzma
import zlib
from collections.abc import Callable
from contextlib import suppress

import brotli
import pytest
from backports import zstd
from hypothesis import given
from hypothesis import strategies as st

from crawler.unpack import unpacked
from doichieu.errors import Skip

MOST = 2_000_000
PAGE = "<html><p>Tỉnh Lam Giang nâng mức hỗ trợ học phí.</p></html>".encode() * 50


def bare_deflate(body: bytes) -> bytes:
    engine = zlib.compressobj(wbits=-15)
    return engine.compress(body) + engine.flush()


PACKINGS: list[Callable[[bytes], bytes]] = [
    gzip.compress, zlib.compress, bare_deflate, brotli.compress, zstd.compress, bz2.compress, lzma.compress,
]  # fmt: skip


@pytest.mark.parametrize("pack", PACKINGS)
def test_every_packing_gives_back_what_was_packed(pack: Callable[[bytes], bytes]) -> None:
    assert unpacked(pack(PAGE), most=MOST) == PAGE


@pytest.mark.parametrize("pack", PACKINGS)
def test_a_bomb_of_every_packing_is_refused(pack: Callable[[bytes], bytes]) -> None:
    with pytest.raises(Skip) as told:
        unpacked(pack(b"<p>" + b" " * (MOST + 10)), most=MOST)
    assert told.value.reason == "too_large"


def test_packing_within_packing_is_read_and_a_bomb_within_a_bomb_refused() -> None:
    assert unpacked(gzip.compress(zlib.compress(gzip.compress(PAGE))), most=MOST) == PAGE
    inner = b"<p>" + b" " * (MOST + 10)
    with pytest.raises(Skip):
        unpacked(gzip.compress(brotli.compress(inner)), most=MOST)


def test_several_files_one_behind_the_other_are_one() -> None:
    assert unpacked(gzip.compress(b"<a>") + gzip.compress(b"</a>"), most=MOST) == b"<a></a>"


def test_a_torn_file_gives_what_it_has() -> None:
    # Text that does not repeat: of one that does, half the file says nothing.
    page = b"<p>" + b" ".join(str(n * n * 7919).encode() for n in range(20_000))
    torn = gzip.compress(page)
    got = unpacked(torn[: len(torn) // 2], most=MOST)
    assert len(got) > 10_000
    assert page.startswith(got)


@pytest.mark.parametrize(
    "plain", [PAGE, b"", b"x", "chữ".encode("utf-16"), "<a>".encode("utf-16-le"), b"xin ch\xe0o"]
)
def test_what_is_not_packed_stays_as_it_is(plain: bytes) -> None:
    assert unpacked(plain, most=MOST) == plain


@given(
    st.binary(max_size=300),
    st.sampled_from([b"", b"\x1f\x8b\x08", b"\x28\xb5\x2f\xfd", b"BZh9", b"x\x9c"]),
)
def test_any_bytes_are_unpacked_or_told(body: bytes, mark: bytes) -> None:
    with suppress(Skip):
        unpacked(mark + body, most=10_000)
