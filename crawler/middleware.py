"""What every request passes on its way out, redirects too: only the web, and the pace of its own host."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from scrapy import Request

from crawler.addresses import SCHEMES, refused
from crawler.pinning import Refused


class OwnHost:
    """Keeps a redirected request to the pace of the host it leads to, not of the one it came from."""

    def process_request(self, request: Request, *_: Any, **__: Any) -> None:
        """Raise Refused for what is no address of the web."""
        parts = urlsplit(request.url)
        if parts.scheme not in SCHEMES or not parts.hostname:
            raise Refused(
                refused(
                    request.url,
                    "chỉ nhận http và https",
                    "only http and https are fetched",
                    reason="bad_address",
                )
            )
        request.meta["download_slot"] = parts.netloc
