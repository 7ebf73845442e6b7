"""`doichieu demo`: the sample world, from its pages to a reviewer's queue."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.panel import Panel
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
    console = aside()
    with console.status("…") as status:
        counts = run_demo(settings, tell=status.update)
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


def _invite(link: str) -> None:
    text = Text.assemble(
        "Mở liên kết này một lần để vào bàn duyệt\nOpen this link once to enter the review desk\n\n",
        (link, "bold cyan"),
        "\n\nCtrl-C để dừng / to end",
    )
    screen().print(Panel(text, border_style="green", expand=False))
