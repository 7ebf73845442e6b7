"""Paths that come back to us in an address: only those of this very site are gone to."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote

from litestar.connection import ASGIConnection

#: A path of this site: one slash first, and nothing a browser could read as another host.
_OWN_PATH = re.compile(r"/(?!/)[\w/.-]*(\?[\w/=&%+.,-]*)?")
#: A longer one is no page of ours.
LONGEST = 500


def own_path(path: object) -> str:
    """The path, or the queue's where it is none of ours; never an address of another site."""
    value = str(path or "/")
    return value if len(value) <= LONGEST and _OWN_PATH.fullmatch(value) else "/"


def sign_in_path(connection: ASGIConnection[Any, Any, Any, Any]) -> str:
    """Where to sign in, and then come back to the page that was asked for."""
    url = connection.url
    wanted = own_path(f"{url.path}?{url.query}" if url.query else url.path)
    if connection.scope.get("method") != "GET" or wanted == "/":
        return "/sign-in"
    return f"/sign-in?next={quote(wanted, safe='/')}"
