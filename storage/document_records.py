"""Rows of official documents ↔ records: passages and relations lie in them as JSON."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from doichieu.records import OfficialDocument, Passage, Relation, RelationKind
from storage.official_schema import DocumentRow


def to_record(row: DocumentRow) -> OfficialDocument:
    """The row as it flows."""
    return OfficialDocument(
        number=row.number,
        title=row.title,
        issuer=row.issuer,
        kind=row.kind,
        text=row.text,
        passages=tuple(_passage(row.number, one) for one in row.passages),
        issued=row.issued,
        effective=row.effective,
        expires=row.expires,
        applied=row.applied,
        replaces=tuple(row.replaces),
        replaced_by=row.replaced_by,
        relations=tuple(_relation(one) for one in row.relations),
        changes=tuple(_relation(one) for one in row.changes),
        province=row.province,
        origin=row.origin,
        origins=tuple(row.origins or [row.origin]),
        names=tuple(row.names),
    )


def as_said(row: DocumentRow) -> OfficialDocument:
    """The row as its own text has it, before what others do to it."""
    return replace(to_record(row), expires=row.own_expires, replaced_by=None, changes=())


def as_json(relations: Iterable[Relation]) -> list[dict[str, Any]]:
    """Relations as they lie in a row."""
    return [
        {
            "kind": one.kind.value,
            "document": one.document,
            "by": one.by,
            "place": one.place,
            "since": one.since and one.since.isoformat(),
            "until": one.until and one.until.isoformat(),
            "keeps": list(one.keeps),
            "said": one.said,
        }
        for one in relations
    ]


def _relation(held: dict[str, Any]) -> Relation:
    return Relation(
        kind=RelationKind(held["kind"]),
        document=held["document"],
        by=held["by"],
        place=held["place"],
        since=date.fromisoformat(held["since"]) if held["since"] else None,
        until=date.fromisoformat(held["until"]) if held["until"] else None,
        keeps=tuple(held["keeps"]),
        said=held["said"],
    )


def _passage(number: str, held: dict[str, Any]) -> Passage:
    return Passage(
        document=number,
        place=held["place"],
        text=held["text"],
        start=held["start"],
        end=held["end"],
        headings=tuple(held["headings"] or ()),
    )
