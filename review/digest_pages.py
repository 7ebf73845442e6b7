"""/digest: the digest of a day or a week, and each of its forms to take away."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from litestar import Request, Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, FromQuery
from litestar.response import Template

from review import reading
from review.days import day_in
from review.digest.figures import Digest, digest_of
from review.digest.forms import MEDIA, as_json, file_name, written
from review.digest.period import Period, of_days, of_week, today
from review.digest.words import CORRECTED, SECTIONS, passage_of, settled_words, summary, title
from review.language import LANGUAGES, translator
from review.views import STATUSES, language_of, render
from storage import log
from storage.database import Database

Asked = Request[Any, Any, Any]
#: Stories of a section and lines of a table on the page; the files hold more.
MOST_STORIES, MOST_LINES = 50, 40


@get("/digest", sync_to_thread=True, include_in_schema=False)
def digest_page(request: Asked) -> Template:
    """The digest of a day or a week."""
    period, span = _asked(request.query_params)
    digest = _digest(request.app.state.database, period)
    language = language_of(request)
    t = translator(language)
    return render(
        request, "digest.html",
        {
            "digest": digest, "period": period, "span": span, "title": title(period, t),
            "summary": summary(digest, t, language=language), "tables": _tables(digest, t),
            "sections": [(t(name), digest.told(status)) for status, name in SECTIONS.items()] + [(t(CORRECTED), digest.corrected)],
            "passage_of": passage_of, "settled": lambda story: settled_words(story, t), "most": MOST_STORIES,
            "earlier": _shifted(period, span, -1), "later": _shifted(period, span, 1), "is_last": period.last >= today(),
        },
    )  # fmt: skip


@get("/digest/{form:str}", sync_to_thread=True, include_in_schema=False)
def digest_file(request: Asked, form: FromPath[str]) -> Response[bytes]:
    """The digest as a file: docx, xlsx, html (a mail), md or json."""
    return _file(request, form, request.query_params, language=language_of(request))


@get("/digest", sync_to_thread=True, summary="The digest of a day or a week")
def api_digest(
    request: Asked, day: FromQuery[str] = "", span: FromQuery[str] = "day", language: FromQuery[str] = "vi"
) -> dict[str, Any]:  # fmt: skip
    """`day` is YYYY-MM-DD, today where it is empty; `span` is day or week (Monday to Sunday)."""
    period, _ = _asked({"day": day, "span": span})
    t = translator(language if language in LANGUAGES else "vi")
    return as_json(_digest(request.app.state.database, period), t=t)


@get("/digest/{form:str}", sync_to_thread=True, summary="The digest as a file")
def api_digest_file(
    request: Asked, form: FromPath[str], day: FromQuery[str] = "", span: FromQuery[str] = "day", language: FromQuery[str] = "vi"
) -> Response[bytes]:  # fmt: skip
    """`form` is docx, xlsx, html, md or json. The taking is logged."""
    language = language if language in LANGUAGES else "vi"
    return _file(request, form, {"day": day, "span": span}, language=language)


def _asked(asked: Mapping[str, Any]) -> tuple[Period, str]:
    """The days in an address; today's where it names none."""
    day = day_in(str(asked.get("day", ""))) or today()
    span = "week" if asked.get("span") == "week" else "day"
    return (of_week(day) if span == "week" else of_days(day)), span


def _digest(database: Database, period: Period) -> Digest:
    with database.reading() as session:
        return digest_of(session, period, names=reading.names_of(session))


def _file(
    request: Asked, form: str, asked: Mapping[str, Any], *, language: str
) -> Response[bytes]:  # fmt: skip
    if form not in MEDIA:
        raise NotFoundException(form)
    state = request.app.state
    period, _ = _asked(asked)
    digest = _digest(state.database, period)
    held = written(digest, form, settings=state.settings, language=language)
    days = f"{period.first} – {period.last}"
    with state.database.session() as session:
        log.append(
            session, actor=request.state.person.name, action="export", subject=f"digest.{form}",
            detail={"form": form, "rows": len(digest.stories), "filters": {"days": days}},
        )  # fmt: skip
    attached = {"Content-Disposition": f'attachment; filename="{file_name(period, form)}"'}
    return Response(held, media_type=MEDIA[form], headers=attached)


def _tables(digest: Digest, t: Any) -> list[tuple[str, list[tuple[str, int]]]]:
    return [
        (t("Theo tỉnh"), [(name or t("Trung ương"), count) for name, count in digest.by_province[:MOST_LINES]]),
        (t("Theo văn bản"), list(digest.by_document[:MOST_LINES])),
        (t("Theo báo"), list(digest.by_outlet[:MOST_LINES])),
        (t("Quyết định trong kỳ"), [(t(STATUSES[name]), count) for name, count in digest.decisions]),
    ]  # fmt: skip


def _shifted(period: Period, span: str, step: int) -> str:
    """The address of the period before or after."""
    reach = timedelta(days=period.days * step)
    return f"/digest?day={period.first + reach}&span={span}"


DIGEST_PAGES = [digest_page, digest_file]
DIGEST_API = [api_digest, api_digest_file]
