"""What went wrong with a fetch, under a stable name and in one line for a person."""

from __future__ import annotations

import asyncio
from concurrent.futures import TimeoutError as OverTime

from pebble import ProcessExpired
from scrapy.exceptions import IgnoreRequest
from twisted.web._newclient import ParseError

from crawler.pinning import EndlessHead, Refused
from crawler.reading import OUT_OF_MEMORY
from crawler.robots import Forbidden, NoRobots
from doichieu.errors import DoichieuError, Retry, Skip
from doichieu.records import Failure, Source

_BY_NAME = {
    "DNSLookupError": ("unknown_host", "không tìm thấy máy chủ; hãy kiểm tra địa chỉ và mạng", "the host cannot be found; check the address and the network"),
    "CannotResolveHostError": ("unknown_host", "không tìm thấy máy chủ; hãy kiểm tra địa chỉ và mạng", "the host cannot be found; check the address and the network"),
    "ConnectionRefusedError": ("unreachable", "máy chủ từ chối kết nối; trang có thể đang ngừng", "the server refuses connections; the site may be down"),
    "DownloadConnectionRefusedError": ("unreachable", "máy chủ từ chối kết nối; trang có thể đang ngừng", "the server refuses connections; the site may be down"),
    "TimeoutError": ("timeout", "quá lâu không trả lời; thử lại sau hoặc tăng DOICHIEU_FETCH_TIMEOUT", "took too long to answer; try later or raise DOICHIEU_FETCH_TIMEOUT"),
    "DownloadTimeoutError": ("timeout", "quá lâu không trả lời; thử lại sau hoặc tăng DOICHIEU_FETCH_TIMEOUT", "took too long to answer; try later or raise DOICHIEU_FETCH_TIMEOUT"),
    "TCPTimedOutError": ("timeout", "quá lâu không kết nối được; hãy thử lại sau", "took too long to connect; try again later"),
    "DownloadCancelledError": ("too_large", "trang quá lớn; xem DOICHIEU_MAX_PAGE_BYTES", "the page is too large; see DOICHIEU_MAX_PAGE_BYTES"),
    "ResponseDataLossError": ("cut_short", "trả lời bị ngắt giữa chừng; hãy thử lại sau", "the answer was cut short; try again later"),
    "TooManyRedirects": ("redirects", "chuyển hướng quá nhiều lần", "redirects too often"),
}  # fmt: skip


def failure_of(error: object, url: str, source: Source) -> Failure:
    """The failure that any error of a fetch or of reading amounts to."""
    reason, detail = _named(error, url)
    return Failure(url=url, reason=reason, detail=detail, source_id=source.id)


def told(status: int, url: str) -> DoichieuError:
    """An HTTP status as an instruction: 429 and 5xx may pass, the rest will not."""
    kind = Retry if status == 429 or status >= 500 else Skip
    return kind(
        vi=f"{url}: máy chủ trả lời {status}{_meaning_vi(status)}",
        en=f"{url}: the server answers {status}{_meaning_en(status)}",
        reason=f"http_{status}",
    )


def _named(error: object, url: str) -> tuple[str, str]:
    if isinstance(error, Refused):
        return error.told.reason, str(error.told)
    if isinstance(error, DoichieuError):
        return error.reason, str(error)
    if isinstance(error, OverTime | asyncio.TimeoutError) and not _is_of_the_network(error):
        return "reading_timeout", f"{url}: đọc trang quá lâu nên đã bỏ / reading it took too long"
    if isinstance(error, ProcessExpired) and error.exitcode == OUT_OF_MEMORY:
        words = "đọc trang cần quá nhiều bộ nhớ nên đã bỏ / reading it takes too much memory"
        return "too_much_memory", f"{url}: {words}"
    if isinstance(error, ProcessExpired):
        return "reader_died", f"{url}: tiến trình đọc trang bị hỏng / the reading process died"
    if isinstance(error, IgnoreRequest):
        return _ignored(error, url)
    reasons = _network_reasons(error)
    if EndlessHead in reasons:
        return "endless_headers", f"{url}: phần đầu trả lời không dứt / its headers do not end"
    if ParseError in reasons:
        return "not_http", f"{url}: trả lời không phải HTTP / the answer is no HTTP"
    reason, vi, en = _BY_NAME.get(
        type(error).__name__,
        ("unreachable", f"không tải được ({error})", f"cannot be fetched ({error})"),
    )
    return reason, " ".join(f"{url}: {vi} / {en}".split())[:600]


def _ignored(error: IgnoreRequest, url: str) -> tuple[str, str]:
    """Why a middleware of ours or of Scrapy's let a request go no further."""
    if isinstance(error, NoRobots):
        words = f"robots.txt trả lời {error.status}, nên không tải gì / robots.txt answers {error.status}"
        return "robots_unreachable", f"{url}: {words}, so nothing is fetched"
    if isinstance(error, Forbidden):
        return "robots", f"{url}: robots.txt không cho phép / robots.txt does not allow it"
    if "decompress" in str(error):
        words = "giải nén ra quá lớn; xem DOICHIEU_MAX_PAGE_BYTES"
        return "decompression_bomb", f"{url}: {words} / unpacks to too much"
    return "redirects", f"{url}: chuyển hướng quá nhiều lần / redirects too often"


def _network_reasons(error: object) -> set[type]:
    """What Twisted names behind a failed download."""
    cause = getattr(error, "__cause__", None)
    return {type(getattr(one, "value", None)) for one in getattr(cause, "reasons", ())}


def _is_of_the_network(error: BaseException) -> bool:
    """Twisted's own TimeoutError is the server's, not the reader's."""
    return type(error).__module__.startswith(("twisted", "scrapy"))


def _meaning_vi(status: int) -> str:
    return {
        403: " (bị từ chối)",
        404: " (không có trang)",
        410: " (đã gỡ)",
        429: " (quá nhiều yêu cầu)",
    }.get(status, "")


def _meaning_en(status: int) -> str:
    return {
        403: " (refused)",
        404: " (no such page)",
        410: " (removed)",
        429: " (too many requests)",
    }.get(status, "")
