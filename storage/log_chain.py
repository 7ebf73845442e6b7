"""The log's rows hang together: each holds the digest of the row before it and of its own content.

Rows wait until their transaction is about to be committed. Then the chain's head is locked, as the last lock a
transaction takes (so nobody waits in a ring), and the rows are put in behind it, in the order of their numbers.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import event, func, select
from sqlalchemy.orm import Session

from doichieu.errors import DoichieuError
from storage.moments import now
from storage.schema import EventRow, LogHeadRow

#: Rows of this transaction that wait; and the word that they are being put in.
WAITING, SEALING = "log_waiting", "log_sealing"
#: Rows read at once when the chain is checked.
BATCH = 5000


@dataclass(frozen=True, kw_only=True, slots=True)
class Checked:
    """What a check of the whole chain found."""

    at: datetime
    rows: int  #: that fit, from the first
    last_id: int | None  #: the last row that fits
    digest: str = ""  #: of that row; kept elsewhere, it proves the log up to there
    broken_id: int | None = None  #: the first row that does not fit
    trouble: str = ""  #: why, in both languages; empty for a sound chain


def digest_of(row: EventRow, previous: str) -> str:
    """SHA-256 of what a row says and of the digest before it, in one spelling."""
    at = row.at.astimezone(UTC).isoformat(timespec="microseconds")
    content = [previous, at, row.actor, row.action, row.subject, row.detail]
    told = json.dumps(content, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(told.encode()).hexdigest()


def check(session: Session) -> Checked:
    """Walk the whole chain up to its head; the first row that does not fit ends it."""
    # Head and what lies beyond it in one statement: others may be writing meanwhile.
    beyond = select(func.min(EventRow.id)).where(EventRow.id > LogHeadRow.last_id)
    head = session.execute(
        select(LogHeadRow.rows, LogHeadRow.last_id, LogHeadRow.digest, beyond.scalar_subquery())
    ).first()
    if head is None:
        return Checked(at=now(), rows=0, last_id=None, trouble="mất đầu chuỗi / the head of the chain is gone")  # fmt: skip
    told, last_id, end, stray = head
    digest, rows, last = "", 0, None
    query = select(EventRow).where(EventRow.id <= last_id).order_by(EventRow.id)
    for row in session.scalars(query.execution_options(yield_per=BATCH)):
        trouble = _trouble(row, digest)
        if trouble:
            return Checked(at=now(), rows=rows, last_id=last, digest=digest, broken_id=row.id, trouble=trouble)  # fmt: skip
        digest, rows, last = row.digest, rows + 1, row.id
        session.expunge(row)
    trouble = _end_trouble(rows, told) if (rows, digest) != (told, end) else ""
    if stray is not None:
        trouble = f"dòng #{stray} không thuộc chuỗi / row #{stray} is not of the chain"
    return Checked(at=now(), rows=rows, last_id=last, digest=digest, broken_id=stray, trouble=trouble)  # fmt: skip


def keep(session: Session, checked: Checked) -> None:
    """Remember what the last check found."""
    head = _head(session)
    head.checked_at, head.checked_id = checked.at, checked.last_id
    head.broken_id, head.trouble = checked.broken_id, checked.trouble


def last_check(session: Session) -> LogHeadRow | None:
    """How long the log is, and what the last check found."""
    return session.get(LogHeadRow, 1)


def _trouble(row: EventRow, before: str) -> str:
    if row.previous != before:
        return f"dòng #{row.id} không nối vào dòng trước nó / row #{row.id} does not follow the row before it"  # fmt: skip
    if row.digest != digest_of(row, before):
        return f"dòng #{row.id} đã bị sửa / row #{row.id} was changed"
    return ""


def _end_trouble(rows: int, told: int) -> str:
    return f"nhật ký phải có {told} dòng mà chỉ khớp {rows}: thiếu dòng ở cuối / the log should have {told} rows and {rows} fit: rows at the end are missing"  # fmt: skip


@event.listens_for(Session, "before_flush")
def _hold_back(session: Session, *_: Any) -> None:
    """A row of the log is not written before it is known what it follows."""
    if session.info.get(SEALING):
        return
    for row in [one for one in session.new if isinstance(one, EventRow)]:
        session.expunge(row)
        session.info.setdefault(WAITING, []).append(row)


@event.listens_for(Session, "before_commit")
def _seal(session: Session) -> None:
    """Put the waiting rows in, behind the last one of all."""
    session.flush()
    waiting = session.info.get(WAITING)
    if not waiting or session.in_nested_transaction():
        return
    session.info[WAITING], session.info[SEALING] = [], True
    try:
        _put_in(session, waiting)
    finally:
        session.info[SEALING] = False


@event.listens_for(Session, "after_rollback")
def _forget(session: Session) -> None:
    """What was not done is not told."""
    session.info.pop(WAITING, None)


def _put_in(session: Session, rows: list[EventRow]) -> None:
    head = _head(session)
    for row in rows:
        # As the database will give it back: keys are words, tuples are lists.
        row.detail = json.loads(json.dumps(row.detail))
        row.previous, row.digest = head.digest, digest_of(row, head.digest)
        head.digest = row.digest
        session.add(row)
        session.flush()
    head.rows, head.last_id = head.rows + len(rows), rows[-1].id


def _head(session: Session) -> LogHeadRow:
    """The chain's end, locked until the transaction ends."""
    head = session.get(LogHeadRow, 1, with_for_update=True, populate_existing=True)
    if head is None:
        raise DoichieuError(
            vi="mất đầu chuỗi nhật ký; hãy khôi phục bản sao lưu: doichieu db restore TỆP",
            en="the head of the log's chain is gone; restore a backup: doichieu db restore FILE",
            reason="no_log_head",
        )
    return head
