"""`doichieu init`: database, folders, first user, sources."""

from __future__ import annotations

from typing import Annotated

import typer

from doichieu.settings import load_settings
from doichieu.terminal import print_done, print_json


def init(
    user: Annotated[
        str, typer.Option(help="Tên người đầu tiên / the first person's sign-in name.")
    ] = "admin",
    as_json: Annotated[bool, typer.Option("--json", help="JSON.")] = False,
) -> None:
    """Chuẩn bị nơi làm việc / database, folders, first user, sources; safe to run again."""
    from doichieu.jobs.init import initialise

    settings = load_settings()
    done = initialise(user=user, settings=settings)
    if as_json:
        print_json(done)
        return
    print_done(
        f"sẵn sàng trong {done['data_dir']}: {done['sources']} nguồn, tất cả đang tắt",
        f"ready in {done['data_dir']}: {done['sources']} sources, all off until enabled",
    )
    if done["sign_in_link"]:
        typer.echo(f"Đăng nhập một lần / one-time sign-in: {done['sign_in_link']}")
    if not settings.contact:
        typer.echo(
            "Chưa có địa chỉ liên hệ cho chủ các trang báo; hãy đặt DOICHIEU_CONTACT=thư@cơ-quan"
            " / no contact for the sites' owners yet: set DOICHIEU_CONTACT"
        )
    typer.echo(
        "Tiếp theo / next: doichieu official add …, doichieu sources enable …, doichieu serve"
    )
