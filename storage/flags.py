"""Flags: written once a sentence and passage, queued, filtered, counted."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.orm import Session

from doichieu.records import OfficialDocument, Verdict
from doichieu.text import one_line
from storage import assigning, coverage, decisions, log, opinions, search, syndication
from storage.decisions import OPEN, UNDECIDED, WITHDRAWN
from storage.same_ruling import ruling_key
from storage.schema import ArticleRow, DecisionRow, FlagRow


@dataclass(frozen=True, kw_only=True, slots=True)
class Filters:
    """What a reviewer narrows the queue by; None asks for everything."""

    province: str | None = None
    source: str | None = None
    document: str | None = None
    kind: str | None = None
    status: str | None = "open"
    assignee: str | None = None  # a name, or NOBODY
    opinion: str | None = None  # a state of storage.opinions.NARROWED
    me: str = ""  # who asks; of opinions that were asked, those this person can give
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

    Checking again makes no second flag. A flag whose sentence is gone is marked corrected; one
    that stands unruled but is no longer raised, by a better model or a fuller corpus, is withdrawn.
    A copy of what a person has ruled on is ruled on with it.
    """
    now = datetime.now(UTC)
    verdicts = tuple(verdicts)
    coverage.note(session, article, verdicts)
    standing = {_key(flag): flag for flag in of_article(session, article.id)}
    new, raised = 0, set()
    for verdict in verdicts:
        if not verdict.flagged or verdict.evidence is None:
            continue
        flag = _row(session, article, verdict, documents=documents, model=model, now=now)
        raised.add(_key(flag))
        if _key(flag) not in standing:
            _add(session, article, flag)
            standing[_key(flag)] = flag
            new += 1
    text = one_line(f"{article.title}\n{article.text}")
    for key, flag in standing.items():
        still = one_line(flag.sentence) in text
        flag.corrected_at = None if still else flag.corrected_at or now
        if still:
            _stand(session, flag, raised=key in raised, checked_by=checked_by)
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


def _key(flag: FlagRow) -> tuple[str, str, str]:
    """What makes two flags of one article the same."""
    return flag.sentence_digest, flag.document, flag.place


def _stand(session: Session, flag: FlagRow, *, raised: bool, checked_by: str) -> None:
    """Withdraw an open flag the check no longer raises, and open it again when it does."""
    status = OPEN if raised else WITHDRAWN
    if flag.status not in UNDECIDED or flag.status == status:
        return
    changed = session.execute(
        update(FlagRow)
        .where(FlagRow.id == flag.id, FlagRow.version == flag.version)
        .values(status=status, version=flag.version + 1)
    )
    if changed.rowcount != 1:  # type: ignore[attr-defined]
        return  # a person ruled meanwhile, and that counts
    action = "raise" if raised else "withdraw"
    detail = {"checked_by": checked_by}
    log.append(session, actor=log.MACHINE, action=action, subject=f"flag:{flag.id}", detail=detail)


def _add(session: Session, article: ArticleRow, flag: FlagRow) -> None:
    flag.assignee = assigning.of_story(session, flag.group_key)
    session.add(flag)
    session.flush()
    search.put(session, kind="flag", ref=str(flag.id), title=article.title, body=flag.sentence)
    decisions.carry_over(session, flag)


def _row(
    session: Session,
    article: ArticleRow,
    verdict: Verdict,
    *,
    documents: dict[str, OfficialDocument],
    model: str,
    now: datetime,
) -> FlagRow:
    claim, evidence = verdict.claim, verdict.evidence
    assert evidence is not None
    sentence = one_line(claim.text)
    document, story = documents.get(evidence.document), syndication.story_of(session, article)
    differences = [_difference(one) for one in verdict.differences]
    return FlagRow(
        article_id=article.id, revision=article.revision, source_id=article.source_id,
        province=article.province, sentence=claim.text,
        sentence_digest=hashlib.sha256(sentence.encode()).hexdigest(),
        start=claim.start, end=claim.end, probability=verdict.probability or 0.0,
        document=evidence.document, document_title=evidence.title,
        document_effective=document.effective if document else None,
        document_expires=document.expires if document else None,
        place=evidence.place, passage=evidence.text, passage_start=evidence.start,
        differences=differences, kind=differences[0]["kind"] if differences else "",
        group_key=ruling_key(story=story, sentence=sentence, evidence=evidence), model=model,
        status=OPEN, version=0, created_at=now,
    )  # fmt: skip


def _difference(one: Any) -> dict[str, Any]:
    return {
        "kind": one.kind, "article": one.article, "official": one.official,
        "article_start": one.article_start, "article_end": one.article_end,
        "official_start": one.official_start, "official_end": one.official_end,
    }  # fmt: skip


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
        wanted.append(FlagRow.status.not_in(UNDECIDED))
    elif filters.status and filters.status != "all":
        wanted.append(FlagRow.status == filters.status)
    if filters.assignee:
        nobody = filters.assignee == assigning.NOBODY
        wanted.append(FlagRow.assignee == ("" if nobody else filters.assignee))
    if filters.opinion:
        keys = opinions.stories(filters.opinion, me=filters.me)
        wanted.append(FlagRow.group_key.in_(keys))
    if filters.since:
        wanted.append(FlagRow.created_at >= filters.since)
    if filters.words and filters.words.strip():
        hits = search.find(session, filters.words, kinds=("flag",), limit=500)
        wanted.append(FlagRow.id.in_([int(hit.ref) for hit in hits]))
    return query.where(*wanted)


def days_back(days: int) -> datetime:
    """The start of a span that ends now."""
    return datetime.now(UTC) - timedelta(days=days)
