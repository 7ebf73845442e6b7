"""`doichieu quarantine`: what was put aside after three failures."""

from __future__ import annotations

import getpass
from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from doichieu.errors import WrongUse
from doichieu.settings import load_settings
from doichieu.terminal import print_done, print_json, screen
from doichieu.two_languages import in_language

app = typer.Typer(help="Những gì bị để riêng / what was put aside.", no_args_is_help=True)
AsJson = Annotated[bool, typer.Option("--json", help="JSON từng dòng / JSON lines.")]


@app.command("list")
def list_command(
    no_articles: Annotated[
        bool,
        typer.Option("--no-articles", help="Cả trang không phải bài / pages that hold none, too."),
    ] = False,
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="Số dòng / rows.")] = 200,
    as_json: AsJson = False,
) -> None:
    """Liệt kê những gì bị để riêng và lý do / what failed three times, and why."""
    from doichieu.jobs.quarantine import list_aside

    rows = list_aside(no_articles=no_articles, limit=limit, settings=load_settings())
    if as_json:
        for row in rows:
            print_json(row)
        return
    if not rows:
        print_done("không có gì bị để riêng", "nothing is put aside")
        return
    table = Table(title=f"{len(rows)} thứ bị để riêng / put aside")
    for column in ("Mã / id", "Từ / since", "Lý do / reason"):
        table.add_column(column, overflow="fold")
    for row in rows:
        why = Text.assemble((row["reason"], "red"), f" {in_language(row['detail'], 'vi')}")
        table.add_row(row["id"], row["since"][:16].replace("T", " "), why)
    screen().print(table)


@app.command()
def retry(
    ids: Annotated[
        list[str] | None, typer.Argument(metavar="ID", help="Mã như trong danh sách / as listed.")
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="Tất cả / all of them.")] = False,
) -> None:
    """Cho thử lại / let these be tried again by the next crawl or check."""
    from doichieu.jobs.quarantine import try_again

    if bool(ids) == everything:
        raise WrongUse(
            vi="hãy nêu các mã, hoặc --all; xem danh sách: doichieu quarantine list",
            en="name the ids, or say --all; list them with: doichieu quarantine list",
            reason="no_ids",
        )
    done = try_again(
        ids or [], everything=everything, by=getpass.getuser(), settings=load_settings()
    )
    print_done(f"{len(done)} thứ sẽ được thử lại", f"{len(done)} will be tried again")
