"""The pages of what leaves the desk: /exports, a flag's note, the feeds."""

from __future__ import annotations

from typing import Any

from litestar import Request, Response, get, post
from litestar.exceptions import ClientException, NotAuthorizedException, TooManyRequestsException
from litestar.params import FromPath, URLEncodedBody
from litestar.response import Stream, Template

from review import entering, handing_over, reading, signing
from review.correction_note import LONGEST
from review.language import LANGUAGES
from review.views import render
from storage import feed_keys, users

Form = URLEncodedBody[dict[str, str]]
Asked = Request[Any, Any, Any]


@get("/exports", sync_to_thread=True, include_in_schema=False)
def exports_page(request: Asked) -> Template:
    """What can be taken away, and how."""
    return _exports(request)


@get("/exports/{form:str}", sync_to_thread=True, include_in_schema=False)
def export_file(request: Asked, form: FromPath[str]) -> Stream:
    """Decided flags as a file, within the filters of the address."""
    return handing_over.exported(request, form, request.query_params)


@post("/exports/feed-key", sync_to_thread=True, include_in_schema=False, status_code=200)
def new_feed_key(request: Asked) -> Template:
    """New feed addresses in place of the ones before; shown once."""
    with request.app.state.database.session() as session:
        user = users.by_name(session, request.state.person.name)
        assert user is not None
        return _exports(request, key=feed_keys.renew(session, user))


@post("/exports/feed-key/end", sync_to_thread=True, include_in_schema=False, status_code=200)
def end_feed_key(request: Asked) -> Template:
    """The feed addresses of this person work no longer."""
    with request.app.state.database.session() as session:
        user = users.by_name(session, request.state.person.name)
        assert user is not None
        feed_keys.end(session, user)
    return _exports(request, ended=True)


@get("/feeds/{name:str}", sync_to_thread=True, include_in_schema=False)
def feed(request: Asked, name: FromPath[str]) -> Response[str]:
    """A feed for someone signed in."""
    if request.state.person is None:
        raise NotAuthorizedException("sign in first")
    return handing_over.fed(request, name)


@get("/feeds/{key:str}/{name:str}", sync_to_thread=True, include_in_schema=False)
def keyed_feed(request: Asked, key: FromPath[str], name: FromPath[str]) -> Response[str]:
    """A feed for a program that holds a key."""
    state, device = request.app.state, signing.device_of(request, by="feed")
    if entering.waits_until(state.database, device.address, settings=state.settings):
        raise TooManyRequestsException("too many wrong keys")
    with state.database.reading() as session:
        holder = feed_keys.holder(session, key)
    if holder is None:
        entering.note_guess(state.database, device, what="feed", settings=state.settings)
        raise NotAuthorizedException("feed key")
    return handing_over.fed(request, name)


@get("/flags/{flag_id:int}/note", sync_to_thread=True, include_in_schema=False)
def note_page(request: Asked, flag_id: FromPath[int]) -> Template:
    """The correction note, to be edited and taken; the desk sends nothing."""
    language = str(request.query_params.get("in", "vi"))
    language = language if language in LANGUAGES else "vi"
    held = handing_over.note_of(request.app.state.database, flag_id, language=language)
    return render(request, "note.html", {**held, "note_language": language, "longest": LONGEST})


@post(
    "/flags/{flag_id:int}/note/take", sync_to_thread=True, include_in_schema=False, status_code=200
)
def take_note(request: Asked, flag_id: FromPath[int], data: Form) -> Response[str]:
    """The note as edited: a file, or word that it was copied."""
    form = data.get("form", "")
    if form not in (*handing_over.NOTES, "copy"):
        raise ClientException("form")
    text = data.get("text", "")[:LONGEST]
    return handing_over.taken_note(request, flag_id, text=text, form=form)


def _exports(request: Asked, *, key: str = "", ended: bool = False) -> Template:
    held = reading.queue(request.app.state.database, reading.filters_of({"status": "all"}), page=1)
    return render(
        request, "exports.html",
        {
            "choices": held["choices"], "names": held["names"], "counts": held["status_counts"], "key": key,
            "ended": ended, "site": handing_over.site_of(request),
        },
    )  # fmt: skip


HANDING_PAGES = [
    exports_page, export_file, new_feed_key, end_feed_key, feed, keyed_feed, note_page, take_note,
]  # fmt: skip
