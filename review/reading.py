"""What pages and API show, read from storage once for both."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any
from urllib.parse import urlencode

from litestar.exceptions import NotFoundException

from doichieu.local_time import LOCAL_TIME
from doichieu.records import Outcome
from review.days import day_in
from review.document_story import story
from storage import (
    articles,
    coverage,
    desk_figures,
    document_tasks,
    documents,
    flags,
    log_search,
    opinions,
    queue_counts,
    runs,
    statistics,
    urgency,
)
from storage import sources as source_rows
from storage.database import Database
from storage.flags import Filters

PAGE = 30
DAYS_SHOWN = 30
#: A document counts as carried when an outlet first carried it within so many days.
COVERED_DAYS = 90
#: Lines of the log, and runs, on one page.
LINES = 100
#: What the queue's address can carry beside the page.
FILTERS = (
    "province",
    "source",
    "document",
    "kind",
    "status",
    "opinion",
    "assignee",
    "days",
    "q",
    "order",
)
#: Spans of days the queue is narrowed to.
DAYS = (1, 7, 30)
#: A larger number is in no database of ours, and SQLite cannot ask for it.
LARGEST_ID = 2**63 - 1


def filters_of(asked: Mapping[str, Any], *, me: str = "") -> Filters:
    """The filters in an address; its `assignee=me` is who asks."""

    def one(name: str) -> str | None:
        value = str(asked.get(name, "")).strip()[:200]
        return value or None

    days, status, opinion = one("days"), one("status"), one("opinion")
    if status in opinions.NARROWED:  # the queue's form has one field for both
        status, opinion = None, status
    opinion = opinion if opinion in opinions.NARROWED else None
    return Filters(
        province=one("province"),
        source=one("source"),
        document=one("document"),
        kind=one("kind"),
        status=status or ("all" if opinion else "open"),
        opinion=opinion,
        me=me if opinion else "",
        assignee=(me or "me") if one("assignee") == "me" else one("assignee"),
        since=flags.days_back(min(3650, int(days[:6]))) if days and days.isdecimal() else None,
        words=one("q"),
    )


def order_of(asked: Mapping[str, Any]) -> str:
    """The order in an address; what needs a person most where none is asked."""
    order = str(asked.get("order", ""))
    return order if order in urgency.ORDERS else urgency.ORDERS[0]


def kept(asked: Mapping[str, Any]) -> str:
    """The filters of an address, to be carried on in another."""
    values = {name: str(asked[name])[:200] for name in FILTERS if asked.get(name)}
    return urlencode(values)


def known_id(number: int) -> int:
    """The number of a row; one that no row can have is not found."""
    if not 0 < number <= LARGEST_ID:
        raise NotFoundException(f"#{number}")
    return number


def before_of(asked: Mapping[str, Any]) -> int | None:
    """The last line of the page before."""
    value = str(asked.get("before", ""))
    return min(LARGEST_ID, int(value)) if value.isdecimal() and len(value) < 20 else None


def page_of(asked: Mapping[str, Any]) -> int:
    """The page asked for, from 1."""
    value = str(asked.get("page", "1"))
    return min(10_000, max(1, int(value))) if value.isdecimal() and len(value) < 9 else 1


def queue(
    database: Database, filters: Filters, *, page: int, order: str = "need", me: str = ""
) -> dict[str, Any]:
    """One page of the queue with the filters' values and counts."""
    with database.reading() as session:
        seen = queue_counts.look(session, filters)
        rows = urgency.queue(
            session, filters, order=order, limit=PAGE + 1, offset=(page - 1) * PAGE, seen=seen
        )
        choices = queue_counts.choices(seen, filters)
        return {
            "rows": rows[:PAGE],
            "more": len(rows) > PAGE,
            "page": page,
            "total": queue_counts.total(seen, filters),
            "order": order,
            "choices": {name: _with_chosen(rows, filters, name) for name, rows in choices.items()},
            "status_counts": {
                **_status_counts(choices["status"]),
                **queue_counts.with_opinions(session, seen, filters, me=me),
            },
            "opinion_states": opinions.states_of(session, [one.flag.group_key for one in rows]),
            "day_counts": queue_counts.recent(seen, replace(filters, since=None), DAYS),
            "filters": filters,
            "has_articles": statistics.has_articles(session),
            "has_documents": statistics.has_documents(session),
            "names": names_of(session),
        }


def following(
    database: Database, flag_id: int, asked: Mapping[str, Any], *, me: str = ""
) -> int | None:
    """The story after this one in the queue it was opened from."""
    with database.reading() as session:
        return urgency.following(
            session, known_id(flag_id), filters_of(asked, me=me), order=order_of(asked)
        )


