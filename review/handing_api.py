"""What leaves the desk, for programs: exports, notes, ClaimReview."""

from __future__ import annotations

from typing import Any

from litestar import Request, get
from litestar.params import FromPath, FromQuery
from litestar.response import Stream

from review import handing_over
from review.language import LANGUAGES

Asked = Request[Any, Any, Any]


@get("/exports/{form:str}", sync_to_thread=True, summary="Decided flags as a file")
def api_export(
    request: Asked,
    form: FromPath[str],
    province: FromQuery[str | None] = None,
    source: FromQuery[str | None] = None,
    document: FromQuery[str | None] = None,
    kind: FromQuery[str | None] = None,
    status: FromQuery[str | None] = None,
    days: FromQuery[int | None] = None,
) -> Stream:
    """`form` is csv, xlsx, jsonl or jsonld (ClaimReview); `status` an outcome, else all. The taking is logged."""
    asked = {
        "province": province, "source": source, "document": document, "kind": kind, "status": status, "days": days,
    }  # fmt: skip
    return handing_over.exported(request, form, asked)


@get("/flags/{flag_id:int}/note", sync_to_thread=True, summary="The correction note on a flag")
def api_note(
    request: Asked, flag_id: FromPath[int], language: FromQuery[str] = "vi"
) -> dict[str, Any]:
    """In vi or en; 400 when nobody ruled that it differs. The taking is logged."""
    language = language if language in LANGUAGES else "vi"
    held = handing_over.note_of(request.app.state.database, flag_id, language=language)
    handing_over.log_taking(request, flag_id, form="note")
    return {"id": flag_id, "language": language, "outlet": held["outlet"], "text": held["note"]}


@get("/flags/{flag_id:int}/claimreview", sync_to_thread=True, summary="A flag as ClaimReview")
def api_claim_review(request: Asked, flag_id: FromPath[int]) -> dict[str, Any]:
    """JSON-LD of schema.org; 404 unless ruled as differing or not differing. The taking is logged."""
    return handing_over.claim_review_of(request, flag_id)


HANDING_API = [api_export, api_note, api_claim_review]
