"""What every list of a source gives, whatever it is written in: links, each once, and its problems."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass

from crawler.canonical import web_address
from doichieu.errors import Skip
from doichieu.records import Link
from doichieu.text import one_line

_TAG = re.compile(r"</?[A-Za-z][^<>]{0,200}>")
_BLANK = re.compile(r"\s+")
#: Characters of a title that are kept; longer ones are a mistake.
LONGEST_TITLE = 1000


@dataclass(frozen=True, kw_only=True, slots=True)
class Feed:
    """A source's own list."""

    kind: str  #: rss, atom, json, sitemap, news_sitemap or sitemap_index
    links: tuple[Link, ...]
    problems: tuple[str, ...] = ()


def told(kind: str, links: Iterable[Link | None], problems: Iterable[str], *, based: bool) -> Feed:
    """The feed of its entries, None where one names no address; each address once, in order."""
    entries = list(links)
    found = {link.url: link for link in reversed(entries) if link is not None}
    said = list(problems)
    if missing := entries.count(None):
        said.append(_without_address(missing, based=based))
    if not found:
        said.append("không có bài nào trong danh sách / the list holds no item")
    return Feed(kind=kind, links=tuple(reversed(found.values())), problems=tuple(said))


def address(said: object, base: str) -> str | None:
    """Where an entry points, absolute; None when that is no page of the web."""
    if not isinstance(said, str) or not said.strip():
        return None
    word = _BLANK.sub("%20", said.strip()).replace("&amp;", "&")
    return web_address(f"https:{word}" if word.startswith("//") and not base else word, at=base)


def heading(said: object) -> str | None:
    """The words of a title: some systems write markup and entities into it, twice."""
    text = html.unescape(_TAG.sub(" ", str(said or "")[: 4 * LONGEST_TITLE]))
    return one_line(html.unescape(_TAG.sub(" ", text)))[:LONGEST_TITLE] or None


def no_feed(url: str) -> Skip:
    """The word for what is no list at all."""
    place = f"{url}: " if url else ""
    return Skip(
        vi=f"{place}không phải RSS, Atom, JSON Feed hay sitemap; hãy kiểm tra địa chỉ",
        en=f"{place}no RSS, Atom, JSON Feed or sitemap; check the address",
        reason="not_a_feed",
    )


def _without_address(count: int, *, based: bool) -> str:
    hint = (
        ""
        if based
        else "; nếu là địa chỉ tương đối, hãy thêm --url / if they are relative, give --url"
    )
    return f"{count} mục không có địa chỉ / {count} items without an address{hint}"
