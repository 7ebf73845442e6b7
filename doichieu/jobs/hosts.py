"""Which sources must never be crawled at once: those that share a host, however they share it."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

from doichieu.records import Source


def host_locks(sources: Sequence[Source]) -> dict[str, str]:
    """A name for each source; sources with a host in common have the same one, over any number of steps."""
    leader: dict[str, str] = {}
    for source in sources:
        hosts = hosts_of(source)
        tops = sorted({_top(leader, host) for host in hosts})
        for top in tops:
            leader[top] = tops[0]
    return {source.id: _top(leader, hosts_of(source)[0]) for source in sources}


def hosts_of(source: Source) -> list[str]:
    """Every host a crawl of the source asks."""
    addresses = (source.home_url, *source.feeds, *source.sitemaps, *source.sections)
    named = [(urlsplit(one).hostname or "").removeprefix("www.") for one in addresses]
    return list(dict.fromkeys([*named, *source.former_hosts]))


def _top(leader: dict[str, str], host: str) -> str:
    while leader.setdefault(host, host) != host:
        host = leader[host]
    return host
