"""The same as JSON: /api/v1, told by OpenAPI at /schema/openapi.json."""

from __future__ import annotations

from typing import Annotated, Any

from litestar import Request, Router, get, post
from litestar.params import FromPath, JSONBody
from msgspec import Meta, Struct

from doichieu.local_time import local_iso
from doichieu.records import Outcome
from review import counted, reading
from review.alert_pages import ALERT_API
from review.api_description import described
from review.archive_pages import api_archived
from review.asked_for import Before, Days, Filter, Page, Words
from review.assigning_pages import ASSIGNING_API
from review.batch_pages import BATCH_API
from review.digest_pages import DIGEST_API
from review.finding import find
from review.flag_pages import FLAG_API, change_shape, spoken
from review.flag_reading import whole_flag
from review.handing_api import HANDING_API
from review.log_check_pages import LOG_CHECK_API
from review.opinion_pages import OPINION_API, opinion_shape
from review.paging import page_of_items, sliced
from review.people_api import PEOPLE_API
from review.reading_api import READING_API
from review.run_pages import api_jobs, api_run
from review.source_pages import api_source
from review.stats_pages import api_stats_file, figures_shape
from review.task_pages import TASK_API
from review.view_pages import VIEW_API
from storage import decisions
from storage.schema import ArticleRow, FlagRow
from storage.urgency import MOST, Urgent

Asked = Request[Any, Any, Any]


class Ruling(Struct, frozen=True):
    """A decision on a flag."""

    outcome: Outcome
    note: Annotated[str, Meta(max_length=2000)] = ""
    version: Annotated[int, Meta(ge=0)] | None = (
        None  #: of the flag as it was read; another one is refused with 409
    )


@get("/queue", sync_to_thread=True, summary="Flags waiting, one a story")
def api_queue(
    request: Asked,
    province: Filter = None,
    source: Filter = None,
    document: Filter = None,
    kind: Filter = None,
    status: Filter = None,
    q: Filter = None,
    days: Days = None,
    opinion: Filter = None,
    assignee: Filter = None,
    order: Filter = None,
    page: Page = 1,
) -> dict[str, Any]:
    """Filters combine; `status` is open (default), decided, all, or an outcome; `opinion` asked (of who asks)
    or disagreement; `assignee` me, nobody or a name;
    `order` is need, new or sure."""
    asked = {
        "province": province,
        "source": source,
        "document": document,
        "kind": kind,
        "status": status,
        "q": q,
        "days": days,
        "assignee": assignee,
        "opinion": opinion,
        "order": order,
    }
    asked = {key: value for key, value in asked.items() if value}
    held = reading.queue(
        request.app.state.database,
        reading.filters_of(asked, me=request.state.person.name),
        page=page,
        order=reading.order_of(asked),
        me=request.state.person.name,
    )
    return {
        "total": held["total"],
        "page": held["page"],
        "more": held["more"],
        "next": page_of_items(request, (), total=None, page=page + 1)["next"]
        if held["more"]
        else None,
        "choices": held["choices"],
        "flags": [
            {**flag_shape(one.flag, one.article), "outlets": one.outlets, "need": need_shape(one)}
            for one in held["rows"]
        ],
    }


@get("/flags/{flag_id:int}", sync_to_thread=True, summary="One flag with its evidence and rulings")
def api_flag(request: Asked, flag_id: FromPath[int]) -> dict[str, Any]:
    """404 when there is none."""
    held = whole_flag(request.app.state.database, flag_id, t=spoken(request))
    return {
        **flag_shape(held["flag"], held["article"]),
        "group": [flag_shape(flag, article) for flag, article in held["group"]],
        "decisions": [
            {
                "outcome": one.outcome,
                "reviewer": one.reviewer,
                "note": one.note,
                "decided_at": local_iso(one.decided_at),
            }
            for one in held["decisions"]
        ],
        "opinions": [opinion_shape(one) for one in held["opinions"]],
        "reasons": held["reasons"],
        "standing": held["standing"],
        "changes": [change_shape(one) for one in held["changes"]],
        "similar": [
            {
                "id": one.flag.id,
                "likeness": one.likeness,
                "outcome": one.ruling.outcome,
                "sentence": one.flag.sentence,
            }
            for one in held["similar"]
        ],
    }


@post(
    "/flags/{flag_id:int}/decision", sync_to_thread=True, status_code=200, summary="Rule on a flag"
)
def api_decide(request: Asked, flag_id: FromPath[int], data: JSONBody[Ruling]) -> dict[str, Any]:
    """409 when somebody ruled since `version`."""
    with request.app.state.database.session() as session:
        ruled = decisions.decide(
            session, reading.known_id(flag_id), data.outcome, reviewer=request.state.person.name,
            note=data.note, expected_version=data.version,
        )  # fmt: skip
    return {"decided": ruled, "outcome": data.outcome.value}


@post(
    "/flags/{flag_id:int}/undo", sync_to_thread=True, status_code=200, summary="Take a ruling back"
)
def api_undo(request: Asked, flag_id: FromPath[int]) -> dict[str, Any]:
    """400 when there is nothing to take back."""
    with request.app.state.database.session() as session:
        return {
            "undone": decisions.undo(
                session, reading.known_id(flag_id), reviewer=request.state.person.name
            )
        }


