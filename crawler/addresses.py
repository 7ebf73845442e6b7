"""Whether an address may be fetched: public hosts always, private ones only where that was said."""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from urllib.parse import urlsplit

from doichieu.errors import Skip

SCHEMES = ("http", "https")


def refused(url: str, why_vi: str, why_en: str, *, reason: str) -> Skip:
    """The message for an address we do not fetch."""
    return Skip(vi=f"{url}: {why_vi}", en=f"{url}: {why_en}", reason=reason)


async def must_be_public(url: str) -> None:
    """Raise Skip when the host of `url` is, or resolves to, an address that is not public."""
    parts = urlsplit(url)
    if parts.scheme not in SCHEMES or not parts.hostname:
        raise refused(
            url, "chỉ nhận http và https", "only http and https are fetched", reason="bad_address"
        )
    for address in await _addresses(parts.hostname, parts.port or 80, url):
        if not ipaddress.ip_address(address.split("%")[0]).is_global:
            raise refused(
                url,
                f"trỏ tới địa chỉ nội bộ {address}; nếu đúng ý, dùng --allow-private hoặc local = true",
                f"leads to the private address {address}; if that is meant, use --allow-private or local = true",
                reason="private_address",
            )


async def _addresses(host: str, port: int, url: str) -> list[str]:
    loop = asyncio.get_running_loop()
    try:
        found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise refused(
            url,
            f"không tìm thấy máy chủ {host}; hãy kiểm tra địa chỉ và mạng",
            f"the host {host} cannot be found; check the address and the network",
            reason="unknown_host",
        ) from error
    return [str(entry[4][0]) for entry in found]
