"""`doichieu serve`: the schedule and the review site together."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from doichieu.settings import load_settings
from doichieu.terminal import print_done


class Part(StrEnum):
    """What `serve` can be narrowed to."""

    WEB = "web"
    SCHEDULER = "scheduler"


def serve(
    only: Annotated[Part | None, typer.Option(help="Chỉ một phần / one part only.")] = None,
    host: Annotated[str | None, typer.Option(help="Địa chỉ nghe / address.")] = None,
    port: Annotated[int | None, typer.Option(min=0, max=65535, help="Cổng / port.")] = None,
) -> None:
    """Chạy lịch và trang duyệt / run the schedule and the review site until Ctrl-C or SIGTERM."""
    from scheduler import run_service

    run_service(
        load_settings(host=host, port=port),
        only=only and only.value,
        on_ready=lambda address: print_done(f"đang chạy tại {address}", f"running at {address}"),
    )
    print_done("đã dừng gọn", "ended cleanly")
