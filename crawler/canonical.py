"""The one spelling of an address that we store."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

_TRACKING = re.compile(
    r"^(?:utm_\w+|fbclid|gclid|dclid|msclkid|yclid|zarsrc|zalo_\w+|_ga|_gl|mc_cid|mc_eid|igshid|ref|ref_src|src|source"
    r"|amp|print|in|vnsource|gidzl)$",
    re.IGNORECASE,
)
_INDEX = re.compile(r"/(?:index|default)\.(?:html?|php|aspx?)$", re.IGNORECASE)
#: "/amp/tin.html", "/tin.html/amp", "/tin.amp", "/tin.amp.html", and the same for printing.
_TWIN = re.compile(
    r"^/(?:amp|print)(?=/.)|/(?:amp|print)/?$|\.(?:amp|print)(?=\.html?$|$)", re.IGNORECASE
)
_PORTS = {"http": 80, "https": 443}
#: Names below which others register theirs: "baolamgiang.com.vn" is one site, "com.vn" is none.
_SHARED = {"com", "net", "org", "gov", "edu", "ac", "info", "name", "pro", "biz", "int", "health", "co"}  # fmt: skip


def canonical_url(url: str, *, declared: str | None = None) -> str:
    """`url` without tracking, fragment, default port, index file, AMP and print twins.

    `declared` (a page's own word) wins where it names a page of the same site. An address that
    cannot be taken apart comes back as it is.
    """
    url = url.strip()
    if declared and (absolute := _declared(url, declared.strip())):
        url = absolute
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        return url
    if ":" in host:
        host = f"[{host}]"
    if port and port != _PORTS.get(parts.scheme):
        host = f"{host}:{port}"
    query = sorted(
        (key, value)
        for key, value in parse_qsl(parts.query, keep_blank_values=True)
        if not _TRACKING.match(key)
    )
    return urlunsplit((parts.scheme, host, _plain_path(parts.path), urlencode(query), ""))


def web_address(said: str, *, at: str) -> str | None:
    """`said` as it is meant on the page `at`, absolute; None when that is no page of the web."""
    try:
        address = urljoin(at, said.strip())
        parts = urlsplit(address)
    except ValueError:
        return None
    return address if parts.scheme in ("http", "https") and parts.netloc else None


def _plain_path(path: str) -> str:
    """The path of the page itself; taken off as often as it stands, so that once is enough."""
    while (plain := _INDEX.sub("/", _TWIN.sub("", path))) != path:
        path = plain
    return path or "/"


def _declared(url: str, declared: str) -> str | None:
    """What the page declares, absolute; None where it is no page of this site.

    Some papers declare their front page on every article: that says nothing of this one.
    """
    try:
        absolute = urljoin(url, declared)
        told, here = urlsplit(absolute), urlsplit(url)
        if told.scheme not in ("http", "https") or not told.hostname:
            return None
        if told.path in ("", "/") and not told.query and here.path not in ("", "/"):
            return None
        if url and told.netloc.lower() != here.netloc.lower() and _site(url) != _site(absolute):
            return None
    except ValueError:
        return None
    return absolute


def _site(url: str) -> str:
    """The registered name an address belongs to; a number or a single name is its own."""
    parts = urlsplit(url)
    host = (parts.hostname or "").rstrip(".")
    labels = host.split(".")
    if len(labels) < 3 or labels[-1].isdigit():
        return host if len(labels) > 1 and not labels[-1].isdigit() else parts.netloc.lower()
    shared = labels[-2] in _SHARED and len(labels[-1]) == 2
    return ".".join(labels[-3 if shared else -2 :])
