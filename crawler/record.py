"""A server's answer → one WARC record, packed by itself, ready to be put behind others."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from http import HTTPStatus

from fastwarc.warc import WarcRecord, WarcRecordType
from isal import igzip

from doichieu.records import Page

#: Measured on pages of 80 KB: 0.13 ms and 23 % of their size; zlib takes 0.55 ms for the same, 1.15 ms for 21 %.
LEVEL = 2
#: Of the way, not of the page: the body is kept unpacked and whole.
_OF_THE_WAY = {
    "content-encoding",
    "transfer-encoding",
    "content-length",
    "connection",
    "set-cookie",
}


def warc_record(page: Page, head: tuple[tuple[str, str], ...] = ()) -> bytes:
    """One gzip member: the response with its headers, as archives of the web keep them."""
    record = WarcRecord()
    record.init_headers(WarcRecordType.response)
    record.record_date = page.fetched_at or datetime.now(UTC)
    record.headers["WARC-Target-URI"] = page.url
    record.is_http = True
    record.set_bytes_content(_http_head(page, head) + page.body)
    out = io.BytesIO()
    record.write(out, checksum_data=True)
    return igzip.compress(out.getvalue(), LEVEL, mtime=0)


def _http_head(page: Page, head: tuple[tuple[str, str], ...]) -> bytes:
    try:
        phrase = HTTPStatus(page.status).phrase
    except ValueError:
        phrase = "Unknown"
    kept = [(name, value) for name, value in head if name.lower() not in _OF_THE_WAY]
    lines = [f"HTTP/1.1 {page.status} {phrase}", *(f"{name}: {value}" for name, value in kept)]
    lines.append(f"Content-Length: {len(page.body)}")
    # A line break inside a value would begin another header.
    safe = (line.replace("\r", " ").replace("\n", " ") for line in lines)
    return ("\r\n".join(safe) + "\r\n\r\n").encode("latin-1", "replace")
