"""When a page says it was published and last changed; None where it does not say."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta, tzinfo
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser

from crawler.dates import names_zone, read_time
from crawler.linked_data import LinkedData
from crawler.visible_dates import other_date, shown_dates, tagged_date
from doichieu.local_time import LOCAL_TIME

#: Clocks differ a little; a time further ahead than this is a mistake of the page.
AHEAD = timedelta(hours=1)
#: Names that heads give to the time of publishing, the surest first.
PUBLISHED = (
    "article:published_time", "pubdate", "datepublished", "og:pubdate", "og:published_time", "og:article:published_time",
    "article:published", "cxenseparse:publishtime", "cxenseparse:recs:publishtime", "parsely-pub-date", "publishdate",
    "publish_date", "publish-date", "publication_date", "date_published", "dc.date.issued", "dcterms.issued", "dc.date",
    "dcterms.date", "dcterms.created", "sailthru.date", "date",
)  # fmt: skip
MODIFIED = (
    "article:modified_time", "lastmod", "datemodified", "og:updated_time", "og:modified_time", "article:modified",
    "dcterms.modified", "dc.date.modified", "last-modified",
)  # fmt: skip
_VIETNAMESE = re.compile("[ăđơưĂĐƠƯ\u1ea0-\u1ef9]")


def times_of(
    tree: LexborHTMLParser,
    *,
    linked: LinkedData,
    head: Mapping[str, str],
    zone: tzinfo | None,
    now: datetime | None,
) -> tuple[datetime | None, datetime | None]:
    """When published and when changed: the linked data's word, the head's, then the page's.

    `zone` is the one of times that name none; None where the page is of nowhere we know.
    """
    issued = [linked.words("datePublished"), *(head.get(name) for name in PUBLISHED)]
    changed = [linked.words("dateModified"), *(head.get(name) for name in MODIFIED)]
    modified = _read(changed, zone=zone or _zone_of(issued) or UTC, now=now)
    published = _read(issued, zone=zone or _zone_of(changed) or UTC, now=now)
    if published is None or _is_midnight(published):
        shown, renewed = shown_dates(tree)
        if published is None:
            shown = tagged_date(tree, zone=zone or UTC) or shown
        shown = _not_ahead(shown, now)
        # A day without an hour gives way to the same day with one.
        if published is None or (shown and shown.date() == published.date()):
            published = shown or published
        modified = modified or _not_ahead(renewed, now)
    if published is None:
        published = _not_ahead(other_date(tree), now)
    return published, modified


def home_zone(url: str, language: str | None, words: str) -> tzinfo | None:
    """The zone of a page that names none: ours where its letters, its language or its address are."""
    if language == "vi" or len(_VIETNAMESE.findall(words)) > 1:
        return LOCAL_TIME
    try:
        return LOCAL_TIME if (urlsplit(url).hostname or "").endswith(".vn") else None
    except ValueError:
        return None


def says_published(linked: LinkedData, head: Mapping[str, str]) -> bool:
    """Whether the head or the linked data name a time: that makes a page an article.

    og:type is no sign: section pages of half the papers claim to be articles.
    """
    return bool(linked.words("datePublished")) or any(name in head for name in PUBLISHED[:6])


def _read(words: Iterable[str | None], *, zone: tzinfo, now: datetime | None) -> datetime | None:
    said = [word for word in words if word]
    moments = [(word, read_time(word, zone=zone)) for word in said]
    for word, moment in moments:
        if _not_ahead(moment, now) is None:
            continue
        if names_zone(word):
            return moment
        # The same clock is often written twice, once with its zone.
        same = (
            one for other, one in moments if one and names_zone(other) and _same_clock(one, moment)
        )
        return next(same, moment)
    return None


def _same_clock(one: datetime, other: datetime | None) -> bool:
    return other is not None and one.replace(tzinfo=None) == other.replace(tzinfo=None)


def _zone_of(words: Iterable[str | None]) -> tzinfo | None:
    """The zone of the first time that names one."""
    moments = (read_time(word) for word in words if word and names_zone(word))
    return next((moment.tzinfo for moment in moments if moment), None)


def _is_midnight(moment: datetime) -> bool:
    return (moment.hour, moment.minute, moment.second) == (0, 0, 0)


def _not_ahead(moment: datetime | None, now: datetime | None) -> datetime | None:
    return None if moment and now and moment > now + AHEAD else moment