def article(database: Database, article_id: int) -> dict[str, Any]:
    """An article, its flags, and the difference of each revision to the one before."""
    with database.reading() as session:
        row = articles.get(session, known_id(article_id))
        if row is None:
            raise NotFoundException(f"article {article_id}")
        texts = articles.revisions(session, article_id)
        flagged = flags.of_article(session, article_id)
        held = f"{row.title}\n{row.text}"
        return {
            "article": row,
            "flags": flagged,
            "paragraphs": _paragraphs(held, flagged),
            "changes": [
                {"revision": new, "lines": _changed(old.text, new.text)}
                for old, new in pairwise(texts)
            ],
            "names": names_of(session),
        }


def documents_list(database: Database) -> dict[str, Any]:
    """Every official document, the newest first, with how often it is differed from."""
    with database.reading() as session:
        held = sorted(
            documents.all_documents(session), key=lambda one: str(one.effective or ""), reverse=True
        )
        return {"documents": held, "flag_counts": dict(statistics.flags_by(session, "document"))}


def document(database: Database, number: str) -> dict[str, Any]:
    """One official document with the flags against it and what reviewers asked to look into."""
    with database.reading() as session:
        held = documents.get(session, number)
        if held is None:
            raise NotFoundException(number)
        filters = Filters(document=held.number, status="all")
        return {
            "document": held,
            "rows": flags.queue(session, filters, limit=50),
            "tasks": document_tasks.listed(session, document=held.number),
            "names": names_of(session),
            **story(session, held, today=datetime.now(LOCAL_TIME).date()),
        }


def sources_list(database: Database) -> list[Any]:
    """Sources: those that are on first, those with a problem at their head."""
    with database.reading() as session:
        rows = list(source_rows.states(session).values())
    return sorted(rows, key=lambda one: (not one.enabled, not one.problem, one.name))


def runs_list(database: Database, *, before: int | None = None) -> list[Any]:
    """The newest runs."""
    with database.reading() as session:
        return runs.newest(session, before=before, limit=LINES)


def outlet_names(database: Database) -> dict[str, str]:
    """Source id → the publisher's own name."""
    with database.reading() as session:
        return names_of(session)


def log_lines(database: Database, asked: Mapping[str, Any]) -> list[Any]:
    """The newest lines of the log, of a day, an action or a person where they are asked for."""
    with database.reading() as session:
        return log_search.find(session, lines_of(asked), before=before_of(asked), limit=LINES)


def lines_of(asked: Mapping[str, Any]) -> log_search.Lines:
    """What the log is narrowed to in an address; a day that is none asks for every day."""
    day = day_in(str(asked.get("day", "")))
    action, actor = (str(asked.get(name) or "")[:80] or None for name in ("action", "actor"))
    return log_search.Lines(day=day, action=action, actor=actor)


def statistics_of(database: Database) -> dict[str, Any]:
    """Totals and tables."""
    with database.reading() as session:
        since = flags.days_back(DAYS_SHOWN)
        today = datetime.now(LOCAL_TIME).date()
        return {
            "totals": statistics.totals(session),
            "figures": desk_figures.figures(session, days=DAYS_SHOWN),
            "carried": coverage.carried(session, since=today - timedelta(days=COVERED_DAYS)),
            "sources": source_rows.states(session),
            "today": today,
            "names": names_of(session),
            "tables": {
                "kind": statistics.flags_by(session, "kind"),
                "day": statistics.flags_by_day(session, since=since),
                "outlet": statistics.flags_by(session, "source"),
                "document": statistics.flags_by(session, "document")[:15],
                "status": statistics.flags_by(session, "status"),
            },
        }


def _with_chosen(rows: list[tuple[str, int]], filters: Filters, name: str) -> list[tuple[str, int]]:
    """Values with counts; the chosen one stays, though the other filters leave none of it."""
    chosen = getattr(filters, name)
    missing = chosen and chosen not in dict(rows)
    return [*rows, (chosen, 0)] if missing else rows


def _status_counts(rows: list[tuple[str, int]]) -> dict[str, int]:
    """Stories in each status, and in those that stand for several."""
    counts = dict(rows)
    decided = sum(counts.get(outcome, 0) for outcome in Outcome)
    return {**counts, "decided": decided, "all": sum(counts.values())}


def names_of(session: Any) -> dict[str, str]:
    """Source id → the publisher's own name."""
    return {name: row.name for name, row in source_rows.states(session).items()}


def _paragraphs(text: str, flagged: list[Any]) -> list[dict[str, Any]]:
    """Lines of the article with the spans of the flags that still stand in each."""
    lines, at = [], 0
    for line in text.split("\n"):
        spans = []
        for one in flagged:
            place = line.find(one.sentence)
            if place >= 0:
                spans.append((place, place + len(one.sentence)))
        if line.strip():
            lines.append({"text": line, "spans": spans, "start": at})
        at += len(line) + 1
    return lines


def _changed(old: str, new: str) -> list[tuple[str, str]]:
    """Lines taken out and put in."""
    return [
        (line[0], line[2:])
        for line in difflib.ndiff(old.split("\n"), new.split("\n"))
        if line[0] in "+-" and line[2:].strip()
    ]
