"""One spelling for an address, whatever a newsroom hangs on it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.canonical import canonical_url


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        ("https://b.vn/tin.htm?zarsrc=30&gclid=2&trang=2", "https://b.vn/tin.htm?trang=2"),
        ("http://B.VN:80/tin.htm", "http://b.vn/tin.htm"),
        ("http://b.vn:8080/tin.htm", "http://b.vn:8080/tin.htm"),
        ("https://b.vn", "https://b.vn/"),
        ("https://b.vn/muc/index.php?id=7", "https://b.vn/muc/?id=7"),
        ("https://b.vn/tin-1.htm/amp", "https://b.vn/tin-1.htm"),
        ("https://b.vn/tin-1.amp.html", "https://b.vn/tin-1.html"),
        ("https://b.vn/tin-1.html?amp=1", "https://b.vn/tin-1.html"),
        ("https://b.vn/print/tin-1.htm", "https://b.vn/tin-1.htm"),
        ("https://b.vn/tin-1.htm?print=1", "https://b.vn/tin-1.htm"),
        ("https://b.vn/ampe-ke-tang-gia-1.htm", "https://b.vn/ampe-ke-tang-gia-1.htm"),
        ("https://cong.gov.vn/x.aspx?ItemID=12", "https://cong.gov.vn/x.aspx?ItemID=12"),
    ],
)
def test_twins_of_an_address_are_stored_as_one(written: str, stored: str) -> None:
    assert canonical_url(written) == stored


@pytest.mark.parametrize(
    ("declared", "stored"),
    [
        ("/tin-1.htm", "https://m.bao.com.vn/tin-1.htm"),
        ("https://www.bao.com.vn/tin-1.htm", "https://www.bao.com.vn/tin-1.htm"),
        ("https://khac.com.vn/tin-1.htm", "https://m.bao.com.vn/x.htm"),
        ("https://bao.com.vn/", "https://m.bao.com.vn/x.htm"),
        ("javascript:void(0)", "https://m.bao.com.vn/x.htm"),
        ("http://[", "https://m.bao.com.vn/x.htm"),
        ("", "https://m.bao.com.vn/x.htm"),
    ],
)
def test_a_declared_address_must_be_a_page_of_the_same_site(declared: str, stored: str) -> None:
    assert canonical_url("https://m.bao.com.vn/x.htm", declared=declared) == stored


def test_servers_by_number_are_told_apart_by_their_ports() -> None:
    assert (
        canonical_url("http://127.0.0.1:8001/a", declared="http://127.0.0.1:8002/b")
        == "http://127.0.0.1:8001/a"
    )


@given(
    st.builds(
        "{}://{}{}{}".format,
        st.sampled_from(["http", "https", "HTTPS"]),
        st.sampled_from(["b.vn", "WWW.b.vn:443", "b.vn.:80", "[::1]:8000"]),
        st.text(alphabet="/ampprint.index.htmlđ%20-", max_size=40).map(lambda path: "/" + path),
        st.text(alphabet="?&=autm_sxđ#%", max_size=20),
    )
)
def test_a_stored_address_stays_as_it_is(url: str) -> None:
    once = canonical_url(url)
    assert canonical_url(once) == once


@given(st.text(max_size=60))
def test_any_text_comes_back_as_some_address(text: str) -> None:
    assert isinstance(canonical_url(text, declared=text), str)
