"""The pages of one source as a crawl reads them → when to learn its template, and when to learn it anew."""

from __future__ import annotations

import asyncio
import zlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import Literal

from crawler.template import Template
from crawler.template_learn import LEAST_PAGES, MOST_PAGES
from doichieu.records import Page

#: How a page was read: no template was there, it fitted, or the page did not fit it.
Way = Literal["careful", "template", "fallback"]
#: Bytes above which a page is not kept to learn from: real ones are a tenth of it.
LARGEST_PAGE = 1_000_000


@dataclass(slots=True)
class Watch:
    """What one crawl knows of how a source builds its pages.

    Pages that no template read, one after the other, are kept; as many as a template is learned from
    mean that there is something to learn, or that the site is built anew.
    """

    template: Template | None = None
    fitted: int = 0  #: pages of this crawl that the template read
    _kept: list[Page] = field(default_factory=list)  #: bodies packed
    _asked: bool = False
    _settled: bool = False  #: learned, or found to teach nothing
    _reading: int = 0  #: pages on their way
    _moved: asyncio.Condition = field(default_factory=asyncio.Condition)

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Around the reading of a page: those after the ones to learn from wait for their template.

        Reading them with care meanwhile would cost more than all the others together.
        """
        async with self._moved:
            await self._moved.wait_for(self._may_read)
            self._reading += 1
        try:
            yield
        finally:
            async with self._moved:
                self._reading -= 1
                self._moved.notify_all()

    def _may_read(self) -> bool:
        if self.template is not None or self._settled:
            return True
        return not self._asked and self._reading + len(self._kept) < MOST_PAGES

    def saw(self, page: Page, *, way: Way) -> None:
        """An article was read."""
        if way == "template":
            self.fitted += 1
            self._kept.clear()
        elif not self._asked and len(page.body) <= LARGEST_PAGE and len(self._kept) < MOST_PAGES:
            self._kept.append(replace(page, body=zlib.compress(page.body, level=1)))

    def pages_to_learn_from(self, *, at_the_end: bool = False) -> tuple[Page, ...]:
        """Pages enough for a template, handed out once a crawl; none while there are too few.

        At the end of a crawl fewer will do, when the template read not one of its pages.
        """
        least = LEAST_PAGES if at_the_end and self.fitted == 0 else MOST_PAGES
        if self._asked or len(self._kept) < least:
            return ()
        self._asked = True
        pages = tuple(replace(page, body=zlib.decompress(page.body)) for page in self._kept)
        self._kept.clear()
        return pages

    def learned(self, template: Template) -> None:
        """From now on pages are read by this one."""
        self.template, self._settled = template, True
        self.fitted = 0

    def not_learned(self) -> None:
        """The pages teach nothing: those that wait are read with care."""
        self._settled = True
