"""Records over a pipe: one JSON line each, told apart by name; pages travel as base64."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import Any

from pydantic import TypeAdapter

from crawler.findings import Learned, Listed, Progress, PutOff, Visit
from crawler.manners import Job
from doichieu.records import CrawlReport, Failure, Link


@dataclass(frozen=True, slots=True)
class Ask:
    """The child asks which of these links are new."""

    number: int
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """The places, in the question, of the links that are."""

    number: int
    wanted: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class End:
    """Nothing more comes of this job."""

    peak_kb: int = 0  #: most memory the child has held so far


Message = (
    Visit | Listed | Learned | PutOff | Failure | Progress | CrawlReport | Ask | Answer | Job | End
)
_KINDS: dict[str, type[Any]] = {
    kind.__name__: kind
    for kind in (
        Visit,
        Listed,
        Learned,
        PutOff,
        Failure,
        Progress,
        CrawlReport,
        Ask,
        Answer,
        Job,
        End,
    )
}


def write(message: Message) -> bytes:
    """One line."""
    name = type(message).__name__
    body = _adapter(name).dump_json(message, by_alias=False)
    return json.dumps(name).encode() + b" " + body + b"\n"


def read(line: bytes) -> Message:
    """The record of one line."""
    name, _, body = line.partition(b" ")
    message: Message = _adapter(json.loads(name)).validate_json(body)
    return message


@cache
def _adapter(name: str) -> TypeAdapter[Any]:
    return TypeAdapter(_KINDS[name])
