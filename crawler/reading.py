"""What a worker process does: one page's bytes → an Article, or the reason there is none."""

from __future__ import annotations

from dataclasses import replace

from crawler.canonical import canonical_url, moved_hosts
from crawler.extract import extract
from doichieu.records import Article, Page, Source


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


def warm_up() -> None:
    """Run when a worker starts: the imports above are the work."""
