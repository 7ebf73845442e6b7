"""The one spelling of an address that we store: twins of a page meet, different pages never do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from urllib.parse import urljoin, urlsplit, urlunsplit

from w3lib.url import canonicalize_url

from crawler.address_shapes import has_words, is_article_address, is_section_address
from crawler.twins import plain_host, plain_path, plain_query, site_of
from doichieu.records import Source
from doichieu.text import nfc

_PORTS = {"http": 80, "https": 443}


def canonical_url(
    url: str, *, declared: str | None = None, moved: Mapping[str, str] | None = None
) -> str:
    """`url` as https without www, mobile, AMP and print twins, tracking, fragment, index, default port.

    `declared` (a page's own word) wins where it names a page of the same site that may be this one.
    `moved` leads from former hosts to today's (`moved_hosts`). A server at a port of its own keeps
    its scheme. An address that cannot be taken apart comes back as it is.
    """
    url, moved = url.strip(), moved or {}
    if absolute := declared_address(url, declared, moved=moved):
        url = absolute
    try:
        # Percent signs, letters, dot segments and the order of the query; what is left is ours.
        parts = urlsplit(canonicalize_url(nfc(url)))
        host, port = _host(url), parts.port
    except ValueError:
        return url
    if parts.scheme not in _PORTS or not host:
        return url
    path, query = plain_path(parts.path), plain_query(parts.query)
    scheme = "https"
    if port and port != _PORTS[parts.scheme]:
        scheme, host = parts.scheme, f"{_literal(host)}:{port}"
    else:
        host = _literal(_today(host, moved) if has_words(path) else host)
    return urlunsplit((scheme, host, path, query, ""))


def declared_address(
    url: str, declared: str | None, *, moved: Mapping[str, str] | None = None
) -> str | None:
    """What a page declares its address to be, as it writes it, absolute; None where that says nothing of it."""
    return _declared(url, declared.strip(), moved or {}) if declared else None


def moved_hosts(sources: Iterable[Source]) -> dict[str, str]:
    """Former host → today's, for papers that moved or merged."""
    return {
        plain_host(former.lower()): home
        for source in sources
        if source.former_hosts and (home := _host(source.home_url))
        for former in source.former_hosts
    }


def web_address(said: str, *, at: str) -> str | None:
    """`said` as it is meant on the page `at`, absolute; None when that is no page of the web."""
    try:
        address = urljoin(at, said.strip())
        parts = urlsplit(address)
    except ValueError:
        return None
    return address if parts.scheme in _PORTS and parts.netloc else None


def _host(url: str) -> str:
    """The host without its twins; ValueError where there is none to be read."""
    host = urlsplit(canonicalize_url(url)).hostname or ""
    return plain_host(host.rstrip("."))


def _literal(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _today(host: str, moved: Mapping[str, str]) -> str:
    """Where a host is today; a paper that moved twice is followed, of a circle one is taken."""
    passed: list[str] = []
    while host in moved:
        if host in passed:
            return min(passed[passed.index(host) :])
        passed.append(host)
        host = moved[host]
    return host


def _declared(url: str, declared: str, moved: Mapping[str, str]) -> str | None:
    """What the page declares, absolute; None where it is another site's, a front page or a section.

    Some papers declare their front page, or the section, on every article: that says nothing of
    this one. And a story taken over from another paper is this paper's article all the same.
    """
    try:
        absolute = urljoin(url, declared)
        told = urlsplit(absolute)
        if told.scheme not in _PORTS or not told.hostname:
            return None
        if not url:
            return absolute
        here = urlsplit(url)
        if not _same_site(url, absolute, moved):
            return None
        if told.path in ("", "/") and not told.query and here.path not in ("", "/"):
            return None
    except ValueError:
        return None
    plain = canonical_url(url)
    if is_section_address(canonical_url(absolute)) and _is_more(plain):
        return None
    return absolute


def _is_more(url: str) -> bool:
    return is_article_address(url) or not is_section_address(url)


def _same_site(url: str, absolute: str, moved: Mapping[str, str]) -> bool:
    here, told = urlsplit(url), urlsplit(absolute)
    if _ports_of(here.port) != _ports_of(told.port):
        return False
    one, other = _today(_host(url), moved), _today(_host(absolute), moved)
    if one == other:
        return True
    return "." in one and not one[-1:].isdigit() and site_of(one) == site_of(other)


def _ports_of(port: int | None) -> int | None:
    """The port where it tells one server from another; both web defaults are one."""
    return None if port in _PORTS.values() else port
