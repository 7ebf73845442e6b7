"""Whether the log hangs together: checked on request, whole, and told at the head of /log."""

from __future__ import annotations

import threading
from typing import Any

from litestar import Request, get, post
from litestar.response import Redirect

from doichieu.errors import Retry
from doichieu.local_time import local_iso
from storage import log_chain
from storage.database import Database

Asked = Request[Any, Any, Any]
#: A check reads the whole log; one at a time is enough for everybody.
_ONE_AT_A_TIME = threading.Lock()


@post("/log/check", sync_to_thread=True, include_in_schema=False, status_code=303)
def check_log(request: Asked) -> Redirect:
    """Check the whole log, then show what was found."""
    checked(request.app.state.database)
    return Redirect("/log", status_code=303)


@get("/log/check", sync_to_thread=True, summary="What the last check of the log found")
def api_last_check(request: Asked) -> dict[str, Any]:
    """How many rows the log has, up to which one it was checked, when, and the first that did not fit."""
    return last_check(request.app.state.database)


@post("/log/check", sync_to_thread=True, status_code=200, summary="Check the whole log")
def api_check(request: Asked) -> dict[str, Any]:
    """Every row's digest is reckoned again; 409 while another check runs."""
    checked(request.app.state.database)
    return last_check(request.app.state.database)


def checked(database: Database) -> None:
    """Walk the chain, and keep what was found; Retry while somebody else does."""
    if not _ONE_AT_A_TIME.acquire(blocking=False):
        raise Retry(
            vi="nhật ký đang được kiểm tra; hãy tải lại trang sau giây lát",
            en="the log is being checked just now; load the page again in a moment",
            reason="check_runs",
        )
    try:
        with database.reading() as session:
            found = log_chain.check(session)
        with database.session() as session:
            log_chain.keep(session, found)
    finally:
        _ONE_AT_A_TIME.release()


def last_check(database: Database) -> dict[str, Any]:
    """The last check as JSON."""
    with database.reading() as session:
        head = log_chain.last_check(session)
    if head is None:
        return {"rows": 0, "checked_at": None, "checked_id": None, "broken_id": None, "trouble": "?"}  # fmt: skip
    return {
        "rows": head.rows, "checked_at": local_iso(head.checked_at), "checked_id": head.checked_id,
        "broken_id": head.broken_id, "trouble": head.trouble or None,
    }  # fmt: skip


LOG_CHECK_PAGES = [check_log]
LOG_CHECK_API = [api_last_check, api_check]
