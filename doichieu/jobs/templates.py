"""How sources build their pages: what earlier crawls learned, what this one did, and what a person may see of it."""

from __future__ import annotations

from collections.abc import Sequence

from crawler.findings import Learned
from crawler.template import Template, from_json, to_json
from doichieu.jobs.desk import Desk
from doichieu.records import Source
from storage import sources as source_rows
from storage import templates


def known_templates(desk: Desk, sources: Sequence[Source]) -> dict[str, Template]:
    """The template in use of each of these sources; one of another format is learned anew."""
    with desk.database.reading() as session:
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
