"""`doichieu official`: the official corpus by hand."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from doichieu.settings import load_settings
from doichieu.shapes import contradiction_line, note_shape
from doichieu.terminal import print_done, print_json, print_problem, screen

app = typer.Typer(help="Kho văn bản chính thức / the official corpus.", no_args_is_help=True)

AsJson = Annotated[bool, typer.Option("--json", help="JSON từng dòng / JSON lines.")]
Number = Annotated[str, typer.Argument(help="Số văn bản / number, e.g. 73/2024/NĐ-CP.")]
On = Annotated[
    datetime | None,
    typer.Option("--on", formats=["%Y-%m-%d", "%d/%m/%Y"], help="Tính đến ngày / as of a day."),
]
Province = Annotated[
    str | None, typer.Option(help="Nơi áp dụng, tên cũ hay mới / where it binds, old name or new.")
]


@app.command()
def add(
    places: Annotated[
        list[str], typer.Argument(help="Tệp, thư mục hoặc địa chỉ / files, folders or addresses.")
    ],
    allow_private: Annotated[
        bool, typer.Option("--allow-private", help="Cho phép địa chỉ nội bộ / private addresses.")
    ] = False,
    again: Annotated[
        bool,
        typer.Option(
            "--again",
            help="Bản khác dưới cùng số là phiên bản mới / another text is a new version.",
        ),
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Thêm văn bản vào kho / add official texts; one bad file does not stop the rest."""
    from doichieu.jobs.official import add_official

    added, problems = 0, 0
    held = load_settings()
    for one in add_official(places, settings=held, allow_private=allow_private, again=again):
        if one.problem is not None:
            problems += 1
            print_problem(one.problem)
            if as_json:
                print_json(
                    {"file": one.place, "error": str(one.problem), "reason": one.problem.reason}
                )
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
                        "status": one.status,
                    }
                )
    if added:
        print_done(f"đã thêm {added} văn bản", f"added {added} documents")
    raise typer.Exit(1 if problems else 0)


