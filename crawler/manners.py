"""How we behave towards sites, and all that a crawl needs to know before it starts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from crawler.findings import Version
from crawler.template import Template
from doichieu.records import Link, Source


@dataclass(frozen=True, kw_only=True, slots=True)
class Manners:
    """Identity and bounds of every fetch."""

    user_agent: str
    delay: float = 1.0  #: least seconds between two requests to one host
    timeout: int = 30  #: seconds one page may take
    max_bytes: int = 10_000_000  #: largest body, after decompression
    reading_seconds: int = 15  #: seconds one page may take to read; its worker is ended after that


@dataclass(frozen=True, kw_only=True, slots=True)
class Memory:
    """What earlier crawls left behind for this one; each by source id."""

    versions: Mapping[str, Version] = field(default_factory=dict)  #: by address, lists and pages
    waiting: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  #: links not fetched yet
    revisit: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  #: pages to look at again
    budget: Mapping[str, int] = field(default_factory=dict)  #: requests left today
    templates: Mapping[str, Template] = field(default_factory=dict)  #: how pages are built


@dataclass(frozen=True, kw_only=True, slots=True)
class Job:
    """One crawl, as it goes to the child process."""

    sources: tuple[Source, ...]
    manners: Manners
    targets: tuple[str, ...] = ()
    memory: Memory = field(default_factory=Memory)
    since: datetime | None = None
    limit: int | None = None
    seconds: float | None = None  #: pages that would be asked for later than this wait
    allow_private: bool = False
    archive_bytes: int = 0  #: largest body that comes with its WARC record; 0: none does


class Frontier(Protocol):
    """Who knows which links are new; asked in the parent process."""

    def unseen(self, links: Sequence[Link]) -> Sequence[Link]:
        """Those of `links` that should be fetched."""
        ...
