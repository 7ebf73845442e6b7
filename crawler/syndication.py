"""RSS, RDF and Atom → links, by feedparser."""

from __future__ import annotations

from datetime import UTC, tzinfo
from typing import Any

import feedparser

from crawler.dates import read_time
from crawler.entries import Feed, address, heading, told
from crawler.xml_lists import Root, mended
from doichieu.local_time import LOCAL_TIME
from doichieu.records import Link

#: Entries read of one feed; no newsroom lists a tenth of it, and feedparser takes a second for them.
MOST_ENTRIES = 10_000
#: Bytes of it: some feeds carry whole texts, and feedparser takes five times their size.
MOST_BYTES = 10_000_000


def read_syndicated(body: bytes, root: Root, *, url: str) -> Feed:
    """The entries of a feed; what is broken is told, what can be read is kept."""
    body, problems = mended(body, root, most=MOST_ENTRIES, most_bytes=MOST_BYTES)
    parsed = feedparser.parse(body, sanitize_html=False, resolve_relative_uris=False)
    if parsed.get("bozo") and not problems and not _harmless(parsed.get("bozo_exception")):
        problems.append(
            f"nguồn tin viết sai: {parsed['bozo_exception']} / the feed is malformed"[:300]
        )
    base = _base(parsed.feed, url)
    zone = _zone(parsed.feed)
    links = [_link(entry, base=base, url=url, zone=zone) for entry in parsed.entries]
    kind = "atom" if root.name == "feed" else "rss"
    return told(kind, links, problems, based=bool(base))


def _link(entry: Any, *, base: str, url: str, zone: tzinfo) -> Link | None:
    where = address(_said_address(entry), base)
    if where is None:
        return None
    # Asked by `in`: feedparser hands out the publishing time where none is given.
    updated = entry.get("updated") if "updated" in entry else None
    return Link(
        url=where,
        found_in=url,
        title=heading(entry.get("title")),
        published_at=read_time(entry.get("published"), zone=zone) or read_time(updated, zone=zone),
        modified_at=read_time(updated, zone=zone),
    )


def _said_address(entry: Any) -> object:
    """The page's address before the one a counting service put in its place; an id only where it is one."""
    said = entry.get("feedburner_origlink") or entry.get("link")
    if said:
        return said
    name = str(entry.get("id") or "")
    return name if name.startswith(("http://", "https://")) and not _says_no_link(entry) else None


def _says_no_link(entry: Any) -> bool:
    return "guidislink" in entry and not entry["guidislink"]


def _base(feed: Any, url: str) -> str:
    """What relative addresses mean: the channel's own page, or where the feed was found."""
    home = address(feed.get("link"), url)
    return home or url


def _zone(feed: Any) -> tzinfo:
    """The zone of times that name none: ours, unless the feed says it is written in another language."""
    language = str(feed.get("language") or "vi").lower()
    return LOCAL_TIME if language.startswith(("vi", "vn")) else UTC


def _harmless(error: object) -> bool:
    return type(error).__name__ in ("CharacterEncodingOverride", "NonXMLContentType")
