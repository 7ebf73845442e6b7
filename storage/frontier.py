"""Addresses met: which links are new, and what became of each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from doichieu.records import Failure, Link
from storage.schema import FrontierRow

#: A link that failed this often is left alone until a person asks for it.
MOST_TRIES = 3
#: Failures that will not mend by themselves: put aside at once.
FINAL = {"not_an_article", "not_a_feed", "gone", "too_large", "robots"}


def unseen(session: Session, links: Sequence[Link]) -> list[Link]:
    """The links not fetched yet, failed but worth another try, or changed since."""
    known = {
        row.url: row
        for part in _parts([link.url for link in links])
        for row in session.scalars(select(FrontierRow).where(FrontierRow.url.in_(part)))
    }
    return [link for link in links if _wanted(link, known.get(link.url))]


def mark(session: Session, *, source_id: str, urls: Iterable[str], outcome: str = "stored") -> None:
    """These addresses are dealt with."""
    now = datetime.now(UTC)
    for url in dict.fromkeys(url for url in urls if url):
        session.merge(
            FrontierRow(
                url=url, source_id=source_id, outcome=outcome, tries=0, detail="", seen_at=now
            )
        )


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


def _wanted(link: Link, row: FrontierRow | None) -> bool:
    if row is None:
        return True
    if row.outcome == "failed":
        return row.tries < MOST_TRIES
    changed = link.modified_at is not None and link.modified_at > row.seen_at
    return row.outcome == "stored" and changed


def _parts(urls: list[str], size: int = 500) -> Iterable[list[str]]:
    return (urls[at : at + size] for at in range(0, len(urls), size))
