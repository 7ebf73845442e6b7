"""Where a document states otherwise than another of its rank in force: for a person to settle."""

from __future__ import annotations

from datetime import UTC, date, datetime

from classifier.contradictions import contradictions_of
from doichieu.contradiction import Contradiction
from doichieu.jobs.desk import open_desk
from doichieu.local_time import LOCAL_TIME
from doichieu.records import OfficialDocument
from doichieu.settings import Settings
from storage import documents


def contradicts(
    document: OfficialDocument, *, settings: Settings, on: date | None = None
) -> list[Contradiction]:
    """The pairs of values that it and other texts in force give to one thing; `on` defaults to today."""
    with open_desk(settings) as desk, desk.database.reading() as session:
        others = documents.all_documents(session)
    day = on or datetime.now(UTC).astimezone(LOCAL_TIME).date()
    return contradictions_of(document, others, day=day)
