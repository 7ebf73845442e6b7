"""Scrapy's downloader, kept from private addresses: every request and redirect passes here."""

from __future__ import annotations

import asyncio
from typing import Any
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest

from crawler.addresses import must_be_public
from doichieu.errors import Skip


class Refused(IgnoreRequest):
    """An address we do not fetch; carries what to tell."""

    def __init__(self, told: Skip) -> None:
        super().__init__(str(told))
        self.told = told


class PublicOnly:
    """Lets a request through when its host is public, or its source was said to be local."""

    def __init__(self) -> None:
        self._known: set[str] = set()

    async def process_request(self, request: Request, *_: Any, **__: Any) -> None:
        """Raise Refused for a private address."""
        host = urlsplit(request.url).netloc
        if request.meta.get("private_ok"):
            self._known.add(host)
        if host in self._known:
            return
        try:
            await must_be_public(request.url)
        except Skip as told:
            raise Refused(told) from told
        self._known.add(host)


class ObeyRobots(RobotsTxtMiddleware):
    """Scrapy's own, asked one request a host at a time.

    Several first requests to one host wait on one Deferred there, and all but the first of them
    are told that there is no robots.txt (scrapy 2.19).
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._locks: dict[str, asyncio.Lock] = {}

    async def robot_parser(self, request: Request) -> Any:
        """The rules of the request's host."""
        async with self._locks.setdefault(urlsplit(request.url).netloc, asyncio.Lock()):
            return await super().robot_parser(request)
