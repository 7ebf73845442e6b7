"""The one spelling of an address that we store."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

_TRACKING = re.compile(
    r"^(?:utm_\w+|fbclid|gclid|dclid|msclkid|zarsrc|zalo_\w+|_ga|mc_cid|mc_eid|igshid|ref|ref_src|src|source|amp|print|in|vnsource)$",
    re.IGNORECASE,
)
_INDEX = re.compile(r"/(?:index|default)\.(?:html?|php|aspx?)$", re.IGNORECASE)
_AMP = re.compile(r"(?:^/amp(?=/)|/amp/?$|\.amp(?=\.html?$|$))", re.IGNORECASE)


def canonical_url(url: str, *, declared: str | None = None) -> str:
    """`url` without tracking, fragment, default port, index file, AMP and print twins.

    `declared` (a page's own word) wins where it names the same site.
    """
    if declared:
        absolute = urljoin(url, declared.strip())
        parts = urlsplit(absolute)
        if parts.scheme in ("http", "https") and parts.netloc and _same_site(url, absolute):
            url = absolute
    parts = urlsplit(url.strip())
    host = (parts.hostname or "").lower()
    port = parts.port
    if port and port != {"http": 80, "https": 443}.get(parts.scheme):
        host = f"{host}:{port}"
    query = sorted(
        (key, value)
        for key, value in parse_qsl(parts.query, keep_blank_values=True)
        if not _TRACKING.match(key)
    )
    path = _INDEX.sub("/", _AMP.sub("", parts.path)) or "/"
    return urlunsplit((parts.scheme.lower(), host, path, urlencode(query), ""))


def _same_site(one: str, other: str) -> bool:
    """Hosts that differ by www., m. or amp. at most; no host known yet takes what is declared."""

    def bare(url: str) -> str:
        return re.sub(r"^(?:www|m|amp|mobile)\.", "", urlsplit(url).netloc.lower())

    return not bare(one) or bare(one) == bare(other)
