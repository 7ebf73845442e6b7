"""Two readings of a text, or two texts → what changed, part by part."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from doichieu.records import Passage


@dataclass(frozen=True, kw_only=True, slots=True)
class Changed:
    """A part that differs: "" where it is new or gone."""

    place: str
    before: str = ""
    after: str = ""


def differences(before: Sequence[Passage], after: Sequence[Passage]) -> tuple[Changed, ...]:
    """Parts that differ, in the order of the later text; those that are gone come last.

    A part is known by its place; paragraphs outside the articles, which have none that lasts, by
    their words.
    """
    old, new = _named(before), _named(after)
    changed = [
        Changed(place=place, before=old.get(place, ""), after=text)
        for place, text in new.items()
        if _words(text) != _words(old.get(place, ""))
    ]
    gone = [Changed(place=place, before=text) for place, text in old.items() if place not in new]
    return (*changed, *_loose(before, after), *gone)


def _named(passages: Iterable[Passage]) -> dict[str, str]:
    found: dict[str, str] = {}
    for one in passages:
        if _lasts(one.place):
            found[one.place] = f"{found[one.place]}\n{one.text}" if one.place in found else one.text
    return found


def _loose(before: Iterable[Passage], after: Iterable[Passage]) -> list[Changed]:
    old = {_words(one.text): one for one in before if not _lasts(one.place)}
    new = {_words(one.text): one for one in after if not _lasts(one.place)}
    come = [Changed(place=one.place, after=one.text) for key, one in new.items() if key not in old]
    gone = [Changed(place=one.place, before=one.text) for key, one in old.items() if key not in new]
    return [*come, *gone]


def _lasts(place: str) -> bool:
    return bool(place) and not place.startswith("đoạn ")


def _words(text: str) -> str:
    return " ".join(text.split())
