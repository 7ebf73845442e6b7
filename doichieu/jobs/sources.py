"""The source registry by hand: list, prove live, turn on and off, add, import."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

from lxml import etree
from selectolax.lexbor import LexborHTMLParser

from crawler.feeds import read_feed
from crawler.fetch import fetch
from crawler.registry import write_source
from crawler.sections import article_links
from doichieu.errors import DoichieuError, Skip, WrongUse
from doichieu.jobs.crawl import Taken, Wanted, crawl_now
from doichieu.jobs.desk import Desk, open_desk
from doichieu.jobs.read_files import manners
from doichieu.jobs.rhythm import cause
from doichieu.records import CrawlReport, Page, Source, SourceKind
from doichieu.settings import Settings
from doichieu.text import fold, one_line
from storage import sources as source_rows
from storage.schema import SourceRow

#: Where feeds and sitemaps usually lie when the front page names none.
USUAL = ("/rss/home.rss", "/rss", "/rss.html", "/feed", "/sitemap.xml", "/sitemap-news.xml")
#: Articles read to prove a source.
PROOF = 3
MOST_OPML = 5_000_000


@dataclass(frozen=True, kw_only=True, slots=True)
class Listed:
    """Sources with their state here, and registry files that could not be read."""

    rows: list[dict[str, Any]]
    problems: list[DoichieuError]


@dataclass(frozen=True, kw_only=True, slots=True)
class AddedSource:
    """A source written, and what was found on its site, in words."""

    path: Path
    found: list[str]


def list_sources(*, settings: Settings, enabled_only: bool = False) -> Listed:
    """Every source of the registry with what this installation knows of it."""
    with open_desk(settings) as desk:
        registry = desk.registry()
        with desk.database.session() as session:
            states = source_rows.states(session)
            rows = [_row(source, states[source.id]) for source in registry.sources.values()]
    shown = [row for row in rows if row["enabled"]] if enabled_only else rows
    return Listed(rows=shown, problems=[problem.error for problem in registry.problems])


def set_enabled(ids: Sequence[str], *, enabled: bool, settings: Settings) -> None:
    """Put sources on or off the schedule."""
    with open_desk(settings) as desk:
        _known(ids, desk)
        with desk.database.session() as session:
            for one in ids:
                source_rows.set_enabled(session, one, enabled)


def check_sources(
    ids: Sequence[str], *, settings: Settings, allow_private: bool = False
) -> Iterator[dict[str, Any]]:
    """Read a source's lists and a few of its articles now; stamp `verified` when both give something."""
    with open_desk(settings) as desk:
        _known(ids, desk)
    for one in ids:
        wanted = Wanted(places=(one,), limit=PROOF, dry_run=True, allow_private=allow_private)
        result: dict[str, Any] = {"id": one, "links": 0, "articles": 0, "problems": []}
        for happening in crawl_now(wanted, settings=settings):
            if isinstance(happening, Taken):
                result["articles"] += 1
            elif isinstance(happening, CrawlReport):
                result["links"] += happening.links_found
                result["problems"] += happening.problems
            else:
                result["problems"].append(happening.detail)
        result["ok"] = bool(result["links"] and result["articles"])
        _stamp(one, result, settings)
        yield result


def add_source(
    url: str, *, name: str, province: str | None, settings: Settings, allow_private: bool = False
) -> AddedSource:
    """Find a site's feeds, sitemaps and sections, and write its TOML into the data folder."""
    page = fetch(url, manners=manners(settings), allow_private=allow_private)
    tree = LexborHTMLParser(page.body.decode("utf-8", "replace"))
    host = urlsplit(page.url).netloc
    feeds, sitemaps, told = _lists(page, tree, settings=settings, allow_private=allow_private)
    sections = () if feeds or sitemaps else (page.url,)
    source = Source(
        id=_id_of(host),
        name=name or _site_name(tree) or host,
        kind=SourceKind.NEWS,
        home_url=page.url,
        category="newspaper",
        province=province,
        feeds=feeds,
        sitemaps=sitemaps,
        sections=sections,
        local=allow_private,
    )
    if sections:
        links = article_links(page.body, url=page.url)
        told.append(
            f"không có nguồn tin; đọc trang chủ, {len(links)} liên kết bài / no feed; {len(links)} article links on the front page"
        )
    path = write_source(source, folder=settings.sources_dir)
    with open_desk(settings) as desk:
        desk.registry()
    return AddedSource(path=path, found=told)


