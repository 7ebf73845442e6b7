"""Scrapy's downloader, kept from private addresses: the address looked at is the one connected to.

A look at a host's address *before* the request is worth nothing: its name server may answer
something else a moment later. So the check sits in the resolver that the connection itself asks,
and what may be reached is said for each request. Connections opened for sources declared local
lie in a pool of their own, so that no other request is sent over one of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from scrapy import Request
from scrapy.core.downloader.handlers.http11 import (
    HTTP11DownloadHandler,
    _LenientHTTP11ClientFactory,
)
from scrapy.crawler import Crawler
from scrapy.exceptions import CannotResolveHostError, IgnoreRequest
from scrapy.http import Response
from twisted.internet.interfaces import (
    IAddress,
    IHostnameResolver,
    IHostResolution,
    IResolutionReceiver,
)
from twisted.python.failure import Failure
from twisted.web._newclient import HEADER, STATUS
from twisted.web.client import HTTPConnectionPool
from zope.interface import implementer

from crawler.addresses import is_public, private_address
from doichieu.errors import Skip

#: Bytes of head a response may have; browsers stop at about this.
MOST_HEAD = 256_000


class Refused(IgnoreRequest):
    """An address we do not fetch; carries what to tell."""

    def __init__(self, told: Skip) -> None:
        super().__init__(str(told))
        self.told = told


class EndlessHead(Exception):
    """A response whose headers do not end."""


@dataclass(slots=True)
class Leave:
    """What one request may reach; the resolver notes here what it refused."""

    private_ok: bool
    refused: str = ""


_leave: ContextVar[Leave | None] = ContextVar("leave", default=None)


@implementer(IHostnameResolver)
class PinningResolver:
    """The reactor's own resolver, with private addresses taken out of its answers."""

    def __init__(self, original: Any) -> None:
        self._original = original

    def resolveHostName(  # noqa: N802 - Twisted's name
        self,
        resolutionReceiver: IResolutionReceiver,  # noqa: N803
        hostName: str,  # noqa: N803
        portNumber: int = 0,  # noqa: N803
        addressTypes: Sequence[type[IAddress]] | None = None,  # noqa: N803
        transportSemantics: str = "TCP",  # noqa: N803
    ) -> IHostResolution:
        """Answer with every address, or with none when one of them may not be reached."""
        checked = _Checked(resolutionReceiver, _leave.get() or Leave(private_ok=False))
        begun: IHostResolution = self._original.resolveHostName(
            checked, hostName, portNumber, addressTypes, transportSemantics
        )
        return begun


@implementer(IResolutionReceiver)
class _Checked:
    """Holds addresses back until all are known."""

    def __init__(self, receiver: Any, leave: Leave) -> None:
        self._receiver, self._leave = receiver, leave
        self._addresses: list[Any] = []

    def resolutionBegan(self, resolutionInProgress: IHostResolution) -> None:  # noqa: N802, N803
        self._receiver.resolutionBegan(resolutionInProgress)

    def addressResolved(self, address: Any) -> None:  # noqa: N802
        self._addresses.append(address)

    def resolutionComplete(self) -> None:  # noqa: N802
        private = [one.host for one in self._addresses if not is_public(one.host)]
        if private and not self._leave.private_ok:
            self._leave.refused = private[0]
            self._addresses.clear()
        for address in self._addresses:
            self._receiver.addressResolved(address)
        self._receiver.resolutionComplete()


class PinnedHandler:
    """Two of Scrapy's handlers, each with its own pool: for local sources, and for all others."""

    lazy = True

    def __init__(self, crawler: Crawler) -> None:
        self._inside, self._outside = (HTTP11DownloadHandler(crawler) for _ in range(2))
        self._inside._pool = _Pool.like(self._inside._pool, private_ok=True)
        self._outside._pool = _Pool.like(self._outside._pool, private_ok=False)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> PinnedHandler:
        """As Scrapy makes its components."""
        return cls(crawler)

    async def download_request(self, request: Request) -> Response:
        """Fetch; Refused naming the private address it would have led to."""
        leave = Leave(private_ok=bool(request.meta.get("private_ok")))
        token = _leave.set(leave)
        try:
            handler = self._inside if leave.private_ok else self._outside
            return await handler.download_request(request)
        except CannotResolveHostError as error:
            if leave.refused:
                raise Refused(private_address(request.url, leave.refused)) from error
            raise
        finally:
            _leave.reset(token)

    async def close(self) -> None:
        """Close both pools."""
        await self._inside.close()
        await self._outside.close()


class _Pool(HTTPConnectionPool):
    """Connections of one permission; a stale one is replaced under the same."""

    private_ok = False

    @classmethod
    def like(cls, pool: HTTPConnectionPool, *, private_ok: bool) -> _Pool:
        """A pool with the bounds of Scrapy's own."""
        made = cls(pool._reactor, persistent=True)
        made.maxPersistentPerHost, made._factory = pool.maxPersistentPerHost, _BoundedFactory
        made.private_ok = private_ok
        return made

    def _newConnection(self, key: Any, endpoint: Any) -> Any:  # noqa: N802
        # Twisted replaces a kept connection that turns out closed from a callback of its own, where
        # nothing is known of the request.
        held = _leave.get()
        token = _leave.set(held or Leave(private_ok=self.private_ok))
        try:
            return super()._newConnection(key, endpoint)
        finally:
            _leave.reset(token)


class _BoundedFactory(_LenientHTTP11ClientFactory):
    """Connections that end when a response's head does not."""

    def buildProtocol(self, addr: Any) -> Any:  # noqa: N802
        protocol: Any = super().buildProtocol(addr)
        receive, counted, parser = protocol.dataReceived, 0, None

        def bounded(data: bytes) -> None:
            nonlocal counted, parser
            if protocol._parser is not parser:
                counted, parser = 0, protocol._parser
            if parser is not None and parser.state in (STATUS, HEADER):
                counted += len(data)
                if counted > MOST_HEAD:
                    protocol._giveUp(Failure(EndlessHead()))  # type: ignore[no-untyped-call]
                    return
            receive(data)

        protocol.dataReceived = bounded
        return protocol
