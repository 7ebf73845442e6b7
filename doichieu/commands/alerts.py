"""`doichieu alerts`: list, test, run."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from doichieu.errors import DoichieuError
from doichieu.settings import load_settings
from doichieu.terminal import print_done, print_json, print_problem, screen

app = typer.Typer(
    help="Cảnh báo và thư điểm tin / alerts and digests by mail.", no_args_is_help=True
)

AsJson = Annotated[bool, typer.Option("--json", help="JSON từng dòng / JSON lines.")]


@app.command("list")
def list_(
    everything: Annotated[
        bool, typer.Option("--all", help="Cả những việc đã hết / what is over, too.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Những việc đang cần xem / what is wrong now, and since when."""
    from doichieu.jobs.alert_commands import alert_rows

    rows = alert_rows(load_settings(), ended=everything)
    if as_json:
        for row in rows:
            print_json(row)
        return
    table = Table(title=f"{len(rows)} cảnh báo / alerts")
    for column in ("Loại / kind", "Việc / what", "Từ / since", "Đã báo / told", "Hết / over"):
        table.add_column(column, overflow="fold")
    for row in rows:
        times = (row[name] or "" for name in ("opened_at", "told_at", "ended_at"))
        table.add_row(row["kind"], Text(row["said"]), *times)
    screen().print(table)


@app.command("test")
def try_out() -> None:
    """Gửi thử đến mọi địa chỉ / send a word to every address; quiet hours do not count."""
    from doichieu.jobs.alert_commands import tried_addresses

    bad = 0
    for shown, problem in tried_addresses(load_settings()):
        if problem:
            bad += 1
            vi, _, en = problem.partition(" / ")
            print_problem(DoichieuError(vi=f"{shown}: {vi}", en=f"{shown}: {en or vi}"))
        else:
            print_done(f"{shown}: đã gửi", f"{shown}: sent")
    raise typer.Exit(1 if bad else 0)


@app.command()
def run(as_json: AsJson = False) -> None:
    """Xem, báo và gửi ngay một lượt, như lịch vẫn làm / look, say and send once, as the schedule does."""
    from doichieu.jobs.alert_commands import one_turn

    turn = one_turn(load_settings())
    if as_json:
        print_json(asdict(turn))
    else:
        print_done(
            f"{turn.standing} việc cần xem; báo {turn.told}; gửi được {turn.sent}, hỏng {turn.failed}",
            f"{turn.standing} to look at; {turn.told} told; {turn.sent} sent, {turn.failed} failed",
        )
    raise typer.Exit(1 if turn.failed else 0)
