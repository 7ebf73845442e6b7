"""`doichieu init`: database, folders, first user, sources."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from doichieu.settings import Settings, load_settings
from doichieu.settings_file import write_setting
from doichieu.terminal import print_done, print_json


def init(
    user: Annotated[
        str, typer.Option(help="Tên người đầu tiên / the first person's sign-in name.")
    ] = "admin",
    contact: Annotated[
        str,
        typer.Option(
            help="Thư hay trang web để chủ các trang báo liên hệ / how the sites' owners reach you."
        ),
    ] = "",
    as_json: Annotated[bool, typer.Option("--json", help="JSON.")] = False,
) -> None:
    """Chuẩn bị nơi làm việc / database, folders, first user, sources; safe to run again."""
    from doichieu.jobs.init import initialise

    settings = _with_contact(load_settings(contact=contact or None), said=contact, ask=not as_json)
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
            "Chưa có địa chỉ liên hệ cho chủ các trang báo; hãy chạy lại với --contact thư@cơ-quan.vn"
            " / no contact for the sites' owners yet: run again with --contact"
        )
    typer.echo(
        "Tiếp theo / next: doichieu official add …, doichieu sources enable …, doichieu serve"
    )


def _with_contact(settings: Settings, *, said: str, ask: bool) -> Settings:
    """Keep the contact address of the call, or ask a person for one; every site reads it."""
    if not said and not settings.contact and ask and sys.stdin is not None and sys.stdin.isatty():
        said = typer.prompt(
            "Thư hay trang web để chủ các trang báo liên hệ (Enter: để sau) / contact",
            default="", show_default=False,
        ).strip()  # fmt: skip
    if not said:
        return settings
    settings = load_settings(contact=said)
    write_setting(settings.data_dir, "contact", settings.contact)
    return settings
