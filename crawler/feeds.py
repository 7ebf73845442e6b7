"""RSS, Atom, RDF, JSON Feed, sitemaps → links; what is broken is told, what can be read is kept."""

from __future__ import annotations

from crawler.encoding import decode
from crawler.entries import Feed, no_feed
from crawler.json_feeds import read_json
from crawler.sitemaps import read_lines, read_sitemap
from crawler.syndication import read_syndicated
from crawler.unpack import too_large, unpacked
from crawler.xml_lists import root_of

#: The sitemap protocol's own bound; no other list comes near it.
MAX_BYTES = 50_000_000
#: JSON takes ten times its size in memory.
MAX_JSON = 12_000_000
#: From here on a list is not looked at for every trap of encodings: it costs seconds and memory.
LONG = 3_000_000
#: Longest text that can be a list of addresses, one a line.
MAX_LINES = 12_000_000

__all__ = ["MAX_BYTES", "Feed", "read_feed"]


def read_feed(body: bytes, *, url: str = "") -> Feed:
    """The links of a feed or sitemap, each once, in order; Skip when it is none."""
    body = _as_utf8(unpacked(body, most=MAX_BYTES, place=url)).lstrip(b"\xef\xbb\xbf \t\r\n\0")
    if body[:1] in (b"{", b"["):
        if len(body) > MAX_JSON:
            raise too_large(MAX_JSON, url)
        return read_json(body.decode("utf-8", "replace"), url=url)
    root = root_of(body)
    if root is not None:
        lists_pages = root.name in ("urlset", "sitemapindex")
        return (read_sitemap if lists_pages else read_syndicated)(body, root, url=url)
    if body.startswith(b"http") and len(body) < MAX_LINES:
        lines = read_lines(body.decode("utf-8", "replace"), url=url)
        if lines is not None:
            return lines
    raise no_feed(url)


def _as_utf8(body: bytes) -> bytes:
    """The same text in UTF-8, whatever it declares; a long one that is UTF-8 is not copied."""
    if len(body) > LONG and b"\0" not in body[:4]:
        try:
            body.decode("utf-8")
        except UnicodeDecodeError:
            pass
        else:
            return body
    return decode(body).encode("utf-8", "replace")
