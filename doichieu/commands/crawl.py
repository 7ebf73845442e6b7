"""`doichieu crawl`: an ad-hoc crawl of sources or addresses, with progress."""

from __future__ import annotations

import re
import sys
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Annotated

import typer
from rich.progress import Progress as Bar
from rich.progress import SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.text import Text

from doichieu.errors import WrongUse
from doichieu.records import CrawlReport, Failure
from doichieu.settings import load_settings
from doichieu.shapes import article_shape
from doichieu.terminal import aside, print_json, screen

if TYPE_CHECKING:
    from doichieu.jobs.crawl import Happening, Taken

_SPAN = re.compile(r"(\d+)\s*(m|h|d|w)")
_UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}


def crawl(
    places: Annotated[
        list[str] | None,
        typer.Argument(help="Mã nguồn hoặc địa chỉ / source ids or addresses; none: all enabled."),
    ] = None,
    since: Annotated[
        str, typer.Option(help="Chỉ tin mới hơn / only newer than: 30m, 12h, 2d, 1w, 2026-11-20.")
    ] = "",
    limit: Annotated[
        int | None, typer.Option(min=1, help="Số bài tối đa mỗi nguồn / most articles a source.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Không lưu / store nothing.")] = False,
    allow_private: Annotated[
        bool, typer.Option("--allow-private", help="Cho phép địa chỉ nội bộ / private addresses.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="JSON từng dòng / JSON lines.")] = False,
) -> None:
    """Thu thập ngay một lần / crawl now, once; stored and checked unless --dry-run."""
    from doichieu.jobs.crawl import Wanted, crawl_now

    wanted = Wanted(
        places=tuple(places or ()),
        since=read_since(since, now=datetime.now(UTC)),
        limit=limit,
        dry_run=dry_run,
        allow_private=allow_private,
    )
    counts = _Counts()
    with _bar(shown=not as_json) as bar:
        task = bar.add_task("…", total=None)
        for happening in crawl_now(wanted, settings=load_settings()):
            counts.add(happening)
            bar.update(task, description=counts.line())
            if as_json:
                _print(happening)
    if as_json:
        print_json({"report": counts.report()})
    else:
        counts.show()
    raise typer.Exit(1 if counts.failures or counts.problems else 0)


def read_since(words: str, *, now: datetime) -> datetime | None:
    """ "2d" → two days before `now`; "2026-11-20" → that day; WrongUse for anything else."""
    if not words:
        return None
    if span := _SPAN.fullmatch(words.strip().lower()):
        return now - timedelta(**{_UNITS[span[2]]: int(span[1])})
    try:
        moment = datetime.fromisoformat(words)
    except ValueError as error:
        raise WrongUse(
            vi=f"--since {words}: cần dạng 30m, 12h, 2d, 1w hoặc 2026-11-20",
            en=f"--since {words}: wants 30m, 12h, 2d, 1w or 2026-11-20",
            reason="bad_since",
        ) from error
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


class _Counts:
    """What happened so far, for the bar, the table and the report."""

    def __init__(self) -> None:
        self.begun = datetime.now(UTC)
        self.articles = self.new = self.revised = self.failures = self.flags = 0
        self.documents = 0
        self.reports: list[CrawlReport] = []
        self.failed: list[Failure] = []

    @property
    def problems(self) -> list[str]:
        return [f"{one.source_id}: {line}" for one in self.reports for line in one.problems]

    def add(self, happening: Happening) -> None:
        if isinstance(happening, Failure):
            self.failures += 1
            self.failed.append(happening)
        elif isinstance(happening, CrawlReport):
            self.reports.append(happening)
        else:
            self.articles += happening.article is not None
            self.documents += happening.document is not None
            self.new += happening.status == "new"
            self.revised += happening.status == "revised"
            self.flags += happening.flags

    def line(self) -> str:
        return f"{self.articles} bài / articles, {self.failures} lỗi / failures"

    def report(self) -> dict[str, object]:
        return {
            "sources": [_report_shape(one) for one in self.reports],
            "articles": self.articles,
            "official_documents": self.documents,
            "new": self.new,
            "revised": self.revised,
            "failures": self.failures,
            "flags": self.flags,
            "seconds": round((datetime.now(UTC) - self.begun).total_seconds(), 2),
        }

    def show(self) -> None:
        out = screen()
        for failure in self.failed:
            named = failure.url in failure.detail
            line = failure.detail if named else f"{failure.url}: {failure.detail}"
            out.print(Text(f"  ! {line}", style="yellow"))
        for problem in self.problems:
            out.print(Text(f"  ! {problem}", style="red"))
        out.print(
            Text(
                f"{self.articles} bài ({self.new} mới, {self.revised} sửa), {self.documents} văn bản,"
                f" {self.failures} lỗi, {self.flags} chỗ khác với văn bản"
                f" / {self.articles} articles ({self.new} new, {self.revised} revised),"
                f" {self.failures} failures, {self.flags} flags",
                style="bold",
            )
        )


def _print(happening: Happening) -> None:
    if isinstance(happening, CrawlReport):
        return
    if isinstance(happening, Failure):
        print_json(
            {
                "url": happening.url,
                "source": happening.source_id or None,
                "error": happening.detail,
                "reason": happening.reason,
            }
        )
    elif happening.article is not None:
        print_json(_article_line(happening))
    elif happening.document is not None:
        print_json({"document": happening.document, "url": happening.url, "status": "official"})


def _article_line(taken: Taken) -> dict[str, object]:
    assert taken.article is not None
    return {
        **article_shape(taken.article),
        "source": taken.article.source_id or None,
        "status": taken.status,
    }


def _report_shape(report: CrawlReport) -> dict[str, object]:
    return {
        "source": report.source_id,
        "links_found": report.links_found,
        "links_new": report.links_new,
        "pages_fetched": report.pages_fetched,
        "articles": report.articles,
        "failures": report.failures,
        "gone": report.gone,
        "stats": dict(report.stats),
        "problems": list(report.problems),
        "seconds": round((report.finished_at - report.started_at).total_seconds(), 2),
    }


def _bar(*, shown: bool) -> Bar:
    return Bar(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        TimeElapsedColumn(),
        console=aside(),
        transient=True,
        disable=not (shown and sys.stderr.isatty()),
    )
