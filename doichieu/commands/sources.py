"""`doichieu sources`: the source registry."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

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
            )
        screen().print(table)
    raise typer.Exit(1 if listed.problems else 0)


@app.command()
def show(
    source_id: Annotated[str, typer.Argument(metavar="ID", help="Mã nguồn / a source's id.")],
    as_json: AsJson = False,
) -> None:
    """Xem một nguồn / one source: where it is read, how it fares, the template learned of its pages."""
    from doichieu.jobs.templates import show_source

    shown = show_source(source_id, settings=load_settings())
    if as_json:
        print_json(shown)
        raise typer.Exit(0)
    table = Table(show_header=False)
    for name, said in shown.items():
        if name not in ("template", "older_templates"):
            words = "\n".join(said) if isinstance(said, list) else str(said or "—")
            table.add_row(name, Text(words))
    screen().print(table)
    template = shown["template"]
    if template is None:
        screen().print(
            Text("chưa học được khuôn trang / no template yet: pages are read one by one")
        )
        raise typer.Exit(0)
    screen().print(
        Text(
            f"khuôn trang / template {template['version']}: {template['container']}, học ngày / learned "
            f"{template['learned_at']} từ / from {template['pages']} trang / pages, khớp / agreement "
            f"{template['agreement']:.0%}"
        )
    )
    for name, mark in (("takes", "+"), ("leaves", "-")):
        for path in template[name]:
            screen().print(Text(f"  {mark} {path}"))
    raise typer.Exit(0)


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
        else:
            screen().print(Text(f"✗ {result['id']}: {'; '.join(result['problems'])}", style="red"))
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
def add(
    url: Annotated[str, typer.Argument(help="Trang chủ của báo / an outlet's front page.")],
    name: Annotated[str, typer.Option(help="Tên báo / the publisher's name.")] = "",
    province: Annotated[str | None, typer.Option(help="Tỉnh / province.")] = None,
    allow_private: AllowPrivate = False,
) -> None:
    """Thêm nguồn từ trang chủ / find a site's feeds, sitemaps and sections; write its TOML."""
    from doichieu.jobs.sources import add_source

    added = add_source(
        url, name=name, province=province, settings=load_settings(), allow_private=allow_private
    )
    print_done(f"đã ghi {added.path}", f"wrote {added.path}")
    for line in added.found:
        screen().print(Text(f"  {line}"))
    raise typer.Exit(0)


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="Tệp OPML / an OPML file.")],
) -> None:
    """Nhập danh sách nguồn tin từ OPML / take a feed reader's list."""
    from doichieu.jobs.sources import import_opml

    paths = import_opml(file, settings=load_settings())
    print_done(f"đã ghi {len(paths)} nguồn", f"wrote {len(paths)} sources")
