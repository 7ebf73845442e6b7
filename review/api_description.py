"""What every way in of the API may answer beside its own: told once, for all of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from litestar.handlers import HTTPRouteHandler
from litestar.openapi.datastructures import ResponseSpec
from litestar.openapi.spec import Example

PROBLEM = "application/problem+json"


@dataclass(frozen=True, slots=True)
class Problem:
    """An error, as RFC 9457 has it."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    reason: str | None = None  #: a stable name, where the problem is one of ours
    errors: list[Any] | None = None  #: what of the request could not be read


ANSWERS = {
    400: "The request cannot be read, or asks for what cannot be.",
    401: "Nobody is signed in, or the token does not work.",
    403: "The role or the token does not allow it, or a form's mark is missing.",
    404: "There is no such thing.",
    409: "It was overtaken, or stands against what is there now.",
    413: "The body is larger than any of ours.",
    429: "Too many requests; Retry-After says when to come again.",
}


def described(handlers: Sequence[HTTPRouteHandler]) -> list[HTTPRouteHandler]:
    """The same handlers, each with the problems it may answer with."""
    for handler in handlers:
        handler.responses = {**_problems(), **(handler.responses or {})}
    return list(handlers)


def _problems() -> dict[int, ResponseSpec]:
    return {
        status: ResponseSpec(
            data_container=Problem, description=words, media_type=PROBLEM, generate_examples=False,
            examples=[Example(value={"type": "about:blank", "title": "…", "status": status, "detail": words, "instance": "/api/v1/queue"})],
        )
        for status, words in ANSWERS.items()
    }  # fmt: skip
