"""`doichieu digest`: the digest of a day or a week, in the form asked for."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from doichieu.settings import load_settings
from doichieu.terminal import print_done


class DigestForm(StrEnum):
    """What `digest` writes."""

    MARKDOWN = "md"
    DOCX = "docx"
    XLSX = "xlsx"
    HTML = "html"
    JSON = "json"


def digest(
    day: Annotated[
        datetime | None,
        typer.Option(
            formats=["%Y-%m-%d", "%d/%m/%Y"], help="Ngày cuối / last day; default: today."
        ),
    ] = None,
    days: Annotated[int, typer.Option(min=1, max=366, help="Số ngày / how many days.")] = 1,
    week: Annotated[
        bool,
        typer.Option("--week", help="Cả tuần, thứ hai đến chủ nhật / its week, Monday to Sunday."),
    ] = False,
    form: Annotated[DigestForm | None, typer.Option("--format", help="Dạng / form.")] = None,
    output: Annotated[Path | None, typer.Option(help="Tệp ghi ra / file to write.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Như --format json.")] = False,
    template: Annotated[
        Path | None,
        typer.Option("--write-template", help="Ghi mẫu công văn để sửa trong Word / the letter's template, to change."),
    ] = None,
) -> None:  # fmt: skip
    """Điểm tin: chỗ khác với văn bản theo báo và theo văn bản / the day's discrepancies."""
    from doichieu.jobs.digest import write_digest, write_letter_template

    if template is not None:
        write_letter_template(template)
        print_done(f"đã ghi mẫu {template}", f"wrote the template {template}")
        return
    wanted = DigestForm.JSON if as_json else form or _by_suffix(output)
    text = write_digest(
        day and day.date(), days=days, week=week, form=wanted.value, output=output, settings=load_settings(),
    )  # fmt: skip
    if output is not None:
        print_done(f"đã ghi {output}", f"wrote {output}")
    else:
        typer.echo(text)


def _by_suffix(output: Path | None) -> DigestForm:
    """The form that a file's name says; Markdown where it says none."""
    suffix = output.suffix.lower().removeprefix(".") if output else ""
    return DigestForm(suffix) if suffix in set(DigestForm) else DigestForm.MARKDOWN
