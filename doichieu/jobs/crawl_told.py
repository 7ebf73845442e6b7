"""What a crawl gave, source by source: as lines of its run's log, and as counts."""

from __future__ import annotations

from collections.abc import Sequence

from doichieu.jobs.running import Run
from doichieu.records import CrawlReport
from doichieu.two_languages import halves

#: What is counted of a crawl.
NAMES = ("articles", "failures", "gone", "pages", "links", "requests")


def tell_report(run: Run, report: CrawlReport) -> None:
    """A line for a source that gave something or is in trouble; one with nothing new is no news."""
    seconds = round((report.finished_at - report.started_at).total_seconds(), 1)
    facts = {"source": report.source_id, "duration": seconds, **_counts(report)}
    for problem in report.problems:
        vi, en = halves(problem)
        name = report.source_id
        run.say(f"{name}: {vi} / {name}: {en}", level="warning", facts=facts)
    if report.articles or report.failures or report.gone:
        vi = f"{report.articles} bài, {report.failures} lỗi, {report.pages_fetched} trang"
        en = f"{report.articles} articles, {report.failures} failures, {report.pages_fetched} pages"
        name = report.source_id
        run.say(f"{name}: {vi}, {seconds} giây / {name}: {en}, {seconds} s", facts=facts)


def counts_of(reports: Sequence[CrawlReport]) -> dict[str, int]:
    """The sums of a crawl."""
    parts = [_counts(one) for one in reports]
    sums = {name: sum(part[name] for part in parts) for name in NAMES}
    return {"sources": len(reports), **sums}


def _counts(report: CrawlReport) -> dict[str, int]:
    return {
        "articles": report.articles,
        "failures": report.failures,
        "gone": report.gone,
        "pages": report.pages_fetched,
        "links": report.links_new,
        "requests": dict(report.stats).get("requests", 0),
    }
