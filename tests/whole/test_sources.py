"""`doichieu sources` from a stranger's address to a proved source, over real HTTP, and from bad addresses to one line."""

from __future__ import annotations

import json
import re
import threading
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from typer.testing import CliRunner

from crawler.registry import load_sources, read_source, stamp_file
from doichieu.cli import build
from doichieu.errors import DoichieuError, Quarantine, Retry, Skip, WrongUse
from doichieu.jobs.crawl import Taken, Wanted, crawl_now
from doichieu.jobs.source_adding import add_source
from doichieu.jobs.source_exchange import export_sources, import_sources
from doichieu.jobs.sources import check_sources, list_sources, show_source
from doichieu.settings import Settings
from samples.world import World

FEED = '<rss version="2.0"><channel><title>B</title>{}</channel></rss>'
ITEM = "<item><title>Tin {0}</title><link>/tang-luong-co-so-tu-thang-bay-{0}.html</link></item>"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path / "data", crawl_delay=0)


@contextmanager
def _site(pages: dict[str, tuple[str, str]]) -> Iterator[str]:
    """A site of these paths, each with its type and body; everything else is not found."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            kind, body = pages.get(self.path, ("", ""))
            self.send_response(200 if kind else 404)
            self.send_header("Content-Type", kind or "text/plain")
            data = body.encode()
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, format: str, *args: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=partial(server.serve_forever, 0.05), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


def _add(url: str, settings: Settings, **said: str) -> tuple[str, list[str]]:
    added = add_source(
        url, name=said.get("name", ""), province=said.get("province"), settings=settings, allow_private=True
    )  # fmt: skip
    return added.source.id, [note.en for note in added.notes]


@pytest.mark.parametrize(
    ("outlet", "key", "ending"),
    [
        ("bao-lam-giang", "feeds", "/rss/home.rss"),
        ("song-trang-online", "feeds", "/atom.xml"),
        ("bao-thach-ban", "sitemaps", "/sitemap-news.xml"),
        ("van-sa-ngay-nay", "sections", "/chuyen-muc/thoi-su"),
        ("bao-ha-lam", "feeds", "/rss/home.rss"),
        ("dong-phu-sa", "sections", "/chuyen-muc/thoi-su"),
        ("thoi-bao-an-lac", "feeds", "/rss/home.rss"),
    ],
)
def test_each_outlet_of_the_sample_world_is_found_proved_and_shown(
    world: World, settings: Settings, outlet: str, key: str, ending: str
) -> None:
    known = next(one for one in world.sources() if one.id == outlet)
    added = add_source(
        known.home_url, name="", province=known.province, settings=settings, allow_private=True
    )
    source = read_source(added.path)
    assert source == added.source
    assert any(address.endswith(ending) for address in getattr(source, key))
    assert (source.name, source.province, source.local) == (known.name, known.province, True)
    assert source.verified is None
    # The learned shape takes what the hand-written one takes.
    paths = _article_paths(source.id, settings)
    assert len(paths) >= 3
    assert known.article_pattern is not None
    for path in paths:
        assert re.search(known.article_pattern, path)
        assert source.article_pattern is None or re.search(source.article_pattern, path)
    draft = json.loads((settings.sources_dir / f"{source.id}.expected.json").read_text())
    assert (settings.sources_dir / draft["file"]).read_bytes()
    assert draft["title"]
    assert len(draft["text"]) > 200
    result = next(iter(check_sources([source.id], settings=settings)))
    assert result["ok"], result
    today = datetime.now(UTC).date()
    assert read_source(added.path).verified == today
    shown = show_source(source.id, settings=settings)
    assert shown["verified"] == today.isoformat()
    assert shown[key] == list(getattr(source, key))
    assert (shown["file"], shown["saved_page"]) == (str(added.path), str(added.page))
    assert {"template", "health", "interval_minutes"} <= set(shown)


def _article_paths(source_id: str, settings: Settings) -> list[str]:
    wanted = Wanted(places=(source_id,), limit=4, dry_run=True, allow_private=True)
    found = [one for one in crawl_now(wanted, settings=settings) if isinstance(one, Taken)]
    return ["/" + one.url.split("/", 3)[3] for one in found]


def test_a_source_that_ran_shows_its_last_runs(world: World, settings: Settings) -> None:
    home = next(one.home_url for one in world.sources() if one.id == "bao-lam-giang")
    source_id, _ = _add(home, settings)
    list(crawl_now(Wanted(places=(source_id,), limit=2, allow_private=True), settings=settings))
    shown = show_source(source_id, settings=settings)
    assert [run["articles"] for run in shown["runs"]] == [2]
    assert shown["last_run_at"]


def test_robots_names_the_sitemap_and_forbids_a_feed(settings: Settings) -> None:
    entry = "<url><loc>{0}tang-luong-co-so-tu-thang-bay-{1}.html</loc><news:news><news:publication_date>2026-11-20</news:publication_date></news:news></url>"
    pages: dict[str, tuple[str, str]] = {}
    with _site(pages) as home:
        urls = "".join(entry.format(home, 10000 + at) for at in range(6))
        pages |= {
            "/": ("text/html", '<html lang="vi"><title>Báo Bến Lau</title><link rel="alternate" type="application/rss+xml" href="/kin.rss"></html>'),
            "/robots.txt": ("text/plain", f"User-agent: *\nDisallow: /kin.rss\nSitemap: {home}muc-luc.xml\n"),
            "/kin.rss": ("application/rss+xml", FEED.format(ITEM.format(1))),
            "/muc-luc.xml": ("text/xml", f"<sitemapindex xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'><sitemap><loc>{home}cu.xml</loc></sitemap><sitemap><loc>{home}news-1.xml</loc></sitemap></sitemapindex>"),
            "/news-1.xml": ("text/xml", f"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9' xmlns:news='http://www.google.com/schemas/sitemap-news/0.9'>{urls}</urlset>"),
        }  # fmt: skip
        source_id, notes = _add(home, settings)
        source = load_sources(settings.sources_dir).sources[source_id]
        assert source.sitemaps == (f"{home}news-1.xml",)
        assert source.feeds == ()
        assert source.article_pattern == r"-\d{4,}\.html$"
        assert f"{home}kin.rss: robots.txt forbids it" in notes


def test_a_page_of_feeds_leads_to_them_and_repeats_are_left_out(settings: Settings) -> None:
    one = FEED.format("".join(map(ITEM.format, range(10001, 10007))))
    two = FEED.format("".join(map(ITEM.format, range(10011, 10017))))
    pages = {
        "/": ("text/html", '<html><title>Trang chủ - Báo</title><a href="/rss.html">RSS</a></html>'),
        "/rss.html": ("text/html", '<html><a href="/rss/a.rss">A</a><a href="/rss/b.rss">B</a><a href="/rss/c.rss">C</a><a href="/rss/d.rss">D</a></html>'),
        "/rss/a.rss": ("text/xml", one), "/rss/b.rss": ("text/xml", two), "/rss/c.rss": ("text/xml", one),
        "/rss/d.rss": ("text/xml", FEED.format("")),
    }  # fmt: skip
    with _site(pages) as home:
        source_id, notes = _add(home, settings)
        source = load_sources(settings.sources_dir).sources[source_id]
        assert source.feeds == (f"{home}rss/a.rss", f"{home}rss/b.rss")
        assert f"{home}rss/c.rss: rss, repeats another list, left out" in notes
        assert f"{home}rss/d.rss: rss, no items, left out" in notes
        assert "no article could be read and saved" in notes
        assert source.name == "Báo"


def test_a_feed_given_in_place_of_a_front_page_is_taken(settings: Settings) -> None:
    pages = {"/tin.rss": ("text/xml", FEED.format("".join(map(ITEM.format, range(10001, 10009)))))}
    with _site(pages) as home:
        source_id, _ = _add(f"{home}tin.rss", settings, name="Báo Cồn Bạc")
        source = load_sources(settings.sources_dir).sources[source_id]
        assert (source.feeds, source.home_url, source.name) == ((f"{home}tin.rss",), home, "Báo Cồn Bạc")  # fmt: skip


def test_adding_again_keeps_what_a_person_wrote(settings: Settings) -> None:
    pages = {
        "/": ("text/html", '<html><title>B</title><link rel="alternate" type="application/rss+xml" href="/a.rss"></html>'),
        "/a.rss": ("text/xml", FEED.format("".join(map(ITEM.format, range(10001, 10009))))),
    }  # fmt: skip
    with _site(pages) as home:
        source_id, _ = _add(home, settings)
        path = settings.sources_dir / f"{source_id}.toml"
        path.write_text(path.read_text() + 'prefixes = ["(BCB) - "]\ninterval_minutes = 7\n')
        assert _add(home, settings)[0] == source_id
        held = read_source(path)
        assert (held.prefixes, held.interval_minutes) == (("(BCB) - ",), 7)


@pytest.mark.parametrize(
    ("kind", "body", "reason"),
    [
        ("text/html", "<html><title>Trang trống</title><p>xin chào</p></html>", "nothing_found"),
        ("application/pdf", "%PDF-1.4 rác", "not_html"),
        ("image/png", "\x89PNG", "not_html"),
        ("text/plain", "chữ thường", "not_html"),
        ("application/rss+xml", FEED.format(""), "nothing_found"),
        ("application/json", '{"version": 1}', "not_html"),
        ("", "", "http_404"),
    ],
)
def test_an_address_that_gives_nothing_is_told_and_writes_nothing(
    settings: Settings, kind: str, body: str, reason: str
) -> None:
    with _site({"/": (kind, body)} if kind else {}) as home, pytest.raises(DoichieuError) as told:
        add_source(home, name="", province=None, settings=settings, allow_private=True)
    assert told.value.reason == reason
    assert home in told.value.vi
    assert not settings.sources_dir.exists()


def test_an_unreachable_private_or_impossible_address_is_told(
    settings: Settings, world: World
) -> None:
    down = next(one.home_url for one in world.sources() if one.id == "bao-doi-song-moi")
    for url, kinds in ((down, Retry), ("ftp://b.vn/", Skip), ("http://", Skip), ("khong", Skip)):
        with pytest.raises(kinds):
            add_source(url, name="", province=None, settings=settings, allow_private=True)
    with pytest.raises(Skip) as told:
        add_source(world.sources()[0].home_url, name="", province=None, settings=settings)
    assert told.value.reason == "private_address"


def test_a_check_that_fails_stamps_nothing_and_says_why(settings: Settings) -> None:
    pages = {
        "/": ("text/html", '<html><title>B</title><link rel="alternate" type="application/rss+xml" href="/a.rss"></html>'),
        "/a.rss": ("text/xml", FEED.format("".join(map(ITEM.format, range(10001, 10009))))),
    }  # fmt: skip
    with _site(pages) as home:
        source_id, _ = _add(home, settings)
        pages["/a.rss"] = ("text/xml", FEED.format(""))
        result = next(iter(check_sources([source_id], settings=settings)))
    assert not result["ok"]
    assert any("a.rss" in problem for problem in result["problems"])
    row = next(one for one in list_sources(settings=settings).rows if one["id"] == source_id)
    assert row["verified"] is None
    assert "a.rss" in row["problem"]


def test_the_stamp_leaves_a_persons_own_lines(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_text('# của tôi\nid = "a"\nverified = 2020-01-01\n# cuối\n', encoding="utf-8")
    assert stamp_file(path, datetime(2026, 11, 25, tzinfo=UTC).date())
    assert path.read_text() == '# của tôi\nid = "a"\nverified = 2026-11-25\n# cuối\n'
    assert not stamp_file(tmp_path / "b.toml", datetime(2026, 11, 25, tzinfo=UTC).date())


@pytest.mark.parametrize("form", ["opml", "toml"])
def test_what_is_exported_comes_back_the_same(tmp_path: Path, form: str) -> None:
    here, there = (Settings(data_dir=tmp_path / name) for name in ("a", "b"))
    mine = here.sources_dir
    mine.mkdir(parents=True)
    (mine / "x.toml").write_text(
        'id = "bao-x"\nname = "Báo <X> & \\"Y\\""\nkind = "news"\nhome_url = "https://x.example/?a=1&b=2"\n'
        'feeds = ["https://x.example/a.rss", "https://x.example/b.rss"]\nsections = ["https://x.example/muc"]\n'
        'sitemaps = ["https://x.example/s.xml"]\nprefixes = ["(BX) - ", "BX – "]\nformer_hosts = ["cu.example"]\n'
        'article_pattern = "-\\\\d+\\\\.html$"\nprovince = "Hà Lam"\ninterval_minutes = 5\nlocal = true\nverified = 2026-11-01\nenabled = true\nnote = "a\\nb"\n',
        encoding="utf-8",
    )
    file = tmp_path / f"ra.{form}"
    file.write_bytes(export_sources([], form=form, settings=here))
    imported = import_sources(file, settings=there)
    assert not imported.problems
    before, after = load_sources(mine).sources, load_sources(there.sources_dir).sources
    assert len(imported.sources) == len(before) == len(after) > 100
    assert before == after


def _import(tmp_path: Path, body: str | bytes, settings: Settings, name: str = "a.opml"):
    file = tmp_path / name
    file.write_bytes(body if isinstance(body, bytes) else body.encode())
    return import_sources(file, settings=settings)


def test_another_programs_list_is_read_folders_and_repeats_told(
    tmp_path: Path, settings: Settings
) -> None:
    feed = '<outline text="{0}" type="rss" xmlUrl="{1}" htmlUrl="{2}"/>'
    deep = "<outline text='x'>" * 60 + feed.format("Sâu", "https://s.example/rss", "") + "</outline>" * 60  # fmt: skip
    body = (
        "<?xml version='1.0'?><opml version='1.0'><body><outline text='Báo tỉnh'>"
        + feed.format("Báo Một", "https://m.example/rss", "https://m.example/")
        + feed.format("Báo Một", "https://m.example/rss?2", "")
        + feed.format("Báo Một", "https://m.example/rss", "")
        + feed.format("Hỏng", "javascript:alert(1)", "")
        + feed.format("Hỏng", "http://[", "")
        + feed.format("Báo Hai", "https://h.example/rss", "javascript:1")
        + "<outline text='không nguồn'/></outline>" + deep + "</body></opml>"
    )  # fmt: skip
    imported = _import(tmp_path, body, settings)
    assert [(one.id, one.category) for one in imported.sources] == [
        ("m-example-bao-mot", "Báo tỉnh"), ("m-example-bao-mot-2", "Báo tỉnh"),
        ("h-example-bao-hai", "Báo tỉnh"), ("s-example-sau", "x"),
    ]  # fmt: skip
    assert imported.sources[2].home_url == "https://h.example/"
    assert len(imported.problems) == 3
    assert len(list(settings.sources_dir.glob("*.toml"))) == 4


BOMB = '<!DOCTYPE o [<!ENTITY a "{}"><!ENTITY b "&a;&a;&a;&a;&a;">]>'.format("x" * 50)


@pytest.mark.parametrize(
    "body",
    [
        "không phải xml",
        "<opml><body><outline",
        "<html><body/></html>",
        BOMB + "<opml><body><outline text='&b;' xmlUrl='https://a.example/'/></body></opml>",
        '<!DOCTYPE o [<!ENTITY x SYSTEM "file:///etc/passwd">]><opml><body><outline text="t" xmlUrl="https://a.example/">&x;</outline></body></opml>',
        "<?xml version='1.0' encoding='utf-16'?><!DOCTYPE o [<!ENTITY a 'b'>]><opml/>".encode("utf-16"),
        "<opml><body>" + "<outline text='a' xmlUrl='https://a{0}.example/'/>" * 3 + "</body></opml>" * 2,
    ],
    ids=["text", "cut", "html", "bomb", "xxe", "utf16", "twice"],
)  # fmt: skip
def test_a_hostile_or_broken_list_is_refused_in_one_line(
    tmp_path: Path, settings: Settings, body: str | bytes
) -> None:
    with pytest.raises(Quarantine) as told:
        _import(tmp_path, body, settings)
    assert "a.opml" in told.value.vi
    assert "\n" not in told.value.vi
    assert not settings.sources_dir.exists()


def test_fifty_thousand_outlines_are_refused_and_write_nothing(
    tmp_path: Path, settings: Settings
) -> None:
    many = "".join(f"<outline text='a' xmlUrl='https://a{at}.example/'/>" for at in range(50_000))
    with pytest.raises(Quarantine, match="2000"):
        _import(tmp_path, f"<opml><body>{many}</body></opml>", settings)
    assert not settings.sources_dir.exists()


def test_a_list_without_sources_and_a_file_that_is_not_there_are_told(
    tmp_path: Path, settings: Settings
) -> None:
    with pytest.raises(Skip):
        _import(tmp_path, "<opml><body><outline text='a'/></body></opml>", settings)
    with pytest.raises(WrongUse):
        import_sources(tmp_path / "khong.opml", settings=settings)
    with pytest.raises(Quarantine):
        _import(tmp_path, "= hỏng", settings, "a.toml")
    imported = _import(tmp_path, '[[source]]\nid = "A b"\nname = "x"\nkind = "news"\nhome_url = "https://a.example"\n[[source]]\nid = "c"\nla = 1\n', settings, "b.toml")  # fmt: skip
    assert not imported.sources
    assert len(imported.problems) == 2


def test_the_commands_print_json_lines_and_name_unknown_ids(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOICHIEU_DATA_DIR", str(tmp_path / "data"))
    run = partial(CliRunner().invoke, build())
    shown = run(["sources", "show", "baonghean-vn", "--json"])
    assert json.loads(shown.stdout)["home_url"] == "https://baonghean.vn"
    assert "baonghean.vn" in run(["sources", "show", "baonghean-vn"]).stdout
    told = run(["sources", "show", "baonghea-vn"])
    assert isinstance(told.exception, WrongUse)
    assert "baonghean-vn" in told.exception.en
    file = tmp_path / "ra" / "x.toml"
    assert run(["sources", "export", "baonghean-vn", str(file)]).exit_code == 0
    assert [one["id"] for one in tomllib.loads(file.read_text())["source"]] == ["baonghean-vn"]
    assert "<opml" in run(["sources", "export", "baonghean-vn"]).stdout
    assert isinstance(run(["sources", "export", "--format", "doc"]).exception, WrongUse)
    assert (
        json.loads(run(["sources", "import", str(file), "--json"]).stdout)["id"] == "baonghean-vn"
    )
