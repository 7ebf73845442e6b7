"""Where a press release or guidance differs from the texts above it: for a person to settle."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime, time
from typing import Any

from classifier.checker import Checker
from doichieu.jobs.desk import open_desk
from doichieu.jobs.model import model_in_use
from doichieu.local_time import LOCAL_TIME
from doichieu.ranks import only_explains
from doichieu.records import Article, OfficialDocument
from doichieu.settings import Settings
from storage import documents


def differs_from_above(document: OfficialDocument, *, settings: Settings) -> list[dict[str, Any]]:
    """Its sentences that contradict a text of higher rank in force on its day; none where it binds itself."""
    if not only_explains(document):
        return []
    with open_desk(settings) as desk, desk.database.reading() as session:
        above = [one for one in documents.all_documents(session) if not only_explains(one)]
    checker = Checker(above, model=model_in_use(settings.models_dir))
    said = Article(
        url="", title=document.title, text=document.text, province=document.province,
        published_at=datetime.combine(document.issued, time(12), LOCAL_TIME) if document.issued else None,
    )  # fmt: skip
    return [
        {
            "text": one.claim.text, "document": one.evidence.document, "place": one.evidence.place,
            "differences": [
                {key: asdict(pair)[key] for key in ("kind", "article", "official")} for pair in one.differences
            ],
        }
        for one in checker.check(said)
        if one.flagged and one.evidence
    ]  # fmt: skip
