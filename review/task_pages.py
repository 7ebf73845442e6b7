"""What is to be looked into on official texts: the list, closing by hand, the API."""

from __future__ import annotations

from typing import Annotated, Any

from litestar import Request, get, post
from litestar.params import FromPath, FromQuery, JSONBody, URLEncodedBody
from litestar.response import Redirect, Template
from msgspec import Meta, Struct

from doichieu.local_time import local_iso
from review import reading
from review.views import render
from storage import document_tasks
from storage.schema import TaskRow

Asked = Request[Any, Any, Any]
Form = URLEncodedBody[dict[str, str]]


class Closing(Struct, frozen=True):
    """Why a task is closed."""

    note: Annotated[str, Meta(min_length=1, max_length=2000, pattern=r"\S")]


@get("/tasks", sync_to_thread=True, include_in_schema=False)
def tasks_page(request: Asked) -> Template:
    """Open tasks, or the closed ones."""
    closed = request.query_params.get("status") == "closed"
    rows = _listed(request, closed=closed, document=None)
    return render(
        request, "tasks.html", {"rows": rows, "closed": closed, "most": document_tasks.MOST}
    )


@post("/tasks/{task_id:int}/close", sync_to_thread=True, include_in_schema=False, status_code=303)
def close_task(request: Asked, task_id: FromPath[int], data: Form) -> Redirect:
    """Close with a note, then show where it was closed from."""
    task = _close(request, task_id, data.get("note", ""))
    at_document = data.get("from") == "document"
    return Redirect(f"/documents/{task.document}" if at_document else "/tasks", status_code=303)


@get("/tasks", sync_to_thread=True, summary="What is to be looked into on official texts")
def api_tasks(
    request: Asked, status: FromQuery[str] = "open", document: FromQuery[str | None] = None
) -> list[dict[str, Any]]:
    """`status` is open or closed; newest first."""
    rows = _listed(request, closed=status == "closed", document=document)
    return [task_shape(one) for one in rows]


@post("/tasks/{task_id:int}/close", sync_to_thread=True, status_code=200, summary="Close a task")
def api_close_task(
    request: Asked, task_id: FromPath[int], data: JSONBody[Closing]
) -> dict[str, Any]:
    """400 without a note, and for a task that is closed."""
    return task_shape(_close(request, task_id, data.note))


def task_shape(task: TaskRow) -> dict[str, Any]:
    """A task as JSON."""
    return {
        "id": task.id, "document": task.document, "flag": task.flag_id, "note": task.note,
        "opened_by": task.opened_by, "opened_at": local_iso(task.opened_at),
        "closed_by": task.closed_by or None, "closed_at": local_iso(task.closed_at),
        "closing_note": task.closing_note or None,
    }  # fmt: skip


def _listed(request: Asked, *, closed: bool, document: str | None) -> list[TaskRow]:
    with request.app.state.database.reading() as session:
        return document_tasks.listed(session, document=document, closed=closed)


def _close(request: Asked, task_id: int, note: str) -> TaskRow:
    me = request.state.person.name
    with request.app.state.database.session() as session:
        return document_tasks.close(session, reading.known_id(task_id), by=me, note=note[:2000])


TASK_PAGES = [tasks_page, close_task]
TASK_API = [api_tasks, api_close_task]
