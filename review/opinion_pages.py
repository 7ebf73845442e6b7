"""A second opinion: asking, giving, and how far the desk agrees; the form's way and the API's."""

from __future__ import annotations

import csv
import io
from dataclasses import asdict
from typing import Annotated, Any
from urllib.parse import parse_qsl

from litestar import Request, Response, get, post
from litestar.exceptions import ClientException
from litestar.params import FromPath, JSONBody, URLEncodedBody
from litestar.response import Redirect
from msgspec import Meta, Struct

from doichieu.local_time import local_iso
from doichieu.records import Outcome
from review import reading
from review.cells import inert
from storage import agreement, decisions, log, opinions
from storage.desk_schema import OpinionRow

Asked = Request[Any, Any, Any]
Form = URLEncodedBody[dict[str, str]]
COLUMNS = ("flag_id", "first_by", "first", "second_by", "second")


class Question(Struct, frozen=True):
    """Whose opinion is asked."""

    of: Annotated[str, Meta(max_length=80)] | None = None  #: a person's name; null asks anyone
    question: Annotated[str, Meta(max_length=2000)] = ""


class Opinion(Struct, frozen=True):
    """A second ruling, beside the first."""

    outcome: Outcome
    note: Annotated[str, Meta(max_length=2000)] = ""


@post("/flags/{flag_id:int}/opinion/ask", sync_to_thread=True, include_in_schema=False, status_code=303)  # fmt: skip
def ask_opinion(request: Asked, flag_id: FromPath[int], data: Form) -> Redirect:
    """Ask, then show the flag again."""
    _ask(request, flag_id, of=data.get("of", ""), question=data.get("question", ""))
    return _back(flag_id, data)


@post("/flags/{flag_id:int}/opinion", sync_to_thread=True, include_in_schema=False, status_code=303)
def give_opinion(request: Asked, flag_id: FromPath[int], data: Form) -> Redirect:
    """Keep it beside the first, then show the flag again."""
    if data.get("outcome") not in list(Outcome):
        raise ClientException("outcome")
    _give(request, flag_id, Outcome(data["outcome"]), note=data.get("note", ""))
    return _back(flag_id, data)


@post("/flags/{flag_id:int}/opinion/ask", sync_to_thread=True, status_code=201, summary="Ask a second opinion")  # fmt: skip
def api_ask_opinion(request: Asked, flag_id: FromPath[int], data: JSONBody[Question]) -> dict[str, Any]:  # fmt: skip
    """Of a person or of anyone; 400 for oneself, for the ruling's reviewer, and where it was asked."""
    return opinion_shape(_ask(request, flag_id, of=data.of or "", question=data.question))


@post("/flags/{flag_id:int}/opinion", sync_to_thread=True, status_code=201, summary="Give a second opinion")  # fmt: skip
def api_give_opinion(request: Asked, flag_id: FromPath[int], data: JSONBody[Opinion]) -> dict[str, Any]:  # fmt: skip
    """The ruling stays as it is; 400 for its own reviewer, and for a second one of the same person."""
    return opinion_shape(_give(request, flag_id, data.outcome, note=data.note))


@get("/agreement", sync_to_thread=True, summary="How far two rulings on the same flag agree")
def api_agreement(request: Asked) -> dict[str, Any]:
    """Pairs of rulings, and Cohen's kappa where there are enough."""
    held = pairs_of(request)
    return {**asdict(agreement.agreement(held)), "rulings": [asdict(one) for one in held]}


@get("/stats/agreement.csv", sync_to_thread=True, include_in_schema=False)
def agreement_csv(request: Asked) -> Response[str]:
    """Every pair of rulings; the taking is logged."""
    out, held = io.StringIO(), pairs_of(request)
    rows = csv.writer(out)
    rows.writerow(COLUMNS)
    rows.writerows([inert(getattr(one, name)) for name in COLUMNS] for one in held)
    with request.app.state.database.session() as session:
        detail = {"form": "csv", "rows": len(held)}
        log.append(session, actor=request.state.person.name, action="export", subject="agreement.csv", detail=detail)  # fmt: skip
    named = {"Content-Disposition": 'attachment; filename="agreement.csv"'}
    return Response("\ufeff" + out.getvalue(), media_type="text/csv; charset=utf-8", headers=named)


def pairs_of(request: Asked) -> list[agreement.Pair]:
    """All pairs of rulings."""
    with request.app.state.database.reading() as session:
        return list(agreement.pairs(session))


def agreement_of(request: Asked) -> agreement.Agreement:
    """How far the desk agrees."""
    return agreement.agreement(pairs_of(request))


def opinion_shape(row: OpinionRow) -> dict[str, Any]:
    """An opinion as JSON."""
    return {
        "flag": row.flag_id, "state": row.state, "asked_by": row.asked_by, "asked_of": row.asked_of or None,
        "asked_at": local_iso(row.asked_at), "question": row.question, "reviewer": row.reviewer or None,
        "outcome": row.outcome or None, "note": row.note, "given_at": local_iso(row.given_at),
    }  # fmt: skip


def _ask(request: Asked, flag_id: int, *, of: str, question: str) -> OpinionRow:
    me = request.state.person.name
    with request.app.state.database.session() as session:
        flag = decisions.held(session, reading.known_id(flag_id))
        return opinions.ask(session, flag, of=of[:80], by=me, question=question[:2000])


def _give(request: Asked, flag_id: int, outcome: Outcome, *, note: str) -> OpinionRow:
    me = request.state.person.name
    with request.app.state.database.session() as session:
        flag = decisions.held(session, reading.known_id(flag_id))
        return opinions.give(session, flag, outcome, by=me, note=note[:2000])


def _back(flag_id: int, data: dict[str, str]) -> Redirect:
    kept = reading.kept(dict(parse_qsl(data.get("queue", ""))))
    return Redirect(f"/flags/{flag_id}?{kept}" if kept else f"/flags/{flag_id}", status_code=303)


OPINION_PAGES = [ask_opinion, give_opinion, agreement_csv]
OPINION_API = [api_ask_opinion, api_give_opinion, api_agreement]
