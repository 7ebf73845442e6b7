"""Conditional requests: the headers that ask whether a page changed, and the answer's own version."""

from __future__ import annotations

import hashlib

from scrapy.http import Response

from crawler.findings import Version

#: A header longer than this is no tag but an attempt to make us carry something.
MOST_HEADER = 1_000


def conditions(version: Version | None) -> dict[str, str]:
    """Headers that let the server answer 304."""
    if version is None:
        return {}
    said = {"If-None-Match": version.etag, "If-Modified-Since": version.last_modified}
    return {name: value for name, value in said.items() if value}


def version_of(response: Response) -> Version:
    """What the answer says of itself."""
    return Version(
        etag=_header(response, "ETag"),
        last_modified=_header(response, "Last-Modified"),
        digest=hashlib.sha256(response.body).hexdigest(),
    )


def is_unchanged(response: Response, known: Version | None) -> bool:
    """The server says so, or sent the very bytes we had."""
    if response.status == 304:
        return True
    return known is not None and known.digest == hashlib.sha256(response.body).hexdigest()


def _header(response: Response, name: str) -> str:
    said = (response.headers.get(name) or b"").decode("latin-1").strip()
    return said if len(said) <= MOST_HEADER and said.isprintable() else ""
