"""How each source does from day to day, held against its bounds; a problem keeps the day it began."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from doichieu.records import CrawlReport, Source
from doichieu.two_languages import joined
from storage.schema import ArticleRow, HealthRow, SourceRow

#: What a day tells, in the order a person reads it.
COUNTS = (
    "day", "crawls", "articles", "short_texts", "without_date", "by_template", "fallbacks", "failures",
    "problem",
)  # fmt: skip
#: Characters of a problem that are kept; it is told in both languages.
MOST_WORDS = 1000
#: Articles of a day from which a share says something.
ENOUGH = 10
#: Share of a day's texts that may be shorter than the source's bound.
MOST_SHORT = 0.5
#: Share of a day's pages that its template may not fit; a redesign is learned within a crawl.
MOST_FALLBACKS = 0.3
#: A source is silent when nothing came for so long, and for so many of its own gaps.
SILENT, SILENT_GAPS = timedelta(days=2), 20


def note(session: Session, source: Source, report: CrawlReport, *, day: date) -> None:
    """Add one crawl to the day's counts, and settle what is wrong with the source, if anything."""
    note_all(session, [(source, report)], day=day)


def note_all(session: Session, crawled: Sequence[tuple[Source, CrawlReport]], *, day: date) -> None:
    """The same for each source of a crawl; what is known of them is asked for together."""
    ids = [source.id for source, _ in crawled]
    known = _Known.of(session, ids, day=day)
    for source, report in crawled:
        held = known.today.get(source.id)
        if held is None:
            known.today[source.id] = held = HealthRow(
                source_id=source.id, day=day, crawls=0, articles=0, short_texts=0, without_date=0,
                by_template=0, fallbacks=0, failures=0, problem="",
            )  # fmt: skip
            session.add(held)
        _add(held, report)
        row = known.rows.get(source.id)
        if row is not None:
            missed = _out_of_bounds(source, known.yesterday.get(source.id))
            silent = _silence(row, known.newest.get(source.id))
            held.problem = joined([*report.problems, *missed, *silent])[:MOST_WORDS]
            _settle(row, held.problem, now=report.finished_at)


@dataclass(frozen=True, slots=True)
class _Known:
    """What is stored of some sources, by their ids."""

    rows: dict[str, SourceRow]
    today: dict[str, HealthRow]
    yesterday: dict[str, HealthRow]
    newest: dict[str, datetime]  #: when an article was last new

    @classmethod
    def of(cls, session: Session, ids: Sequence[str], *, day: date) -> _Known:
        days = (day, day - timedelta(days=1))
        rows = session.scalars(select(SourceRow).where(SourceRow.id.in_(ids)))
        held = session.scalars(
            select(HealthRow).where(HealthRow.source_id.in_(ids), HealthRow.day.in_(days))
        ).all()
        newest = session.execute(
            select(ArticleRow.source_id, func.max(ArticleRow.first_seen_at))
            .where(ArticleRow.source_id.in_(ids))
            .group_by(ArticleRow.source_id)
        )
        today, yesterday = (
            {one.source_id: one for one in held if one.day == when} for when in days
        )
        return cls(
            {one.id: one for one in rows},
            today,
            yesterday,
            {one.source_id: one[1] for one in newest},
        )


def _add(held: HealthRow, report: CrawlReport) -> None:
    stats = dict(report.stats)
    held.crawls += 1
    held.articles += report.articles
    held.failures += report.failures
    held.short_texts += stats.get("short_texts", 0)
    held.without_date += stats.get("without_date", 0)
    held.by_template += stats.get("template", 0)
    held.fallbacks += stats.get("template_fallback", 0)


def history(session: Session, source_id: str, *, days: int = 14) -> list[HealthRow]:
    """The newest days first."""
    query = select(HealthRow).where(HealthRow.source_id == source_id)
    return list(session.scalars(query.order_by(HealthRow.day.desc()).limit(days)))


def _settle(row: SourceRow, problem: str, *, now: datetime) -> None:
    row.last_run_at = now
    if not problem:
        row.problem, row.problem_since, row.last_success_at = "", None, now
    elif problem != row.problem:
        row.problem, row.problem_since = problem, now


def _out_of_bounds(source: Source, day: HealthRow | None) -> list[str]:
    """What the day before missed; today is not over."""
    if day is None:
        return []
    found, on = [], f"{day.day:%d/%m}"
    if day.articles < source.min_articles_a_day:
        least = source.min_articles_a_day
        found.append(f"{on} chỉ có {day.articles} bài, ít nhất phải {least} / too few articles")
    if day.articles >= ENOUGH:
        dated = round(100 * (1 - day.without_date / day.articles))
        if dated < source.min_dated_percent:
            found.append(f"{on} chỉ {dated}% bài có ngày giờ / only {dated}% name their time")
        if day.short_texts > MOST_SHORT * day.articles:
            words = f"{day.short_texts}/{day.articles} bài quá ngắn / texts are too short"
            found.append(f"{on} {words}")
    tried = day.by_template + day.fallbacks
    if tried >= ENOUGH and day.fallbacks > MOST_FALLBACKS * tried:
        words = (
            f"{day.fallbacks}/{tried} trang không khớp mẫu đã học / pages did not fit the template"
        )
        found.append(f"{on} {words}")
    return found


def _silence(row: SourceRow, newest: datetime | None) -> list[str]:
    if row.pace_minutes is None or newest is None:
        return []
    bound = max(SILENT, timedelta(minutes=row.pace_minutes * SILENT_GAPS))
    if datetime.now(UTC) - newest <= bound:
        return []
    return [f"không có bài mới từ {newest:%d/%m} / nothing new since then"]
