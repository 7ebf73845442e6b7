"""What replaces, repeals, amends, extends or suspends what → when each document and each part of it counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from doichieu.legal import law_name, normalise_number
from doichieu.records import OfficialDocument, Relation, RelationKind

ENDING = (RelationKind.REPLACES, RelationKind.REPEALS)


def settle(documents: Iterable[OfficialDocument]) -> tuple[OfficialDocument, ...]:
    """The same documents, in order, with `expires`, `replaced_by` and `changes` as the others say.

    A document that claims to replace itself, or an older claim against a newer text (a ring), is
    passed over: a text cannot be ended by one that took effect before it.
    """
    held = list(documents)
    doing: dict[str, list[tuple[Relation, OfficialDocument]]] = {}
    for document in held:
        for relation in outgoing(document):
            doing.setdefault(key_of(relation.document), []).append((relation, document))
    return tuple(
        settled(one, [each for key in keys_of(one) for each in doing.get(key, ())]) for one in held
    )


def outgoing(document: OfficialDocument) -> tuple[Relation, ...]:
    """What a document does to others; of one that only lists what it replaces, that."""
    told = {
        key_of(one.document) for one in document.relations if one.kind in ENDING and not one.place
    }
    listed = (
        Relation(kind=RelationKind.REPLACES, document=number, by=document.number)
        for number in document.replaces
        if key_of(number) not in told
    )
    others = (one for one in document.relations if one.kind is not RelationKind.BEGINS)
    return (*others, *listed)


def settled(
    document: OfficialDocument, doing: Sequence[tuple[Relation, OfficialDocument]]
) -> OfficialDocument:
    """One document after all that others do to it; `doing` holds each relation with who does it."""
    changes = [
        replace(
            relation,
            document=document.number,
            since=relation.since or _begins(by),
            until=relation.until or _rests_until(relation, by),
        )
        for relation, by in doing
        if _can(by, document)
    ]
    changes.sort(key=lambda one: (one.since or date.max, one.by, one.place))
    ends = [one for one in changes if one.kind in ENDING and not one.place and not one.keeps]
    first = ends[0] if ends else None
    longest = max((one.until for one in changes if _extends(one) and one.until), default=None)
    own_end = max((day for day in (document.expires, longest) if day), default=None)
    expires = min((day for day in (own_end, first and first.since) if day), default=None)
    return replace(
        document,
        expires=expires if changes else document.expires,
        replaced_by=first.by if first else document.replaced_by,
        changes=tuple(changes),
    )


def key_of(number: str) -> str:
    """How a document is named in relations: its number in one spelling, or a law's name and year."""
    return normalise_number(number) if number[:1].isdigit() else number.casefold()


def keys_of(document: OfficialDocument) -> tuple[str, ...]:
    """Every name that a relation may call a document by."""
    name = law_name(document)
    years = {document.issued.year} if document.issued else set()
    named = [f"{name} {year}".casefold() for year in years] if name else []
    return tuple(dict.fromkeys((normalise_number(document.number), *named)))


def rings(documents: Sequence[OfficialDocument]) -> tuple[tuple[str, ...], ...]:
    """Documents that end one another in a circle, each ring once, by their numbers; one alone ends itself."""
    after: Mapping[str, set[str]] = {
        normalise_number(one.number): {key_of(number) for number in one.replaces}
        for one in documents
    }
    spelled = {normalise_number(one.number): one.number for one in documents}
    found: dict[frozenset[str], tuple[str, ...]] = {}
    for start in after:
        path = _way_back(start, after)
        if path:
            found.setdefault(frozenset(path), tuple(spelled[key] for key in path))
    return tuple(found.values())


def _way_back(start: str, after: Mapping[str, set[str]]) -> list[str]:
    """A way from `start` to itself along what ends what, or nothing."""
    waiting = [[start]]
    seen: set[str] = set()
    while waiting:
        path = waiting.pop()
        for key in after.get(path[-1], ()):
            if key == start:
                return path
            if key in after and key not in seen:
                seen.add(key)
                waiting.append([*path, key])
    return []


def _can(by: OfficialDocument, document: OfficialDocument) -> bool:
    """Whether one text can do anything to another: not itself, not from another province, not from before it."""
    if normalise_number(by.number) == normalise_number(document.number):
        return False
    if document.province and by.province and document.province != by.province:
        return False
    begins, began = _begins(by), _begins(document)
    return began is None or (begins is not None and begins > began)


def _rests_until(relation: Relation, by: OfficialDocument) -> date | None:
    """What a text suspends while it counts itself (a pilot) comes back when it ends."""
    return by.expires if relation.kind is RelationKind.SUSPENDS else None


def _extends(one: Relation) -> bool:
    return one.kind is RelationKind.EXTENDS and not one.place


def _begins(document: OfficialDocument) -> date | None:
    return document.effective or document.issued
