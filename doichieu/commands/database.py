"""`doichieu db`: upgrade, backup, restore, doctor."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from doichieu.errors import WrongUse
from doichieu.settings import load_settings
from doichieu.terminal import aside, print_done, print_json, screen

app = typer.Typer(help="Cơ sở dữ liệu / the database.", no_args_is_help=True)


@app.command()
def upgrade() -> None:
    """Nâng lược đồ lên bản mới nhất / bring the schema up to date."""
    from doichieu.jobs.database import upgrade_database

    revision = upgrade_database(settings=load_settings())
    print_done(f"lược đồ ở bản {revision}", f"the schema is at {revision}")


@app.command()
def backup(
    output: Annotated[Path, typer.Argument(help="Tệp sao lưu / file to write.")],
    with_archive: Annotated[
        bool,
        typer.Option(
            "--with-archive",
            help="Cả kho trang gốc và mô hình, thành một tệp zip / the archive and the models too, as one zip.",
        ),
    ] = False,
) -> None:
    """Sao lưu, cả khi đang chạy / a consistent copy, also while the service runs."""
    from doichieu.jobs.database import backup_database

    backup_database(output, settings=load_settings(), with_archive=with_archive)
    print_done(f"đã sao lưu và kiểm tra {output}", f"wrote and verified {output}")


@app.command()
def restore(
    backup_file: Annotated[Path, typer.Argument(help="Tệp sao lưu / the backup.")],
    yes: Annotated[bool, typer.Option("--yes", help="Không hỏi lại / do not ask.")] = False,
) -> None:
    """Khôi phục từ tệp sao lưu / put a backup in place; what was there is kept beside it."""
    from doichieu.jobs.database import restore_database

    if not backup_file.is_file():
        raise WrongUse(
            vi=f"không có tệp sao lưu {backup_file}; hãy kiểm tra đường dẫn",
            en=f"there is no backup file {backup_file}; check the path",
            reason="no_file",
        )
    if not yes:
        typer.confirm("Thay cơ sở dữ liệu hiện tại / replace the present database?", abort=True)
    kept = restore_database(backup_file, settings=load_settings())
    print_done(f"đã khôi phục; bản cũ ở {kept}", f"restored; the former one is at {kept}")


@app.command()
def retain(
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Chỉ đếm / only tell what would go.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="JSON.")] = False,
) -> None:
    """Bỏ thứ giữ quá lâu / let go of old pages, texts and runs; never what a flag rests on."""
    from doichieu.jobs.retain import retain_now

    gone = retain_now(dry_run=dry_run, settings=load_settings())
    if as_json:
        print_json({"dry_run": dry_run, **gone})
        return
    vi, en = ("sẽ bỏ", "would let go of") if dry_run else ("đã bỏ", "let go of")
    print_done(
        f"{vi} {gone['pages']} bản trang, {gone['revisions']} bản cũ của bài, {gone['runs']} lượt chạy",
        f"{en} {gone['pages']} pages, {gone['revisions']} former texts, {gone['runs']} runs",
    )


@app.command()
def move(
    target: Annotated[
        str, typer.Argument(help="Địa chỉ cơ sở dữ liệu trống / address of an empty database.")
    ],
    as_json: Annotated[bool, typer.Option("--json", help="JSON từng dòng / JSON lines.")] = False,
) -> None:
    """Chép sang cơ sở dữ liệu khác, SQLite hay PostgreSQL / copy everything to another database, counted and compared."""
    from doichieu.jobs.database import move_database

    rows: dict[str, int] = {}
    with aside().status("đang chép / copying") as line:
        for step in move_database(target, settings=load_settings()):
            rows[step.table] = step.rows
            line.update(f"{step.table}: {step.rows:,} / {step.total:,}")
            if as_json:
                print_json({"table": step.table, "rows": step.rows, "total": step.total})
    print_done(
        f"đã chép và so khớp {sum(rows.values())} dòng của {len(rows)} bảng; hãy đặt DOICHIEU_DATABASE_URL",
        f"copied and compared {sum(rows.values())} rows of {len(rows)} tables; now set DOICHIEU_DATABASE_URL",
    )


@app.command()
def doctor(
    as_json: Annotated[bool, typer.Option("--json", help="JSON từng dòng / JSON lines.")] = False,
) -> None:
    """Tìm và giải thích hư hỏng / find and explain damage."""
    from doichieu.jobs.database import examine_database

    findings = examine_database(settings=load_settings())
    out = screen()
    for finding in findings:
        if as_json:
            print_json({"finding": finding})
        else:
            out.print(Text(f"! {finding}", style="red"))
    if not findings:
        print_done("cơ sở dữ liệu lành lặn", "the database is sound")
    raise typer.Exit(1 if findings else 0)
