"""Tokens of one's own programs, at /account: made, shown once, ended."""

from __future__ import annotations

from typing import Any

from litestar import Request, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, URLEncodedBody
from litestar.response import Redirect, Template

from doichieu.errors import WrongUse
from doichieu.rights import SCOPES
from review.account_pages import myself, show_account
from review.reading import known_id
from storage import api_tokens

Form = URLEncodedBody[dict[str, str]]
Asked = Request[Any, Any, Any]


@post("/account/tokens", sync_to_thread=True, include_in_schema=False, status_code=200)
def make_token(request: Asked, data: Form) -> Template:
    """A new token; its secret is shown once."""
    scopes = [scope for scope in SCOPES if data.get(f"scope-{scope}")]
    days = data.get("days", "")
    try:
        with request.app.state.database.session() as session:
            user = myself(session, request)
            _, secret = api_tokens.make(
                session, user, name=data.get("name", ""), scopes=scopes, by=user.name,
                days=int(days) if days.isdecimal() and len(days) < 5 else 0,
            )  # fmt: skip
    except WrongUse as error:
        return show_account(request, problem=error, status_code=400)
    return show_account(request, token=secret)


@post("/account/tokens/{token_id:int}/end", sync_to_thread=True, include_in_schema=False, status_code=303)  # fmt: skip
def end_token(request: Asked, token_id: FromPath[int]) -> Redirect:
    """A token of one's own works no longer; another person's is not found."""
    with request.app.state.database.session() as session:
        user = myself(session, request)
        if not api_tokens.end(session, user, known_id(token_id), by=user.name):
            raise NotFoundException(f"token {token_id}")
    return Redirect("/account", status_code=303)


TOKEN_PAGES = [make_token, end_token]
