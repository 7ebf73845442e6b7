"""A site's address → a source of this installation: its TOML, a saved page, and what was found in words."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

from crawler.canonical import canonical_url
from crawler.discovery import Discovery, Note, discover
from crawler.extract import extract
from crawler.fetch import fetch
from crawler.opml import id_of
from crawler.registry import Registry, write_source
from doichieu.errors import DoichieuError, Skip
from doichieu.jobs.desk import open_desk
from doichieu.jobs.read_files import manners
from doichieu.records import Page, Source, SourceKind
from doichieu.settings import Settings
from doichieu.shapes import article_shape

#: Articles tried for the one that is saved; the first of a list may be a gallery.
MOST_TRIED = 5


@dataclass(frozen=True, kw_only=True, slots=True)
class AddedSource:
    """A source written; `known` where the registry had one of this site, whose other keys stay."""

    source: Source
    path: Path
    notes: list[Note]
    page: Path | None
    known: bool


def add_source(
    url: str, *, name: str, province: str | None, settings: Settings, allow_private: bool = False
) -> AddedSource:
    """Find a site's lists and how its addresses look, and write its TOML into the data folder.

    Raises Skip, having written nothing, when the site has no list we can read.
    """

    def get(address: str) -> Page:
        # One request after the other, as politely as a crawl.
        if address != url:
            time.sleep(settings.crawl_delay)
        return fetch(address, manners=manners(settings), allow_private=allow_private)

    found = discover(get(url), get=get, user_agent=settings.user_agent)
    if not (found.feeds or found.sitemaps or found.sections):
        raise _nothing(url, found)
    with open_desk(settings) as desk:
        held = _held(desk.registry(), found.home_url)
        source = _source(found, held, name=name, province=province, local=allow_private)
        path = write_source(source, folder=settings.sources_dir)
        page = _save_page(found, source, folder=settings.sources_dir, pages=map(get, _tried(found)))
        desk.registry()
    return AddedSource(
        source=source, path=path, notes=found.notes, page=page, known=held is not None
    )


def _source(
    found: Discovery, held: Source | None, *, name: str, province: str | None, local: bool
) -> Source:
    host = urlsplit(found.home_url).netloc
    base = held or Source(
        id=id_of(host), name=name or found.name or host, kind=SourceKind.NEWS,
        home_url=found.home_url, category="newspaper", language=found.language or "vi",
    )  # fmt: skip
    return replace(
        base,
        name=name or base.name,
        province=province or base.province,
        feeds=tuple(found.feeds),
        sitemaps=tuple(found.sitemaps),
        sections=tuple(found.sections),
        article_pattern=found.pattern or base.article_pattern,
        local=base.local or local,
    )


def _held(registry: Registry, home_url: str) -> Source | None:
    """The registry's source of this very site."""
    front = canonical_url(home_url)
    return next((one for one in registry.sources.values() if canonical_url(one.home_url) == front), None)  # fmt: skip


def _tried(found: Discovery) -> list[str]:
    return [link.url for link in found.links.values()][:MOST_TRIED]


def _save_page(
    found: Discovery, source: Source, *, folder: Path, pages: Iterator[Page]
) -> Path | None:
    """The first page that reads as an article, with what was read as a draft for a person to correct."""
    while True:
        try:
            page = next(pages, None)
            if page is None:
                break
            article = extract(
                page.body, url=page.url, content_type=page.content_type, source=source,
                fetched_at=page.fetched_at,
            )  # fmt: skip
        except DoichieuError:
            continue
        path = folder / f"{source.id}.html"
        path.write_bytes(page.body)
        draft = {"file": path.name, "content_type": page.content_type, **article_shape(article)}
        expected = folder / f"{source.id}.expected.json"
        expected.write_text(
            json.dumps(draft, ensure_ascii=False, indent=2) + "\n", encoding="utf-8"
        )
        found.note(f"đã lưu một bài làm mẫu: {path.name}; hãy xem lại {expected.name}", f"saved a page: {path.name}; read through {expected.name}")  # fmt: skip
        return path
    found.note("chưa đọc được bài nào để làm mẫu", "no article could be read and saved", found=False)  # fmt: skip
    return None


def _nothing(url: str, found: Discovery) -> Skip:
    missed = [note for note in found.notes if not note.found]
    return Skip(
        vi=f"{url}: không thấy danh sách bài nào ({'; '.join(note.vi for note in missed[:4])}); hãy đưa địa chỉ nguồn tin hay chuyên mục",
        en=f"{url}: no list of articles found ({'; '.join(note.en for note in missed[:4])}); give the address of a feed or a section",
        reason="nothing_found",
    )
