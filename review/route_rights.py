"""Who may ask for what: one line a way in, and nothing that is not told here."""

from __future__ import annotations

from doichieu.rights import Right

#: The right each way in needs. A way in that is missing here is refused to everybody.
NEEDED: dict[Right | None, tuple[str, ...]] = {
    # Without being signed in. A feed with a key asks for the key itself.
    None: (
        "GET /sign-in",
        "POST /sign-in",
        "GET /sign-in/oidc",
        "GET /sign-in/oidc/callback",
        "GET /sign-in/{secret}",
        "POST /sign-in/{secret}",
        "POST /sign-out",
        "POST /language/{chosen}",
        "POST /theme/{chosen}",
        "GET /help",
        "GET /healthz",
        "GET /readyz",
        # Asks for its own token, or to come from this machine.
        "GET /metrics",
        "GET /feeds/{key}/{name}",
        "GET /static/{file_path}",
        "HEAD /static/{file_path}",
    ),
    Right.READ: (
        "GET /",
        "GET /flags/{flag_id}",
        "GET /flags/{flag_id}/next",
        "GET /search",
        "GET /articles/{article_id}",
        "GET /articles/{article_id}/archived",
        "GET /articles/{article_id}/archived/file",
        "GET /documents",
        "GET /documents/{number}",
        "GET /sources",
        "GET /sources/{source_id}",
        "GET /articles/{article_id}/changes",
        "GET /tasks",
        "GET /runs",
        "GET /runs/{run_id}",
        "GET /log",
        "GET /stats",
        "GET /stats/agreement.csv",
        "GET /stats/{name}",
        "GET /digest",
        "GET /alerts",
        "POST /views",
        "POST /views/{view_id}/remove",
        "GET /api",
        "GET /feeds/{name}",
        "GET /schema",
        "GET /schema/openapi.json",
        "GET /schema/{path}",
        "GET /api/v1/queue",
        "GET /api/v1/flags/{flag_id}",
        "GET /api/v1/search",
        "GET /api/v1/articles/{article_id}/archived",
        "GET /api/v1/documents",
        "GET /api/v1/sources",
        "GET /api/v1/sources/{source_id}",
        "GET /api/v1/articles/{article_id}/changes",
        "GET /api/v1/tasks",
        "GET /api/v1/views",
        "POST /api/v1/views",
        "DELETE /api/v1/views/{view_id}",
        "GET /api/v1/jobs",
        "GET /api/v1/runs",
        "GET /api/v1/runs/{run_id}",
        "GET /api/v1/digest",
        "GET /api/v1/alerts",
        "GET /api/v1/agreement",
        "GET /api/v1/stats/{name}",
        "GET /api/v1/log",
        "GET /api/v1/log/check",
        "GET /api/v1/stats",
        "GET /api/v1/articles/{article_id}",
        "GET /api/v1/documents/{number}",
        "GET /api/v1/account",
    ),
    Right.DECIDE: (
        "POST /flags/{flag_id}/decide",
        "POST /flags/{flag_id}/undo",
        "POST /flags/{flag_id}/assign",
        "POST /flags/{flag_id}/opinion/ask",
        "POST /flags/{flag_id}/opinion",
        "POST /tasks/{task_id}/close",
        "POST /api/v1/flags/{flag_id}/assignee",
        "POST /api/v1/flags/{flag_id}/opinion/ask",
        "POST /api/v1/flags/{flag_id}/opinion",
        "POST /api/v1/tasks/{task_id}/close",
        "POST /log/check",
        "POST /api/v1/log/check",
        "GET /flags/{flag_id}/note",
        "POST /flags/{flag_id}/note/take",
        "POST /api/v1/flags/{flag_id}/decision",
        "POST /api/v1/flags/{flag_id}/undo",
        "GET /api/v1/flags/{flag_id}/note",
    ),
    Right.ASSIGN: (
        "POST /batches/decide",
        "POST /batches/assign",
        "POST /batches/{batch_id}/undo",
        "POST /api/v1/batches",
        "GET /api/v1/batches/{batch_id}",
        "POST /api/v1/batches/{batch_id}/undo",
    ),
    Right.EXPORT: (
        "GET /digest/{form}",
        "GET /api/v1/digest/{form}",
        "GET /exports",
        "GET /exports/{form}",
        "POST /exports/feed-key",
        "POST /exports/feed-key/end",
        "GET /api/v1/exports/{form}",
        "POST /api/v1/account/feed-key",
        "DELETE /api/v1/account/feed-key",
        "GET /api/v1/flags/{flag_id}/claimreview",
    ),
    Right.PEOPLE: ("GET /people", "POST /people/invite", "GET /api/v1/people", "POST /api/v1/people"),
    Right.ADMIN: (
        "POST /people/{user_id}/role",
        "POST /people/{user_id}/link",
        "POST /people/{user_id}/sign-out",
        "POST /people/{user_id}/deactivate",
        "POST /people/{user_id}/reactivate",
        "PATCH /api/v1/people/{user_id}",
        "POST /api/v1/people/{user_id}/link",
        "POST /api/v1/people/{user_id}/sign-out",
    ),
    Right.ACCOUNT: (
        "GET /account",
        "POST /account/password",
        "POST /account/tokens",
        "POST /account/tokens/{token_id}/end",
        "POST /account/sessions/end",
        "POST /account/sessions/{name}/end",
        "GET /api/v1/account/sessions",
        "DELETE /api/v1/account/sessions/{name}",
        "GET /api/v1/account/tokens",
        "POST /api/v1/account/tokens",
        "DELETE /api/v1/account/tokens/{token_id}",
    ),
}  # fmt: skip
RULES: dict[str, Right | None] = {way: right for right, ways in NEEDED.items() for way in ways}


def is_told(method: str, path: str) -> bool:
    """Whether the table has a line for this way in."""
    return method == "OPTIONS" or f"{method} {path}" in RULES


def right_for(method: str, path: str) -> Right | None:
    """The right a way in needs, None for an open one; KeyError for one that is not told.

    `path` is the route's own, "/flags/{flag_id}". Asking which methods there are is reading.
    """
    return Right.READ if method == "OPTIONS" else RULES[f"{method} {path}"]
