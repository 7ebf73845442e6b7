"""Rulings: appended, never changed; taking one back is a row of its own."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from doichieu.errors import Retry, WrongUse
from doichieu.records import Outcome
from storage import document_tasks, log, opinions
from storage.schema import DecisionRow, FlagRow

#: A flag waits for a person, or the check that raised it raises it no longer.
OPEN, WITHDRAWN = "open", "withdrawn"
UNDECIDED = (OPEN, WITHDRAWN)
UNDONE = "undone"


def decide(
    session: Session,
    flag_id: int,
    outcome: Outcome,
    *,
    reviewer: str,
    note: str = "",
    expected_version: int | None = None,
    batch: int | None = None,
) -> int:
    """Rule on a flag and the same story on other outlets; how many flags were ruled on.

    Raises Retry naming who was first when the flag has changed since `expected_version`.
    """
    flag = held(session, flag_id)
    if expected_version is not None and flag.version != expected_version:
        raise overtaken(session, flag)
    together = [flag, *_same_story(session, flag)]
    for one in together:
        _rule(
            session, one, outcome.value, reviewer=reviewer, note=note, status=outcome.value,
            because=_of(batch),
        )  # fmt: skip
    document_tasks.close_of_flags(session, [one.id for one in together], by=reviewer)
    if outcome is Outcome.OFFICIAL_TEXT_WRONG:
        document_tasks.open_one(session, flag, by=reviewer, note=note)
    opinions.after_ruling(session, flag)
    return len(together)


def undo(
    session: Session,
    flag_id: int,
    *,
    reviewer: str,
    expected_version: int | None = None,
    batch: int | None = None,
) -> int:
    """Take the ruling back, on every outlet of the story; how many flags are open again.

    Raises Retry where the flag has changed since `expected_version`.
    """
    flag = held(session, flag_id)
    if expected_version is not None and flag.version != expected_version:
        raise overtaken(session, flag)
    if flag.status in UNDECIDED:
        raise WrongUse(
            vi=f"chỗ khác #{flag_id} chưa có quyết định nào để rút lại",
            en=f"flag #{flag_id} has no decision to take back",
            reason="nothing_to_undo",
        )
    query = select(FlagRow).where(
        FlagRow.group_key == flag.group_key, FlagRow.status == flag.status
    )
    together = list(session.scalars(query))
    for one in together:
        _rule(session, one, UNDONE, reviewer=reviewer, note="", status=OPEN, because=_of(batch))
    document_tasks.close_of_flags(session, [one.id for one in together], by=reviewer)
    opinions.after_ruling(session, flag)
    return len(together)


def carry_over(session: Session, flag: FlagRow) -> bool:
    """Give a new flag the ruling that its story, sentence and passage have; whether there was one.

    The reviewer is the one who ruled; the log names the program, and the flag that was ruled on.
    """
    query = (
        select(DecisionRow)
        .join(FlagRow, FlagRow.id == DecisionRow.flag_id)
        .where(FlagRow.group_key == flag.group_key, FlagRow.id != flag.id)
        .order_by(DecisionRow.id.desc())
    )
    last = session.scalars(query).first()
    if last is None or last.outcome == UNDONE:
        return False
    _rule(
        session, flag, last.outcome, reviewer=last.reviewer, note=last.note, status=last.outcome,
        actor=log.MACHINE, because={"as_flag": last.flag_id, "reviewer": last.reviewer},
    )  # fmt: skip
    return True


def held(session: Session, flag_id: int) -> FlagRow:
    """The flag, kept from other writers until the end; WrongUse where there is none."""
    flag = session.get(FlagRow, flag_id, with_for_update=True)
    if flag is None:
        raise WrongUse(
            vi=f"không có chỗ khác #{flag_id}; hãy xem danh sách bằng: doichieu queue",
            en=f"there is no flag #{flag_id}; list them with: doichieu queue",
            reason="no_flag",
        )
    return flag


def overtaken(session: Session, flag: FlagRow) -> Retry:
    """Who ruled on the flag since it was read, or that the machine looked at it again."""
    query = (
        select(DecisionRow).where(DecisionRow.flag_id == flag.id).order_by(DecisionRow.id.desc())
    )
    last = session.scalars(query).first()
    if last is None:
        return Retry(
            vi=f"máy vừa đối chiếu lại chỗ khác #{flag.id}; hãy tải lại trang rồi xem kết quả mới",
            en=f"flag #{flag.id} has just been checked again; load the page again and see what is new",
            reason="overtaken",
        )
    who = last.reviewer
    return Retry(
        vi=f"{who} vừa quyết định chỗ khác #{flag.id}; hãy tải lại trang rồi xem quyết định đó",
        en=f"{who} has just decided flag #{flag.id}; load the page again and see that decision",
        reason="overtaken",
    )


def _of(batch: int | None) -> dict[str, Any]:
    """What the log tells of a ruling made with many others."""
    return {"batch": batch} if batch is not None else {}


def _same_story(session: Session, flag: FlagRow) -> list[FlagRow]:
    query = select(FlagRow).where(
        FlagRow.group_key == flag.group_key, FlagRow.id != flag.id, FlagRow.status == flag.status
    )
    return list(session.scalars(query))


def _rule(
    session: Session,
    flag: FlagRow,
    outcome: str,
    *,
    reviewer: str,
    note: str,
    status: str,
    actor: str | None = None,
    because: dict[str, Any] | None = None,
) -> None:
    changed = session.execute(
        update(FlagRow)
        .where(FlagRow.id == flag.id, FlagRow.version == flag.version)
        .values(status=status, version=flag.version + 1)
        .execution_options(synchronize_session=False)
    )
    if changed.rowcount != 1:  # type: ignore[attr-defined]
        raise overtaken(session, flag)
    session.add(
        DecisionRow(
            flag_id=flag.id,
            outcome=outcome,
            reviewer=reviewer,
            note=note,
            decided_at=datetime.now(UTC),
        )
    )
    log.append(
        session,
        actor=actor or reviewer,
        action="undo" if outcome == UNDONE else "carry_over" if actor else "decide",
        subject=f"flag:{flag.id}",
        detail={"outcome": outcome, "note": note, "before": flag.status, **(because or {})},
    )
    session.flush()
    session.refresh(flag)
