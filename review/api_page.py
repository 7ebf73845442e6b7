"""The API told to people: what its OpenAPI document holds, as rows of a page."""

from __future__ import annotations

from typing import Any

from litestar import Litestar

METHODS = ("get", "post", "patch", "delete")


def operations(app: Litestar) -> list[dict[str, Any]]:
    """Method, path, what it does and what can be asked, in the order of the paths."""
    return [
        {
            "method": method.upper(),
            "path": path,
            "summary": told.summary,
            "description": told.description,
            "parameters": [one.name for one in told.parameters or () if hasattr(one, "name")],
        }
        for path, item in (app.openapi_schema.paths or {}).items()
        for method in METHODS
        if (told := getattr(item, method)) is not None
    ]
