"""The jobs of the schedule by their names: what each is called, when it is due, what it does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from doichieu.errors import DoichieuError
from doichieu.jobs.alerts import notify
from doichieu.jobs.desk import Desk
from doichieu.jobs.digest import write_digest
from doichieu.jobs.retain import retain
from doichieu.jobs.running import Run
from doichieu.jobs.troubles import troubles
from doichieu.local_time import LOCAL_TIME
from doichieu.settings import Settings
from doichieu.two_languages import joined
from doichieu.when import Cron, Every, parse
from storage import backup as backups
from storage import templates as template_rows
from storage.job_states import CRAWL

#: Versions of a source's template that are kept; older ones tell nothing any more.
VERSIONS = 20


@dataclass(frozen=True, kw_only=True, slots=True)
class Named:
    """A job: its name, what it is called in both languages, what it does within a run."""

    name: str
    called: str
    do: Callable[[Desk, Run], None]


def back_up(desk: Desk, run: Run) -> None:
    """A proved copy of the database; the oldest ones beyond those to be kept go."""
    folder = desk.settings.backups_dir
    path = folder / f"doichieu-{datetime.now(UTC):%Y%m%dT%H%M%S}.db"
    backups.backup(desk.database, path)
    held = sorted(folder.glob("doichieu-*.db"))
    for old in held[: -desk.settings.backups_kept]:
        old.unlink()
        run.say(f"bỏ bản cũ {old.name} / let go of {old.name}")
    run.report = {"file": str(path), "bytes": path.stat().st_size}
    run.say(f"đã sao lưu {path} / backed up to {path}", facts=run.report)


def look_through_templates(desk: Desk, run: Run) -> None:
    """Old versions of templates go; sources that have articles and no template are named."""
    with desk.database.session() as session:
        removed = template_rows.keep_newest(session, VERSIONS)
        without = template_rows.sources_without(session)
    run.report = {"versions_removed": removed, "without_template": len(without)}
    for source_id in without:
        run.say(f"{source_id}: chưa học được mẫu trang / no template learned yet")
    run.say(f"bỏ {removed} bản mẫu cũ / {removed} old versions let go", facts=run.report)


def let_go(desk: Desk, run: Run) -> None:
    """What the settings keep no longer goes."""
    gone = retain(desk)
    run.report = dict(gone)
    run.say(
        f"bỏ {gone['pages']} bản trang, {gone['revisions']} bản cũ của bài, {gone['runs']} lượt chạy / "
        f"let go of {gone['pages']} pages, {gone['revisions']} former texts, {gone['runs']} runs",
        facts=gone,
    )


def look_for_troubles(desk: Desk, run: Run) -> None:
    """What someone on duty should know is told, and sent where the settings say; it is this run's problem until it is gone."""
    found = troubles(desk)
    for line in found:
        run.say(line, level="warning")
    turn = notify(desk)
    run.report = {
        "troubles": len(found),
        "told": turn.told,
        "sent": turn.sent,
        "failed": turn.failed,
    }
    run.problem = joined(found)
    if not found:
        run.say("không có gì phải báo / nothing to tell")


def make_digest(desk: Desk, run: Run) -> None:
    """The digest of yesterday as a document in the data folder."""
    day = (datetime.now(LOCAL_TIME) - timedelta(days=1)).date()
    path = desk.settings.digests_dir / f"diem-tin-{day:%Y-%m-%d}.docx"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DoichieuError(
            vi=f"không tạo được thư mục {path.parent} ({error.strerror}); hãy xem quyền ghi",
            en=f"cannot make the folder {path.parent} ({error.strerror}); look at its permissions",
            reason="no_folder",
        ) from error
    write_digest(day, days=1, form="docx", output=path, settings=desk.settings)
    run.report = {"file": str(path)}
    run.say(f"đã ghi điểm tin {path} / wrote the digest {path}")


#: Every job but crawls and the check, which write down their runs themselves.
JOBS = {
    one.name: one
    for one in (
        Named(name="templates", called="xem lại mẫu trang / templates", do=look_through_templates),
        Named(name="backup", called="sao lưu / backup", do=back_up),
        Named(name="retain", called="bỏ thứ giữ quá lâu / retain", do=let_go),
        Named(name="alerts", called="xem có gì phải báo / alerts", do=look_for_troubles),
        Named(name="digest", called="điểm tin / digest", do=make_digest),
    )
}
CHECK = "check"
CALLED = {CHECK: "đối chiếu / check", **{name: one.called for name, one in JOBS.items()}}


def due_times(settings: Settings) -> dict[str, Every | Cron]:
    """Name → when it is due, of the jobs that are not turned off; crawls have their sources' pace."""
    times = {name: parse(str(getattr(settings, f"when_{name}"))) for name in (CHECK, *JOBS)}
    return {name: when for name, when in times.items() if when is not None}


def called(name: str, *, outlets: dict[str, str] | None = None) -> str:
    """What a job is called, in both languages."""
    if name.startswith(CRAWL):
        source = name.removeprefix(CRAWL)
        outlet = (outlets or {}).get(source, source)
        return f"thu thập {outlet} / crawl {outlet}"
    return CALLED.get(name, name)
