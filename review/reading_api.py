"""An article and an official document, for programs."""

from __future__ import annotations

from typing import Any

from litestar import Request, get
from litestar.params import FromPath

from doichieu.local_time import local_iso
from review import reading

Asked = Request[Any, Any, Any]


@get(
    "/articles/{article_id:int}",
    sync_to_thread=True,
    summary="An article with its flagged sentences",
)
def api_article(request: Asked, article_id: FromPath[int]) -> dict[str, Any]:
    """Its newest text, the flags on it, and what its outlet changed since."""
    held = reading.article(request.app.state.database, article_id)
    row = held["article"]
    return {
        "id": row.id, "url": row.url, "title": row.title, "text": row.text, "source": row.source_id,
        "province": row.province, "published_at": local_iso(row.published_at), "revision": row.revision,
        "gone_at": local_iso(row.gone_at),
        "flags": [{"id": one.id, "status": one.status, "sentence": one.sentence} for one in held["flags"]],
        "changes": [
            {"revision": one["revision"].revision, "lines": [{"sign": sign, "text": text} for sign, text in one["lines"]]}
            for one in held["changes"]
        ],
    }  # fmt: skip


@get("/documents/{number:path}", sync_to_thread=True, summary="An official document")
def api_document(request: Asked, number: FromPath[str]) -> dict[str, Any]:
    """Its validity, its passages, the flags against it; the number as it is written, 41/2026/NĐ-CP."""
    held = reading.document(request.app.state.database, number.strip("/"))
    one = held["document"]
    return {
        "number": one.number, "title": one.title, "issuer": one.issuer, "issued": _day(one.issued),
        "effective": _day(one.effective), "expires": _day(one.expires), "replaced_by": one.replaced_by,
        "province": one.province,
        "passages": [{"place": part.place, "text": part.text} for part in one.passages],
        "flags": [row.flag.id for row in held["rows"]],
        "tasks": [{"flag": task.flag_id, "note": task.note, "opened_by": task.opened_by} for task in held["tasks"]],
    }  # fmt: skip


def _day(day: Any) -> str | None:
    return day.isoformat() if day else None


READING_API = [api_article, api_document]
