"""Whether an address may be fetched: public hosts always, private ones only where that was said."""

from __future__ import annotations

import ipaddress
import socket
from urllib.parse import urlsplit

from doichieu.errors import Skip

SCHEMES = ("http", "https")
#: Addresses that carry an IPv4 address through a translator (RFC 6052).
_TRANSLATED = ipaddress.ip_network("64:ff9b::/96")


def is_public(address: str) -> bool:
    """Whether a resolved address is one of the open network, and of a single host."""
    held = ipaddress.ip_address(address.split("%", maxsplit=1)[0])
    inner = _inner(held) if isinstance(held, ipaddress.IPv6Address) else None
    if inner is not None and not is_public(str(inner)):
        return False
    if isinstance(held, ipaddress.IPv6Address) and held.ipv4_mapped is not None:
        return True
    return held.is_global and not held.is_multicast


def resolve(url: str, *, allow_private: bool = False) -> str:
    """The one address to connect to for `url`; Skip when there is none, or any of them is private."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    if parts.scheme not in SCHEMES or not host:
        raise refused(
            url, "chỉ nhận http và https", "only http and https are fetched", reason="bad_address"
        )
    try:
        found = socket.getaddrinfo(host, parts.port or 80, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise refused(
            url,
            f"không tìm thấy máy chủ {host}; hãy kiểm tra địa chỉ và mạng",
            f"the host {host} cannot be found; check the address and the network",
            reason="unknown_host",
        ) from error
    addresses = [str(entry[4][0]) for entry in found]
    private = [] if allow_private else [one for one in addresses if not is_public(one)]
    if private:
        raise private_address(url, private[0])
    return addresses[0]


def private_address(url: str, address: str) -> Skip:
    """The message for an address inside someone's own network."""
    return refused(
        url,
        f"trỏ tới địa chỉ nội bộ {address}; nếu đúng ý, dùng --allow-private hoặc local = true",
        f"leads to the private address {address}; if that is meant, use --allow-private or local = true",
        reason="private_address",
    )


def refused(url: str, why_vi: str, why_en: str, *, reason: str) -> Skip:
    """The message for an address we do not fetch."""
    return Skip(vi=f"{url}: {why_vi}", en=f"{url}: {why_en}", reason=reason)


def _inner(held: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """The IPv4 address inside an IPv6 one, by any of the ways to carry one."""
    if held in _TRANSLATED:
        return ipaddress.IPv4Address(int(held) & 0xFFFFFFFF)
    return held.ipv4_mapped or held.sixtofour or (held.teredo[1] if held.teredo else None)
