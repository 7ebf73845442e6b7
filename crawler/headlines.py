"""A page of a site whose addresses tell nothing → the links that read like headlines and lie together."""

from __future__ import annotations

import re
from collections import defaultdict
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser

from crawler.canonical import canonical_url, web_address
from crawler.encoding import decode
from crawler.frames import in_frame
from doichieu.records import Link
from doichieu.text import one_line

#: A headline has more words than a menu's entry or a box's name.
LEAST_WORDS = 6


def headline_links(body: bytes, *, url: str) -> tuple[Link, ...]:
    """Of the links with a headline's words outside menus, those of the folder most of them lie in."""
    host = urlsplit(url).netloc
    folders: dict[tuple[str, str], dict[str, Link]] = defaultdict(dict)
    for node in LexborHTMLParser(decode(body)).css("a[href]"):
        said = one_line(node.text(separator=" ") or node.attributes.get("title") or "")
        address = web_address(node.attributes.get("href") or "", at=url)
        if address is None or len(said.split()) < LEAST_WORDS or in_frame(node):
            continue
        if urlsplit(address).netloc == host:
            link = Link(url=address.split("#")[0], found_in=url, title=said)
            folders[_folder(address)].setdefault(canonical_url(address), link)
    most = max(folders.values(), key=len, default={})
    return tuple(most.values())


def _folder(url: str) -> tuple[str, str]:
    """The folder without its numbers, and the extension: "/2025/11/x.htm" lies with "/2024/3/y.htm"."""
    folder, _, name = urlsplit(url).path.rstrip("/").rpartition("/")
    return re.sub(r"\d+", "0", folder), name.rpartition(".")[2] if "." in name else ""
