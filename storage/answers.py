"""What servers said of the versions they sent: kept, so that an unchanged page costs one short answer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from storage.schema import AnswerRow
from storage.upserts import put_rows

#: Addresses in one statement; SQLite takes a bounded number.
PART = 500


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """What one address said of its version."""

    url: str
    source_id: str
    is_list: bool
    etag: str
    last_modified: str
    digest: str
    seen_at: datetime


def keep(session: Session, answers: Iterable[Answer]) -> None:
    """Remember these; of several of one address, the last."""
    rows = {one.url: asdict(one) | {"changed_at": one.seen_at} for one in answers}
    put_rows(session, AnswerRow, list(rows.values()), moves=("changed_at", "digest"))


def still(session: Session, urls: Sequence[str], *, at: datetime) -> None:
    """These were asked for again and are unchanged."""
    for start in range(0, len(urls), PART):
        part = urls[start : start + PART]
        session.execute(update(AnswerRow).where(AnswerRow.url.in_(part)).values(seen_at=at))


def known(
    session: Session, *, source_ids: Sequence[str], pages: Iterable[str] = ()
) -> list[AnswerRow]:
    """The answers of these sources' lists, and of the pages named."""
    of_lists = select(AnswerRow).where(AnswerRow.source_id.in_(source_ids), AnswerRow.is_list)
    urls = list(pages)
    found = list(session.scalars(of_lists))
    for at in range(0, len(urls), PART):
        part = urls[at : at + PART]
        found += session.scalars(select(AnswerRow).where(AnswerRow.url.in_(part)))
    return found
