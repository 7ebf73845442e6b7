"""The HTML pages; each works without script."""

from __future__ import annotations

from typing import Annotated, Any

from litestar import Request, Response, get, post
from litestar.enums import RequestEncodingType
from litestar.exceptions import NotFoundException, TooManyRequestsException
from litestar.params import Body
from litestar.response import Redirect, Template

from doichieu.records import Outcome
from review import reading, signing
from review.charts import bars
from review.language import LANGUAGES
from review.marking import around
from review.views import KINDS, THEMES, render
from storage import decisions

Form = Annotated[dict[str, str], Body(media_type=RequestEncodingType.URL_ENCODED)]
Asked = Request[Any, Any, Any]
#: Choices of language and theme are kept for a year.
YEAR = 365 * 24 * 3600


@get("/", sync_to_thread=True, include_in_schema=False)
def queue_page(request: Asked) -> Template:
    """What waits for a person, one row a story."""
    filters = reading.filters_of(request.query_params)
    page = reading.page_of(request.query_params)
    return render(
        request, "queue.html", reading.queue(request.app.state.database, filters, page=page)
    )


@get("/flags/{flag_id:int}", sync_to_thread=True, include_in_schema=False)
def flag_page(request: Asked, flag_id: int) -> Template:
    """One flag: sentence and passage side by side."""
    held = reading.flag(request.app.state.database, flag_id)
    flag, article = held["flag"], held["article"]
    before, after = around(held["text"], flag.start, flag.end) if held["in_text"] else ("", "")
    return render(
        request,
        "flag.html",
        {
            **held,
            "before": before,
            "after": after,
            "sentence_spans": [
                (one["article_start"] - flag.start, one["article_end"] - flag.start)
                for one in flag.differences
            ],
            "passage_spans": [
                (one["official_start"], one["official_end"]) for one in flag.differences
            ],
            "article": article,
        },
    )


@post("/flags/{flag_id:int}/decide", sync_to_thread=True, include_in_schema=False, status_code=303)
def decide(request: Asked, flag_id: int, data: Form) -> Redirect:
    """Rule, then go on to the next story."""
    with request.app.state.database.session() as session:
        decisions.decide(
            session,
            flag_id,
            Outcome(data.get("outcome", "")),
            reviewer=request.state.person.name,
            note=data.get("note", "")[:2000],
            expected_version=int(data["version"]) if data.get("version", "").isdigit() else None,
        )
    following = reading.following(request.app.state.database, flag_id)
    target = (
        f"/flags/{following}?done={flag_id}"
        if following and data.get("next")
        else f"/?done={flag_id}"
    )
    return Redirect(target, status_code=303)


@post("/flags/{flag_id:int}/undo", sync_to_thread=True, include_in_schema=False, status_code=303)
def undo(request: Asked, flag_id: int) -> Redirect:
    """Take a ruling back."""
    with request.app.state.database.session() as session:
        decisions.undo(session, flag_id, reviewer=request.state.person.name)
    return Redirect(f"/flags/{flag_id}", status_code=303)


@get("/search", sync_to_thread=True, include_in_schema=False)
def search_page(request: Asked) -> Template:
    """Articles and official texts that hold every word."""
    words = str(request.query_params.get("q", ""))[:200]
    return render(
        request,
        "search.html",
        {"words": words, "hits": reading.find(request.app.state.database, words)},
    )


@get("/articles/{article_id:int}", sync_to_thread=True, include_in_schema=False)
def article_page(request: Asked, article_id: int) -> Template:
    """A stored article with its flagged sentences, and what was changed since."""
    return render(request, "article.html", reading.article(request.app.state.database, article_id))


@get("/documents", sync_to_thread=True, include_in_schema=False)
def documents_page(request: Asked) -> Template:
    """The official corpus."""
    return render(request, "documents.html", reading.documents_list(request.app.state.database))


@get("/documents/{number:path}", sync_to_thread=True, include_in_schema=False)
def document_page(request: Asked, number: str) -> Template:
    """One official document: its validity, its passages, the flags against it."""
    return render(
        request, "document.html", reading.document(request.app.state.database, number.strip("/"))
    )


@get("/sources", sync_to_thread=True, include_in_schema=False)
def sources_page(request: Asked) -> Template:
    """How every source is doing."""
    return render(
        request, "sources.html", {"rows": reading.sources_list(request.app.state.database)}
    )


@get("/runs", sync_to_thread=True, include_in_schema=False)
def runs_page(request: Asked) -> Template:
    """What ran, and how it ended."""
    return render(request, "runs.html", {"rows": reading.runs_list(request.app.state.database)})


