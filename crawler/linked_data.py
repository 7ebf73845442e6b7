"""JSON-LD of a page → one object: what it says of the article, whoever wrote it down and however."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from doichieu.text import one_line

#: A page's own type comes after its article's.
_PAGES = frozenset({"WebPage", "ItemPage", "AboutPage", "NewsMediaOrganization"})
_ARTICLE = re.compile(r"(?:\w*Article|\w*Posting|Report|WebPage|ItemPage)$")
#: Data stands in the page as a script: comments and commas of JavaScript come with it.
_WRAPPED = re.compile(
    r"^\s*(?:<!--|//\s*<!\[CDATA\[|/\*.*?\*/|<!\[CDATA\[)+|(?://\s*\]\]>|-->|\]\]>)++\s*+;?\s*+$",
    re.S,
)
_COMMA = re.compile(r",(\s*[}\]])")
#: How deep an article is looked for in what speaks of it.
DEEPEST = 4


class LinkedData:
    """What the page's linked data says of its article; every answer may be None."""

    def __init__(self, tree: LexborHTMLParser) -> None:
        things = list(_things(tree))
        self._by_id = {
            thing["@id"]: thing for thing in reversed(things) if isinstance(thing.get("@id"), str)
        }
        articles = [one for one in things if _is_article(one)]
        articles.sort(key=_rank)
        self._articles = articles
        self._sites = [one for one in things if "WebSite" in _types(one)]

    def words(self, key: str) -> str | None:
        """One line that the article, or the page around it, says under `key`."""
        for article in self._articles:
            said = article.get(key)
            if isinstance(said, str) and (line := plain(said)):
                return line
        return None

    @property
    def authors(self) -> list[str]:
        """Names of persons, in the order given; an organisation is none."""
        for article in self._articles:
            held = article.get("author") or article.get("creator")
            parts = held if isinstance(held, list) else [held]
            names = [name for part in parts if (name := self._name(part, persons=True))]
            if names:
                return names
        return []

    @property
    def publisher(self) -> str | None:
        """Who publishes, or the site's name."""
        for article in self._articles:
            if name := self._name(article.get("publisher"), persons=False):
                return name
        return next(
            (name for site in self._sites if (name := self._name(site, persons=False))), None
        )

    def _name(self, said: Any, *, persons: bool) -> str | None:
        if isinstance(said, list):
            said = said[0] if said else None
        if isinstance(said, dict) and "name" not in said:
            said = self._by_id.get(str(said.get("@id")), said)
        if isinstance(said, dict):
            if persons and any("Organization" in name for name in _types(said)):
                return None
            said = said.get("name")
            said = said[0] if isinstance(said, list) and said else said
        return plain(said) or None if isinstance(said, str) else None


def plain(said: str) -> str:
    """Words without entities; some systems write them into their data, and then once more."""
    return one_line(html.unescape(html.unescape(said)))


def _rank(article: dict[str, Any]) -> tuple[bool, bool]:
    """Articles before pages, and those that name their day before those that don't."""
    return bool(_types(article) & _PAGES), not article.get("datePublished")


def _is_article(thing: dict[str, Any]) -> bool:
    return any(_ARTICLE.match(name) for name in _types(thing))


def _types(thing: dict[str, Any]) -> set[str]:
    kind = thing.get("@type")
    kinds = kind if isinstance(kind, list) else [kind]
    return {str(name).rsplit("/", 1)[-1] for name in kinds if name}


def _things(tree: LexborHTMLParser) -> Iterator[dict[str, Any]]:
    for node in tree.css('script[type*="ld+json" i]'):
        yield from _held(_data(node.text()), DEEPEST)


def _data(text: str) -> Any:
    bare = _WRAPPED.sub("", text)
    for words in (bare, _COMMA.sub(r"\1", bare)):
        try:
            return json.loads(words, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _held(data: Any, deep: int) -> Iterator[dict[str, Any]]:
    """The things of a graph or list, and the article a page says it is about."""
    if deep == 0:
        return
    if isinstance(data, list):
        for one in data:
            yield from _held(one, deep - 1)
    elif isinstance(data, dict):
        yield data
        for key in ("@graph", "mainEntity", "mainEntityOfPage"):
            yield from _held(data.get(key), deep - 1)
