"""The page of one flag, and of what its outlet changed."""

from __future__ import annotations

from typing import Any

from litestar import Request, get
from litestar.params import FromPath
from litestar.response import Template

from doichieu.local_time import local_iso
from review import reading
from review.flag_reading import article_changes, whole_flag
from review.language import Translate, translator
from review.marking import around
from review.views import language_of, render
from storage import opinions
from storage.decisions import UNDECIDED

Asked = Request[Any, Any, Any]


@get("/flags/{flag_id:int}", sync_to_thread=True, include_in_schema=False)
def flag_page(request: Asked, flag_id: FromPath[int]) -> Template:
    """One flag: sentence and passage side by side, and all that helps to rule on it."""
    held = whole_flag(request.app.state.database, flag_id, t=spoken(request))
    flag = held["flag"]
    before, after = around(held["text"], flag.start, flag.end) if held["in_text"] else ("", "")
    theirs = [
        (one["article_start"] - flag.start, one["article_end"] - flag.start)
        for one in flag.differences
    ]
    ours = [(one["official_start"], one["official_end"]) for one in flag.differences]
    shown = {
        **_mine(held, request.state.person.name),
        "before": before, "after": after, "sentence_spans": theirs, "passage_spans": ours,
        "kept": reading.kept(request.query_params), "done": done_of(request),
    }  # fmt: skip
    return render(request, "flag.html", held | shown)


@get("/articles/{article_id:int}/changes", sync_to_thread=True, include_in_schema=False)
def changes_page(request: Asked, article_id: FromPath[int]) -> Template:
    """Everything an outlet changed in one article, word by word."""
    held = article_changes(request.app.state.database, article_id, t=spoken(request))
    return render(request, "changes.html", held)


@get("/articles/{article_id:int}/changes", sync_to_thread=True, summary="What an outlet changed")
def api_changes(request: Asked, article_id: FromPath[int]) -> list[dict[str, Any]]:
    """A revision each: the lines that were there, and those in their place."""
    held = article_changes(request.app.state.database, article_id, t=spoken(request))
    return [change_shape(one) for one in held["changes"]]


def change_shape(change: dict[str, Any]) -> dict[str, Any]:
    """A revision's changes as JSON."""
    return {
        "revision": change["revision"],
        "seen_at": local_iso(change["seen_at"]),
        "lines": change["lines"],
    }


def _mine(held: dict[str, Any], me: str) -> dict[str, Any]:
    """Whether the reader is asked for an opinion, may give one, and whose ruling stands."""
    flag, given = held["flag"], held["opinions"]
    decided = flag.status not in UNDECIDED
    ruling = held["decisions"][-1] if decided and held["decisions"] else None
    may = (ruling is None or ruling.reviewer != me) and not any(
        one.reviewer == me and one.state != opinions.SETTLED for one in given
    )
    asked = any(
        one.state == opinions.ASKED and one.asked_of in (me, "") and one.asked_by != me
        for one in given
    )
    return {
        "ruling": ruling,
        "asked_me": may and asked,
        "may_opine": may and decided,
        "disagreement": [one for one in given if one.state == opinions.DISAGREEMENT],
    }


def spoken(request: Asked) -> Translate:
    """The reader's language."""
    return translator(language_of(request))


def done_of(request: Asked) -> int | None:
    """The flag just ruled on, to be told and to be taken back."""
    value = str(request.query_params.get("done", ""))
    return int(value) if value.isdecimal() and len(value) < 16 else None


FLAG_PAGES = [flag_page, changes_page]
FLAG_API = [api_changes]
