"""One spelling for an address, whatever a newsroom or a reader's phone hangs on it."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from crawler.canonical import canonical_url, moved_hosts
from doichieu.records import Source, SourceKind


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        ("https://b.vn/tin.htm?zarsrc=30&gclid=2&trang=2", "https://b.vn/tin.htm?trang=2"),
        ("http://B.VN:80/tin.htm", "https://b.vn/tin.htm"),
        ("http://b.vn:8080/tin.htm", "http://b.vn:8080/tin.htm"),
        ("https://b.vn", "https://b.vn/"),
        ("https://www.b.vn./tin.htm#binh-luan", "https://b.vn/tin.htm"),
        ("https://b.vn/muc/index.php?id=7", "https://b.vn/muc/?id=7"),
        ("https://b.vn/muc/default.aspx", "https://b.vn/muc/"),
        ("https://b.vn/tin-1.htm/amp", "https://b.vn/tin-1.htm"),
        ("https://b.vn/tin-1.amp.html", "https://b.vn/tin-1.html"),
        ("https://b.vn/tin-1.amp", "https://b.vn/tin-1"),
        ("https://b.vn/tin-1.html?amp=1", "https://b.vn/tin-1.html"),
        ("https://b.vn/tin-1.html?amp", "https://b.vn/tin-1.html"),
        ("https://amp.b.vn/tin-1.html", "https://b.vn/tin-1.html"),
        ("https://b.vn/print/tin-1.htm", "https://b.vn/tin-1.htm"),
        ("https://b.vn/in-bai/tin-1.htm", "https://b.vn/tin-1.htm"),
        ("https://b.vn/tin-1.htm?print=1", "https://b.vn/tin-1.htm"),
        ("https://b.vn/tin-1.htm?tmpl=component&print=1", "https://b.vn/tin-1.htm"),
        ("https://b.vn/ampe-ke-tang-gia-1.htm", "https://b.vn/ampe-ke-tang-gia-1.htm"),
        ("https://b.vn/mua-ban-in-bai-1.htm", "https://b.vn/mua-ban-in-bai-1.htm"),
        ("https://b.vn//muc/./a/../tin%2d1.htm", "https://b.vn/muc/tin-1.htm"),
        ("https://b.vn/tin-%c4%91i-1.htm", "https://b.vn/tin-%C4%91i-1.htm"),
        ("https://b.vn/tin-đi-1.htm", "https://b.vn/tin-%C4%91i-1.htm"),
        ("https://báo.vn/a", "https://xn--bo-mia.vn/a"),
        ("https://b.vn/x?b=2&a=1", "https://b.vn/x?a=1&b=2"),
        ("https://b.vn/x;jsessionid=1F?ItemID=12", "https://b.vn/x?ItemID=12"),
        ("https://cong.gov.vn/x.aspx?ItemID=12", "https://cong.gov.vn/x.aspx?ItemID=12"),
        ("https://cong.gov.vn/xem?6911", "https://cong.gov.vn/xem?6911"),
        ("https://b.vn/xem?source=rss", "https://b.vn/xem"),
        ("https://b.vn/xem?source=48121", "https://b.vn/xem?source=48121"),
        ("https://nguoi:mat-khau@b.vn/tin-1.htm", "https://b.vn/tin-1.htm"),
        ("https://m.gov.vn/a", "https://m.gov.vn/a"),
        ("mailto:toa-soan@b.vn", "mailto:toa-soan@b.vn"),
        ("http://[", "http://["),
    ],
)
def test_twins_of_an_address_are_stored_as_one(written: str, stored: str) -> None:
    assert canonical_url(written) == stored


@pytest.mark.parametrize(
    ("declared", "stored"),
    [
        ("/tin-1.htm", "https://bao.com.vn/tin-1.htm"),
        ("https://www.bao.com.vn/tin-1.htm", "https://bao.com.vn/tin-1.htm"),
        ("https://khac.com.vn/tin-1.htm", "https://bao.com.vn/x.htm"),
        ("https://bao.com.vn/", "https://bao.com.vn/x.htm"),
        ("javascript:void(0)", "https://bao.com.vn/x.htm"),
        ("http://[", "https://bao.com.vn/x.htm"),
        ("", "https://bao.com.vn/x.htm"),
    ],
)
def test_a_declared_address_must_be_a_page_of_the_same_site(declared: str, stored: str) -> None:
    assert canonical_url("https://m.bao.com.vn/x.htm", declared=declared) == stored


@pytest.mark.parametrize(
    "declared", ["/kinh-te.htm", "/kinh-te/", "/chu-de/luong-12", "/index.html"]
)
def test_an_article_that_declares_its_section_or_front_page_is_stored_under_its_own(
    declared: str,
) -> None:
    own = "https://bao.vn/tang-luong-co-so-tu-thang-bay-123456.html"
    assert canonical_url(f"{own}?utm_source=x", declared=declared) == own


def test_servers_by_number_are_told_apart_by_their_ports() -> None:
    assert (
        canonical_url("http://127.0.0.1:8001/a", declared="http://127.0.0.1:8002/b")
        == "http://127.0.0.1:8001/a"
    )
    assert (
        canonical_url("http://127.0.0.1/a", declared="http://10.0.0.1/b") == "https://127.0.0.1/a"
    )


def _paper(home: str, *former: str) -> Source:
    return Source(
        id="bao", name="Báo", kind=SourceKind.NEWS, home_url=home, former_hosts=tuple(former)
    )


MERGED = moved_hosts(
    [_paper("https://www.baomoi-lam.vn", "baocu-lam.com.vn"), _paper("https://a.vn", "b.vn"), _paper("https://b.vn", "a.vn")]
)  # fmt: skip


def test_a_paper_that_moved_keeps_its_articles() -> None:
    today = "https://baomoi-lam.vn/tang-luong-co-so-tu-thang-bay-123456.html"
    was = today.replace("baomoi-lam.vn", "www.baocu-lam.com.vn")
    assert canonical_url(was, moved=MERGED) == today
    assert canonical_url(was, declared=today, moved=MERGED) == today
    assert canonical_url(was, declared=today) == was.replace("www.", "")


def test_numbers_without_words_may_mean_another_article_on_the_new_host() -> None:
    was = "https://baocu-lam.com.vn/xem.aspx?ItemID=12"
    assert canonical_url(was, moved=MERGED) == was


def test_two_papers_that_name_each_other_as_former_go_round_no_circle() -> None:
    one = canonical_url("https://a.vn/tang-luong-co-so-thang-bay-1.htm", moved=MERGED)
    assert canonical_url(one, moved=MERGED) == one


# Shapes of the papers of the registry: {w} words, {n} a number, {h} a key of seven hex digits.
SHAPES = (
    "/{w}-{n}.html", "/xa-hoi/{w}-{n}.htm", "/12/{n}/{w}.htm", "/xa-hoi/202511/{w}-{h}/", "/{w}-a{n}.html",
    "/{w}-post{n}.html", "/{w}-postid{n}.bbg", "/{w}-post{n}.vnp", "/tin-tuc/5/{n}/{w}", "/tin-bai/kinh-te/{w}-{n}",
    "/Trang/ChiTietTinTuc.aspx?nid={n}", "/qt/tintuc/Pages/{w}.aspx?ItemID={n}", "/van-ban/chi-tiet/{w}--{n}",
    "/tin-tuc/{w}---id{n}", "/web/guest/xem/Content/{w}?{n}", "/?pageid=27160&docid={n}", "/{w}-{n}.chn",
)  # fmt: skip
HOSTS = ("baolamgiang.vn", "baovansa.com.vn", "tinh.hathach.gov.vn")
WORDS = st.lists(
    st.sampled_from(["luong", "co", "so", "amp", "print", "in", "bai", "tu", "ngay", "index", "www"]),
    min_size=4, max_size=7,
).map("-".join)  # fmt: skip
ARTICLES = st.builds(
    lambda host, shape, words, number: (host, shape.format(w=words, n=number, h=f"{number:07x}")),
    st.sampled_from(HOSTS),
    st.sampled_from(SHAPES),
    WORDS,
    st.integers(min_value=100_000, max_value=9_999_999),
)
HUNG_ON = st.lists(
    st.sampled_from(["utm_source=zalo", "utm_medium=x&utm_campaign=y", "fbclid=IwAR0_x-9", "gclid=1234567", "zarsrc=30", "zalo_x=12345", "amp=1", "print=1", "ref=home", "m=1", "gidzl=Aa1"]),
    max_size=3,
)  # fmt: skip


@st.composite
def _twin(draw: st.DrawFn, article: tuple[str, str]) -> str:
    """The same article as phones, feeds, printers and other papers write it."""
    host, path = article
    path, _, query = path.partition("?")
    front = draw(st.sampled_from(["", "www.", "m.", "amp.", "WWW."]))
    scheme, port = draw(st.sampled_from([("http", ""), ("https", ""), ("http", ":80"), ("https", ":443"), ("HTTP", "")]))  # fmt: skip
    path = draw(st.sampled_from([path, f"/amp{path}", f"/print{path}", f"/in-bai{path}", f"/{path}", f"/x/..{path}", path.replace("-", "%2D", 1), path.replace("-", "%2d", 2)]))  # fmt: skip
    parts = ([query] if query else []) + draw(HUNG_ON)
    query = "&".join(draw(st.permutations(parts)))
    mark = draw(st.sampled_from(["", "#", "#binh-luan", "#?utm_x=1"]))
    return f"{scheme}://{front}{host}{port}{path}{'?' if query else ''}{query}{mark}"


@given(st.data(), ARTICLES)
def test_every_twin_of_an_article_meets_it(data: st.DataObject, article: tuple[str, str]) -> None:
    plain = canonical_url(f"https://{article[0]}{article[1]}")
    assert canonical_url(data.draw(_twin(article))) == plain


@given(st.data(), ARTICLES, ARTICLES)
def test_different_articles_never_meet(
    data: st.DataObject, one: tuple[str, str], other: tuple[str, str]
) -> None:
    assume(one != other)
    first, second = data.draw(_twin(one)), data.draw(_twin(other))
    assert canonical_url(first) != canonical_url(second)


@given(
    st.builds(
        "{}://{}{}{}".format,
        st.sampled_from(["http", "https", "HTTPS", "ftp"]),
        st.sampled_from(["b.vn", "WWW.b.vn:443", "b.vn.:80", "[::1]:8000", "www.m.amp.b.vn", "m.com.vn", "báo.vn"]),
        st.text(alphabet="/ampprint.index.htmlđ%20-;", max_size=40).map(lambda path: "/" + path),
        st.text(alphabet="?&=autm_sxđ#%", max_size=20),
    )
)  # fmt: skip
def test_a_stored_address_stays_as_it_is(url: str) -> None:
    once = canonical_url(url)
    assert canonical_url(once) == once


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_text_comes_back_as_some_address(text: str, said: str) -> None:
    assert isinstance(canonical_url(text, declared=said), str)
