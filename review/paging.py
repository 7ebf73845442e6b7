"""A page of a list as JSON: its items, how many there are in all, and where the next page is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from litestar import Request

#: Items of one page of a list.
PAGE = 100


def page_of_items(
    request: Request[Any, Any, Any], items: Sequence[Any], *, total: int | None, **following: Any
) -> dict[str, Any]:
    """`following` is what the next page asks for beside this one's filters; none for the last page.

    `total` is None where counting would cost more than the page.
    """
    step = {name: value for name, value in following.items() if value is not None}
    asked = {name: value for name, value in request.query_params.items() if name not in following}
    path = f"{request.url.path}?{urlencode({**asked, **step})}" if step else None
    return {"items": list(items), "total": total, "next": path}


def sliced(
    rows: Sequence[Any], *, page: int, size: int = PAGE
) -> tuple[Sequence[Any], dict[str, Any]]:
    """One page of rows held whole, and what its JSON needs beside them."""
    begin = (page - 1) * size
    more = page + 1 if len(rows) > begin + size else None
    return rows[begin : begin + size], {"total": len(rows), "page": more}
