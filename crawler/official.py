"""A portal's list page → links to its documents: pages of their own, PDF and DOCX files."""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser

from doichieu.records import Link
from doichieu.text import one_line

_FILE = re.compile(r"\.(?:pdf|docx)$", re.IGNORECASE)
_PAGE = re.compile(
    r"(?:van-ban|vanban|nghi-dinh|thong-tu|quyet-dinh|nghi-quyet|chi-thi|luat)[^?]*\d|docid=\d",
    re.IGNORECASE,
)


def official_links(body: bytes, *, url: str, pattern: str | None = None) -> tuple[Link, ...]:
    """Links to documents, each once, in the order of the page."""
    wanted = re.compile(pattern) if pattern else None
    host = urlsplit(url).netloc
    found: dict[str, Link] = {}
    for node in LexborHTMLParser(body.decode("utf-8", "replace")).css("a[href]"):
        address = urljoin(url, (node.attributes.get("href") or "").strip()).split("#")[0]
        parts = urlsplit(address)
        path = f"{parts.path}?{parts.query}" if parts.query else parts.path
        shaped = wanted.search(path) if wanted else _PAGE.search(path)
        if parts.netloc == host and address != url and (shaped or _FILE.search(parts.path)):
            found.setdefault(
                address, Link(url=address, found_in=url, title=one_line(node.text()) or None)
            )
    return tuple(found.values())
