"""What reviewers asked to be looked into on official texts: opened by a ruling, closed by hand or by a newer text."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from doichieu.errors import WrongUse
from storage import log
from storage.schema import FlagRow, TaskRow

#: What closes a task that nobody closed by hand, for both readers.
REVISED = "văn bản có bản mới / the document has a newer version"
REPLACED = "văn bản được thay bằng {by} / the document was replaced by {by}"
TAKEN_BACK = "quyết định được rút lại hoặc đổi / the ruling was taken back or changed"
#: Tasks on one page.
MOST = 200


def open_one(session: Session, flag: FlagRow, *, by: str, note: str) -> None:
    """The official text of a flag is to be looked into."""
    task = TaskRow(
        document=flag.document, flag_id=flag.id, note=note, opened_by=by, opened_at=datetime.now(UTC)
    )  # fmt: skip
    session.add(task)
    session.flush()
    _log(session, task, "task_opened", by=by, note=note)


def listed(
    session: Session, *, document: str | None = None, closed: bool = False, limit: int = MOST
) -> list[TaskRow]:
    """Open tasks, or those that were closed; the newest first."""
    is_open = TaskRow.closed_at.is_(None)
    query = select(TaskRow).where(~is_open if closed else is_open)
    if document is not None:
        query = query.where(TaskRow.document == document)
    return list(session.scalars(query.order_by(TaskRow.id.desc()).limit(limit)))


def close(session: Session, task_id: int, *, by: str, note: str) -> TaskRow:
    """Close by hand; WrongUse without a note, or where there is no such open task."""
    task = session.get(TaskRow, task_id, with_for_update=True)
    if task is None or task.closed_at is not None:
        raise WrongUse(
            vi=f"việc số {task_id} không có hoặc đã đóng; hãy xem trang Việc cần xem",
            en=f"task {task_id} is not there or is closed; see the page of tasks",
            reason="no_task",
        )
    if not note.strip():
        raise WrongUse(
            vi=f"hãy ghi vì sao đóng việc số {task_id}",
            en=f"say why task {task_id} is closed",
            reason="no_closing_note",
        )
    _close(session, [task], by=by, note=note.strip())
    return task


def close_of_flags(session: Session, flag_ids: Iterable[int], *, by: str) -> None:
    """The ruling that opened these tasks stands no longer."""
    query = select(TaskRow).where(TaskRow.flag_id.in_(list(flag_ids)), TaskRow.closed_at.is_(None))
    _close(session, session.scalars(query), by=by, note=TAKEN_BACK)


def close_of_document(session: Session, number: str, *, why: str) -> None:
    """The document is another one now: what was to be looked into is not what stands."""
    _close(session, listed(session, document=number), by=log.MACHINE, note=why)


def _close(session: Session, tasks: Iterable[TaskRow], *, by: str, note: str) -> None:
    for task in tasks:
        task.closed_at, task.closed_by, task.closing_note = datetime.now(UTC), by, note
        _log(session, task, "task_closed", by=by, note=note)


def _log(session: Session, task: TaskRow, action: str, *, by: str, note: str) -> None:
    detail = {"document": task.document, "as_flag": task.flag_id, "note": note}
    log.append(session, actor=by, action=action, subject=f"task:{task.id}", detail=detail)
