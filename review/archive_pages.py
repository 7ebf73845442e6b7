"""The page of an article as it was when it was read: its lines and its markup as text, nothing of it alive."""

from __future__ import annotations

from typing import Any

from litestar import Request, Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from litestar.response import Template

from doichieu.local_time import local_iso
from review.reading import known_id
from review.views import render
from storage import articles, flags
from storage.archive import Archived, archive_of, copies
from storage.inert import Block, inert_blocks, inert_text, source_of, without_menus
from storage.schema import ArchiveRow, ArticleRow

Asked = Request[Any, Any, Any]
#: Characters of markup a page of ours shows; the file has them all.
MOST_MARKUP = 100_000


@get("/articles/{article_id:int}/archived", sync_to_thread=True, include_in_schema=False)
def archived_page(request: Asked, article_id: FromPath[int]) -> Template:
    """A copy of the page, the newest unless `?copy=` names another."""
    article, rows, shown, page = _copy(request, article_id)
    held: dict[str, Any] = {"article": article, "copies": rows, "shown": shown, "copy": page}
    if page is not None:
        held |= {
            "lines": _lines(page, _flagged(request, article_id)),
            "markup": source_of(page)[:MOST_MARKUP],
        }
    return render(request, "archived.html", held)


@get("/articles/{article_id:int}/archived/file", sync_to_thread=True, include_in_schema=False)
def archived_file(request: Asked, article_id: FromPath[int]) -> Response[bytes]:
    """The bytes as the server sent them, to be saved and never opened here."""
    _, _, shown, page = _copy(request, article_id)
    if page is None or shown is None:
        raise NotFoundException("no copy was kept")
    name = f"doichieu-{article_id}-{shown.id}.html.txt"
    return Response(
        page.body,
        media_type="application/octet-stream",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@get("/articles/{article_id:int}/archived", sync_to_thread=True, summary="The page as it was")
def api_archived(request: Asked, article_id: FromPath[int]) -> dict[str, Any]:
    """Its words alone; 404 when no copy was kept. `copy` names another than the newest."""
    _, rows, shown, page = _copy(request, article_id)
    if page is None or shown is None:
        raise NotFoundException("no copy was kept")
    return {
        "copy": shown.id, "copies": [row.id for row in rows], "url": page.url,
        "fetched_at": local_iso(page.fetched_at), "status": page.status,
        "content_type": page.content_type, "bytes": len(page.body), "sha256": shown.digest,
        "text": inert_text(page),
    }  # fmt: skip


def _copy(
    request: Asked, article_id: int
) -> tuple[ArticleRow, list[ArchiveRow], ArchiveRow | None, Archived | None]:
    asked = request.query_params.get("copy", "")
    with request.app.state.database.reading() as session:
        article = articles.get(session, known_id(article_id))
        if article is None:
            raise NotFoundException(f"article {article_id}")
        rows = copies(session, article.url)
        shown = next((row for row in rows if str(row.id) == asked), rows[-1] if rows else None)
        page = archive_of(request.app.state.settings).read(shown) if shown is not None else None
        return article, rows, shown, page


def _lines(page: Archived, flagged: list[str]) -> list[tuple[Block, list[tuple[int, int]]]]:
    """The lines of the page, each with the places where a flagged sentence stands whole."""
    return [
        (block, [(at, at + len(one)) for one in flagged if (at := block.text.find(one)) >= 0])
        for block in without_menus(inert_blocks(page))
    ]


def _flagged(request: Asked, article_id: int) -> list[str]:
    with request.app.state.database.reading() as session:
        return [one.sentence for one in flags.of_article(session, article_id)]


ARCHIVE_PAGES = [archived_page, archived_file]
