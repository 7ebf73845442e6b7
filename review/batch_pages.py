"""Marked rows of the queue ruled on, taken or taken back together: the form's way and the API's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any
from urllib.parse import parse_qsl, urlencode

from litestar import Request, get, post
from litestar.exceptions import ClientException, NotFoundException
from litestar.params import FromPath, JSONBody, URLEncodedBody
from litestar.response import Redirect
from msgspec import Meta, Struct

from doichieu.errors import WrongUse
from doichieu.local_time import local_iso
from doichieu.records import Outcome
from review import reading
from storage import assigning, batches
from storage.database import Database
from storage.desk_schema import BatchRow

Asked = Request[Any, Any, Any]
Form = URLEncodedBody[dict[str, str]]
#: A marked row of the form: its name tells the flag, its value the version that was read.
MARK = "flag-"


class Read(Struct, frozen=True):
    """A flag as it was read."""

    id: Annotated[int, Meta(ge=1, le=2**53)]
    version: Annotated[int, Meta(ge=0, le=2**31)]


class Batch(Struct, frozen=True):
    """One outcome for many flags."""

    outcome: Outcome
    flags: Annotated[list[Read], Meta(min_length=1, max_length=batches.MOST)]
    note: Annotated[str, Meta(max_length=2000)] = ""


@post("/batches/decide", sync_to_thread=True, include_in_schema=False, status_code=303)
def decide_marked(request: Asked, data: Form) -> Redirect:
    """Rule on every marked row, then show the queue and what became of it."""
    if not data.get("outcome"):  # Enter was pressed in a field: nobody chose anything
        return _told(data)
    if data["outcome"] not in list(Outcome):
        raise ClientException("outcome")
    batch = batches.decide_all(
        request.app.state.database, _marked(data), Outcome(data["outcome"]),
        reviewer=request.state.person.name, note=data.get("note", "")[:2000],
    )  # fmt: skip
    return _told(data, batch.id)


@post("/batches/assign", sync_to_thread=True, include_in_schema=False, status_code=303)
def take_marked(request: Asked, data: Form) -> Redirect:
    """Take every marked row."""
    marked = _marked(data)
    if not marked:
        raise WrongUse(
            vi="chưa đánh dấu dòng nào; hãy đánh dấu ít nhất một dòng trong hàng đợi",
            en="no row is marked; mark one row of the queue at least",
            reason="none_marked",
        )
    me = request.state.person.name
    with request.app.state.database.session() as session:
        for flag_id, _ in marked[: batches.MOST]:
            assigning.assign(session, reading.known_id(flag_id), me, by=me)
    return _told(data)


@post("/batches/{batch_id:int}/undo", sync_to_thread=True, include_in_schema=False, status_code=303)
def undo_marked(request: Asked, batch_id: FromPath[int], data: Form) -> Redirect:
    """Take a whole batch back."""
    _undo(request, batch_id)
    return _told(data, batch_id)


@post("/batches", sync_to_thread=True, status_code=200, summary="One outcome for many flags")
def api_batch(request: Asked, data: JSONBody[Batch]) -> dict[str, Any]:
    """Each flag by itself: one that somebody ruled on since `version` is told, the rest goes on."""
    marked = [(reading.known_id(one.id), one.version) for one in data.flags]
    batch = batches.decide_all(
        request.app.state.database, marked, data.outcome,
        reviewer=request.state.person.name, note=data.note[:2000],
    )  # fmt: skip
    return batch_shape(batch)


@get("/batches/{batch_id:int}", sync_to_thread=True, summary="A batch, and what became of it")
def api_batch_read(request: Asked, batch_id: FromPath[int]) -> dict[str, Any]:
    """404 when there is none."""
    return batch_shape(batch_of(request.app.state.database, batch_id))


@post("/batches/{batch_id:int}/undo", sync_to_thread=True, status_code=200, summary="Take a batch back")  # fmt: skip
def api_batch_undo(request: Asked, batch_id: FromPath[int]) -> dict[str, Any]:
    """Stories ruled on again since are left as they are, and told."""
    return batch_shape(_undo(request, batch_id))


def batch_of(database: Database, batch_id: int) -> BatchRow:
    """A batch; not found where there is none."""
    with database.reading() as session:
        row = session.get(BatchRow, reading.known_id(batch_id))
    if row is None:
        raise NotFoundException(f"batch {batch_id}")
    return row


def batch_in(request: Asked) -> BatchRow | None:
    """The batch an address tells of, where there is one."""
    value = str(request.query_params.get("batch", ""))
    if not value.isdecimal() or len(value) > 15 or not int(value):
        return None
    database: Database = request.app.state.database
    with database.reading() as session:
        return session.get(BatchRow, int(value))


def batch_shape(batch: BatchRow) -> dict[str, Any]:
    """A batch as JSON."""
    return {
        "batch": batch.id, "reviewer": batch.reviewer, "outcome": batch.outcome, "note": batch.note,
        "at": local_iso(batch.at), "decided": [one[0] for one in batch.decided],
        "overtaken": batch.overtaken, "undone_at": local_iso(batch.undone_at), "undone": batch.undone,
    }  # fmt: skip


def _undo(request: Asked, batch_id: int) -> BatchRow:
    database = request.app.state.database
    batch_of(database, batch_id)
    return batches.undo_all(database, batch_id, reviewer=request.state.person.name)


def _marked(data: Mapping[str, str]) -> list[batches.Marked]:
    """Flags and versions of the marked rows; what is no number is no row of ours."""
    held = ((name.removeprefix(MARK), value) for name, value in data.items() if name.startswith(MARK))  # fmt: skip
    return [
        (reading.known_id(int(flag)), int(version))
        for flag, version in held
        if flag.isdecimal() and version.isdecimal() and max(len(flag), len(version)) < 20
    ]


def _told(data: Mapping[str, str], batch_id: int | None = None) -> Redirect:
    """The queue as it was narrowed, with word of the batch."""
    kept = reading.kept(dict(parse_qsl(data.get("queue", ""))))
    told = urlencode({"batch": batch_id}) if batch_id else ""
    query = "&".join(part for part in (kept, told) if part)
    return Redirect(f"/?{query}" if query else "/", status_code=303)


BATCH_PAGES = [decide_marked, take_marked, undo_marked]
BATCH_API = [api_batch, api_batch_read, api_batch_undo]
