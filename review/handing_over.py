"""What leaves the desk: exports, correction notes, feeds; each taking is a line of the log."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import IO, Any

from litestar import Request, Response
from litestar.exceptions import NotFoundException
from litestar.response import Stream

from doichieu.errors import WrongUse
from doichieu.local_time import LOCAL_TIME
from review import export, feeds, reading
from review.claim_review import RATINGS, claim_review
from review.correction_note import as_markdown, as_text, note
from review.language import translator
from review.views import KINDS, OUTCOMES, STATUSES, language_of
from storage import documents, flags, handover, log
from storage.database import Database

Asked = Request[Any, Any, Any]
#: A file smaller than this is made in memory.
IN_MEMORY = 4_000_000
CHUNK = 64 * 1024
NOTES = {
    "txt": ("text/plain; charset=utf-8", as_text),
    "md": ("text/markdown; charset=utf-8", as_markdown),
}


def site_of(request: Asked) -> str:
    """This desk's address, as others should write it."""
    settings = request.app.state.settings
    return str(settings.public_url or request.base_url).rstrip("/")


def exported(request: Asked, form: str, asked: Mapping[str, Any]) -> Stream:
    """Decided flags within the filters as a file; logged before the first byte leaves."""
    if form not in export.MEDIA:
        raise NotFoundException(form)
    file: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - closed when streamed
    kept = {name: asked[name] for name in reading.FILTERS if asked.get(name)}
    with request.app.state.database.reading() as session:
        count = export.write(
            form, handover.decided(session, reading.filters_of({"status": "all", **kept}, me=request.state.person.name)), file,
            names=reading.names_of(session), site=site_of(request), words=_words(request),
        )  # fmt: skip
    with request.app.state.database.session() as session:
        log.append(
            session, actor=request.state.person.name, action="export", subject=f"flags.{form}",
            detail={"form": form, "rows": count, "filters": kept},
        )  # fmt: skip
    day = datetime.now(LOCAL_TIME).strftime("%Y-%m-%d")
    file.seek(0)
    return Stream(
        _chunks(file), media_type=export.MEDIA[form], headers=_attached(f"doichieu-{day}.{form}")
    )


def note_of(database: Database, flag_id: int, *, language: str) -> dict[str, Any]:
    """The flag and the note on it; WrongUse where nobody ruled that it differs."""
    with database.reading() as session:
        row = handover.one(session, reading.known_id(flag_id))
        if row is None and flags.get(session, flag_id) is None:
            raise NotFoundException(f"flag {flag_id}")
        if row is None or row.flag.status != "differs":
            raise _no_note(flag_id)
        flag = row.flag
        outlet = reading.names_of(session).get(flag.source_id, flag.source_id)
        document = documents.get(session, flag.document)
        text = note(flag, row.article, outlet=outlet, document=document, language=language)
        return {"flag": flag, "article": row.article, "note": text, "outlet": outlet}


def taken_note(request: Asked, flag_id: int, *, text: str, form: str) -> Response[str]:
    """The note as the person left it, to be kept; logged."""
    note_of(request.app.state.database, flag_id, language="vi")
    log_taking(request, flag_id, form=form)
    if form == "copy":
        return Response("", media_type="text/plain")
    media, shaped = NOTES[form]
    headers = _attached(f"dinh-chinh-{flag_id}.{form}")
    return Response(shaped(text), media_type=media, headers=headers)


def log_taking(request: Asked, flag_id: int, *, form: str) -> None:
    """One line: who took what of which flag."""
    with request.app.state.database.session() as session:
        log.append(
            session, actor=request.state.person.name, action="export", subject=f"flag:{flag_id}",
            detail={"form": form},
        )  # fmt: skip


def claim_review_of(request: Asked, flag_id: int) -> dict[str, Any]:
    """The ClaimReview of one flag; not found where its ruling says nothing of a claim."""
    with request.app.state.database.reading() as session:
        row = handover.one(session, reading.known_id(flag_id))
        if row is None or row.flag.status not in RATINGS:
            raise NotFoundException(f"flag {flag_id}")
        held = claim_review([row], names=reading.names_of(session), site=site_of(request))
    log_taking(request, flag_id, form="jsonld")
    return held


def fed(request: Asked, name: str) -> Response[str]:
    """`flags.atom`, `flags.rss`, `decisions.atom` or `decisions.rss`; filters as of the queue."""
    what, _, form = name.partition(".")
    if what not in ("flags", "decisions") or form not in feeds.FORMS:
        raise NotFoundException(name)
    t = translator(language_of(request))
    site = site_of(request)
    held: dict[str, Any] = {"form": form, "site": site, "here": f"{site}/feeds/{name}", "t": t}
    person = request.state.person
    asked = {"status": "all", **request.query_params}
    filters = reading.filters_of(asked, me=person.name if person else "")
    with request.app.state.database.reading() as session:
        if what == "flags":
            rows = handover.newest_flags(session, filters, limit=feeds.LONGEST)
            text = feeds.flags_feed(rows, names=reading.names_of(session), **held)
        else:
            ruled = handover.newest_rulings(session, filters, limit=feeds.LONGEST)
            text = feeds.rulings_feed(ruled, outcomes=dict(OUTCOMES), **held)
    return Response(text, media_type=feeds.MEDIA[form])


def _words(request: Asked) -> Any:
    t = translator(language_of(request))
    named = {"kind": KINDS, "outcome": STATUSES, "sheet": {}}

    def words(column: str, value: str) -> str:
        if not value:
            return t(export.COLUMNS[column][0])
        return t(named[column].get(value, value)) if column in named else value

    return words


def _chunks(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        while held := file.read(CHUNK):
            yield held


def _attached(name: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}"'}


def _no_note(flag_id: int) -> WrongUse:
    return WrongUse(
        vi=f"chỗ khác #{flag_id} chưa được quyết là khác văn bản; chỉ khi đó mới có thư đính chính",
        en=f"flag #{flag_id} is not decided as differing; only then is there a correction note",
        reason="no_note",
    )
