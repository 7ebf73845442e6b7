"""/stats: the dashboard, each chart with its table, each table as CSV."""

from __future__ import annotations

from typing import Any

from litestar import Request, Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from litestar.response import Template

from review import reading
from review.charts import bars
from review.desk_tables import DeskTable, as_csv, desk_tables
from review.language import translator
from review.opinion_pages import agreement_of
from review.views import TABLES, language_of, render, shown_tables
from storage import log

Asked = Request[Any, Any, Any]
#: Shown as a pile of kinds instead, of the tables that the API gives.
PILED = "day"


@get("/stats", sync_to_thread=True, include_in_schema=False)
def stats_page(request: Asked) -> Template:
    """Counts and times, as charts and as tables."""
    held = reading.statistics_of(request.app.state.database)
    desk, plain = _tables(request, held)
    language = language_of(request)
    charts = {title: bars(rows, title=title, language=language) for title, rows in plain.items()}
    t = translator(language)
    names = {t(title): name for name, title in TABLES.items()}
    return render(request, "stats.html", {**held, "desk": desk, "tables": plain, "charts": charts, "names_of_tables": names, "agreement": agreement_of(request)})  # fmt: skip


@get("/stats/{name:str}", sync_to_thread=True, include_in_schema=False)
def stats_file(request: Asked, name: FromPath[str]) -> Response[bytes]:
    """One table as CSV; the taking is logged."""
    return csv_of(request, name)


@get("/stats/{name:str}", sync_to_thread=True, summary="One table of the dashboard as CSV")
def api_stats_file(request: Asked, name: FromPath[str]) -> Response[bytes]:
    """by-day, to-ruling, to-correction, precision-by-kind, precision-by-month, sources, coverage, kind, outlet, document or status."""
    return csv_of(request, name)


def csv_of(request: Asked, name: str) -> Response[bytes]:
    """The table of this name, logged before it leaves."""
    held = reading.statistics_of(request.app.state.database)
    desk, plain = _tables(request, held)
    t = translator(language_of(request))
    tables = {one.name: one for one in desk}
    for known, title in TABLES.items():
        if t(title) in plain:
            tables[known] = DeskTable(name=known, title=t(title), head=(t(title), t("Số lượng")), rows=list(plain[t(title)]))  # fmt: skip
    if name not in tables:
        raise NotFoundException(name)
    with request.app.state.database.session() as session:
        log.append(
            session, actor=request.state.person.name, action="export", subject=f"stats.{name}.csv",
            detail={"form": "csv", "rows": len(tables[name].rows)},
        )  # fmt: skip
    attached = {"Content-Disposition": f'attachment; filename="doichieu-{name}.csv"'}
    return Response(as_csv(tables[name]), media_type="text/csv; charset=utf-8", headers=attached)


def figures_shape(request: Asked, held: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The desk's tables for programs, in the reader's words."""
    desk, _ = _tables(request, held)
    return {one.name: {"title": one.title, "head": one.head, "rows": one.rows} for one in desk}


def _tables(request: Asked, held: dict[str, Any]) -> tuple[list[DeskTable], dict[str, list[tuple[str, int]]]]:  # fmt: skip
    language = language_of(request)
    t = translator(language)
    plain = shown_tables(request, held["tables"], names=held["names"])
    plain.pop(t(TABLES[PILED]), None)
    return desk_tables(held, t, language=language), plain


STATS_PAGES = [stats_page, stats_file]
