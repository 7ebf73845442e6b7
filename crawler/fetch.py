"""One address, fetched once by hand: bounded, pinned to the address that was looked at.

urllib3 rather than the crawl's child: one page is not worth starting a process for, and it lets us
connect to the very address that was found public.
"""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import urljoin, urlsplit

import urllib3

from crawler.addresses import resolve
from crawler.failures import told
from crawler.manners import Manners
from doichieu.errors import Retry, Skip
from doichieu.records import Page

MOST_REDIRECTS = 5
_CHUNK = 65_536


def fetch(url: str, *, manners: Manners, allow_private: bool = False) -> Page:
    """The page at `url`, after redirects; raises Skip or Retry naming the address and the remedy."""
    asked = url
    for _ in range(MOST_REDIRECTS + 1):
        response = _get(url, manners=manners, allow_private=allow_private)
        try:
            target = response.headers.get("Location")
            if response.status in (301, 302, 303, 307, 308) and target:
                url = urljoin(url, target)
                continue
            if response.status >= 400:
                raise told(response.status, url)
            return Page(
                url=url, status=response.status, body=_body(response, url, manners.max_bytes),
                content_type=response.headers.get("Content-Type", ""),
                fetched_at=datetime.now(UTC), requested_url=asked,
            )  # fmt: skip
        except urllib3.exceptions.HTTPError as error:
            raise _unreachable(url, error) from error
        finally:
            response.release_conn()
    raise Skip(
        vi=f"{asked}: chuyển hướng quá nhiều lần",
        en=f"{asked}: redirects too often",
        reason="redirects",
    )


def _get(url: str, *, manners: Manners, allow_private: bool) -> urllib3.BaseHTTPResponse:
    parts = urlsplit(url)
    address = resolve(url, allow_private=allow_private)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    timeout = urllib3.Timeout(connect=min(10, manners.timeout), read=manners.timeout)
    if parts.scheme == "https":
        pool: urllib3.HTTPConnectionPool = urllib3.HTTPSConnectionPool(
            address, port, server_hostname=parts.hostname, assert_hostname=parts.hostname
        )
    else:
        pool = urllib3.HTTPConnectionPool(address, port)
    path = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
    try:
        return pool.request(
            "GET", path, redirect=False, retries=False, preload_content=False, timeout=timeout,
            headers={"Host": parts.netloc, "User-Agent": manners.user_agent, "Accept-Encoding": "gzip"},
        )  # fmt: skip
    except urllib3.exceptions.HTTPError as error:
        raise _unreachable(url, error) from error


def _body(response: urllib3.BaseHTTPResponse, url: str, most: int) -> bytes:
    held = bytearray()
    for chunk in response.stream(_CHUNK, decode_content=True):
        held += chunk
        if len(held) > most:
            raise Skip(
                vi=f"{url}: trang lớn hơn {most} byte; xem DOICHIEU_MAX_PAGE_BYTES",
                en=f"{url}: the page is larger than {most} bytes; see DOICHIEU_MAX_PAGE_BYTES",
                reason="too_large",
            )
    return bytes(held)


def _unreachable(url: str, error: Exception) -> Retry:
    slow = isinstance(error, urllib3.exceptions.TimeoutError)
    return Retry(
        vi=f"{url}: {'quá lâu không trả lời' if slow else 'không kết nối được'}; hãy kiểm tra địa chỉ và mạng",
        en=f"{url}: {'took too long' if slow else 'cannot be reached'}; check the address and the network",
        reason="timeout" if slow else "unreachable",
    )
