"""`doichieu sources`: the source registry."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table
from rich.text import Text

from doichieu.settings import load_settings
from doichieu.terminal import print_done, print_json, print_problem, screen

app = typer.Typer(help="Danh bạ nguồn / the source registry.", no_args_is_help=True)

AsJson = Annotated[bool, typer.Option("--json", help="JSON từng dòng / JSON lines.")]
Ids = Annotated[list[str], typer.Argument(help="Mã nguồn / source ids.")]
AllowPrivate = Annotated[
    bool, typer.Option("--allow-private", help="Cho phép địa chỉ nội bộ / private addresses.")
]


@app.command("list")
def list_(
    enabled: Annotated[bool, typer.Option("--enabled", help="Chỉ nguồn đang bật.")] = False,
    as_json: AsJson = False,
) -> None:
    """Liệt kê nguồn / list sources: what is on, what was proved live, what is wrong."""
    from doichieu.jobs.sources import list_sources

    listed = list_sources(settings=load_settings(), enabled_only=enabled)
    for problem in listed.problems:
        print_problem(problem)
    if as_json:
        for row in listed.rows:
            print_json(row)
    else:
        table = Table(title=f"{len(listed.rows)} nguồn / sources")
        for column in (
            "id",
            "Tên / name",
            "Tỉnh / province",
            "Loại / kind",
            "Bật",
            "Đã kiểm / verified",
            "Phút / every",
            "Vấn đề / problem",
        ):
            table.add_column(column, overflow="fold")
        for row in listed.rows:
            table.add_row(
                str(row["id"]),
                Text(str(row["name"])),
                str(row["province"] or "—"),
                str(row["category"] or row["kind"]),
                "✓" if row["enabled"] else "",
                str(row["verified"] or "chưa / never"),
                str(row["every_minutes"]),
                Text(str(row["cause"] or ""), style="red"),
            )
        screen().print(table)
    raise typer.Exit(1 if listed.problems else 0)


@app.command()
def check(ids: Ids, allow_private: AllowPrivate = False, as_json: AsJson = False) -> None:
    """Thử nguồn ngay trên mạng / prove sources live; stamps `verified` on success."""
    from doichieu.jobs.sources import check_sources

    failed = False
    for result in check_sources(ids, settings=load_settings(), allow_private=allow_private):
        failed = failed or not result["ok"]
        if as_json:
            print_json(result)
        elif result["ok"]:
            print_done(
                f"{result['id']}: {result['links']} liên kết, {result['articles']} bài đọc được",
                f"{result['id']}: {result['links']} links, {result['articles']} articles read",
            )
            for problem in result["problems"]:
                screen().print(Text(f"  – {problem}", style="yellow"), soft_wrap=True)
        else:
            told = "; ".join(result["problems"]) or "không có bài nào / no article"
            screen().print(Text(f"✗ {result['id']}: {told}", style="red"), soft_wrap=True)
    raise typer.Exit(1 if failed else 0)


@app.command()
def enable(ids: Ids) -> None:
    """Bật nguồn cho lịch chạy / let the schedule crawl these."""
    from doichieu.jobs.sources import set_enabled

    set_enabled(ids, enabled=True, settings=load_settings())
    print_done(f"đã bật {', '.join(ids)}", f"enabled {', '.join(ids)}")


@app.command()
def disable(ids: Ids) -> None:
    """Tắt nguồn / take these off the schedule; what was stored stays."""
    from doichieu.jobs.sources import set_enabled

    set_enabled(ids, enabled=False, settings=load_settings())
    print_done(f"đã tắt {', '.join(ids)}", f"disabled {', '.join(ids)}")


@app.command()
def show(
    source: Annotated[str, typer.Argument(metavar="ID", help="Mã nguồn / a source id.")],
    as_json: AsJson = False,
) -> None:
    """Xem một nguồn / one source: its lists, its state here, its last runs, its template."""
    from doichieu.jobs.sources import show_source

    held = show_source(source, settings=load_settings())
    if as_json:
        print_json(held)
        return
    table = Table(title=Text(str(held["name"])), show_header=False, show_lines=False)
    table.add_column(overflow="fold", style="bold")
    table.add_column(overflow="fold")
    for key, value in held.items():
        if key not in ("runs", "health"):
            table.add_row(key, Text(_shown(value)))
    for day in held["health"]:
        table.add_row("day", Text(_day_line(day), style="red" if day["problem"] else ""))
    for run in held["runs"]:
        table.add_row("run", Text(_run_line(run)))
    screen().print(table)


@app.command()
def add(
    url: Annotated[
        str,
        typer.Argument(help="Trang chủ, nguồn tin hay chuyên mục / a front page, feed or section."),
    ],
    name: Annotated[str, typer.Option(help="Tên báo / the publisher's name.")] = "",
    province: Annotated[str | None, typer.Option(help="Tỉnh / province.")] = None,
    allow_private: AllowPrivate = False,
    as_json: AsJson = False,
) -> None:
    """Thêm nguồn từ trang chủ / find a site's feeds, sitemaps and sections; write its TOML."""
    from doichieu.jobs.source_adding import add_source

    added = add_source(
        url, name=name, province=province, settings=load_settings(), allow_private=allow_private
    )
    if as_json:
        source = added.source
        print_json(
            {
                "id": source.id, "name": source.name, "file": str(added.path), "known": added.known,
                "feeds": source.feeds, "sitemaps": source.sitemaps, "sections": source.sections,
                "article_pattern": source.article_pattern, "saved_page": str(added.page) if added.page else None,
                "notes": [{"found": note.found, "vi": note.vi, "en": note.en} for note in added.notes],
            }
        )  # fmt: skip
        return
    for note in added.notes:
        mark = ("  + ", "green") if note.found else ("  – ", "yellow")
        screen().print(Text.assemble(mark, f"{note.vi} / {note.en}"), soft_wrap=True)
    kept = " (giữ các khóa khác của nguồn đã có / other keys kept)" if added.known else ""
    print_done(f"đã ghi {added.path}{kept}", f"wrote {added.path}")
    print_done(
        f"tiếp theo: doichieu sources check {added.source.id}, rồi sources enable {added.source.id}",
        f"next: doichieu sources check {added.source.id}, then sources enable {added.source.id}",
    )


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="Tệp OPML hay TOML / an OPML or TOML file.")],
    as_json: AsJson = False,
) -> None:
    """Nhập danh sách nguồn / take the sources of an OPML or TOML file."""
    from doichieu.jobs.source_exchange import import_sources

    imported = import_sources(file, settings=load_settings())
    for problem in imported.problems:
        print_problem(problem)
    if as_json:
        for source in imported.sources:
            print_json({"id": source.id, "name": source.name, "feeds": source.feeds})
    count = len(imported.sources)
    print_done(f"đã ghi {count} nguồn", f"wrote {count} sources")
    raise typer.Exit(1 if imported.problems else 0)


