"""What a worker process does: one page's bytes → an Article, or the reason there is none."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar

from selectolax.lexbor import SelectolaxError

from crawler.canonical import canonical_url, moved_hosts
from crawler.extract import extract
from crawler.memory import bound_memory
from crawler.record import warc_record
from doichieu.records import Article, Page, Source

#: How a worker ends that wanted more.
OUT_OF_MEMORY = 77

T = TypeVar("T")


def read_article(page: Page, source: Source) -> Article:
    """The article of a page, with its source and province; raises Skip."""
    article = extract(
        page.body,
        url=page.url,
        content_type=page.content_type,
        fetched_at=page.fetched_at,
        source=source,
    )
    # Twins of a page meet: what it declares, else where it came from, in the one spelling.
    identity = canonical_url(article.canonical_url or page.url, moved=moved_hosts([source]))
    return replace(
        article,
        canonical_url=identity,
        source_id=source.id,
        province=source.province,
        fetched_at=page.fetched_at,
    )


def read_and_record(
    page: Page, *, source: Source, head: tuple[tuple[str, str], ...] | None
) -> tuple[Article, bytes]:
    """The article, and the answer it was read from as a WARC record; none where `head` is None."""
    article = read_article(page, source)
    return article, b"" if head is None else warc_record(page, head)


def within_bounds(step: Callable[..., T], *words: Any, **named: Any) -> T:
    """A step of a worker; one that wants more memory than it may have ends the worker."""
    try:
        return step(*words, **named)
    except (MemoryError, SelectolaxError):
        # lexbor reads any markup, unless it gets no memory. What was held is not given back otherwise.
        os._exit(OUT_OF_MEMORY)


def warm_up() -> None:
    """Run when a worker starts: the imports above are held already, and do not count against its bound."""
    bound_memory()
