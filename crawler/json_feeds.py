"""JSON Feed → links."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import UTC, tzinfo
from typing import Any

from crawler.dates import read_time
from crawler.entries import Feed, address, heading, no_feed, told
from doichieu.local_time import LOCAL_TIME
from doichieu.records import Link

#: Items read of one feed.
MOST_ITEMS = 10_000
_HOME = re.compile(r'"home_page_url"\s*:\s*"([^"\\]{1,300})"')
_ITEMS = re.compile(r'"items"\s*:\s*\[')


def read_json(text: str, *, url: str) -> Feed:
    """The items of a JSON Feed; of one cut short, the whole ones."""
    try:
        data = json.loads(text, strict=False)
        problems = []
    except (ValueError, RecursionError):
        home = _HOME.search(text)
        data = {"items": _whole_items(text, url), "home_page_url": home and home[1]}
        problems = ["JSON bị cắt cụt hoặc viết sai / the JSON is cut short or malformed"]
    if not isinstance(data, dict) or not isinstance(data.get("items"), list):
        raise no_feed(url)
    base = address(data.get("home_page_url"), url) or address(data.get("feed_url"), url) or url
    language = str(data.get("language") or "vi").lower()
    zone = LOCAL_TIME if language.startswith("vi") else UTC
    items = data["items"]
    if len(items) > MOST_ITEMS:
        problems.append(
            f"chỉ đọc {MOST_ITEMS} mục đầu tiên / only the first {MOST_ITEMS} items are read"
        )
    links = [_link(item, base=base, url=url, zone=zone) for item in items[:MOST_ITEMS]]
    return told("json", links, problems, based=bool(base))


def _whole_items(text: str, url: str) -> list[Any]:
    """The items that stand whole in a text that is no JSON as a whole."""
    match = _ITEMS.search(text)
    if match is None:
        raise no_feed(url)
    decoder, at = json.JSONDecoder(strict=False), match.end()
    items: list[Any] = []
    while len(items) < MOST_ITEMS:
        try:
            item, at = decoder.raw_decode(text, _next(text, at))
        except (ValueError, RecursionError):
            break
        items.append(item)
    return items


def _next(text: str, at: int) -> int:
    while at < len(text) and (text[at].isspace() or text[at] == ","):
        at += 1
    return at


def _link(item: Any, *, base: str, url: str, zone: tzinfo) -> Link | None:
    if not isinstance(item, Mapping):
        return None
    name = str(item.get("id") or "")
    said = item.get("url") or item.get("external_url")
    where = address(said or (name if name.startswith("http") else None), base)
    if where is None:
        return None
    return Link(
        url=where,
        found_in=url,
        title=heading(item.get("title")),
        published_at=_time(item.get("date_published"), zone),
        modified_at=_time(item.get("date_modified"), zone),
    )


def _time(said: object, zone: tzinfo) -> Any:
    return read_time(said, zone=zone) if isinstance(said, str) else None
