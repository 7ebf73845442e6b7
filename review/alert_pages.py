"""/alerts: what is wrong now and since when, what is over, and what was sent to whom. The web process sends nothing."""

from __future__ import annotations

from typing import Any

from litestar import Request, get
from litestar.response import Template

from doichieu.local_time import local_iso
from doichieu.two_languages import in_language
from review.alert_words import ALERT_KINDS
from review.language import translator
from review.views import language_of, render
from storage import alerts, outgoing
from storage.alert_schema import AlertRow

Asked = Request[Any, Any, Any]


@get("/alerts", sync_to_thread=True, include_in_schema=False)
def alerts_page(request: Asked) -> Template:
    """What stands, what is over, what was sent."""
    state = request.app.state
    t = translator(language_of(request))
    with state.database.reading() as session:
        held = {
            "standing": alerts.standing_alerts(session),
            "ended": alerts.ended_alerts(session),
            "messages": outgoing.newest(session),
        }
    settings = state.settings
    told = {
        "events": [t(ALERT_KINDS[one]) for one in settings.alert_events.split()],
        "addresses": len(settings.alert_addresses.get_secret_value().split()),
        "readers": len(settings.digest_addresses.get_secret_value().split()),
        "settings": settings,
    }
    return render(request, "alerts.html", {**held, **told, "alert_kind": lambda kind: t(ALERT_KINDS.get(kind, str(kind)))})  # fmt: skip


@get("/alerts", sync_to_thread=True, summary="What is wrong now, and what is over")
def api_alerts(request: Asked) -> dict[str, list[dict[str, Any]]]:
    """Silent sources, failing jobs, growing backlogs, a stale backup, urgent flags; the newest first."""
    language = language_of(request)
    with request.app.state.database.reading() as session:
        return {
            "standing": [_shape(row, language) for row in alerts.standing_alerts(session)],
            "ended": [_shape(row, language) for row in alerts.ended_alerts(session)],
        }


def _shape(row: AlertRow, language: str) -> dict[str, Any]:
    return {
        "kind": row.kind, "subject": row.subject, "said": in_language(row.said, language),
        "opened_at": local_iso(row.opened_at), "told_at": local_iso(row.told_at), "ended_at": local_iso(row.ended_at),
    }  # fmt: skip


ALERT_PAGES = [alerts_page]
ALERT_API = [api_alerts]
