"""`doichieu official`: the official corpus by hand."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from doichieu.settings import load_settings
from doichieu.terminal import print_done, print_json, print_problem, screen

app = typer.Typer(help="Kho văn bản chính thức / the official corpus.", no_args_is_help=True)

AsJson = Annotated[bool, typer.Option("--json", help="JSON từng dòng / JSON lines.")]


@app.command()
def add(
    places: Annotated[
        list[str], typer.Argument(help="Tệp, thư mục hoặc địa chỉ / files, folders or addresses.")
    ],
    allow_private: Annotated[
        bool, typer.Option("--allow-private", help="Cho phép địa chỉ nội bộ / private addresses.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Thêm văn bản vào kho / add official texts; one bad file does not stop the rest."""
    from doichieu.jobs.official import add_official

    added, problems = 0, 0
    for one in add_official(places, settings=load_settings(), allow_private=allow_private):
        if one.problem is not None:
            problems += 1
            print_problem(one.problem)
            if as_json:
                print_json({"file": one.place, "error": str(one.problem)})
        elif one.document is not None:
            added += 1
            if as_json:
                document = one.document
                print_json(
                    {
                        "file": one.place,
                        "number": document.number,
                        "title": document.title,
                        "passages": len(document.passages),
                    }
                )
    if added:
        print_done(f"đã thêm {added} văn bản", f"added {added} documents")
    raise typer.Exit(1 if problems else 0)


@app.command("list")
def list_(as_json: AsJson = False) -> None:
    """Liệt kê văn bản và hiệu lực / list documents and when they count."""
    from doichieu.jobs.official import document_shape, list_official

    documents = list_official(settings=load_settings())
    if as_json:
        for document in documents:
            print_json(document_shape(document))
        return
    table = Table(title=f"{len(documents)} văn bản / documents")
    for column in (
        "Số / number",
        "Tên / title",
        "Hiệu lực / in force",
        "Đến / until",
        "Nơi / where",
    ):
        table.add_column(column)
    for document in documents:
        table.add_row(
            document.number,
            Text(document.title),
            f"{document.effective:%d/%m/%Y}" if document.effective else "?",
            f"{document.expires:%d/%m/%Y}" if document.expires else "",
            document.province or "cả nước",
        )
    screen().print(table)
    if not documents:
        print_done(
            "kho trống; thêm bằng: doichieu official add THƯ_MỤC",
            "the corpus is empty; add with: doichieu official add FOLDER",
        )


@app.command()
def show(
    number: Annotated[str, typer.Argument(help="Số văn bản / number, e.g. 73/2024/NĐ-CP.")],
    as_json: AsJson = False,
) -> None:
    """Xem một văn bản / one document, passage by passage."""
    from doichieu.jobs.official import document_shape, get_official

    document = get_official(number, settings=load_settings())
    if as_json:
        passages = [
            {"place": one.place, "text": one.text, "start": one.start, "end": one.end}
            for one in document.passages
        ]
        print_json({**document_shape(document), "text": document.text, "passages": passages})
        return
    out = screen()
    out.print(Text(f"{document.number}  {document.title}", style="bold"))
    for passage in document.passages:
        out.print(Text(passage.place or "—", style="cyan"))
        out.print(Text(passage.text))
