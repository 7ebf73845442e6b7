"""The pages of the sources: how each is doing, and one with its days, its template and its last runs."""

from __future__ import annotations

from datetime import date
from typing import Any

from litestar import Request, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from litestar.response import Template
from markupsafe import Markup

from doichieu.local_time import local_iso
from review import reading
from review.charts import bars
from review.language import show_day, translator
from review.views import language_of, render
from storage import health, runs, templates
from storage import sources as source_rows
from storage.database import Database
from storage.schema import HealthRow

Asked = Request[Any, Any, Any]
#: Runs of a source that its page names.
RUNS = 10


@get("/sources", sync_to_thread=True, include_in_schema=False)
def sources_page(request: Asked) -> Template:
    """How every source is doing."""
    rows = reading.sources_list(request.app.state.database)
    return render(request, "sources.html", {"rows": rows})


@get("/sources/{source_id:str}", sync_to_thread=True, include_in_schema=False)
def source_page(request: Asked, source_id: FromPath[str]) -> Template:
    """One source: what is wrong since when, its days, how its pages are read, its last runs."""
    held = source(request.app.state.database, source_id)
    t = translator(language_of(request))
    return render(
        request, "source.html", {**held, "chart": _chart(held["days"], t("Bài mỗi ngày"))}
    )


@get("/sources/{source_id:str}", sync_to_thread=True, summary="One source, its days and template")
def api_source(request: Asked, source_id: FromPath[str]) -> dict[str, Any]:
    """404 when there is none of this id."""
    held = source(request.app.state.database, source_id)
    row = held["source"]
    return {
        "id": row.id, "name": row.name, "enabled": row.enabled, "problem": row.problem or None,
        "problem_since": local_iso(row.problem_since),
        "template": held["template"],
        "days": [
            {name: _plain(getattr(day, name)) for name in health.COUNTS} for day in held["days"]
        ],
    }  # fmt: skip


def source(database: Database, source_id: str) -> dict[str, Any]:
    """Everything its page shows."""
    with database.reading() as session:
        row = source_rows.states(session).get(source_id)
        if row is None:
            raise NotFoundException(f"source {source_id[:80]}")
        return {
            "source": row,
            "days": health.history(session, source_id),
            "template": templates.told(session, source_id),
            "runs": [
                (run, own)
                for run in runs.of_source(session, source_id, limit=RUNS)
                if isinstance(own := run.report.get(source_id), dict)
            ],
        }


def _chart(days: list[HealthRow], title: str) -> Markup:
    return bars([(show_day(day.day), day.articles) for day in days], title=title)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


SOURCE_PAGES = [sources_page, source_page]
