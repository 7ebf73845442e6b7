"""`doichieu demo`: the sample world, from its pages to a reviewer's queue."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.panel import Panel
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Column
from rich.text import Text

from doichieu.settings import load_settings
from doichieu.terminal import aside, print_done, print_json, screen


def demo(
    exit_after_crawl: Annotated[
        bool, typer.Option("--exit-after-crawl", help="Dừng sau khi kiểm / end after checking.")
    ] = False,
    port: Annotated[int | None, typer.Option(min=0, max=65535, help="Cổng / port.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="In số đếm / print the counts.")] = False,
) -> None:
    """Chạy thử với thế giới mẫu, không chạm ra ngoài / try it all on a bundled sample world."""
    from doichieu.jobs.demo import review_demo, run_demo

    settings = load_settings(port=port)
    with _bar() as bar:
        task = bar.add_task("…", total=None)
        counts = run_demo(settings, tell=lambda line: bar.update(task, description=line, advance=1))
    if as_json:
        print_json(counts)
    else:
        print_done(
            f"{counts['articles']} bài, {counts['official_documents']} văn bản, "
            f"{counts['flags']} chỗ khác với văn bản, {counts['seconds']} giây",
            f"{counts['articles']} articles, {counts['official_documents']} official texts, "
            f"{counts['flags']} flags, {counts['seconds']} s",
        )
    if exit_after_crawl:
        raise typer.Exit(1 if counts["missing_flags"] or counts["unexpected_flags"] else 0)
    review_demo(settings, on_ready=_invite)
    print_done("đã dừng gọn", "ended cleanly")


def _bar() -> Progress:
    """What was last brought home, how many there are, for how long; titles are no markup."""
    return Progress(
        SpinnerColumn(),
        TextColumn("{task.completed:>3.0f} trang / pages", style="cyan"),
        TimeElapsedColumn(),
        TextColumn("{task.description}", markup=False, table_column=Column(no_wrap=True)),
        console=aside(),
        transient=True,
    )


def _invite(link: str) -> None:
    text = Text.assemble(
        "Mở liên kết này một lần để vào bàn duyệt\nOpen this link once to enter the review desk\n\n",
        (link, "bold cyan"),
        "\n\nCtrl-C để dừng / to end",
    )
    screen().print(Panel(text, border_style="green", expand=False))
