"""The bundled sources are whole and true to their papers' addresses; a bad file harms only itself."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from importlib.resources import files
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.registry import Registry, load_sources, read_source, write_source
from crawler.sections import article_links
from doichieu.errors import Quarantine
from doichieu.records import Source, SourceKind

#: The 34 units of 1 July 2025 (Resolution 202/2025/QH15), by their short names.
PROVINCES = frozenset(
    [
        "An Giang",
        "Bắc Ninh",
        "Cà Mau",
        "Cao Bằng",
        "Cần Thơ",
        "Đà Nẵng",
        "Đắk Lắk",
        "Điện Biên",
        "Đồng Nai",
        "Đồng Tháp",
        "Gia Lai",
        "Hà Nội",
        "Hà Tĩnh",
        "Hải Phòng",
        "Hồ Chí Minh",
        "Huế",
        "Hưng Yên",
        "Khánh Hòa",
        "Lai Châu",
        "Lạng Sơn",
        "Lào Cai",
        "Lâm Đồng",
        "Nghệ An",
        "Ninh Bình",
        "Phú Thọ",
        "Quảng Ngãi",
        "Quảng Ninh",
        "Quảng Trị",
        "Sơn La",
        "Tây Ninh",
        "Thái Nguyên",
        "Thanh Hóa",
        "Tuyên Quang",
        "Vĩnh Long",
    ]
)
BODY = 'id = "bao-la"\nname = "Báo Lạ"\nkind = "news"\nhome_url = "https://bao-la.example"\n'


@pytest.fixture(scope="module")
def bundled() -> Registry:
    return load_sources()


def host(address: str) -> str:
    return (urlsplit(address).hostname or "").removeprefix("www.")


def test_every_bundled_file_is_a_source_named_as_its_file(bundled: Registry) -> None:
    assert bundled.problems == ()
    assert len(bundled.sources) == 146
    folder = Path(str(files("crawler"))) / "registry"
    assert {path.stem for path in folder.glob("*.toml")} == set(bundled.sources)


def test_every_province_has_its_paper_and_its_portal(bundled: Registry) -> None:
    for category in ("provincial newspaper", "provincial portal"):
        held = [one.province for one in bundled.sources.values() if one.category == category]
        assert set(held) == PROVINCES
    papers = [one for one in bundled.sources.values() if one.category == "provincial newspaper"]
    assert len(papers) == 63


def test_nothing_is_crawled_or_called_proved_before_a_person_turns_it_on(bundled: Registry) -> None:
    for source in bundled.sources.values():
        assert not source.enabled
        assert source.verified is None
        assert not source.local
        assert source.note.startswith(("feed ", "no feed known"))


def test_every_bundled_source_has_a_list_to_read_and_one_site_of_its_own(bundled: Registry) -> None:
    homes = [host(one.home_url) for one in bundled.sources.values()]
    assert len(set(homes)) == len(homes)
    for source in bundled.sources.values():
        assert source.feeds or source.sitemaps or source.sections, source.id
        for former in source.former_hosts:
            assert re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)+", former), source.id
            assert former not in homes, f"{former} of {source.id} is a source of its own"


def test_papers_without_a_known_feed_are_read_by_their_sections(bundled: Registry) -> None:
    for home in (
        "baodienbienphu.vn",
        "baobacninhtv.vn",
        "baoquangtri.vn",
        "huengaynay.vn",
        "baocamau.vn",
    ):
        source = next(one for one in bundled.sources.values() if host(one.home_url) == home)
        assert not source.feeds
        assert source.sections


def test_press_that_retells_policy_is_never_held_as_official_text(bundled: Registry) -> None:
    assert bundled.sources["xaydungchinhsach-chinhphu-vn"].kind is SourceKind.NEWS
    assert bundled.sources["baochinhphu-vn"].kind is SourceKind.NEWS
    assert bundled.sources["congbao-chinhphu-vn"].kind is SourceKind.OFFICIAL
    assert bundled.sources["vbpl-vn"].kind is SourceKind.OFFICIAL


@pytest.mark.parametrize(
    ("source_id", "article", "other"),
    [
        ("hanoimoi-vn", "/tang-luong-co-so-812345.html", "/tang-luong-event512.html"),
        ("baonghean-vn", "/tang-luong-co-so-post281234.html", "/kinh-te"),
        ("baohagiang-vn", "/xa-hoi/202112/ho-tro-nguoi-ngheo-785426", "/xa-hoi/"),
        ("baotuyenquang-com-vn", "/kinh-te/202507/gia-dien-moi-1a2b3c4/", "/kinh-te/"),
        ("baoquangngai-vn", "/gia-dien-moi-tu-thang-7-51234.htm", "/kinh-te"),
        ("baohoabinh-com-vn", "/12/172527/Tang-luong,-co-so.htm", "/11/page/105/CHINH-TRI.htm"),
        ("baosonla-vn", "/kinh-te/gia-dien-moi-Ab3dE6gH9.html", "/thoi-su-chinh-tri.html"),
        ("baocamau-vn", "/gia-dien-moi-a41234.html", "/kinh-te/"),
        ("baobacninhtv-vn", "/gia-dien-moi-postid412345.bbg", "/kinh-te"),
        ("baochinhphu-vn", "/gia-dien-moi-102260914184713458.htm", "/kinh-te.htm"),
        ("vietnamplus-vn", "/gia-dien-moi-post1012345.vnp", "/kinhte/"),
    ],
)
def test_an_article_is_told_from_a_menu_by_the_papers_own_shape(
    bundled: Registry, source_id: str, article: str, other: str
) -> None:
    source = by_host(bundled, source_id)
    page = (
        f'<a href="{other}">Chuyên mục của báo</a><a href="{article}">Giá điện mới từ tháng 7</a>'
    )
    links = article_links(page.encode(), url=source.home_url, pattern=source.article_pattern)
    assert [urlsplit(link.url).path for link in links] == [article]


def by_host(registry: Registry, source_id: str) -> Source:
    """A source by its host with hyphens, whether or not its id keeps the www."""
    return next(
        one
        for one in registry.sources.values()
        if host(one.home_url).replace(".", "-") == source_id
    )


def test_a_folder_of_ones_own_comes_before_the_bundled_source(
    bundled: Registry, tmp_path: Path
) -> None:
    theirs = bundled.sources["hanoimoi-vn"]
    write_source(replace(theirs, name="Hà Nội mới", enabled=True), folder=tmp_path)
    registry = load_sources(tmp_path)
    assert registry.sources["hanoimoi-vn"] == replace(theirs, name="Hà Nội mới", enabled=True)
    assert len(registry.sources) == len(bundled.sources)


def test_a_missing_folder_adds_nothing(bundled: Registry, tmp_path: Path) -> None:
    assert load_sources(tmp_path / "none") == bundled


@pytest.mark.parametrize(
    ("text", "named", "remedy"),
    [
        (BODY + 'feed = ["https://a.example/rss"]', '"feed"', '"feeds"'),
        (BODY.replace('kind = "news"\n', ""), '"kind"', "missing"),
        (BODY.replace('"news"', '"nws"'), '"kind"', "news or official"),
        (BODY + 'feeds = "https://a.example/rss"', '"feeds"', "list"),
        (BODY + 'feeds = ["/rss"]', '"feeds"', "/rss"),
        (BODY + 'article_pattern = "-("', '"article_pattern"', "regular expression"),
        (BODY + "interval_minutes = 0", '"interval_minutes"', "1 or more"),
        (BODY.replace("bao-la", "../bao-la", 1), '"id"', "hyphens"),
        (BODY.replace("https://", ""), '"home_url"', "http(s)"),
        (BODY + "feeds = [", "TOML", "mend"),
    ],
)
def test_a_bad_file_names_itself_its_key_and_the_remedy_and_the_rest_loads(
    text: str, named: str, remedy: str, tmp_path: Path, bundled: Registry
) -> None:
    (tmp_path / "a-bad.toml").write_text(text, encoding="utf-8")
    (tmp_path / "b-good.toml").write_text(BODY.replace("bao-la", "bao-quen"), encoding="utf-8")
    registry = load_sources(tmp_path)
    (problem,) = registry.problems
    assert problem.place.endswith("a-bad.toml")
    assert isinstance(problem.error, Quarantine)
    assert problem.error.reason == "bad_source"
    for message in (problem.error.vi, problem.error.en):
        assert "a-bad.toml" in message
        assert "\n" not in message
    assert named in problem.error.en
    assert named.strip('"') in problem.error.vi
    assert remedy in problem.error.en
    assert set(registry.sources) == {*bundled.sources, "bao-quen"}


def test_bytes_that_are_no_utf8_are_one_problem(tmp_path: Path) -> None:
    (tmp_path / "cu.toml").write_bytes(BODY.encode("utf-16"))
    assert len(load_sources(tmp_path).problems) == 1


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "bao-la.toml"
    path.write_text(BODY, encoding="utf-8-sig")
    assert read_source(path).name == "Báo Lạ"


def test_one_id_in_two_files_is_told_and_the_first_stands(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(BODY, encoding="utf-8")
    (tmp_path / "b.toml").write_text(BODY.replace("Báo Lạ", "Báo Khác"), encoding="utf-8")
    registry = load_sources(tmp_path)
    assert registry.sources["bao-la"].name == "Báo Lạ"
    (problem,) = registry.problems
    assert problem.place.endswith("b.toml")
    assert "a.toml" in problem.error.en


def test_an_id_that_leaves_its_folder_is_never_written(tmp_path: Path) -> None:
    folder = tmp_path / "sources"
    stray = Source(id="../la", name="Lạ", kind=SourceKind.NEWS, home_url="https://la.example")
    with pytest.raises(Quarantine):
        write_source(stray, folder=folder)
    assert not list(tmp_path.rglob("*.toml"))


WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
ADDRESSES = st.lists(st.sampled_from(["https://a.example/rss", "http://b.example:8080/x?y=1"])).map(
    tuple
)
SOURCES = st.builds(
    Source,
    id=st.from_regex(r"[a-z0-9]{1,8}(-[a-z0-9]{1,8}){0,3}", fullmatch=True),
    name=WORDS.filter(str.strip),
    kind=st.sampled_from(SourceKind),
    home_url=st.just("https://a.example/"),
    category=WORDS,
    province=st.none() | st.sampled_from(sorted(PROVINCES)),
    feeds=ADDRESSES,
    sitemaps=ADDRESSES,
    sections=ADDRESSES,
    article_pattern=st.none() | st.sampled_from([r"-\d{4,}\.html$", r'"[^"\\]+"', "-a\\d+\t"]),
    language=WORDS,
    encoding=st.none() | WORDS,
    prefixes=st.lists(WORDS).map(tuple),
    interval_minutes=st.integers(1, 10_000),
    enabled=st.booleans(),
    verified=st.none() | st.dates(min_value=date(2000, 1, 1)),
    local=st.booleans(),
    former_hosts=st.lists(WORDS).map(tuple),
    cms_family=WORDS,
    min_text_length=st.integers(0, 10_000),
    note=WORDS,
)


@given(source=SOURCES)
def test_what_is_written_is_read_back_the_same(
    source: Source, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("sources")
    path = write_source(source, folder=folder)
    assert read_source(path) == source
    assert [one.name for one in folder.iterdir()] == [f"{source.id}.toml"]
