"""How sources build their pages: what earlier crawls learned, what this one did, and what a person may see of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from crawler.findings import Learned
from crawler.template import Template, from_json, to_json
from doichieu.jobs.desk import Desk
from doichieu.records import Source
from storage import sources as source_rows
from storage import templates


def known_templates(desk: Desk, sources: Sequence[Source]) -> dict[str, Template]:
    """The template in use of each of these sources; one of another format is learned anew."""
    with desk.database.session() as session:
        bodies = templates.newest(session, [one.id for one in sources])
    read = {source_id: from_json(body) for source_id, body in bodies.items()}
    return {source_id: template for source_id, template in read.items() if template is not None}


def keep_template(desk: Desk, learned: Learned) -> None:
    """Store what a crawl learned of a source of ours; an address given by hand has none."""
    template = learned.template
    with desk.database.session() as session:
        if learned.source_id in source_rows.states(session):
            templates.keep(
                session, learned.source_id, version=template.version,
                learned_at=template.learned_at, body=to_json(template),
            )  # fmt: skip


def told_templates(session: Session, source_id: str) -> dict[str, Any] | None:
    """The template in use in words and numbers, the older ones behind it; None where nothing was learned."""
    told = [_told(row.body) for row in templates.history(session, source_id)]
    return {**told[0], "older": told[1:]} if told else None


def _told(body: dict[str, Any]) -> dict[str, Any]:
    """A stored template in words and numbers: where it reads, what it takes and what it leaves."""
    rules = body["rules"]
    return {
        "version": body["version"],
        "learned_at": body["learned_at"],
        "pages": body["pages"],
        "agreement": body["agreement"],
        "container": body["container"],
        "takes": sorted(path for path, taken in rules.items() if taken),
        "leaves": sorted(path for path, taken in rules.items() if not taken),
        "repeated_lines": len(body["repeated"]),
    }