@app.command("export")
def export(
    ids: Annotated[
        list[str] | None, typer.Argument(help="Mã nguồn; không nêu: tất cả / ids; none: all.")
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Tệp ghi ra / the file; none: the screen.")
    ] = None,
    form: Annotated[
        str,
        typer.Option("--format", help="opml | toml; không nêu: theo tên tệp / by the file's name."),
    ] = "",
    enabled: Annotated[
        bool, typer.Option("--enabled", help="Chỉ nguồn đang bật / only enabled ones.")
    ] = False,
) -> None:
    """Xuất danh sách nguồn / hand sources over as OPML or TOML; `sources import` reads both."""
    from doichieu.jobs.source_exchange import export_sources, write_list

    ids, output = _file_among(ids or [], output)
    form = form or (output.suffix.lstrip(".").lower() if output and output.suffix else "opml")
    body = export_sources(ids, form=form, settings=load_settings(), enabled_only=enabled)
    if output is None:
        sys.stdout.write(body.decode())
        sys.stdout.flush()
        return
    write_list(output, body)
    print_done(f"đã ghi {output}", f"wrote {output}")


def _file_among(ids: list[str], output: Path | None) -> tuple[list[str], Path | None]:
    """`sources export list.opml` means the file: no id has a dot."""
    named = [one for one in ids if one.lower().endswith((".opml", ".xml", ".toml"))]
    if output is None and len(named) == 1:
        return [one for one in ids if one not in named], Path(named[0])
    return ids, output


def _shown(value: object) -> str:
    if isinstance(value, list):
        return "\n".join(map(_shown, value)) or "—"
    if isinstance(value, dict):
        return "\n".join(f"{key}: {_shown(inner)}" for key, inner in value.items())
    if isinstance(value, bool):
        return "✓" if value else "—"
    return "—" if value in (None, "") else str(value)


def _day_line(day: dict[str, Any]) -> str:
    counts = (
        f"{day['day']}: {day['articles']} bài / articles, {day['short_texts']} ngắn / short, "
        f"{day['without_date']} không giờ / undated, {day['template_fallbacks']}/"
        f"{day['by_template'] + day['template_fallbacks']} không khớp mẫu / off template"
    )
    return f"{counts}; {day['problem']}" if day["problem"] else counts


def _run_line(run: dict[str, Any]) -> str:
    told = "; ".join(run["problems"])
    return (
        f"{run['started_at'][:16]}: {run['links_new'] or 0} liên kết mới / new links, "
        f"{run['articles'] or 0} bài / articles, {run['failures'] or 0} lỗi / failures"
        + (f"; {told}" if told else "")
    )
