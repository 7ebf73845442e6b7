"""Second opinions on a story: asked of a person or of anyone, given beside the ruling, settled by a further ruling."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from doichieu.errors import WrongUse
from doichieu.records import Outcome
from storage import log, users
from storage.desk_schema import OpinionRow
from storage.schema import DecisionRow, FlagRow

#: Asked and not given; given before there is a ruling; given and the same as the ruling; given and another;
#: another, and ruled on again since.
ASKED, GIVEN, AGREED, DISAGREEMENT, SETTLED = STATES = (
    "asked", "given", "agreed", "disagreement", "settled",
)  # fmt: skip
#: What the queue can be narrowed to.
NARROWED = (ASKED, DISAGREEMENT)


def ask(session: Session, flag: FlagRow, *, of: str, by: str, question: str = "") -> OpinionRow:
    """Ask a person, or anyone where `of` is empty.

    Raises WrongUse where one asks oneself, where nobody has that name, where it was asked already.
    """
    _may_be_asked(session, flag, of=of, by=by)
    row = OpinionRow(
        flag_id=flag.id, group_key=flag.group_key, asked_by=by, asked_of=of, question=question,
        asked_at=datetime.now(UTC), state=ASKED, reviewer="", outcome="", note="",
    )  # fmt: skip
    session.add(row)
    _log(session, flag, "opinion_asked", by=by, to=of, note=question)
    session.flush()
    return row


def give(session: Session, flag: FlagRow, outcome: Outcome, *, by: str, note: str = "") -> OpinionRow:  # fmt: skip
    """A second opinion, asked for or not; the ruling stays as it is.

    Raises WrongUse where it is the ruling's own reviewer, or somebody who has given one.
    """
    ruling = _standing(session, flag)
    if ruling is not None and ruling.reviewer == by:
        raise _own(flag)
    held = of_story(session, flag.group_key)
    if any(one.reviewer == by and one.state != SETTLED for one in held):
        raise _given(flag)
    row = next((one for one in held if one.state == ASKED and one.asked_of in (by, "")), None)
    if row is None:
        row = ask(session, flag, of="", by=by)
    row.reviewer, row.outcome, row.note = by, outcome.value, note
    row.given_at = datetime.now(UTC)
    _weigh(row, ruling)
    _log(session, flag, "opinion", by=by, outcome=outcome.value, note=note)
    session.flush()
    return row


def after_ruling(session: Session, flag: FlagRow) -> None:
    """A ruling was made or taken back: what was given before it is held against it, a disagreement is settled."""
    ruling = _standing(session, flag)
    for row in of_story(session, flag.group_key):
        if row.state == DISAGREEMENT and ruling is not None and row.decision_id != ruling.id:
            row.state = SETTLED
        elif row.state == ASKED and ruling is not None and row.asked_of == ruling.reviewer:
            row.state = SETTLED  # who was asked has ruled
        elif row.state == GIVEN and ruling is not None:
            _weigh(row, ruling)
        elif row.state in (AGREED, DISAGREEMENT) and ruling is None:
            row.state, row.decision_id = GIVEN, None


def of_story(session: Session, group_key: str) -> list[OpinionRow]:
    """The opinions on a story, the first first."""
    query = select(OpinionRow).where(OpinionRow.group_key == group_key)
    return list(session.scalars(query.order_by(OpinionRow.id)))


def states_of(session: Session, group_keys: Sequence[str]) -> dict[str, set[str]]:
    """Which states the opinions on these stories are in."""
    query = select(OpinionRow.group_key, OpinionRow.state)
    held: dict[str, set[str]] = {}
    for key, state in session.execute(query.where(OpinionRow.group_key.in_(group_keys))):
        held.setdefault(key, set()).add(state)
    return held


def stories(state: str, *, me: str = "") -> Select[str]:
    """The keys of stories with an opinion in this state; of those asked, what `me` can answer."""
    query = select(OpinionRow.group_key).where(OpinionRow.state == state)
    if state != ASKED or not me:
        return query
    ruled = select(FlagRow.group_key).join(DecisionRow, DecisionRow.flag_id == FlagRow.id)
    own = ruled.where(
        FlagRow.group_key == OpinionRow.group_key,
        DecisionRow.reviewer == me,
        DecisionRow.outcome.in_(list(Outcome)),
    ).correlate(OpinionRow)
    return query.where(
        or_(OpinionRow.asked_of == me, OpinionRow.asked_of == ""),
        OpinionRow.asked_by != me,
        ~own.exists(),
    )


def _weigh(row: OpinionRow, ruling: DecisionRow | None) -> None:
    """Hold an opinion against the ruling; one's own ruling is no other's."""
    if ruling is None or ruling.reviewer == row.reviewer:
        row.state = GIVEN
        return
    row.decision_id = ruling.id
    row.state = AGREED if ruling.outcome == row.outcome else DISAGREEMENT


def _standing(session: Session, flag: FlagRow) -> DecisionRow | None:
    """The ruling that stands on a flag."""
    query = select(DecisionRow).where(DecisionRow.flag_id == flag.id)
    last = session.scalars(query.order_by(DecisionRow.id.desc()).limit(1)).first()
    return last if last is not None and last.outcome in list(Outcome) else None


def _may_be_asked(session: Session, flag: FlagRow, *, of: str, by: str) -> None:
    if of and users.by_name(session, of) is None:
        raise WrongUse(
            vi=f"không có ai tên {of}; hãy chọn một người trong danh sách",
            en=f"there is nobody called {of}; choose a person from the list",
            reason="no_user",
        )
    ruling = _standing(session, flag)
    if of and of in (by, ruling.reviewer if ruling else None):
        raise _own(flag)
    open_ones = {one.asked_of for one in of_story(session, flag.group_key) if one.state == ASKED}
    if of in open_ones:
        raise WrongUse(
            vi=f"đã hỏi ý kiến về chỗ khác #{flag.id} rồi; hãy đợi trả lời",
            en=f"an opinion on flag #{flag.id} has been asked already; wait for the answer",
            reason="asked_already",
        )


def _own(flag: FlagRow) -> WrongUse:
    return WrongUse(
        vi=f"ý kiến thứ hai về chỗ khác #{flag.id} phải của người khác; hãy hỏi một đồng nghiệp",
        en=f"the second opinion on flag #{flag.id} must be another person's; ask a colleague",
        reason="own_opinion",
    )


def _given(flag: FlagRow) -> WrongUse:
    return WrongUse(
        vi=f"bạn đã cho ý kiến về chỗ khác #{flag.id}; muốn đổi thì ra quyết định mới",
        en=f"you have given your opinion on flag #{flag.id}; to change it, make a new decision",
        reason="opinion_given",
    )


def _log(session: Session, flag: FlagRow, action: str, *, by: str, **detail: object) -> None:
    log.append(session, actor=by, action=action, subject=f"flag:{flag.id}", detail=detail)
