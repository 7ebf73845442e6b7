"""`doichieu config`: the settings in use, where each comes from, what is wrong with them."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from doichieu.settings import load_settings, wrong_settings
from doichieu.settings_origins import origins
from doichieu.terminal import print_done, print_json, print_problem, screen

app = typer.Typer(help="Thiết lập / the settings.", no_args_is_help=True)
AsJson = Annotated[bool, typer.Option("--json", help="JSON từng dòng / JSON lines.")]


@app.command()
def show(
    only_set: Annotated[
        bool, typer.Option("--set", help="Chỉ những gì đã đặt / only what is not a default.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Mọi thiết lập, giá trị và nơi đặt nó / every setting, its value and where it was set."""
    rows = [one for one in origins(load_settings()) if not (only_set and one.origin == "default")]
    if as_json:
        for one in rows:
            print_json(asdict(one))
        return
    table = Table()
    for column in ("Thiết lập / setting", "Giá trị / value", "Đặt ở / set in"):
        table.add_column(column, overflow="fold")
    for one in rows:
        said = "mặc định / default" if one.origin == "default" else one.origin
        style = "dim" if one.origin == "default" else ""
        table.add_row(one.name, Text(str(one.value)), Text(said, style=style))
    screen().print(table)


@app.command()
def check(as_json: AsJson = False) -> None:
    """Kiểm tra thiết lập / tell everything that is wrong with environment and settings.toml."""
    found = wrong_settings()
    for one in found:
        if as_json:
            print_json({"reason": one.reason, "vi": one.vi, "en": one.en})
        else:
            print_problem(one)
    if not found:
        print_done("thiết lập dùng được", "the settings can be used")
    raise typer.Exit(1 if found else 0)
