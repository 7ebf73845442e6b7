"""The words a page's head says in its `meta` elements, by name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from selectolax.lexbor import LexborHTMLParser

from doichieu.text import one_line

#: Where a meta element keeps its name.
_NAMED_BY = ("property", "name", "itemprop", "http-equiv")
#: Characters of one word of the head that are read.
LONGEST = 5000


def metas(tree: LexborHTMLParser) -> dict[str, str]:
    """What each name says, lower case; the first that says anything."""
    found: dict[str, str] = {}
    for node in tree.css("meta[content]"):
        words = one_line((node.attributes.get("content") or "")[:LONGEST])
        for by in _NAMED_BY:
            name = (node.attributes.get(by) or "").lower()
            if name and words:
                found.setdefault(name, words)
    return found


def first_said(head: Mapping[str, str], names: Iterable[str]) -> str | None:
    """The word of the first of `names` that says anything."""
    return next((head[name] for name in names if name in head), None)
