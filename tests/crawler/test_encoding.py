"""Bytes as pages of twenty-five years hold them → the letters that were meant."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.encoding import decode

TEXT = (
    "Quyết định hỗ trợ học phí, đường bộ, Đắk Lắk, ưu đãi; người lao động được hưởng “mức lương” cơ sở mới. "
    * 3
)


def tones_apart(text: str) -> bytes:
    """Vietnamese as windows-1258 holds it: tones behind their letters."""
    apart = []
    for letter in text:
        base, *marks = unicodedata.normalize("NFD", letter)
        tones = [mark for mark in marks if mark in "\u0300\u0301\u0303\u0309\u0323"]
        shape = "".join(mark for mark in marks if mark not in tones)
        apart.append(unicodedata.normalize("NFC", base + shape) + "".join(tones))
    return "".join(apart).encode("cp1258")


def as_western(body: bytes) -> str:
    """What a program that knows only windows-1252 makes of bytes."""
    letters = (bytes([byte]) for byte in body)
    return "".join(
        one.decode("cp1252", errors="replace").replace("\ufffd", chr(one[0])) for one in letters
    )


@pytest.mark.parametrize(
    "said", ["windows-1258", "iso-8859-1", "utf-8", "shift_jis", "utf-16", "no-such-charset"]
)
def test_windows_1258_is_read_whatever_the_page_calls_it(said: str) -> None:
    head = f'<meta charset="{said}">'
    assert decode(head.encode() + tones_apart(TEXT)) == head + TEXT


@pytest.mark.parametrize(
    "said", ["windows-1252", "gb2312", "utf-16", "windows-1258", "x-user-defined"]
)
def test_utf8_is_read_whatever_the_page_or_the_server_calls_it(said: str) -> None:
    page = f'<meta http-equiv="content-type" content="text/html; charset={said}">{TEXT}'
    assert decode(page.encode(), content_type=f"text/html; charset={said}") == page


@pytest.mark.parametrize(
    "name", ["utf-8-sig", "utf-16", "utf-32", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"]
)
def test_wide_letters_are_known_with_a_mark_and_without(name: str) -> None:
    assert decode(f"<html>{TEXT}".encode(name)) == f"<html>{TEXT}"


@pytest.mark.parametrize("read_as", ["cp1252", "latin-1"])
def test_text_encoded_twice_is_read_twice(read_as: str) -> None:
    once = TEXT.encode()
    wrong = as_western(once) if read_as == "cp1252" else once.decode("latin-1")
    assert decode(wrong.encode()) == TEXT


def test_a_quotation_of_broken_letters_stays_broken() -> None:
    page = f"{TEXT} Trang cũ hiện “Nghá»‹ Ä‘á»‹nh” thay vì chữ."
    assert decode(page.encode()) == page


@pytest.mark.parametrize(
    ("markup", "read"),
    [
        (
            "<meta charset=x-viet-tcvn5712>UBND tØnh n©ng møc hç trî häc phÝ, ng­êi lao ®éng ®­îc h­ëng l­¬ng c¬ së míi",
            "UBND tỉnh nâng mức hỗ trợ học phí, người lao động được hưởng lương cơ sở mới",
        ),
        (
            '<font face=".VnTime">§¹i biÓu QuËn NhÊt ®Õn dù, b·i bá quy ®Þnh cò</font>',
            "Đại biểu Quận Nhất đến dự, bãi bỏ quy định cũ",
        ),
        (
            '<font face="VNI-Times">UÛy ban tænh naâng möùc hoã trôï hoïc phí, ngöôøi lao ñoäng ñöôïc höôûng löông môùi</font>',
            "Ủy ban tỉnh nâng mức hỗ trợ học phí, người lao động được hưởng lương mới",
        ),
    ],
    ids=["TCVN3 declared", "TCVN3 by its font", "VNI by its font"],
)  # fmt: skip
@pytest.mark.parametrize("name", ["latin-1", "utf-8"])
def test_fonts_of_before_unicode_are_read_as_they_looked(markup: str, read: str, name: str) -> None:
    assert read in decode(markup.encode(name))


def test_western_pages_keep_their_letters() -> None:
    for page in (
        "Può, città, più, perciò, là, così. " * 20,
        "Það, maður, við, með, ráðherra. " * 20,
    ):
        head = "<meta charset=iso-8859-1>"
        assert decode((head + page).encode("latin-1")) == head + page


LETTERS = st.text(
    alphabet="aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạắằẳẵặấầẩẫậéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵĐÂĂÊÔƠƯ .,;:!?()0123456789-",
    min_size=1,
)


@given(
    LETTERS,
    st.sampled_from(["NFC", "NFD"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32"]),
)
def test_vietnamese_comes_back_as_it_was_written(text: str, form: str, name: str) -> None:
    written = unicodedata.normalize(form, text)  # type: ignore[arg-type]
    assert decode(written.encode(name)) == unicodedata.normalize("NFC", text)


@given(LETTERS)
def test_windows_1258_comes_back_where_it_is_declared(text: str) -> None:
    head = "<meta charset=windows-1258>Đường bộ "
    assert decode(tones_apart(head + text)) == head + text


@given(st.binary(max_size=300))
def test_any_bytes_are_some_text(body: bytes) -> None:
    assert isinstance(decode(body), str)
