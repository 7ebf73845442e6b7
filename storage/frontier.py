"""Addresses met: which links are new, which wait to be fetched, and what became of each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from doichieu.records import Failure, Link
from storage.schema import FrontierRow
from storage.upserts import put_rows

#: A link that failed this often is left alone until a person asks for it.
MOST_TRIES = 3
#: Failures that will not mend by themselves: put aside at once.
FINAL = {
    "not_an_article", "not_text", "list_page", "login_wall", "not_a_feed", "gone", "too_large", "robots",
}  # fmt: skip

#: A link that could not be fetched for so long is no news any more.
STALE = timedelta(days=7)
#: A failed link is tried again after this, then after four times this.
AGAIN = timedelta(minutes=15)
#: Waiting links handed to one crawl of one source; the rest waits for the next.
MOST_WAITING = 200


def unseen(
    session: Session, links: Sequence[Link], *, spelled: Callable[[str], str] = str
) -> list[Link]:
    """The links not fetched yet, failed but worth another try, or changed since.

    `spelled` gives the one spelling of an address: known in that spelling is known.
    """
    spellings = {link.url: (link.url, spelled(link.url)) for link in links}
    known = _rows(session, [url for both in spellings.values() for url in both])
    return [
        link
        for link in links
        if all(_wanted(link, known[url]) for url in spellings[link.url] if url in known)
    ]


def keep_waiting(session: Session, links: Sequence[Link]) -> None:
    """These links are to be fetched: a list that does not change will not name them again."""
    now = datetime.now(UTC)
    known = _rows(session, [link.url for link in links])
    for link in links:
        row = known.get(link.url)
        if row is None:
            known[link.url] = row = FrontierRow(
                url=link.url, source_id=link.source_id, outcome="waiting", tries=0, detail="",
                seen_at=now,
            )  # fmt: skip
            session.add(row)
        elif row.outcome == "stored":
            row.outcome, row.seen_at = "waiting", now


def waiting(session: Session, *, source_ids: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Links that earlier crawls found and did not bring home, the oldest first."""
    now = datetime.now(UTC)
    query = (
        select(FrontierRow)
        .where(
            FrontierRow.source_id.in_(source_ids),
            FrontierRow.outcome.in_(("waiting", "failed")),
            FrontierRow.seen_at > now - STALE,
        )
        .order_by(FrontierRow.seen_at)
    )
    found: dict[str, list[str]] = defaultdict(list)
    for row in session.scalars(query):
        held = found[row.source_id]
        if len(held) < MOST_WAITING and _is_due(row, now):
            held.append(row.url)
    return {source_id: tuple(urls) for source_id, urls in found.items()}


def mark(session: Session, *, source_id: str, urls: Iterable[str], outcome: str = "stored") -> None:
    """These addresses are dealt with."""
    mark_all(session, [(url, source_id) for url in urls], outcome=outcome)


def mark_all(
    session: Session, addresses: Iterable[tuple[str, str]], *, outcome: str = "stored"
) -> None:
    """These addresses, each with its source, are dealt with."""
    now = datetime.now(UTC)
    rows = [
        {"url": url, "source_id": source_id, "outcome": outcome, "tries": 0, "detail": "", "seen_at": now}
        for url, source_id in dict(addresses).items() if url
    ]  # fmt: skip
    put_rows(session, FrontierRow, rows)


def mark_failed(session: Session, failure: Failure) -> None:
    """One more try that gave nothing; after the third the address is quarantined."""
    row = session.get(FrontierRow, failure.url)
    tries = (row.tries if row else 0) + 1
    put_aside = tries >= MOST_TRIES or failure.reason in FINAL
    session.merge(
        FrontierRow(
            url=failure.url,
            source_id=failure.source_id,
            outcome="quarantined" if put_aside else "failed",
            tries=tries,
            detail=f"{failure.reason}: {failure.detail}"[:500],
            seen_at=datetime.now(UTC),
        )
    )


def quarantined(session: Session, *, limit: int = 100) -> list[FrontierRow]:
    """What was put aside, newest first."""
    query = select(FrontierRow).where(FrontierRow.outcome == "quarantined")
    return list(session.scalars(query.order_by(FrontierRow.seen_at.desc()).limit(limit)))


def _rows(session: Session, urls: Sequence[str]) -> dict[str, FrontierRow]:
    """What is known of these addresses."""
    return {
        row.url: row
        for part in _parts(list(dict.fromkeys(urls)))
        for row in session.scalars(select(FrontierRow).where(FrontierRow.url.in_(part)))
    }


def _wanted(link: Link, row: FrontierRow) -> bool:
    if row.outcome == "waiting":
        return True
    if row.outcome == "failed":
        return row.tries < MOST_TRIES
    changed = link.modified_at is not None and link.modified_at > row.seen_at
    return row.outcome == "stored" and changed


def _is_due(row: FrontierRow, now: datetime) -> bool:
    return row.outcome == "waiting" or row.seen_at + AGAIN * 4 ** (row.tries - 1) <= now


def _parts(urls: list[str], size: int = 500) -> Iterable[list[str]]:
    return (urls[at : at + size] for at in range(0, len(urls), size))
