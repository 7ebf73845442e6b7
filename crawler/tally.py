"""What happened to one source in one crawl, counted as it happens."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime

from crawler.findings import Progress
from crawler.template_watch import Watch
from doichieu.records import Article, CrawlReport, Source
from doichieu.two_languages import joined

NONE_READ = "không đọc được danh sách tin nào:  / no list could be read: "
SOME_UNREAD = "có danh sách không đọc được:  / some lists could not be read: "


@dataclass(slots=True)
class Tally:
    """Counts of one source; `report` makes them a record."""

    source: Source
    begun: datetime = field(default_factory=lambda: datetime.now(UTC))
    last: datetime = field(default_factory=lambda: datetime.now(UTC))
    counts: Counter[str] = field(default_factory=Counter)
    lists_failed: list[str] = field(default_factory=list)
    lists_read: int = 0
    put_off_until: datetime | None = None
    lists_asked: set[str] = field(default_factory=set)
    asked: set[str] = field(default_factory=set)
    watch: Watch = field(default_factory=Watch)

    def add(self, name: str, number: int = 1) -> None:
        """Count an outcome."""
        self.counts[name] += number
        self.last = datetime.now(UTC)

    def count(self, article: Article) -> None:
        """Count an article, and what is odd about it."""
        self.add("articles")
        if len(article.text) < self.source.min_text_length:
            self.add("short_texts")
        if article.published_at is None:
            self.add("without_date")

    def progress(self) -> Progress:
        """How far it is."""
        return Progress(
            source_id=self.source.id,
            links=self.counts["links_found"],
            fetched=self.counts["pages_fetched"],
            total=self.counts["links_new"],
        )

    def report(self) -> CrawlReport:
        """The record of the whole crawl of this source."""
        counts = dict(self.counts)
        return CrawlReport(
            source_id=self.source.id,
            started_at=self.begun,
            finished_at=self.last,
            links_found=counts.pop("links_found", 0),
            links_new=counts.pop("links_new", 0),
            pages_fetched=counts.pop("pages_fetched", 0),
            articles=counts.pop("articles", 0),
            failures=counts.pop("failures", 0),
            gone=counts.pop("gone", 0),
            stats=tuple(sorted(counts.items())),
            problems=tuple(self._problems()),
        )

    def _problems(self) -> list[str]:
        if self.lists_failed:
            head = SOME_UNREAD if self.lists_read else NONE_READ
            return [joined(self.lists_failed[:3], head=head)]
        unchanged = self.counts["unchanged_lists"]
        if self.lists_read and not (self.lists_failed or unchanged or self.counts["links_found"]):
            return ["các danh sách tin đều rỗng / every list is empty"]
        return []
