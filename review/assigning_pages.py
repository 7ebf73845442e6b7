"""Taking a story, giving it to another, giving it back: the form's way and the API's."""

from __future__ import annotations

from typing import Annotated, Any
from urllib.parse import parse_qsl

from litestar import Request, post
from litestar.params import FromPath, JSONBody, URLEncodedBody
from litestar.response import Redirect
from msgspec import Meta, Struct

from review import reading
from storage import assigning

Asked = Request[Any, Any, Any]
Form = URLEncodedBody[dict[str, str]]


class Assignment(Struct, frozen=True):
    """Who shall have a flag."""

    to: Annotated[str, Meta(max_length=80)] | None  #: a person's name; null for nobody
    seen: Annotated[str, Meta(max_length=80)] | None = (
        None  #: who had it as it was read, "" for nobody; another one gives 409
    )


@post("/flags/{flag_id:int}/assign", sync_to_thread=True, include_in_schema=False, status_code=303)
def assign(request: Asked, flag_id: FromPath[int], data: Form) -> Redirect:
    """Take, give or give back, then show the flag again."""
    with request.app.state.database.session() as session:
        assigning.assign(
            session, reading.known_id(flag_id), data.get("to", "")[:80],
            by=request.state.person.name, seen=data.get("seen"),
        )  # fmt: skip
    kept = reading.kept(dict(parse_qsl(data.get("queue", ""))))
    return Redirect(f"/flags/{flag_id}?{kept}" if kept else f"/flags/{flag_id}", status_code=303)


@post(
    "/flags/{flag_id:int}/assignee", sync_to_thread=True, status_code=200,
    summary="Take a flag, give it to a person or give it back",
)  # fmt: skip
def api_assign(
    request: Asked, flag_id: FromPath[int], data: JSONBody[Assignment]
) -> dict[str, Any]:
    """The whole story moves; 409 when it moved since `seen`, 400 where nobody has that name."""
    to = (data.to or "")[:80]
    with request.app.state.database.session() as session:
        moved = assigning.assign(
            session, reading.known_id(flag_id), to, by=request.state.person.name, seen=data.seen
        )
    return {"assignee": to or None, "moved": moved}


ASSIGNING_PAGES = [assign]
ASSIGNING_API = [api_assign]
