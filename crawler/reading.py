"""What a worker process does: pages' bytes → an Article, or the reason there is none; or the source's template."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, TypeVar

from selectolax.lexbor import LexborHTMLParser, SelectolaxError

from crawler.canonical import canonical_url, moved_hosts
from crawler.encoding import declared, decode
from crawler.extract import extract
from crawler.memory import bound_memory
from crawler.record import warc_record
from crawler.template import Template
from crawler.template_learn import learn
from crawler.template_read import read
from crawler.template_watch import Way
from doichieu.errors import Skip
from doichieu.records import Article, Page, Source

#: How a worker ends that wanted more.
OUT_OF_MEMORY = 77

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True, slots=True)
class Read:
    """An article, how its page was read, and the answer as a WARC record where it is archived."""

    article: Article
    way: Way
    careful: Article | None = None  #: the reading without a template, where one was asked for
    record: bytes = b""


def read_article(page: Page, source: Source, template: Template | None = None) -> Read:
    """The article of a page, with its source and province; raises Skip.

    Where the template does not fit, or what it finds is no article, the careful reading has the word.
    """
    if template is None:
        return Read(article=_article(page, source), way="careful")
    shortcut = _Shortcut(template)
    try:
        article = _article(page, source, shortcut)
    except Skip:
        if not shortcut.fitted:
            raise
        return Read(article=_article(page, source), way="fallback")
    return Read(article=article, way="template" if shortcut.fitted else "fallback")


def learn_template(
    pages: Sequence[Page], *, source: Source, template: Template | None = None
) -> Template | None:
    """The source's next template, learned from these pages; None where they teach none."""
    markups = [
        decode(page.body, content_type=declared(page.content_type, source)) for page in pages
    ]
    version = template.version + 1 if template else 1
    return learn(markups, today=datetime.now(UTC).date(), version=version)


class _Shortcut:
    """A template's reading, which remembers whether it fitted."""

    def __init__(self, template: Template) -> None:
        self.template = template
        self.fitted = False

    def __call__(self, tree: LexborHTMLParser) -> list[str] | None:
        lines = read(self.template, tree)
        self.fitted = lines is not None
        return lines


def _article(page: Page, source: Source, shortcut: _Shortcut | None = None) -> Article:
    article = extract(
        page.body,
        url=page.url,
        content_type=page.content_type,
        fetched_at=page.fetched_at,
        source=source,
        shortcut=shortcut,
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
    page: Page,
    *,
    source: Source,
    template: Template | None,
    head: tuple[tuple[str, str], ...] | None,
    seen_before: bool = False,
) -> Read:
    """The article, and the answer it was read from as a WARC record; none where `head` is None.

    What was seen before a template was learned was read without: then both readings are given.
    """
    found = read_article(page, source, template)
    if seen_before and found.way == "template":
        found = replace(found, careful=_article(page, source))
    return found if head is None else replace(found, record=warc_record(page, head))


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
