"""The HTML pages; each works without script."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, urlencode

from litestar import Request, Response, get, post
from litestar.exceptions import ClientException, NotFoundException
from litestar.params import FromPath, URLEncodedBody
from litestar.response import Redirect, Template

from doichieu.records import Outcome
from review import counted, entering, reading, signing
from review.api_page import operations
from review.archive_pages import ARCHIVE_PAGES
from review.assigning_pages import ASSIGNING_PAGES
from review.batch_pages import BATCH_PAGES, batch_in
from review.finding import find
from review.flag_pages import FLAG_PAGES, done_of
from review.language import LANGUAGES
from review.opinion_pages import OPINION_PAGES
from review.paths import own_path
from review.run_pages import RUN_PAGES
from review.source_pages import SOURCE_PAGES
from review.stats_pages import STATS_PAGES
from review.task_pages import TASK_PAGES
from review.told import ACTIONS
from review.view_pages import VIEW_PAGES, views_of
from review.views import THEMES, render
from review.watch_pages import WATCH_PAGES
from storage import decisions
from storage.passwords import MOST as MOST_PASSWORD

Form = URLEncodedBody[dict[str, str]]
Asked = Request[Any, Any, Any]
#: Choices of language and theme are kept for a year.
YEAR = 365 * 24 * 3600


@get("/", sync_to_thread=True, include_in_schema=False)
def queue_page(request: Asked) -> Template:
    """What waits for a person, one row a story."""
    asked = request.query_params
    page = reading.page_of(asked)
    held = reading.queue(
        request.app.state.database,
        reading.filters_of(asked, me=request.state.person.name),
        page=page,
        order=reading.order_of(asked),
        me=request.state.person.name,
    )
    kept = reading.kept(asked)
    held["days"] = asked.get("days", "")
    held["page_path"] = lambda number: f"/?{kept}&page={number}" if kept else f"/?page={number}"
    return render(
        request,
        "queue.html",
        held
        | {
            "kept": kept,
            "done": done_of(request),
            "batch": batch_in(request),
            "views": views_of(request),
        },
    )


@get("/flags/{flag_id:int}/next", sync_to_thread=True, include_in_schema=False)
def next_page(request: Asked, flag_id: FromPath[int]) -> Redirect:
    """Leave this one for later: the story after it in the queue it was opened from."""
    asked = request.query_params
    following = _following(request, flag_id, asked)
    return Redirect(_on(following, reading.kept(asked)), status_code=303)


@post("/flags/{flag_id:int}/decide", sync_to_thread=True, include_in_schema=False, status_code=303)
def decide(request: Asked, flag_id: FromPath[int], data: Form) -> Redirect:
    """Rule, then go on to the next story."""
    outcome, version = data.get("outcome", ""), data.get("version", "")
    if outcome not in list(Outcome):
        raise ClientException("outcome")
    asked = dict(parse_qsl(data.get("queue", "")))
    following = _following(request, flag_id, asked)
    with request.app.state.database.session() as session:
        decisions.decide(
            session,
            reading.known_id(flag_id),
            Outcome(outcome),
            reviewer=request.state.person.name,
            note=data.get("note", "")[:2000],
            expected_version=int(version) if version.isdecimal() else None,
        )
    # The story after this one; at the end of the queue, the first of those left for later.
    following = following or _following(request, flag_id, asked)
    target = _on(following if data.get("next") else None, reading.kept(asked), done=flag_id)
    return Redirect(target, status_code=303)


@post("/flags/{flag_id:int}/undo", sync_to_thread=True, include_in_schema=False, status_code=303)
def undo(request: Asked, flag_id: FromPath[int]) -> Redirect:
    """Take a ruling back."""
    with request.app.state.database.session() as session:
        decisions.undo(session, reading.known_id(flag_id), reviewer=request.state.person.name)
    return Redirect(f"/flags/{flag_id}", status_code=303)


@get("/search", sync_to_thread=True, include_in_schema=False)
def search_page(request: Asked) -> Template:
    """Articles and official texts that hold every word."""
    words = str(request.query_params.get("q", ""))[:200]
    return render(
        request,
        "search.html",
        {"words": words, "hits": find(request.app.state.database, words)},
    )


@get("/articles/{article_id:int}", sync_to_thread=True, include_in_schema=False)
def article_page(request: Asked, article_id: FromPath[int]) -> Template:
    """A stored article with its flagged sentences, and what was changed since."""
    return render(request, "article.html", reading.article(request.app.state.database, article_id))


@get("/documents", sync_to_thread=True, include_in_schema=False)
def documents_page(request: Asked) -> Template:
    """The official corpus."""
    return render(request, "documents.html", reading.documents_list(request.app.state.database))


@get("/documents/{number:path}", sync_to_thread=True, include_in_schema=False)
def document_page(request: Asked, number: FromPath[str]) -> Template:
    """One official document: its validity, its passages, the flags against it."""
    return render(
        request, "document.html", reading.document(request.app.state.database, number.strip("/"))
    )


@get("/log", sync_to_thread=True, include_in_schema=False)
def log_page(request: Asked) -> Template:
    """Who did what, when."""
    asked = request.query_params
    rows = reading.log_lines(request.app.state.database, asked)
    lines = reading.lines_of(asked)
    kept = {"day": lines.day, "action": lines.action, "actor": lines.actor}
    query = urlencode({name: value for name, value in kept.items() if value})
    return render(
        request, "log.html",
        {
            "rows": rows, "most": reading.LINES, "lines": lines, "kept": query, "actions": ACTIONS,
            "chain": counted.log_head(request.app.state.database),
        },
    )  # fmt: skip


@get("/api", include_in_schema=False, sync_to_thread=False)
def api_page(request: Asked) -> Template:
    """What a program may ask for."""
    return render(request, "api.html", {"operations": operations(request.app)})


@get("/help", include_in_schema=False, sync_to_thread=False)
def help_page(request: Asked) -> Template:
    """How the desk works, and its keys."""
    return render(request, "help.html", {})


@get("/sign-in", include_in_schema=False, sync_to_thread=False)
def sign_in_page(request: Asked) -> Template:
    """Name and password."""
    return render(request, "sign_in.html", {"next": own_path(request.query_params.get("next"))})


@post("/sign-in", include_in_schema=False, sync_to_thread=True, status_code=303)
def sign_in(request: Asked, data: Form) -> Response[Any]:
    """A name and password for a session."""
    state, target = request.app.state, own_path(data.get("next"))
    entered = entering.by_password(
        state.database, data.get("name", "")[:80], data.get("password", "")[:MOST_PASSWORD],
        settings=state.settings, device=signing.device_of(request, by="password"),
    )  # fmt: skip
    if entered.secret is None:
        held = {"failed": not entered.minutes, "minutes": entered.minutes, "next": target}
        return render(request, "sign_in.html", held, status_code=429 if entered.minutes else 401)
    return signed_in(entered.secret, request, target=target)


@get("/sign-in/{secret:str}", include_in_schema=False, sync_to_thread=False)
def link_page(request: Asked, secret: FromPath[str]) -> Template:
    """A one-time link asks for one click: looking at it (as mail programs do) must not use it up."""
    return render(request, "link.html", {"secret": secret})


@post("/sign-in/{secret:str}", include_in_schema=False, sync_to_thread=True, status_code=303)
def use_link(request: Asked, secret: FromPath[str]) -> Response[Any]:
    """A one-time link for a session."""
    state = request.app.state
    device = signing.device_of(request, by="link")
    entered = entering.by_link(state.database, secret, settings=state.settings, device=device)
    if entered.minutes:
        return render(request, "sign_in.html", {"minutes": entered.minutes, "next": "/"}, status_code=429)  # fmt: skip
    if entered.secret is None:
        raise ClientException("link", status_code=410)
    return signed_in(entered.secret, request)


@post("/sign-out", include_in_schema=False, sync_to_thread=True, status_code=303)
def sign_out(request: Asked) -> Response[Any]:
    """End the session."""
    signing.sign_out(request.app.state.database, request.cookies.get(signing.COOKIE))
    response: Response[Any] = Redirect("/sign-in", status_code=303)
    response.delete_cookie(signing.COOKIE)
    return response


@post("/language/{chosen:str}", include_in_schema=False, sync_to_thread=False, status_code=303)
def choose_language(request: Asked, chosen: FromPath[str]) -> Response[Any]:
    """Vietnamese or English, kept in a cookie."""
    return _chosen(request, "doichieu_language", chosen, LANGUAGES)


@post("/theme/{chosen:str}", include_in_schema=False, sync_to_thread=False, status_code=303)
def choose_theme(request: Asked, chosen: FromPath[str]) -> Response[Any]:
    """Light, dark, or as the system says."""
    return _chosen(request, "doichieu_theme", chosen, THEMES)


def _chosen(request: Asked, cookie: str, chosen: str, known: tuple[str, ...]) -> Response[Any]:
    if chosen not in known:
        raise NotFoundException()
    response: Response[Any] = Redirect(_back(request), status_code=303)
    response.set_cookie(cookie, chosen, max_age=YEAR, samesite="lax", path="/")
    return response


def _back(request: Asked) -> str:
    """The page the choice was made on; never an address of another site."""
    return own_path(request.query_params.get("back"))


def _following(request: Asked, flag_id: int, asked: Mapping[str, Any]) -> int | None:
    me = request.state.person.name
    return reading.following(request.app.state.database, flag_id, asked, me=me)


def _on(flag_id: int | None, kept: str, *, done: int | None = None) -> str:
    """A flag's page, or the queue's where there is none, with the queue's filters kept."""
    query = "&".join(part for part in (kept, f"done={done}" if done else "") if part)
    path = f"/flags/{flag_id}" if flag_id else "/"
    return f"{path}?{query}" if query else path


def signed_in(secret: str, request: Asked, *, target: str = "/") -> Response[Any]:
    """On to the page that was wanted, with a session that is new."""
    # Whatever session the browser came with ends here: nobody can have laid one for it.
    signing.sign_out(request.app.state.database, request.cookies.get(signing.COOKIE))
    response: Response[Any] = Redirect(target, status_code=303)
    response.set_cookie(signing.session_cookie(secret, settings=request.app.state.settings))
    return response


PAGES = [
    queue_page, *FLAG_PAGES, next_page, decide, undo, search_page, article_page, documents_page, document_page,
    *SOURCE_PAGES, *ARCHIVE_PAGES, *ASSIGNING_PAGES, *BATCH_PAGES, *VIEW_PAGES, *TASK_PAGES, *OPINION_PAGES, *RUN_PAGES, log_page, *STATS_PAGES, api_page, help_page, sign_in_page, sign_in, link_page, use_link,
    sign_out, choose_language, choose_theme, *WATCH_PAGES,
]  # fmt: skip
