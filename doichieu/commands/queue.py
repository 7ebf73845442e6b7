"""`doichieu queue`, `show`, `decide`: the review queue in the terminal."""

from __future__ import annotations

import getpass
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from doichieu.records import Outcome
from doichieu.settings import load_settings
from doichieu.terminal import print_done, print_json, screen

AsJson = Annotated[bool, typer.Option("--json", help="JSON từng dòng / JSON lines.")]
#: No row has a larger number; the databases know none.
MOST_ID = 2**31 - 1
FlagId = Annotated[int, typer.Argument(min=1, max=MOST_ID, help="Mã chỗ khác / the flag's id.")]


def queue(
    province: Annotated[str | None, typer.Option(help="Tỉnh / province.")] = None,
    source: Annotated[str | None, typer.Option(help="Mã nguồn / source id.")] = None,
    document: Annotated[str | None, typer.Option(help="Số văn bản / document number.")] = None,
    kind: Annotated[str | None, typer.Option(help="Loại khác / kind of difference.")] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Cả chỗ đã quyết / decided ones too.")
    ] = False,
    limit: Annotated[int, typer.Option(min=1, max=1000, help="Số dòng / rows.")] = 50,
    as_json: AsJson = False,
) -> None:
    """Hàng đợi duyệt / the open flags, in the order a person should take them."""
    from doichieu.jobs.review import Filter, list_queue

    rows = list_queue(
        Filter(
            province=province,
            source=source,
            document=document,
            kind=kind,
            everything=everything,
            limit=limit,
        ),
        settings=load_settings(),
    )
    if as_json:
        for row in rows:
            print_json(row)
        return
    table = Table(title=f"{len(rows)} chỗ khác với văn bản / flags")
    for column in ("id", "Khác / differs", "Câu / sentence", "Văn bản / document", "Báo / outlet"):
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(
            str(row["id"]),
            Text(str(row["difference"]), style="red"),
            Text(str(row["sentence"])),
            f"{row['place']}, {row['document']}".strip(", "),
            str(row["outlet"]),
        )
    screen().print(table)
    if not rows:
        print_done(
            "hàng đợi trống; thu thập thêm bằng: doichieu crawl",
            "the queue is empty; collect more with: doichieu crawl",
        )


def show(
    flag_id: FlagId,
    archived: Annotated[
        bool,
        typer.Option("--archived", help="Trang báo như lúc ấy / the page as it was, its words."),
    ] = False,
    save: Annotated[
        Path | None, typer.Option(help="Ghi nguyên trang ấy vào tệp / write that page to a file.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Xem một chỗ khác / one flag: sentence and passage, differences, history."""
    if archived or save is not None:
        _show_archived(flag_id, save=save, as_json=as_json)
        return
    from doichieu.jobs.review import get_flag

    flag = get_flag(flag_id, settings=load_settings())
    if as_json:
        print_json(flag)
        return
    out = screen()
    out.print(Text(f"#{flag['id']}  {flag['title']}", style="bold"))
    out.print(Text(f"{flag['outlet']} · {flag['url']}", style="dim"))
    out.print(Text(f"\n{flag['sentence']}"))
    out.print(Text(f"\n{flag['place']}, {flag['document']}", style="cyan"))
    out.print(Text(str(flag["passage"])))
    if flag["corrected_at"]:
        out.print(Text(f"đã sửa / corrected since {str(flag['corrected_at'])[:10]}", style="green"))
    if flag["gone_at"]:
        out.print(Text(f"đã gỡ / gone since {str(flag['gone_at'])[:10]}", style="yellow"))
    for one in flag["differences"]:
        out.print(
            Text.assemble(
                f"\n{one['kind']}: ", (one["article"], "red"), " ≠ ", (one["official"], "green")
            )
        )
    for one in flag["decisions"]:
        out.print(Text(f"{one['decided_at']}  {one['reviewer']}: {one['outcome']}  {one['note']}"))


def _show_archived(flag_id: int, *, save: Path | None, as_json: bool) -> None:
    from doichieu.jobs.review import archived_page

    page = archived_page(flag_id, settings=load_settings(), save=save)
    if as_json:
        print_json(page)
    elif save is not None:
        print_done(f"đã ghi {save}", f"wrote {save}")
    else:
        screen().print(Text(f"{page['url']} · {page['fetched_at']}", style="dim"))
        screen().print(Text(str(page["text"])))


def decide(
    flag_id: FlagId,
    outcome: Annotated[Outcome, typer.Argument(help="Quyết định / the decision.")],
    note: Annotated[str, typer.Option(help="Ghi chú / a note.")] = "",
    reviewer: Annotated[
        str, typer.Option(help="Người quyết / who decides; default: the system's user.")
    ] = "",
    undo: Annotated[bool, typer.Option("--undo", help="Rút lại / take back instead.")] = False,
    as_json: AsJson = False,
) -> None:
    """Quyết định một chỗ khác / rule on a flag; kept for ever, can be taken back."""
    from doichieu.jobs.review import rule

    flag = rule(
        flag_id,
        None if undo else outcome,
        note=note,
        reviewer=reviewer or getpass.getuser(),
        settings=load_settings(),
    )
    if as_json:
        print_json(flag)
        return
    verb = ("đã rút lại", "took back") if undo else ("đã quyết", "decided")
    print_done(f"{verb[0]} #{flag_id}: {outcome.value}", f"{verb[1]} #{flag_id}: {outcome.value}")
