"""What a digest tells: stories with their appearances, and counts by province, text, kind and ruling."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from doichieu.records import Outcome
from review.cells import shown
from review.digest.period import Period
from storage import digest_rows
from storage.decisions import OPEN, WITHDRAWN
from storage.digest_rows import Raised

#: Characters of a sentence or a passage in a digest; the whole stands on the flag's page.
LONGEST = 1_200
#: The stories a digest tells one by one, in this order: those to be acted on before those that wait.
TOLD = (Outcome.DIFFERS.value, Outcome.OFFICIAL_TEXT_WRONG.value, OPEN)

Counts = tuple[tuple[str, int], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Appearance:
    """A story in one outlet. Who wrote it is not told."""

    outlet: str
    province: str
    title: str
    url: str
    published_at: datetime | None
    corrected_at: datetime | None
    gone_at: datetime | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Story:
    """A sentence that differs from a passage, wherever it stood."""

    id: int
    sentence: str
    article_says: str
    official_says: str
    kind: str
    document: str
    document_title: str
    place: str
    passage: str
    status: str
    appearances: tuple[Appearance, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Digest:
    """The days, the stories raised in them, and the counts; every count is of stories but by province and outlet."""

    period: Period
    stories: tuple[Story, ...]
    appearances: int
    by_status: Counts
    by_kind: Counts
    by_document: Counts
    by_province: Counts
    by_outlet: Counts
    decisions: Counts  #: rulings made in these days, also on flags raised before
    corrected: tuple[Story, ...]  #: corrected or taken off by an outlet in these days

    def told(self, status: str) -> tuple[Story, ...]:
        """The stories of one status."""
        return tuple(one for one in self.stories if one.status == status)


def digest_of(session: Session, period: Period, *, names: Mapping[str, str]) -> Digest:
    """Everything a digest of these days says; `names` are outlets by their ids."""
    span = {"since": period.since, "until": period.until}
    rows = [one for one in digest_rows.raised(session, **span) if one.status != WITHDRAWN]
    stories = _stories(rows, names)
    outlets = Counter(names.get(one.source_id, one.source_id) for one in rows)
    return Digest(
        period=period,
        stories=stories,
        appearances=len(rows),
        by_status=_most(Counter(one.status for one in stories)),
        by_kind=_most(Counter(one.kind for one in stories)),
        by_document=_most(Counter(one.document for one in stories)),
        by_province=_most(Counter(one.province or "" for one in rows)),
        by_outlet=_most(outlets),
        decisions=_most(Counter(outcome for _, outcome in digest_rows.outcomes(session, **span))),
        corrected=_stories(digest_rows.settled(session, **span), names),
    )


def _stories(rows: Sequence[Raised], names: Mapping[str, str]) -> tuple[Story, ...]:
    """One a story, those on most outlets first."""
    groups: dict[tuple[str, str], list[Raised]] = {}
    for one in rows:
        groups.setdefault((one.group_key, one.status), []).append(one)
    held = [_story(group, names) for group in groups.values()]
    return tuple(sorted(held, key=lambda one: (-len(one.appearances), one.id)))


def _story(group: Sequence[Raised], names: Mapping[str, str]) -> Story:
    flag = group[0]
    return Story(
        id=flag.id,
        sentence=shown(flag.sentence, LONGEST),
        article_says=_says(flag.differences, "article"),
        official_says=_says(flag.differences, "official"),
        kind=flag.kind,
        document=shown(flag.document, LONGEST),
        document_title=shown(flag.document_title, LONGEST),
        place=shown(flag.place, LONGEST),
        passage=shown(flag.passage, LONGEST),
        status=flag.status,
        appearances=tuple(_appearance(one, names) for one in group),
    )


def _appearance(one: Raised, names: Mapping[str, str]) -> Appearance:
    return Appearance(
        outlet=shown(names.get(one.source_id, one.source_id), LONGEST),
        province=shown(one.province or "", LONGEST),
        title=shown(one.title, LONGEST),
        url=shown(one.url, LONGEST),
        published_at=one.published_at,
        corrected_at=one.corrected_at,
        gone_at=one.gone_at,
    )


def _says(differences: Iterable[Mapping[str, str]], side: str) -> str:
    return shown("; ".join(str(one[side]) for one in differences), LONGEST)


def _most(counts: Counter[str]) -> Counts:
    """The most first."""
    return tuple(sorted(counts.items(), key=lambda one: (-one[1], one[0])))
