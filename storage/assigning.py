"""Who has taken a story: one person for all its flags, or nobody; each change is a line of the log."""

from __future__ import annotations

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from doichieu.errors import Retry, WrongUse
from storage import decisions, log, users
from storage.schema import FlagRow

#: How an address and a program ask for what nobody has taken.
NOBODY = "nobody"


def assign(session: Session, flag_id: int, to: str, *, by: str, seen: str | None = None) -> int:
    """Give a flag and its story to a person, to nobody where `to` is empty; how many flags moved.

    `seen` is who had it when it was looked at: Retry, naming who has it now, where that is another one.
    Raises WrongUse where nobody of that name may sign in.
    """
    flag = decisions.held(session, flag_id)
    if seen is not None and flag.assignee != seen:
        raise _taken(flag)
    if to and users.by_name(session, to) is None:
        raise WrongUse(
            vi=f"không có ai tên {to}; hãy chọn một người trong danh sách",
            en=f"there is nobody called {to}; choose a person from the list",
            reason="no_user",
        )
    if flag.assignee == to:
        return 0
    before = flag.assignee
    moved = session.execute(
        update(FlagRow).where(FlagRow.group_key == flag.group_key).values(assignee=to)
    )
    log.append(
        session, actor=by, action="assign" if to else "give_back", subject=f"flag:{flag_id}",
        detail={"to": to, "before": before},
    )  # fmt: skip
    return int(moved.rowcount)  # type: ignore[attr-defined]


def of_story(session: Session, group_key: str) -> str:
    """Who has taken this story already, "" for nobody."""
    query = select(FlagRow.assignee).where(FlagRow.group_key == group_key).limit(1)
    return session.scalar(query) or ""


def _taken(flag: FlagRow) -> Retry:
    if not flag.assignee:
        return Retry(
            vi=f"chỗ khác #{flag.id} vừa được trả lại; hãy tải lại trang rồi nhận",
            en=f"flag #{flag.id} has just been given back; load the page again and take it",
            reason="overtaken",
        )
    return Retry(
        vi=f"{flag.assignee} vừa nhận chỗ khác #{flag.id}; hãy tải lại trang",
        en=f"{flag.assignee} has just taken flag #{flag.id}; load the page again",
        reason="overtaken",
    )
