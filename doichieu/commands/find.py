"""`doichieu search`, `export`: find, hand over."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from doichieu.settings import load_settings
from doichieu.terminal import print_done, print_json, screen

AsJson = Annotated[bool, typer.Option("--json", help="JSON từng dòng / JSON lines.")]


class ExportForm(StrEnum):
    """What `export` writes."""

    CSV = "csv"
    JSONL = "jsonl"


def search(
    words: Annotated[list[str], typer.Argument(help="Từ cần tìm, có dấu hay không dấu / words.")],
    limit: Annotated[int, typer.Option(min=1, max=500, help="Số dòng / rows.")] = 20,
    as_json: AsJson = False,
) -> None:
    """Tìm trong bài báo và văn bản / find articles and official texts, diacritics or not."""
    from doichieu.jobs.find import find

    hits = find(" ".join(words), limit=limit, settings=load_settings())
    if as_json:
        for hit in hits:
            print_json(hit)
        return
    table = Table(title=f"{len(hits)} kết quả / hits")
    for column in ("", "Tên / title", "Đoạn / snippet", "Nơi / where"):
        table.add_column(column, overflow="fold")
    for hit in hits:
        table.add_row(
            str(hit["kind"]), Text(str(hit["title"])), Text(str(hit["snippet"])), str(hit["url"])
        )
    screen().print(table)


def export(
    output: Annotated[Path, typer.Argument(help="Tệp .csv hoặc .jsonl / file to write.")],
    form: Annotated[
        ExportForm | None, typer.Option("--format", help="Dạng / form; default: by the suffix.")
    ] = None,
    decided: Annotated[
        bool, typer.Option("--decided", help="Chỉ chỗ đã quyết / decided flags only.")
    ] = False,
) -> None:
    """Xuất chỗ khác và quyết định / hand over flags and decisions; the export is logged."""
    from doichieu.jobs.export import write_export

    count = write_export(
        output, form=form and form.value, decided=decided, settings=load_settings()
    )
    print_done(f"đã ghi {count} dòng vào {output}", f"wrote {count} rows to {output}")