@app.command("list")
def list_(
    on: On = None,
    province: Province = None,
    apart: Annotated[
        bool,
        typer.Option("--apart", help="Các tệp bị để riêng và lý do / files put apart, and why."),
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Liệt kê văn bản và hiệu lực / list documents and when they count."""
    from doichieu.jobs.official import document_shape, list_official

    if apart:
        _list_apart(as_json=as_json)
        return
    documents = list_official(settings=load_settings(), on=on and on.date(), province=province)
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
def show(number: Number, as_json: AsJson = False) -> None:
    """Xem một văn bản / one document, passage by passage."""
    from doichieu.jobs.official import document_shape, get_official
    from doichieu.jobs.official_contradictions import contradicts
    from doichieu.jobs.official_history import cited_by
    from doichieu.jobs.official_ranks import differs_from_above

    document = get_official(number, settings=load_settings())
    differing = differs_from_above(document, settings=load_settings())
    contradictions = contradicts(document, settings=load_settings())
    cited = cited_by(document, settings=load_settings())
    unresolved = [one for one in cited if one.unresolved]
    if as_json:
        passages = [
            {
                "place": one.place,
                "headings": list(one.headings),
                "text": one.text,
                "start": one.start,
                "end": one.end,
            }
            for one in document.passages
        ]
        print_json(
            {
                **document_shape(document),
                "cites": [one.document.number for one in cited if one.document],
                "unresolved": [
                    {"text": one.citation.text, "candidates": list(one.candidates)}
                    for one in unresolved
                ],
                "differs_from_above": differing,
                "contradicts": [note_shape(one) for one in contradictions],
                "text": document.text,
                "passages": passages,
            }
        )
        return
    out = screen()
    out.print(Text(f"{document.number}  {document.title}", style="bold"))
    for passage in document.passages:
        out.print(Text(passage.place or "—", style="cyan"))
        out.print(Text(passage.text))
    for one in differing:
        pairs = ", ".join(f"{pair['article']} ≠ {pair['official']}" for pair in one["differences"])
        words = f"Khác văn bản cấp trên / differs from {one['document']}, {one['place']}: {pairs}"
        out.print(Text(words, style="red"))
    for pair in contradictions:
        out.print(Text(contradiction_line(pair), style="red"))
    if unresolved:
        told = "; ".join(one.citation.text for one in unresolved)
        out.print(Text(f"Chưa có trong kho / cited, not held: {told}", style="yellow"))


@app.command()
def diff(
    number: Number,
    other: Annotated[
        str | None,
        typer.Argument(
            help="Văn bản để so; bỏ trống: bản trước / another text; else the version before."
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """So hai bản của một văn bản, hay hai văn bản, từng phần / what changed, part by part."""
    from doichieu.jobs.official_history import diff_official

    changes = diff_official(number, other, settings=load_settings())
    for one in changes:
        if as_json:
            print_json({"place": one.place, "before": one.before, "after": one.after})
            continue
        screen().print(Text(one.place or "—", style="cyan"))
        for text, style, mark in ((one.before, "red", "−"), (one.after, "green", "+")):
            if text:
                screen().print(Text(f"{mark} {text}", style=style))
    print_done(f"{len(changes)} phần khác nhau", f"{len(changes)} parts differ")


@app.command()
def history(number: Number, as_json: AsJson = False) -> None:
    """Những gì đã xảy ra với một văn bản / what happened to a document, the earliest first."""
    from doichieu.jobs.official_history import history_official

    for one in history_official(number, settings=load_settings()):
        if as_json:
            print_json(
                {
                    "day": one.day and one.day.isoformat(),
                    "what": one.what,
                    "document": one.document,
                    "place": one.place,
                    "said": one.said,
                }
            )
            continue
        day = f"{one.day:%d/%m/%Y}" if one.day else "—"
        told = " · ".join(word for word in (one.place, one.document) if word)
        screen().print(Text.assemble((f"{day}  ", "cyan"), one.what, f"  {told or one.said}"))


@app.command()
def search(
    words: Annotated[list[str], typer.Argument(help="Từ cần tìm, có dấu hay không dấu / words.")],
    on: On = None,
    province: Province = None,
    limit: Annotated[int, typer.Option(min=1, max=200, help="Số đoạn / passages.")] = 10,
    as_json: AsJson = False,
) -> None:
    """Tìm đoạn của văn bản có hiệu lực vào một ngày / passages that counted on a day; default: today."""
    from doichieu.jobs.official_history import search_official

    day, found = search_official(
        " ".join(words),
        on=on and on.date(),
        province=province,
        limit=limit,
        settings=load_settings(),
    )
    for one in found:
        document, passage = one.document, one.passage
        if as_json:
            print_json(
                {
                    "number": document.number,
                    "title": document.title,
                    "place": passage.place,
                    "text": passage.text,
                    "effective": document.effective and document.effective.isoformat(),
                    "expires": document.expires and document.expires.isoformat(),
                    "province": document.province,
                    "score": round(one.score, 3),
                }
            )
            continue
        where = ", ".join(word for word in (passage.place, document.number) if word)
        screen().print(Text(where, style="cyan"))
        screen().print(Text(passage.text))
    print_done(
        f"{len(found)} đoạn có hiệu lực ngày {day:%d/%m/%Y}", f"{len(found)} passages on {day}"
    )


def _list_apart(*, as_json: bool) -> None:
    from doichieu.jobs.official_history import files_apart

    files = files_apart(settings=load_settings())
    for one in files:
        if as_json:
            print_json({"file": one.place, "reason": one.reason, "vi": one.vi, "en": one.en})
        else:
            screen().print(Text.assemble((f"{one.reason}  ", "yellow"), f"{one.vi} / {one.en}"))
    if not files:
        print_done("không có tệp nào bị để riêng", "no file was put apart")