def import_opml(file: Path, *, settings: Settings) -> list[Path]:
    """Every feed of an OPML file as a source of its own."""
    written = []
    for outline in _outlines(file):
        feed = outline.get("xmlUrl", "")
        if not feed.startswith(("http://", "https://")):
            continue
        home = outline.get("htmlUrl") or f"{urlsplit(feed).scheme}://{urlsplit(feed).netloc}/"
        name = one_line(outline.get("title") or outline.get("text") or urlsplit(feed).netloc)
        source = Source(
            id=_id_of(f"{urlsplit(feed).netloc} {name}"),
            name=name,
            kind=SourceKind.NEWS,
            home_url=home,
            feeds=(feed,),
        )
        written.append(write_source(source, folder=settings.sources_dir))
    if not written:
        raise Skip(
            vi=f"{file}: không có nguồn tin nào (outline có xmlUrl)",
            en=f"{file}: holds no feed (an outline with xmlUrl)",
            reason="empty_opml",
        )
    with open_desk(settings) as desk:
        desk.registry()
    return written


def _lists(
    page: Page, tree: LexborHTMLParser, *, settings: Settings, allow_private: bool
) -> tuple[tuple[str, ...], tuple[str, ...], list[str]]:
    named = [
        urljoin(page.url, node.attributes.get("href") or "")
        for node in tree.css('link[rel~="alternate"]')
        if "rss" in (node.attributes.get("type") or "")
        or "atom" in (node.attributes.get("type") or "")
    ]
    feeds: list[str] = []
    sitemaps: list[str] = []
    told: list[str] = []
    for address in dict.fromkeys([*named, *(urljoin(page.url, path) for path in USUAL)]):
        try:
            body = fetch(address, manners=manners(settings), allow_private=allow_private)
            feed = read_feed(body.body, url=body.url)
        except DoichieuError:
            continue
        if not feed.links:
            told.append(f"{address}: {feed.kind}, rỗng, bỏ qua / empty, left out")
            continue
        (sitemaps if "sitemap" in feed.kind else feeds).append(address)
        told.append(f"{address}: {feed.kind}, {len(feed.links)} liên kết / links")
    return tuple(feeds), tuple(sitemaps), told


def _outlines(file: Path) -> list[Any]:
    try:
        body = file.read_bytes()
        if len(body) > MOST_OPML:
            raise ValueError("quá lớn / too large")
        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
        return list(etree.fromstring(body, parser=parser).iter("outline"))
    except (OSError, ValueError, etree.XMLSyntaxError) as error:
        raise WrongUse(
            vi=f"{file}: không phải tệp OPML đọc được ({error})",
            en=f"{file}: no readable OPML file ({error})",
            reason="bad_opml",
        ) from error


def _stamp(source_id: str, result: dict[str, Any], settings: Settings) -> None:
    with open_desk(settings) as desk, desk.database.session() as session:
        if result["ok"]:
            source_rows.stamp_verified(session, source_id, datetime.now(UTC).date())
        else:
            row = source_rows.states(session)[source_id]
            row.problem, row.problem_since = "; ".join(result["problems"])[:500], datetime.now(UTC)


def _known(ids: Sequence[str], desk: Desk) -> None:
    known = desk.registry().sources
    for one in ids:
        if one not in known:
            raise WrongUse(
                vi=f"không có nguồn “{one}”; xem: doichieu sources list",
                en=f'there is no source "{one}"; see: doichieu sources list',
                reason="unknown_source",
            )


def _row(source: Source, state: SourceRow) -> dict[str, Any]:
    return {
        "id": source.id,
        "name": source.name,
        "kind": source.kind.value,
        "category": source.category,
        "province": source.province,
        "home_url": source.home_url,
        "enabled": state.enabled,
        "verified": state.verified.isoformat() if state.verified else None,
        "last_run_at": state.last_run_at.isoformat() if state.last_run_at else None,
        "every_minutes": state.pace_minutes or source.interval_minutes,
        "put_off_until": state.not_before.isoformat() if state.not_before else None,
        "problem": state.problem or None,
        "problem_since": state.problem_since.isoformat() if state.problem_since else None,
        "cause": cause(state.problem, state.problem_since),
        "note": source.note or None,
    }


def _id_of(words: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", fold(words).removeprefix("www.")).strip("-")[:80]


def _site_name(tree: LexborHTMLParser) -> str:
    node = tree.css_first('meta[property="og:site_name"]')
    said = node.attributes.get("content") if node else None
    title = tree.css_first("title")
    return one_line(said or (title.text() if title else ""))[:80]
