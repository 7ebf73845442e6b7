"""How we behave towards sites, and what a crawl asks and tells while it runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from crawler.template import Template
from doichieu.records import Link, Source


@dataclass(frozen=True, kw_only=True, slots=True)
class Manners:
    """Identity and bounds of every fetch."""

    user_agent: str
    delay: float = 1.0  #: least seconds between two requests to one host
    timeout: int = 30  #: seconds one page may take
    max_bytes: int = 10_000_000  #: largest body, after decompression


@dataclass(frozen=True, kw_only=True, slots=True)
class Progress:
    """How far a source is."""

    source_id: str
    links: int
    fetched: int
    total: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Job:
    """All a crawl needs to know, as it goes to the child process."""

    sources: tuple[Source, ...]
    manners: Manners
    targets: tuple[str, ...] = ()
    revisit: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    since: datetime | None = None
    limit: int | None = None
    allow_private: bool = False
    templates: Mapping[str, Template] = field(default_factory=dict)  #: by source id


class Frontier(Protocol):
    """Who knows which links are new; asked in the parent process."""

    def unseen(self, links: Sequence[Link]) -> Sequence[Link]:
        """Those of `links` that should be fetched."""
        ...
