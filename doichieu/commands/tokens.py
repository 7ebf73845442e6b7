"""`doichieu users token`: by what programs come in."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.table import Table

from doichieu.settings import load_settings
from doichieu.terminal import print_done, print_json, screen

app = typer.Typer(help="Mã truy cập cho chương trình / tokens of programs.", no_args_is_help=True)
COLUMNS = ("#", "Người / user", "Tên / name", "Phạm vi / scopes", "Hết hạn / ends", "Dùng / used")


@app.command()
def add(
    user: Annotated[str, typer.Argument(help="Của ai / whose.")],
    name: Annotated[str, typer.Argument(help="Dùng vào việc gì / what it is for.")],
    scope: Annotated[
        list[str] | None,
        typer.Option(help="Phạm vi / scope: read, decide, assign, export, sources, people, admin."),
    ] = None,
    days: Annotated[int, typer.Option(min=1, max=366, help="Số ngày / days it lasts.")] = 90,
) -> None:
    """Tạo mã và in ra một lần / make a token; it is printed this once."""
    from doichieu.jobs.tokens import make_token

    secret = make_token(name, user=user, scopes=scope or ["read"], days=days, settings=load_settings())  # fmt: skip
    print_done(f"đã tạo mã {name} cho {user}", f"made the token {name} for {user}")
    typer.echo(secret)


@app.command("list")
def list_(
    as_json: Annotated[bool, typer.Option("--json", help="JSON từng dòng / JSON lines.")] = False,
) -> None:
    """Liệt kê mã còn dùng được / tokens that still work."""
    from doichieu.jobs.tokens import list_tokens

    rows = list_tokens(settings=load_settings())
    if as_json:
        for row in rows:
            print_json(row)
        return
    table = Table(*COLUMNS)
    for row in rows:
        table.add_row(
            str(row["id"]), row["user"], row["name"], ", ".join(row["scopes"]),
            str(row["expires_at"]), str(row["used_at"] or "—"),
        )  # fmt: skip
    screen().print(table)


@app.command()
def end(token_id: Annotated[int, typer.Argument(help="Số của mã / the token's number.")]) -> None:
    """Thu hồi mã / a token works no longer."""
    from doichieu.jobs.tokens import end_token

    end_token(token_id, settings=load_settings())
    print_done(f"đã thu hồi mã #{token_id}", f"ended the token #{token_id}")
