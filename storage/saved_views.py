"""Filters of the queue under a name: of one person, or for the whole desk."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from doichieu.errors import WrongUse
from storage import log
from storage.desk_schema import ViewRow
from storage.schema import UserRow

#: A name fits above the queue; each view is counted on every look at it.
LONGEST_NAME, MOST_EACH, MOST_SHOWN = 60, 20, 40
#: May remove what another shares.
ABOVE = ("lead", "admin")


def save(session: Session, name: str, query: str, *, owner: str, shared: bool = False) -> ViewRow:
    """Keep filters under a name, in place of what the owner had under it.

    Raises WrongUse for an empty or long name, for no filters, and for one view too many.
    """
    name = " ".join(name.split())
    _must_fit(session, name, query, owner=owner)
    view = session.scalar(select(ViewRow).where(ViewRow.owner == owner, ViewRow.name == name))
    if view is None:
        view = ViewRow(owner=owner, name=name, made_at=datetime.now(UTC))
        session.add(view)
    view.query, view.shared = query, shared
    session.flush()
    detail = {"name": name, "filters": query, "shared": shared}
    log.append(session, actor=owner, action="view_saved", subject=f"view:{view.id}", detail=detail)
    return view


def seen_by(session: Session, name: str) -> list[ViewRow]:
    """A person's own views and those shared with the desk, by name."""
    query = select(ViewRow).where(or_(ViewRow.owner == name, ViewRow.shared))
    return list(session.scalars(query.order_by(ViewRow.name, ViewRow.id).limit(MOST_SHOWN)))


def remove(session: Session, view_id: int, *, by: UserRow) -> None:
    """Forget a view; WrongUse where it is not there, or another's and not theirs to remove."""
    view = session.get(ViewRow, view_id)
    if view is None or not may_remove(view, by):
        raise WrongUse(
            vi=f"không có bộ lọc số {view_id} của bạn; người lưu nó mới xóa được",
            en=f"you have no view {view_id}; whoever saved it can remove it",
            reason="no_view",
        )
    session.delete(view)
    detail = {"name": view.name, "filters": view.query}
    log.append(
        session, actor=by.name, action="view_removed", subject=f"view:{view_id}", detail=detail
    )


def may_remove(view: ViewRow, person: UserRow) -> bool:
    """One's own; a shared one whoever leads the desk, too."""
    return view.owner == person.name or (view.shared and person.role in ABOVE)


def _must_fit(session: Session, name: str, query: str, *, owner: str) -> None:
    if not 0 < len(name) <= LONGEST_NAME:
        raise WrongUse(
            vi=f"tên bộ lọc trống hoặc dài quá {LONGEST_NAME} chữ; hãy đặt tên ngắn",
            en=f"the view's name is empty or longer than {LONGEST_NAME} letters; choose a short one",
            reason="bad_name",
        )
    if not query:
        raise WrongUse(
            vi="chưa có điều kiện lọc nào để lưu; hãy lọc hàng đợi trước",
            en="there are no filters to save; narrow the queue first",
            reason="no_filters",
        )
    others = select(func.count(ViewRow.id)).where(ViewRow.owner == owner, ViewRow.name != name)
    if (session.scalar(others) or 0) >= MOST_EACH:
        raise WrongUse(
            vi=f"đã có {MOST_EACH} bộ lọc; hãy xóa bớt một bộ",
            en=f"there are {MOST_EACH} views already; remove one",
            reason="too_many_views",
        )
