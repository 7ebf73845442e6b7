"""RSS, Atom, RDF, JSON Feed, sitemaps → links; what is broken is told, what can be read is kept."""

from __future__ import annotations

import html
import json
import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import feedparser
from lxml import etree

from crawler.canonical import web_address
from crawler.dates import read_time
from doichieu.errors import Skip
from doichieu.records import Link
from doichieu.text import one_line

#: Larger lists are no feed a newsroom writes; feedparser would take minutes on them.
MAX_BYTES = 10_000_000
#: How far into a list its first element is looked for: prologs and notes stand before it.
HEAD = 20_000

#: What may stand before the root: declarations, notes, a document type with its entities.
_UNSEEN = re.compile(rb"<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>", re.DOTALL | re.I)
_ROOT = re.compile(rb"<(?:[A-Za-z][\w.-]*:)?([A-Za-z]\w*)")
_DECLARATION = re.compile(r"^\ufeff?<\?xml[^>]*\?>")
_TAG = re.compile(r"<[^<>]{1,200}>")


@dataclass(frozen=True, kw_only=True, slots=True)
class Feed:
    """A source's own list."""

    kind: str  #: rss, atom, json, sitemap, news_sitemap or sitemap_index
    links: tuple[Link, ...]
    problems: tuple[str, ...] = ()


def read_feed(body: bytes, *, url: str = "") -> Feed:
    """The links of a feed or sitemap, each once, in order; Skip when it is none."""
    body = _unpacked(body, url)
    if body[:2] in (b"\xff\xfe", b"\xfe\xff"):
        body = _DECLARATION.sub("", body.decode("utf-16", errors="replace")).encode()
    body = body.lstrip(b"\xef\xbb\xbf \t\r\n\0")
    if body[:1] in (b"{", b"["):
        return _told(_json(body, url))
    root = _root(body)
    if root in ("urlset", "sitemapindex"):
        return _told(_sitemap(body, url))
    if root in ("rss", "feed", "rdf", "channel"):
        return _told(_syndicated(body, url))
    raise _no_feed(url)


def _root(body: bytes) -> str:
    """Local name of the first element, lower case; "" when none stands near the start."""
    head = _UNSEEN.sub(b"", body[:HEAD])
    match = _ROOT.search(head)
    return match[1].decode("ascii").lower() if match else ""


def _unpacked(body: bytes, url: str) -> bytes:
    if body[:2] == b"\x1f\x8b":
        try:
            # Not the gzip module: it gives nothing at all of a file that is cut short.
            body = zlib.decompressobj(wbits=31).decompress(body, MAX_BYTES + 1)
        except zlib.error as error:
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
        address = _address(entry.get("link") or entry.get("id"), url)
        if address is None:
            continue
        # Asked by `in`: feedparser hands out the publishing time where none is given.
        updated = entry.get("updated") if "updated" in entry else None
        links.append(
            Link(
                url=address,
                found_in=url,
                title=_title(entry.get("title")),
                published_at=read_time(entry.get("published") or updated),
                modified_at=read_time(updated),
            )
        )
    if len(links) < len(parsed.entries):
        problems.append(_without_address(len(parsed.entries) - len(links)))
    return Feed(kind=kind, links=tuple(links), problems=tuple(problems))


def _address(said: object, url: str) -> str | None:
    """Where an item points, absolute; None when that is no page of the web."""
    if not isinstance(said, str) or not said.strip():
        return None
    return web_address(said, at=url)


def _title(said: object) -> str | None:
    return one_line(html.unescape(_TAG.sub(" ", str(said or "")))) or None


def _without_address(count: int) -> str:
    return f"{count} mục không có địa chỉ / {count} items without an address"


def _harmless(error: object) -> bool:
    return type(error).__name__ in ("CharacterEncodingOverride", "NonXMLContentType")


def _sitemap(body: bytes, url: str) -> Feed:
    # No entities, no network: a sitemap may say anything and reach nothing.
    parser = etree.XMLParser(
        recover=True, resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False
    )
    try:
        root = etree.fromstring(body, parser=parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise _no_feed(url) from error
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
        held = _words_of(node)
        news = news or "publication_date" in held
        if address := _address(held.get("loc"), url):
            links.append(
                Link(
                    url=address,
                    found_in=url,
                    title=_title(held.get("title")),
                    published_at=read_time(held.get("publication_date")),
                    modified_at=read_time(held.get("lastmod")),
                )
            )
    kind = "sitemap_index" if name == "sitemapindex" else "news_sitemap" if news else "sitemap"
    return Feed(kind=kind, links=tuple(links), problems=tuple(problems))


def _words_of(node: Any) -> dict[str, str]:
    """What an entry says, the first word of each name: a picture's address comes after its page's."""
    held: dict[str, str] = {}
    for one in node.iter():
        if isinstance(one.tag, str):
            held.setdefault(etree.QName(one).localname, (one.text or "").strip())
    return held


def _json(body: bytes, url: str) -> Feed:
    try:
        data = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise _no_feed(url) from error
    if not isinstance(data, dict) or not isinstance(data.get("items"), list):
        raise _no_feed(url)
    links = tuple(_json_links(data["items"], url))
    missing = len(data["items"]) - len(links)
    return Feed(kind="json", links=links, problems=(_without_address(missing),) if missing else ())


def _json_links(items: list[Any], url: str) -> Iterator[Link]:
    for item in items:
        if not isinstance(item, Mapping):
            continue
        if address := _address(item.get("url") or item.get("id"), url):
            yield Link(
                url=address,
                found_in=url,
                title=_title(item.get("title")),
                published_at=read_time(str(item.get("date_published") or "")),
                modified_at=read_time(str(item.get("date_modified") or "")),
            )


def _told(feed: Feed) -> Feed:
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
