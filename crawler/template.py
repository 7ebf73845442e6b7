"""What is learned of how one source builds its pages: where the article lies, and which parts of that are not it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

#: Shape of what is stored; a template of another shape is not read, but learned anew.
FORMAT = 1


@dataclass(frozen=True, kw_only=True, slots=True)
class Template:
    """One source's way of building a page, learned from a few of its pages."""

    container: str  #: CSS selector of the parts that hold the article
    main: frozenset[
        str
    ]  #: paths, from the container, of the elements whose children are paragraphs
    rules: Mapping[str, bool] = field(hash=False)  #: path and kind of a block → is it the article's
    closed: frozenset[str] = frozenset()  #: paths below which nothing was the article's
    repeated: frozenset[str] = frozenset()  #: digests of lines found word for word on several pages
    elsewhere: int  #: most letters of long paragraphs that a page has beside the article
    pages: int  #: pages learned from
    agreement: float  #: F1, by lines, of its reading and the teacher's on those pages
    learned_at: date
    version: int = 1  #: how often this source's template has been learned


def to_json(template: Template) -> dict[str, Any]:
    """The template as plain values, in a fixed order."""
    return {
        "format": FORMAT,
        "container": template.container,
        "main": sorted(template.main),
        "rules": dict(sorted(template.rules.items())),
        "closed": sorted(template.closed),
        "repeated": sorted(template.repeated),
        "elsewhere": template.elsewhere,
        "pages": template.pages,
        "agreement": template.agreement,
        "learned_at": template.learned_at.isoformat(),
        "version": template.version,
    }


def from_json(said: Mapping[str, Any]) -> Template | None:
    """The template those values say; None where they are of another format."""
    if said.get("format") != FORMAT:
        return None
    return Template(
        container=str(said["container"]),
        main=frozenset(said["main"]),
        rules={str(path): bool(kept) for path, kept in said["rules"].items()},
        closed=frozenset(said["closed"]),
        repeated=frozenset(said["repeated"]),
        elsewhere=int(said["elsewhere"]),
        pages=int(said["pages"]),
        agreement=float(said["agreement"]),
        learned_at=date.fromisoformat(said["learned_at"]),
        version=int(said["version"]),
    )
