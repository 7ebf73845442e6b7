"""Sitemaps, news sitemaps and sitemap indexes → links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from lxml import etree

from crawler.dates import read_time
from crawler.entries import Feed, address, heading, told
from crawler.xml_lists import Root, mended
from doichieu.records import Link

#: The protocol's own bound on the entries of one file.
MOST_ENTRIES = 50_000
_ENTRIES = ("url", "sitemap")
_LINE = re.compile(r"https?://\S+")


def read_sitemap(body: bytes, root: Root, *, url: str) -> Feed:
    """The entries of a sitemap, read one after the other: a whole tree of them takes ten times the file."""
    body, problems = mended(body, root, most=MOST_ENTRIES, most_bytes=len(body))
    entries = list(_entries(body))
    links = [_link(entry, url) for entry in entries]
    news = any(name.startswith("news:") for entry in entries for name in entry)
    kind = "sitemap_index" if root.name == "sitemapindex" else "news_sitemap" if news else "sitemap"
    return told(kind, links, problems, based=bool(url))


def read_lines(text: str, *, url: str) -> Feed | None:
    """A sitemap may be a plain text of addresses, one a line; None when this is none."""
    lines = text.split()
    if not lines or not all(map(_LINE.fullmatch, lines)):
        return None
    links = [Link(url=line, found_in=url) for line in lines[:MOST_ENTRIES]]
    return told("sitemap", links, [], based=True)


def _link(entry: dict[str, str], url: str) -> Link | None:
    where = address(entry.get("loc"), url)
    if where is None:
        return None
    return Link(
        url=where,
        found_in=url,
        title=heading(entry.get("news:title")),
        published_at=read_time(entry.get("news:publication_date")),
        modified_at=read_time(entry.get("lastmod")),
    )


def _entries(body: bytes) -> Iterator[dict[str, str]]:
    # No entities, no network: a sitemap may say anything and reach nothing.
    steps = etree.iterparse(
        BytesIO(body), events=("end",), recover=True, resolve_entities=False, no_network=True, load_dtd=False,
        huge_tree=False, remove_comments=True,
    )  # fmt: skip
    for _, node in steps:
        if _name(node) in _ENTRIES:
            yield _words_of(node)
            node.clear()
            while node.getprevious() is not None:
                del node.getparent()[0]


def _words_of(entry: Any) -> dict[str, str]:
    """What an entry says, the first word of each name; what it says of pictures and films is theirs."""
    held: dict[str, str] = {}
    for node in entry.iter():
        held.setdefault(_name(node), "".join(node.itertext()).strip() if not len(node) else "")
    return held


def _name(node: Any) -> str:
    """The name of an element: bare for the protocol's own, "news:…" for news, whole for any other."""
    if not isinstance(node.tag, str):
        return ""
    space, _, local = node.tag.rpartition("}")
    prefix, _, bare = local.rpartition(":")
    if "sitemap-news" in space or prefix == "news":
        return f"news:{bare}"
    foreign = prefix or ("schemas/sitemap" not in space and space)
    other = "sitemap-image" in space or "sitemap-video" in space
    return f"{space or prefix}:{bare}" if other or foreign else bare
