"""`doichieu check`: articles in files against a folder of official texts."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table
from rich.text import Text

from doichieu.errors import Quarantine
from doichieu.settings import load_settings
from doichieu.shapes import check_shape, contradiction_line
from doichieu.terminal import print_json, print_problem, screen, wants_json

if TYPE_CHECKING:
    from doichieu.jobs.check_files import Checked
    from doichieu.records import Verdict


def check(
    articles: Annotated[
        list[Path], typer.Argument(help="Bài báo (.txt, .html, .json) / article files.")
    ],
    official: Annotated[
        Path,
        typer.Option(help="Thư mục văn bản chính thức / folder (or file) of official texts."),
    ],
    on: Annotated[
        datetime | None,
        typer.Option(
            formats=["%Y-%m-%d", "%d/%m/%Y"],
            help="Ngày đăng khi bài không ghi / day of publication where the file has none.",
        ),
    ] = None,
    province: Annotated[
        str | None, typer.Option(help="Tỉnh của tờ báo / the outlet's province.")
    ] = None,
    model: Annotated[
        Path | None, typer.Option(help="Tệp mô hình khác / another model file.")
    ] = None,
    exit_code: Annotated[
        bool, typer.Option("--exit-code", help="Thoát với 1 khi có chỗ khác / exit 1 when flagged.")
    ] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="JSON từng dòng / JSON lines (the default in a pipe).")
    ] = False,
) -> None:
    """Đối chiếu bài báo với văn bản, không cần cơ sở dữ liệu / check articles, with no database."""
    # Rooms are heavy to import; a command pays for its own only.
    from doichieu.jobs.check_files import check_files, load_official, standing
    from doichieu.jobs.model import model_to_use

    loaded = load_official(official)
    for problem in loaded.problems:
        print_problem(problem.error)
    met_problem = bool(loaded.problems)
    if not loaded.documents:
        _no_official(articles, official=official, as_json=wants_json(as_json))
    flagged = False
    where = standing(on=on, province=province)
    judging = model_to_use(model, models_dir=load_settings().models_dir)
    for checked in check_files(articles, loaded=loaded, model=judging, on=where):
        _show(checked, as_json=wants_json(as_json))
        met_problem = met_problem or checked.problem is not None
        flagged = flagged or any(verdict.flagged for verdict in checked.verdicts)
    raise typer.Exit(1 if met_problem or (exit_code and flagged) else 0)


def _no_official(articles: list[Path], *, official: Path, as_json: bool) -> None:
    """Every file is answered for, then the call ends: with nothing to hold against, nothing is said."""
    error = Quarantine(
        vi=f"{official}: không có văn bản chính thức nào đọc được; cần tệp .md, .txt, .html, .pdf, .docx",
        en=f"{official}: holds no readable official text; .md, .txt, .html, .pdf or .docx files are needed",
        reason="no_official_texts",
    )
    if as_json:
        for path in articles:
            print_json({"file": str(path), "error": str(error), "reason": error.reason})
    print_problem(error)
    raise typer.Exit(1)


def _show(checked: Checked, *, as_json: bool) -> None:
    problem, article = checked.problem, checked.article
    if problem is not None or article is None:
        if as_json and problem is not None:
            print_json({"file": checked.file, "error": str(problem), "reason": problem.reason})
        if problem is not None:
            print_problem(problem)
        return
    if as_json:
        print_json({"file": checked.file, **check_shape(article, checked.verdicts)})
        return
    out = screen()
    out.print(Text(article.title or checked.file, style="bold"))
    flags = [verdict for verdict in checked.verdicts if verdict.flagged]
    for verdict in flags:
        out.print(_flag_table(verdict))
    for line in dict.fromkeys(
        contradiction_line(verdict.contradiction)
        for verdict in checked.verdicts
        if verdict.contradiction
    ):
        out.print(Text(line, style="yellow"))
    claims = sum(verdict.label is not None for verdict in checked.verdicts)
    out.print(
        Text(
            f"{len(flags)} chỗ khác với văn bản, {claims} nhận định trong {len(checked.verdicts)} câu"
            f" / {len(flags)} differ, {claims} claims in {len(checked.verdicts)} sentences",
            style="red" if flags else "green",
        )
    )


def _flag_table(verdict: Verdict) -> Table:
    evidence = verdict.evidence
    table = Table(show_header=False, expand=True, border_style="dim")
    table.add_column(width=22)
    table.add_column(ratio=1)
    sentence = Text(verdict.claim.text)
    for one in verdict.differences:
        begin = verdict.claim.start
        sentence.stylize("bold red", one.article_start - begin, one.article_end - begin)
    table.add_row("Bài báo / article", sentence)
    if evidence is not None:
        place = f"{evidence.place}, {evidence.document}" if evidence.place else evidence.document
        passage = Text(f"{evidence.text}\n({place})")
        for one in verdict.differences:
            passage.stylize("bold green", one.official_start, one.official_end)
        table.add_row("Văn bản / official", passage)
    for one in verdict.differences:
        table.add_row(
            f"Khác / {one.kind}",
            Text.assemble((one.article, "red"), " ≠ ", (one.official, "green")),
        )
    return table
