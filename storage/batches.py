"""One outcome for many stories: a transaction a story, so that one another has ruled on stops no other."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy.orm import Session

from doichieu.errors import DoichieuError, WrongUse
from doichieu.records import Outcome
from storage import decisions, log
from storage.database import Database
from storage.decisions import OPEN
from storage.desk_schema import BatchRow

#: More than a person has read; a page of the queue holds thirty.
MOST = 200

#: A flag and the version of it that was read.
Marked = tuple[int, int]


def decide_all(
    database: Database, marked: Sequence[Marked], outcome: Outcome, *, reviewer: str, note: str = ""
) -> BatchRow:
    """Rule on every open story that stands as it was read; the batch tells those that do not.

    Raises WrongUse for none and for more than `MOST`.
    """
    if not 0 < len(marked) <= MOST:
        raise _wrong_number(len(marked))
    with database.session() as session:
        batch = BatchRow(
            reviewer=reviewer, at=datetime.now(UTC), outcome=outcome.value, note=note,
            decided=[], overtaken=[], undone=[],
        )  # fmt: skip
        session.add(batch)
        session.flush()
    for one in dict.fromkeys(marked):
        _decide(database, batch.id, one)
    with database.session() as session:
        batch = session.get_one(BatchRow, batch.id)
        counts = {"rows": len(batch.decided), "overtaken": len(batch.overtaken)}
        _log(session, batch, "batch", actor=reviewer, outcome=outcome.value, note=note, **counts)
    return batch


def undo_all(database: Database, batch_id: int, *, reviewer: str) -> BatchRow:
    """Take the whole batch back, but for stories ruled on again since; WrongUse where it was before."""
    with database.session() as session:
        batch = get(session, batch_id)
        if batch.undone_at is not None:
            raise _undone(batch_id)
        batch.undone_at = datetime.now(UTC)
    for flag_id, version in batch.decided:
        _undo(database, batch_id, flag_id, version, reviewer=reviewer)
    with database.session() as session:
        batch = get(session, batch_id)
        _log(session, batch, "batch_undo", actor=reviewer, rows=len(batch.undone))
    return batch


def get(session: Session, batch_id: int) -> BatchRow:
    """One batch; WrongUse where there is none."""
    batch = session.get(BatchRow, batch_id)
    if batch is None:
        raise WrongUse(
            vi=f"không có lượt quyết định số {batch_id}; hãy xem nhật ký",
            en=f"there is no batch {batch_id}; see the log",
            reason="no_batch",
        )
    return batch


def _decide(database: Database, batch_id: int, one: Marked) -> None:
    """One story, with its line in the batch, in one transaction."""
    flag_id, version = one
    try:
        with database.session() as session:
            batch, flag = get(session, batch_id), decisions.held(session, flag_id)
            if flag.status != OPEN:
                raise decisions.overtaken(session, flag)
            decisions.decide(
                session, flag_id, Outcome(batch.outcome), reviewer=batch.reviewer, note=batch.note,
                expected_version=version, batch=batch_id,
            )  # fmt: skip
            batch.decided = [*batch.decided, [flag_id, flag.version]]
    except DoichieuError as error:
        _tell(database, batch_id, flag_id, error)


def _undo(database: Database, batch_id: int, flag_id: int, version: int, *, reviewer: str) -> None:
    try:
        with database.session() as session:
            decisions.undo(
                session, flag_id, reviewer=reviewer, expected_version=version, batch=batch_id
            )
            batch = get(session, batch_id)
            batch.undone = [*batch.undone, flag_id]
    except DoichieuError as error:
        _tell(database, batch_id, flag_id, error)


def _tell(database: Database, batch_id: int, flag_id: int, error: DoichieuError) -> None:
    with database.session() as session:
        batch = get(session, batch_id)
        told = {"flag": flag_id, "vi": error.vi, "en": error.en}
        batch.overtaken = [*batch.overtaken, told]


def _log(session: Session, batch: BatchRow, action: str, *, actor: str, **detail: object) -> None:
    log.append(session, actor=actor, action=action, subject=f"batch:{batch.id}", detail=detail)


def _wrong_number(count: int) -> WrongUse:
    if not count:
        return WrongUse(
            vi="chưa đánh dấu dòng nào; hãy đánh dấu ít nhất một dòng trong hàng đợi",
            en="no row is marked; mark one row of the queue at least",
            reason="none_marked",
        )
    return WrongUse(
        vi=f"đã đánh dấu {count} dòng; mỗi lượt nhiều nhất {MOST}",
        en=f"{count} rows are marked; {MOST} at once at most",
        reason="too_many_marked",
    )


def _undone(batch_id: int) -> WrongUse:
    return WrongUse(
        vi=f"lượt quyết định số {batch_id} đã được rút lại rồi; không cần làm gì thêm",
        en=f"batch {batch_id} has been taken back already; nothing more is needed",
        reason="nothing_to_undo",
    )