@get("/log", sync_to_thread=True, include_in_schema=False)
def log_page(request: Asked) -> Template:
    """Who did what, when."""
    return render(request, "log.html", {"rows": reading.log_lines(request.app.state.database)})


@get("/stats", sync_to_thread=True, include_in_schema=False)
def stats_page(request: Asked) -> Template:
    """Counts, as bars and as tables."""
    held = reading.statistics_of(request.app.state.database)
    charts = {
        name: bars(
            [
                (KINDS.get(label, label) if name == "kind" else label, count)
                for label, count in rows
            ],
            title=name,
        )
        for name, rows in held["tables"].items()
    }
    return render(request, "stats.html", {**held, "charts": charts})


@get("/help", include_in_schema=False, sync_to_thread=False)
def help_page(request: Asked) -> Template:
    """How the desk works, and its keys."""
    return render(request, "help.html", {})


@get("/sign-in", include_in_schema=False, sync_to_thread=False)
def sign_in_page(request: Asked) -> Template:
    """Name and password."""
    return render(request, "sign_in.html", {"failed": False})


@post("/sign-in", include_in_schema=False, sync_to_thread=True, status_code=303)
def sign_in(request: Asked, data: Form) -> Response[Any]:
    """A name and password for a session."""
    state = request.app.state
    secret = signing.sign_in_by_password(
        state.database, data.get("name", "")[:80], data.get("password", ""), settings=state.settings
    )
    if secret is None:
        return render(request, "sign_in.html", {"failed": True}, status_code=401)
    return _signed_in(secret, request)


@get("/sign-in/{secret:str}", include_in_schema=False, sync_to_thread=False)
def link_page(request: Asked, secret: str) -> Template:
    """A one-time link asks for one click: looking at it (as mail programs do) must not use it up."""
    return render(request, "link.html", {"secret": secret})


@post("/sign-in/{secret:str}", include_in_schema=False, sync_to_thread=True, status_code=303)
def use_link(request: Asked, secret: str) -> Response[Any]:
    """A one-time link for a session."""
    state = request.app.state
    session = signing.sign_in_by_link(state.database, secret, settings=state.settings)
    if session is None:
        raise TooManyRequestsException("link", status_code=410)
    return _signed_in(session, request)


@post("/sign-out", include_in_schema=False, sync_to_thread=True, status_code=303)
def sign_out(request: Asked) -> Response[Any]:
    """End the session."""
    signing.sign_out(request.app.state.database, request.cookies.get(signing.COOKIE))
    response: Response[Any] = Redirect("/sign-in", status_code=303)
    response.delete_cookie(signing.COOKIE)
    return response


@post("/language/{chosen:str}", include_in_schema=False, sync_to_thread=False, status_code=303)
def choose_language(request: Asked, chosen: str) -> Response[Any]:
    """Vietnamese or English, kept in a cookie."""
    return _chosen(request, "doichieu_language", chosen, LANGUAGES)


@post("/theme/{chosen:str}", include_in_schema=False, sync_to_thread=False, status_code=303)
def choose_theme(request: Asked, chosen: str) -> Response[Any]:
    """Light, dark, or as the system says."""
    return _chosen(request, "doichieu_theme", chosen, THEMES)


@get("/healthz", include_in_schema=False, sync_to_thread=True)
def healthz(request: Asked) -> dict[str, str]:
    """Whether the site and its database answer."""
    reading.totals(request.app.state.database)
    return {"status": "ok"}


def _chosen(request: Asked, cookie: str, chosen: str, known: tuple[str, ...]) -> Response[Any]:
    if chosen not in known:
        raise NotFoundException()
    response: Response[Any] = Redirect(_back(request), status_code=303)
    response.set_cookie(cookie, chosen, max_age=YEAR, samesite="lax", path="/")
    return response


def _back(request: Asked) -> str:
    """The page the choice was made on; never an address of another site."""
    path = str(request.query_params.get("back", "/"))
    return (
        path
        if path.startswith("/") and not path.startswith(("//", "/\\")) and "\\" not in path
        else "/"
    )


def _signed_in(secret: str, request: Asked) -> Response[Any]:
    response: Response[Any] = Redirect("/", status_code=303)
    response.set_cookie(signing.session_cookie(secret, settings=request.app.state.settings))
    return response


PAGES = [
    queue_page, flag_page, decide, undo, search_page, article_page, documents_page, document_page,
    sources_page, runs_page, log_page, stats_page, help_page, sign_in_page, sign_in, link_page, use_link,
    sign_out, choose_language, choose_theme, healthz,
]  # fmt: skip
