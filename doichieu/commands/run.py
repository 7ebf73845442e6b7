"""`doichieu run`, `pause`, `resume`: the schedule's jobs by hand."""

from __future__ import annotations

import getpass
import logging
from typing import Annotated, Any

import typer
from rich.table import Table
from rich.text import Text

from doichieu.settings import load_settings
from doichieu.terminal import aside, print_done, print_json, print_note, screen
from doichieu.two_languages import in_language

AsJson = Annotated[bool, typer.Option("--json", help="JSON từng dòng / JSON lines.")]
JobName = Annotated[
    str | None, typer.Argument(metavar="JOB", help="Tên việc / a job's name; none: all of them.")
]
STATES = {
    "running": ("đang chạy / running", "cyan"),
    "paused": ("tạm dừng / paused", "yellow"),
    "off": ("tắt / off", "dim"),
    "never": ("chưa chạy / never ran", "dim"),
    "failed": ("hỏng / failed", "red"),
    "good": ("tốt / good", "green"),
}


def run(job: JobName = None, as_json: AsJson = False) -> None:
    """Chạy một việc của lịch ngay / run a job of the schedule now; without a name, list them."""
    from doichieu.jobs.by_hand import list_jobs, run_by_hand

    settings = load_settings()
    if job is None:
        _show(list_jobs(settings=settings), as_json=as_json)
        return
    if not as_json:
        _let_lines_be_seen()
    done = run_by_hand(job, settings=settings)
    if as_json:
        print_json(done)
    elif done["run"] is None:
        print_done(f"{job}: không có gì để làm", f"{job}: nothing to do")
    elif not done["problem"]:
        print_done(f"{job}: xong, lượt {done['run']}", f"{job}: done, run {done['run']}")
    raise typer.Exit(1 if done["problem"] else 0)


def pause(job: JobName = None) -> None:
    """Tạm dừng một việc hay cả lịch / hold back a job, or the whole schedule; what runs now ends first."""
    from doichieu.jobs.by_hand import pause as pause_job

    changed = pause_job(job, by=getpass.getuser(), settings=load_settings())
    what = job or "lịch / schedule"
    if changed:
        print_done(f"đã tạm dừng {what}; chạy lại: doichieu resume", f"paused {what}; go on with: doichieu resume")  # fmt: skip
    else:
        print_done(f"{what} đã tạm dừng từ trước", f"{what} was paused already")


def resume(job: JobName = None) -> None:
    """Cho một việc hay cả lịch chạy tiếp / let a job, or all that is paused, go on."""
    from doichieu.jobs.by_hand import resume as resume_job

    what = job or "lịch / schedule"
    if resume_job(job, settings=load_settings()):
        print_done(f"{what} chạy tiếp", f"{what} goes on")
    else:
        print_done(f"{what} không bị tạm dừng", f"{what} was not paused")


def _show(jobs: list[dict[str, Any]], *, as_json: bool) -> None:
    if as_json:
        for one in jobs:
            print_json(one)
        return
    table = Table(title=f"{len(jobs)} việc / jobs")
    for column in ("Việc / job", "Tình trạng / state", "Lần cuối / last", "Tiếp theo / next"):
        table.add_column(column, overflow="fold")
    for one in jobs:
        words, style = STATES[one["state"]]
        problem = in_language(one["problem"], "vi")
        state = Text.assemble((words, style), f" {problem}" if problem else "")
        table.add_row(one["job"], state, _time(one["last"]), _time(one["next"]))
    screen().print(table)
    if jobs and jobs[0]["schedule"] is None:
        print_note("chưa dịch vụ nào chạy lịch: doichieu serve", "no service runs the schedule: doichieu serve")  # fmt: skip


def _time(moment: str | None) -> str:
    return f"{moment[11:16]} {moment[8:10]}/{moment[5:7]}" if moment else "—"


class _Seen(logging.Handler):
    """A run's lines, as they come, on stderr."""

    def emit(self, record: logging.LogRecord) -> None:
        """One line."""
        style = "yellow" if record.levelno >= logging.WARNING else ""
        aside().print(Text(record.getMessage(), style=style))


def _let_lines_be_seen() -> None:
    told = logging.getLogger("doichieu.jobs.running")
    told.setLevel(logging.INFO)
    told.propagate = False
    told.addHandler(_Seen())
