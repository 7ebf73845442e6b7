"""`doichieu worker`: one more process, on this machine or another, that takes crawls and checks."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from doichieu.settings import load_settings
from doichieu.terminal import print_done


class Queue(StrEnum):
    """What a worker can be narrowed to."""

    CRAWL = "crawl"
    CHECK = "check"


def worker(
    queue: Annotated[
        Queue | None, typer.Option(help="Chỉ một loại việc / one kind of work only.")
    ] = None,
) -> None:
    """Thêm một tiến trình làm việc (PostgreSQL) / one more worker, until Ctrl-C or SIGTERM."""
    from doichieu.jobs.worker import run_worker

    run_worker(
        load_settings(),
        only=queue and queue.value,
        on_ready=lambda queues: print_done(f"đang nhận việc: {queues}", f"taking work: {queues}"),
    )
    print_done("đã dừng gọn", "ended cleanly")
