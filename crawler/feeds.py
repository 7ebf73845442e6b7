"""RSS, Atom, RDF, JSON Feed, sitemaps → links; what is broken is told, what can be read is kept."""

from __future__ import annotations

import gzip
import io
import json
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

import feedparser
from lxml import etree

from crawler.dates import read_time
from doichieu.errors import Skip
from doichieu.records import Link
from doichieu.text import one_line

#: Larger lists are no feed a newsroom writes; feedparser would take minutes on them.
MAX_BYTES = 10_000_000


@dataclass(frozen=True, kw_only=True, slots=True)
class Feed:
    """A source's own list."""

    kind: str  #: rss, atom, json, sitemap, news_sitemap or sitemap_index
    links: tuple[Link, ...]
    problems: tuple[str, ...] = ()


def read_feed(body: bytes, *, url: str = "") -> Feed:
    """The links of a feed or sitemap, each once, in order; Skip when it is none."""
    body = _unpacked(body, url).lstrip(b"\xef\xbb\xbf \t\r\n")
    start = body[:3000].lower()
    if body[:1] in (b"{", b"["):
        return _told(_json(body, url), url)
    if b"<urlset" in start or b"<sitemapindex" in start:
        return _told(_sitemap(body, url), url)
    if any(mark in start for mark in (b"<rss", b"<feed", b"<rdf:rdf", b"<channel")):
        return _told(_syndicated(body, url), url)
    raise _no_feed(url)


def _unpacked(body: bytes, url: str) -> bytes:
    if body[:2] == b"\x1f\x8b":
        try:
            with gzip.GzipFile(fileobj=io.BytesIO(body)) as file:
                body = file.read(MAX_BYTES + 1)
        except (OSError, EOFError, zlib.error) as error:
            raise _no_feed(url) from error
    if len(body) > MAX_BYTES:
        raise Skip(
            vi=f"{url or 'danh sách'}: lớn hơn {MAX_BYTES // 1_000_000} MB, không đọc",
            en=f"{url or 'the list'}: larger than {MAX_BYTES // 1_000_000} MB, not read",
            reason="too_large",
        )
    return body


def _syndicated(body: bytes, url: str) -> Feed:
    parsed = feedparser.parse(body, sanitize_html=False, resolve_relative_uris=False)
    kind = "atom" if parsed.get("version", "").startswith("atom") else "rss"
    links, problems = [], []
    if parsed.get("bozo") and not _harmless(parsed.get("bozo_exception")):
        problems.append(f"nguồn tin viết sai: {parsed['bozo_exception']} / the feed is malformed")
    for entry in parsed.entries:
        address = (entry.get("link") or entry.get("id") or "").strip()
        if not address.startswith(("http", "/")) and not url:
            continue
        links.append(
            Link(
                url=urljoin(url, address),
                found_in=url,
                title=one_line(entry.get("title") or "") or None,
                published_at=read_time(
                    entry.get("published") or entry.get("updated") or entry.get("date")
                ),
                modified_at=read_time(entry.get("updated")),
            )
        )
    return Feed(kind=kind, links=tuple(links), problems=tuple(problems))


def _harmless(error: object) -> bool:
    return type(error).__name__ in ("CharacterEncodingOverride", "NonXMLContentType")


def _sitemap(body: bytes, url: str) -> Feed:
    # No entities, no network: a sitemap may say anything and reach nothing.
    parser = etree.XMLParser(
        recover=True, resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False
    )
    root = etree.fromstring(body, parser=parser)
    if root is None:
        raise _no_feed(url)
    name = etree.QName(root).localname
    problems = (
        ["sitemap viết sai hoặc bị cắt cụt / the sitemap is malformed or cut short"]
        if parser.error_log
        else []
    )
    news = False
    links = []
    for node in root:
        if not isinstance(node.tag, str):
            continue
        held = {
            etree.QName(one).localname: (one.text or "").strip()
            for one in node.iter()
            if isinstance(one.tag, str)
        }
        news = news or "publication_date" in held
        if held.get("loc"):
            links.append(
                Link(
                    url=urljoin(url, held["loc"]),
                    found_in=url,
                    title=one_line(held.get("title", "")) or None,
                    published_at=read_time(held.get("publication_date")),
                    modified_at=read_time(held.get("lastmod")),
                )
            )
    kind = "sitemap_index" if name == "sitemapindex" else "news_sitemap" if news else "sitemap"
    return Feed(kind=kind, links=tuple(links), problems=tuple(problems))


def _json(body: bytes, url: str) -> Feed:
    try:
        data = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise _no_feed(url) from error
    if not isinstance(data, dict) or not isinstance(data.get("items"), list):
        raise _no_feed(url)
    return Feed(kind="json", links=tuple(_json_links(data["items"], url)))


def _json_links(items: list[Any], url: str) -> Iterator[Link]:
    for item in items:
        if isinstance(item, Mapping) and isinstance(item.get("url") or item.get("id"), str):
            yield Link(
                url=urljoin(url, str(item.get("url") or item.get("id"))),
                found_in=url,
                title=one_line(str(item.get("title") or "")) or None,
                published_at=read_time(str(item.get("date_published") or "")),
                modified_at=read_time(str(item.get("date_modified") or "")),
            )


def _told(feed: Feed, url: str) -> Feed:
    once = {link.url: link for link in reversed(feed.links)}
    links = tuple(reversed(once.values()))
    problems = feed.problems
    if not links:
        problems = (*problems, "không có bài nào trong danh sách / the list holds no item")
    return Feed(kind=feed.kind, links=links, problems=problems)


def _no_feed(url: str) -> Skip:
    return Skip(
        vi=f"{url or 'tệp'}: không phải RSS, Atom, JSON Feed hay sitemap; hãy kiểm tra địa chỉ",
        en=f"{url or 'the file'}: no RSS, Atom, JSON Feed or sitemap; check the address",
        reason="not_a_feed",
    )
