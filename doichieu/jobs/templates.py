"""How sources build their pages: what earlier crawls learned, what this one did, and what a person may see of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from crawler.template import Template, from_json, to_json
from crawler.wire import Learned
from doichieu.errors import WrongUse
from doichieu.jobs.desk import Desk, open_desk
from doichieu.records import Source
from doichieu.settings import Settings
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


def show_source(source_id: str, *, settings: Settings) -> dict[str, Any]:
    """A source, its state here, and how its pages are read."""
    with open_desk(settings) as desk:
        source = desk.registry().sources.get(source_id)
        if source is None:
            raise WrongUse(
                vi=f"không có nguồn “{source_id}”; xem: doichieu sources list",
                en=f'there is no source "{source_id}"; see: doichieu sources list',
                reason="unknown_source",
            )
        with desk.database.session() as session:
            state = source_rows.states(session)[source_id]
            told = [_told(row.body) for row in templates.history(session, source_id)]
            return {
                "id": source.id,
                "name": source.name,
                "kind": source.kind.value,
                "category": source.category,
                "province": source.province,
                "home_url": source.home_url,
                "feeds": list(source.feeds),
                "sitemaps": list(source.sitemaps),
                "sections": list(source.sections),
                "enabled": state.enabled,
                "verified": state.verified.isoformat() if state.verified else None,
                "last_run_at": state.last_run_at.isoformat() if state.last_run_at else None,
                "problem": state.problem or None,
                "template": told[0] if told else None,
                "older_templates": told[1:],
            }


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
