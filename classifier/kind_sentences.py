"""The sentences written and labelled for this project, by field: what the kinds' model learns from."""

from __future__ import annotations

import hashlib
import tomllib
from dataclasses import dataclass
from importlib.resources import files

from classifier.kind_model import KINDS


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """A sentence of ours in its place, and what it does."""

    text: str
    kind: str
    field: str  #: what it is about: fields are left out whole
    before: str = ""
    heading: str = ""


def own_sentences() -> tuple[list[Labelled], str]:
    """The packaged labelled sentences and their digest."""
    found, body = [], b""
    for path in sorted((files("classifier") / "kind_texts").iterdir(), key=lambda one: one.name):
        if path.name.endswith(".toml"):
            body += path.read_bytes()
            found += read_labelled(path.read_text(encoding="utf-8"))
    return found, hashlib.sha256(body).hexdigest()


def read_labelled(text: str) -> list[Labelled]:
    """Labelled sentences of a TOML text: groups of one field, a list a kind."""
    return [
        Labelled(
            kind=kind, field=group["field"], **(one if isinstance(one, dict) else {"text": one})
        )
        for group in tomllib.loads(text)["group"]
        for kind in KINDS
        for one in group.get(kind, ())
    ]