@get("/search", sync_to_thread=True, summary="Articles and official texts by words")
def api_search(request: Asked, q: Words, page: Page = 1) -> dict[str, Any]:
    """With or without diacritics; the newest first, at most 50 in all."""
    found = find(request.app.state.database, q)
    rows, more = sliced(found, page=page)
    shown = [{**one, "time": local_iso(one["time"])} for one in rows]
    return page_of_items(request, shown, **more)


@get("/documents", sync_to_thread=True, summary="The official corpus")
def api_documents(request: Asked, page: Page = 1) -> dict[str, Any]:
    """Newest first."""
    held = reading.documents_list(request.app.state.database)
    rows, more = sliced(held["documents"], page=page)
    shown = [
        {
            "number": one.number, "title": one.title, "issuer": one.issuer, "issued": _day(one.issued),
            "effective": _day(one.effective), "expires": _day(one.expires), "replaced_by": one.replaced_by,
            "province": one.province, "flags": held["flag_counts"].get(one.number, 0),
        }
        for one in rows
    ]  # fmt: skip
    return page_of_items(request, shown, **more)


@get("/sources", sync_to_thread=True, summary="How sources are doing")
def api_sources(request: Asked, page: Page = 1) -> dict[str, Any]:
    """On first."""
    rows, more = sliced(reading.sources_list(request.app.state.database), page=page)
    shown = [
        {
            "id": one.id, "name": one.name, "kind": one.kind, "province": one.province, "enabled": one.enabled,
            "verified": _day(one.verified), "last_run_at": local_iso(one.last_run_at),
            "last_success_at": local_iso(one.last_success_at), "problem": one.problem or None,
        }
        for one in rows
    ]  # fmt: skip
    return page_of_items(request, shown, **more)


@get("/runs", sync_to_thread=True, summary="What ran")
def api_runs(request: Asked, before: Before = None) -> dict[str, Any]:
    """Newest first; `before` is the last id of the page before."""
    rows = reading.runs_list(request.app.state.database, before=before)
    shown = [
        {
            "id": one.id, "kind": one.kind, "subject": one.subject, "started_at": local_iso(one.started_at),
            "finished_at": local_iso(one.finished_at), "problem": one.problem or None, "report": one.report,
        }
        for one in rows
    ]  # fmt: skip
    total = counted.runs_there_are(request.app.state.database)
    return page_of_items(request, shown, total=total, before=_last(rows))


@get("/log", sync_to_thread=True, summary="Who did what, when")
def api_log(
    request: Asked,
    before: Before = None,
    day: Filter = None,
    action: Filter = None,
    actor: Filter = None,
) -> dict[str, Any]:
    """Newest first; `before` is the last id of the page before, `day` like 2026-11-25 on our clocks."""
    asked = {"before": before, "day": day, "action": action, "actor": actor}
    rows = reading.log_lines(request.app.state.database, asked)
    shown = [
        {
            "id": one.id,
            "at": local_iso(one.at),
            "actor": one.actor,
            "action": one.action,
            "subject": one.subject,
            "detail": one.detail,
        }
        for one in rows
    ]
    total = counted.lines_there_are(request.app.state.database, asked)
    return page_of_items(request, shown, total=total, before=_last(rows))


@get("/stats", sync_to_thread=True, summary="Counts")
def api_stats(request: Asked) -> dict[str, Any]:
    """Totals and tables; nothing is counted by an author's name."""
    held = reading.statistics_of(request.app.state.database)
    return {
        "totals": held["totals"], "tables": held["tables"], "figures": figures_shape(request, held),
    }  # fmt: skip


def need_shape(row: Urgent) -> dict[str, Any]:
    """Why a story stands where it stands: points of 100, by reason."""
    reasons = {name: getattr(row, name) for name in MOST}
    return {"points": row.points, "settled": row.settled, **reasons}


def flag_shape(flag: FlagRow, article: ArticleRow) -> dict[str, Any]:
    """A flag as JSON."""
    return {
        "id": flag.id, "version": flag.version, "status": flag.status, "sentence": flag.sentence,
        "start": flag.start, "end": flag.end, "probability": round(flag.probability, 4), "kind": flag.kind,
        "differences": flag.differences,
        "evidence": {
            "document": flag.document, "title": flag.document_title, "place": flag.place, "text": flag.passage,
            "effective": _day(flag.document_effective), "expires": _day(flag.document_expires),
        },
        "article": {"id": article.id, "title": article.title, "url": article.url, "published_at": local_iso(article.published_at), "gone_at": local_iso(article.gone_at)},
        "source": flag.source_id, "assignee": flag.assignee or None, "province": flag.province, "created_at": local_iso(flag.created_at),
        "corrected_at": local_iso(flag.corrected_at), "model": flag.model,
    }  # fmt: skip


def _last(rows: list[Any]) -> int | None:
    """Where the next page begins; None after the last."""
    return rows[-1].id if len(rows) == reading.LINES else None


def _day(day: Any) -> str | None:
    return day.isoformat() if day else None


API = Router(
    path="/api/v1",
    route_handlers=described([
        api_queue, api_flag, api_decide, api_undo, api_search, api_documents, api_sources, api_source, api_archived, api_runs, api_run, api_jobs, api_log, api_stats,
        *HANDING_API,
        *LOG_CHECK_API,
        *ASSIGNING_API,
        *BATCH_API,
        *VIEW_API,
        *TASK_API,
        *OPINION_API,
        *FLAG_API,
        *DIGEST_API,
        *ALERT_API,
        api_stats_file,
        *PEOPLE_API,
        *READING_API,
    ]),
    tags=["v1"],
)  # fmt: skip
