"""Flags: written once a sentence and passage, queued, filtered, counted."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from doichieu.records import OfficialDocument, Verdict
from doichieu.text import one_line
from storage import search
from storage.schema import ArticleRow, DecisionRow, FlagRow


@dataclass(frozen=True, kw_only=True, slots=True)
class Filters:
    """What a reviewer narrows the queue by; None asks for everything."""

    province: str | None = None
    source: str | None = None
    document: str | None = None
    kind: str | None = None
    status: str | None = "open"
    since: datetime | None = None
    words: str | None = None


@dataclass(frozen=True, slots=True)
class Queued:
    """One row of the queue: a story, however many outlets ran it."""

    flag: FlagRow
    article: ArticleRow
    outlets: int


@dataclass(frozen=True, slots=True)
class FlagPage:
    """All that the page of a flag shows."""

    flag: FlagRow
    article: ArticleRow
    group: list[tuple[FlagRow, ArticleRow]]
    decisions: list[DecisionRow]


def store(
    session: Session,
    article: ArticleRow,
    verdicts: Iterable[Verdict],
    *,
    documents: dict[str, OfficialDocument],
    checked_by: str,
    model: str,
) -> int:
    """Write the flags of one revision and mark it checked; how many are new.

    Checking again makes no second flag. A flag whose sentence is gone is marked corrected.
    """
    now = datetime.now(UTC)
    flagged = [one for one in verdicts if one.flagged and one.evidence is not None]
    new = sum(
        _add(session, article, one, documents=documents, model=model, now=now) for one in flagged
    )
    for flag in session.scalars(select(FlagRow).where(FlagRow.article_id == article.id)):
        still = one_line(flag.sentence) in one_line(f"{article.title}\n{article.text}")
        flag.corrected_at = None if still else flag.corrected_at or now
    article.checked_by = checked_by
    return new


def queue(session: Session, filters: Filters, *, limit: int = 50, offset: int = 0) -> list[Queued]:
    """Stories in the order a person should take them: the surest first, then the newest."""
    first = (
        narrowed(
            session,
            select(
                func.min(FlagRow.id).label("id"),
                func.count(func.distinct(FlagRow.source_id)).label("outlets"),
            ),
            filters,
        )
        .group_by(FlagRow.group_key)
        .subquery()
    )
    query = (
        select(FlagRow, ArticleRow, first.c.outlets)
        .join(first, first.c.id == FlagRow.id)
        .join(ArticleRow, ArticleRow.id == FlagRow.article_id)
        .order_by(
            func.round(FlagRow.probability * 20).desc(), FlagRow.created_at.desc(), FlagRow.id
        )
        .limit(limit)
        .offset(offset)
    )
    return [Queued(flag, article, outlets) for flag, article, outlets in session.execute(query)]


def count(session: Session, filters: Filters) -> int:
    """How many stories the filters leave."""
    counted = select(func.count(func.distinct(FlagRow.group_key)))
    return session.scalar(narrowed(session, counted, filters)) or 0


def choices(session: Session, filters: Filters) -> dict[str, list[tuple[str, int]]]:
    """For each filter its values with how many stories each leaves, the most first."""
    found = {}
    for name, column in (
        ("province", FlagRow.province),
        ("source", FlagRow.source_id),
        ("document", FlagRow.document),
        ("kind", FlagRow.kind),
        ("status", FlagRow.status),
    ):
        others = Filters(
            **{
                key: None if key == name else getattr(filters, key)
                for key in Filters.__dataclass_fields__
            }
        )
        counted = func.count(func.distinct(FlagRow.group_key))
        query = narrowed(session, select(column, counted), others).group_by(column)
        rows = session.execute(query.order_by(counted.desc()).limit(60))
        found[name] = [(value, number) for value, number in rows if value]
    return found


def get(session: Session, flag_id: int) -> FlagPage | None:
    """One flag with its article, the others of its story, and its rulings."""
    flag = session.get(FlagRow, flag_id)
    if flag is None:
        return None
    article = session.get_one(ArticleRow, flag.article_id)
    others = (
        select(FlagRow, ArticleRow)
        .join(ArticleRow, ArticleRow.id == FlagRow.article_id)
        .where(FlagRow.group_key == flag.group_key, FlagRow.id != flag.id)
        .limit(50)
    )
    rulings = select(DecisionRow).where(DecisionRow.flag_id == flag_id).order_by(DecisionRow.id)
    return FlagPage(
        flag=flag,
        article=article,
        group=[(one, other) for one, other in session.execute(others)],
        decisions=list(session.scalars(rulings)),
    )


def of_article(session: Session, article_id: int) -> list[FlagRow]:
    """The flags of one article, in the order of its text."""
    query = select(FlagRow).where(FlagRow.article_id == article_id).order_by(FlagRow.start)
    return list(session.scalars(query))


def neighbours(session: Session, flag: FlagRow, *, filters: Filters) -> int | None:
    """The next open story after this one, for "decide and go on"."""
    rows = queue(session, filters, limit=200)
    ids = [row.flag.id for row in rows if row.flag.group_key != flag.group_key]
    return ids[0] if ids else None


def _add(
    session: Session,
    article: ArticleRow,
    verdict: Verdict,
    *,
    documents: dict[str, OfficialDocument],
    model: str,
    now: datetime,
) -> bool:
    claim, evidence = verdict.claim, verdict.evidence
    assert evidence is not None
    sentence = one_line(claim.text)
    digest = hashlib.sha256(sentence.encode()).hexdigest()
    same = select(FlagRow.id).where(
        FlagRow.article_id == article.id,
        FlagRow.sentence_digest == digest,
        FlagRow.document == evidence.document,
        FlagRow.place == evidence.place,
    )
    if session.scalar(same) is not None:
        return False
    document = documents.get(evidence.document)
    differences = [_difference(one) for one in verdict.differences]
    flag = FlagRow(
        article_id=article.id, revision=article.revision, source_id=article.source_id,
        province=article.province, sentence=claim.text, sentence_digest=digest,
        start=claim.start, end=claim.end, probability=verdict.probability or 0.0,
        document=evidence.document, document_title=evidence.title,
        document_effective=document.effective if document else None,
        document_expires=document.expires if document else None,
        place=evidence.place, passage=evidence.text, passage_start=evidence.start,
        differences=differences, kind=differences[0]["kind"] if differences else "",
        group_key=_group_key(sentence, evidence.document, evidence.place), model=model,
        status="open", version=0, created_at=now,
    )  # fmt: skip
    session.add(flag)
    session.flush()
    search.put(session, kind="flag", ref=str(flag.id), title=article.title, body=claim.text)
    return True


def _difference(one: Any) -> dict[str, Any]:
    return {
        "kind": one.kind, "article": one.article, "official": one.official,
        "article_start": one.article_start, "article_end": one.article_end,
        "official_start": one.official_start, "official_end": one.official_end,
    }  # fmt: skip


def _group_key(sentence: str, document: str, place: str) -> str:
    """One story on several outlets: the same sentence held against the same passage."""
    return hashlib.sha256(f"{sentence.casefold()}\n{document}\n{place}".encode()).hexdigest()


def narrowed(session: Session, query: Any, filters: Filters) -> Any:
    """A query on flags with the filters laid on it."""
    wanted: list[ColumnElement[bool]] = []
    for column, value in (
        (FlagRow.province, filters.province),
        (FlagRow.source_id, filters.source),
        (FlagRow.document, filters.document),
        (FlagRow.kind, filters.kind),
    ):
        if value:
            wanted.append(column == value)
    if filters.status == "decided":
        wanted.append(FlagRow.status != "open")
    elif filters.status and filters.status != "all":
        wanted.append(FlagRow.status == filters.status)
    if filters.since:
        wanted.append(FlagRow.created_at >= filters.since)
    if filters.words and filters.words.strip():
        hits = search.find(session, filters.words, kinds=("flag",), limit=500)
        wanted.append(FlagRow.id.in_([int(hit.ref) for hit in hits]))
    return query.where(*wanted)


def days_back(days: int) -> datetime:
    """The start of a span that ends now."""
    return datetime.now(UTC) - timedelta(days=days)
