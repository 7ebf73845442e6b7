"""Sources ↔ OPML, the feed readers' list; what OPML has no word for stands under our own names.

A source is an outline with its feeds as outlines in it; what a reader does not know it passes over.
Lists of other programs are read too: each outline with `xmlUrl` is a source of its own, the folder it
lies in its category.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import Enum
from typing import Any
from urllib.parse import urlsplit

from lxml import etree

from crawler.registry import said_keys
from doichieu.errors import Quarantine
from doichieu.records import Source
from doichieu.text import fold, one_line

#: Our names in an OPML file; an address nobody fetches.
NAMESPACE = "urn:doichieu:source"
#: A feed reader's whole list is some hundred kilobytes.
MOST_BYTES = 5_000_000
#: More feeds than any desk watches: such a file is somebody's index of the web.
MOST_SOURCES = 2_000
#: Lists of a source that OPML has no place for: an outline each, under our own attribute.
_LISTS = ("sitemaps", "sections", "prefixes", "former_hosts")
_ENTITIES = re.compile(rb"<!ENTITY", re.IGNORECASE)


@dataclass(kw_only=True, slots=True)
class Outlines:
    """The sources of a file as their keys, and what was left out, in both languages."""

    held: list[dict[str, Any]] = field(default_factory=list)
    left_out: list[tuple[str, str]] = field(default_factory=list)


def read_opml(body: bytes, *, place: str) -> Outlines:
    """The sources of an OPML file; Quarantine where it is none, too large, or defines entities."""
    found = Outlines()
    for outline, folder in _outlines(_root(body, place)):
        if outline.get(f"{{{NAMESPACE}}}id"):
            found.held.append(_ours(outline))
        elif outline.get("xmlUrl") is not None:
            _take_feed(found, outline, folder)
        if len(found.held) > MOST_SOURCES:
            raise _bad(place, f"hơn {MOST_SOURCES} nguồn; hãy chia nhỏ tệp", f"names more than {MOST_SOURCES} sources; split the file")  # fmt: skip
    return found


def write_opml(sources: Iterable[Source], *, title: str) -> bytes:
    """Sources as an OPML file that `read_opml` reads back unchanged."""
    root = etree.Element("opml", version="2.0", nsmap={"dc": NAMESPACE})
    head = etree.SubElement(root, "head")
    etree.SubElement(head, "title").text = title
    body = etree.SubElement(root, "body")
    for source in sources:
        _write(body, source)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True))


def id_of(words: str) -> str:
    """A short name from any words: lower-case ASCII with hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", fold(words).removeprefix("www.")).strip("-")[:80].strip("-")


def _root(body: bytes, place: str) -> Any:
    if len(body) > MOST_BYTES:
        raise _bad(place, f"lớn hơn {MOST_BYTES // 1_000_000} MB", f"is larger than {MOST_BYTES // 1_000_000} MB")  # fmt: skip
    if _ENTITIES.search(body.replace(b"\0", b"")):
        raise _bad(place, "định nghĩa thực thể XML, không nhận", "defines XML entities, which are refused")  # fmt: skip
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True
    )  # fmt: skip
    try:
        root = etree.fromstring(body.lstrip(), parser=parser)
    except (ValueError, etree.XMLSyntaxError) as error:
        raise _bad(place, f"không phải OPML đọc được ({error})", f"is no readable OPML ({error})") from error  # fmt: skip
    if etree.QName(root).localname.lower() != "opml":
        raise _bad(place, "là XML nhưng không phải OPML", "is XML, but no OPML")
    return root


def _outlines(root: Any) -> Iterator[tuple[Any, str]]:
    """Every outline that may be a source with the name of its folder, however deep; ours are not entered."""
    waiting = [(node, "") for node in reversed(root.findall("body/outline"))]
    while waiting:
        node, folder = waiting.pop()
        yield node, folder
        if not node.get(f"{{{NAMESPACE}}}id"):
            inner = folder if node.get("xmlUrl") else _name(node) or folder
            waiting += [(child, inner) for child in reversed(node.findall("outline"))]


def _take_feed(found: Outlines, outline: Any, folder: str) -> None:
    feed = outline.get("xmlUrl").strip()
    try:
        parts = urlsplit(feed)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        usable = False
    if not usable:
        said = feed[:80] or _name(outline)
        found.left_out.append((f"“{said}”: không phải địa chỉ http(s), bỏ qua", f'"{said}": no http(s) address, left out'))  # fmt: skip
        return
    if any(feed in one.get("feeds", ()) for one in found.held):
        found.left_out.append((f"{feed}: đã có trong tệp, bỏ qua", f"{feed}: named twice, left out"))  # fmt: skip
        return
    name = _name(outline) or parts.netloc
    found.held.append(
        {
            "id": _free_id(found, id_of(f"{parts.netloc} {name}") or "nguon"),
            "name": name, "kind": "news", "home_url": _home(outline, parts.scheme, parts.netloc),
            "category": folder, "feeds": [feed],
        }
    )  # fmt: skip


def _free_id(found: Outlines, wanted: str) -> str:
    taken = {one["id"] for one in found.held}
    count, free = 1, wanted
    while free in taken:
        count += 1
        free = f"{wanted}-{count}"
    return free


def _home(outline: Any, scheme: str, host: str) -> str:
    said = (outline.get("htmlUrl") or "").strip()
    return said if said.startswith(("http://", "https://")) else f"{scheme}://{host}/"


def _name(outline: Any) -> str:
    return one_line(outline.get("title") or outline.get("text") or "")[:120]


def _ours(outline: Any) -> dict[str, Any]:
    held: dict[str, Any] = {"name": _name(outline), "home_url": outline.get("htmlUrl") or ""}
    for key, value in outline.attrib.items():
        name = etree.QName(key)
        if name.namespace == NAMESPACE:
            held[name.localname] = value
    for child in outline.findall("outline"):
        if child.get("xmlUrl"):
            held.setdefault("feeds", []).append(child.get("xmlUrl"))
        for key in _LISTS:
            if (said := child.get(f"{{{NAMESPACE}}}{key}")) is not None:
                held.setdefault(key, []).append(said)
    return held


def _write(body: Any, source: Source) -> None:
    said = said_keys(source)
    node = etree.SubElement(
        body, "outline", text=_printable(source.name), title=_printable(source.name), htmlUrl=source.home_url
    )  # fmt: skip
    for key, value in said.items():
        if key not in ("name", "home_url", "feeds", *_LISTS):
            node.set(f"{{{NAMESPACE}}}{key}", _written(value))
    for feed in source.feeds:
        etree.SubElement(node, "outline", type="rss", text=_printable(source.name), xmlUrl=feed)
    for key in _LISTS:
        for value in said.get(key, ()):
            etree.SubElement(node, "outline", {"text": value, f"{{{NAMESPACE}}}{key}": value})


def _written(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return _printable(str(value.value if isinstance(value, Enum) else value))


def _printable(text: str) -> str:
    """Without what XML cannot hold."""
    return re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "", text)


def _bad(place: str, vi: str, en: str) -> Quarantine:
    return Quarantine(vi=f"{place}: {vi}", en=f"{place}: {en}", reason="bad_opml")
