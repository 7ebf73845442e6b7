"""What a crawl tells while it runs, beside articles' own records: versions, visits, delays, progress."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from pydantic import ConfigDict, with_config

from crawler.template import Template
from doichieu.records import Article, Page


@dataclass(frozen=True, kw_only=True, slots=True)
class Version:
    """What a server says of the version it answered with; sent back to ask whether it changed."""

    etag: str = ""
    last_modified: str = ""
    digest: str = ""  #: SHA-256 of the body, for servers that say neither


@dataclass(frozen=True, kw_only=True, slots=True)
class Listed:
    """A list was read to its end: every link of it is known to whoever was asked."""

    url: str
    source_id: str
    version: Version
    changed: bool


@with_config(ConfigDict(ser_json_bytes="base64", val_json_bytes="base64"))
@dataclass(frozen=True, kw_only=True, slots=True)
class Visit:
    """One page, asked for and answered."""

    asked: str  #: the address as the list named it
    url: str  #: after redirects
    source_id: str
    at: datetime
    outcome: str  #: read (an article or official page), unchanged, gone, failed
    article: Article | None = None
    careful: Article | None = None  #: read without its template, where it was seen before
    page: Page | None = None  #: of an official source
    version: Version = field(default_factory=Version)
    record: bytes = b""  #: the answer as a WARC record; none where it is not archived
    detail: str = ""  #: why it is gone or failed


@dataclass(frozen=True, kw_only=True, slots=True)
class Learned:
    """A source's template, learned in this crawl: the first, or one for pages built anew."""

    source_id: str
    template: Template


@dataclass(frozen=True, kw_only=True, slots=True)
class PutOff:
    """A source's own host asks to be left alone until then."""

    source_id: str
    until: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Progress:
    """How far a source is."""

    source_id: str
    links: int
    fetched: int
    total: int
