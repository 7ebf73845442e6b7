"""Saved views of the queue: named, shared, counted, removed; the form's way and the API's."""

from __future__ import annotations

from typing import Annotated, Any
from urllib.parse import parse_qsl

from litestar import Request, delete, get, post
from litestar.params import FromPath, JSONBody, URLEncodedBody
from litestar.response import Redirect
from msgspec import Meta, Struct

from review import reading
from storage import queue_counts, saved_views
from storage.desk_schema import ViewRow

Asked = Request[Any, Any, Any]
Form = URLEncodedBody[dict[str, str]]


#: A filter of the queue with a value; saving looks at the whole more closely.
FILTERS = r"(^|&)(province|source|document|kind|q|assignee)=\w|^days=[1-9]"


class View(Struct, frozen=True):
    """Filters under a name."""

    name: Annotated[str, Meta(min_length=1, max_length=60, pattern=r"\S")]
    #: as in the queue's address: "province=Lam+Giang&days=7"
    query: Annotated[str, Meta(max_length=2000, pattern=FILTERS)]
    shared: bool = False


@post("/views", sync_to_thread=True, include_in_schema=False, status_code=303)
def save_view(request: Asked, data: Form) -> Redirect:
    """Name the present filters, and stay with them."""
    view = _save(request, data.get("name", ""), data.get("query", ""), bool(data.get("shared")))
    return Redirect(f"/?{view.query}", status_code=303)


@post("/views/{view_id:int}/remove", sync_to_thread=True, include_in_schema=False, status_code=303)
def remove_view(request: Asked, view_id: FromPath[int], data: Form) -> Redirect:
    """Forget a view; the queue stays as it is narrowed."""
    with request.app.state.database.session() as session:
        saved_views.remove(session, reading.known_id(view_id), by=request.state.person)
    kept = _filters(data.get("queue", ""))
    return Redirect(f"/?{kept}" if kept else "/", status_code=303)


@get("/views", sync_to_thread=True, summary="Saved views of the queue, with their counts")
def api_views(request: Asked) -> list[dict[str, Any]]:
    """One's own and those shared with the desk."""
    return views_of(request)


@post("/views", sync_to_thread=True, status_code=201, summary="Save filters of the queue")
def api_save_view(request: Asked, data: JSONBody[View]) -> dict[str, Any]:
    """In place of one's own view of that name; 400 for no name or no filters."""
    view = _save(request, data.name, data.query, data.shared)
    return {"id": view.id, "name": view.name, "query": view.query, "shared": view.shared}


@delete("/views/{view_id:int}", sync_to_thread=True, summary="Remove a saved view")
def api_remove_view(request: Asked, view_id: FromPath[int]) -> None:
    """400 where it is another's."""
    with request.app.state.database.session() as session:
        saved_views.remove(session, reading.known_id(view_id), by=request.state.person)


def views_of(request: Asked) -> list[dict[str, Any]]:
    """The views that the asking person sees, each with how many stories it leaves."""
    person = request.state.person
    with request.app.state.database.reading() as session:
        views = saved_views.seen_by(session, person.name)
        filters = [reading.filters_of(dict(parse_qsl(one.query)), me=person.name) for one in views]
        counts = queue_counts.totals(session, filters)
        return [
            {
                "id": one.id, "name": one.name, "query": one.query, "shared": one.shared, "owner": one.owner,
                "removable": saved_views.may_remove(one, person), "count": count,
            }
            for one, count in zip(views, counts, strict=True)
        ]  # fmt: skip


def _save(request: Asked, name: str, query: str, shared: bool) -> ViewRow:
    with request.app.state.database.session() as session:
        return saved_views.save(
            session, name[:200], _filters(query), owner=request.state.person.name, shared=shared
        )


def _filters(query: str) -> str:
    """Only what the queue's address can carry, in its order."""
    return reading.kept(dict(parse_qsl(query[:2000])))


VIEW_PAGES = [save_view, remove_view]
VIEW_API = [api_views, api_save_view, api_remove_view]
