"""The source registry by hand: list, show, prove live, turn on and off."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from difflib import get_close_matches
from typing import Any

from crawler.registry import Registry, stamp_file
from doichieu.errors import DoichieuError, WrongUse
from doichieu.jobs.crawl import Taken, Wanted, crawl_now
from doichieu.jobs.desk import open_desk
from doichieu.jobs.rhythm import cause
from doichieu.local_time import local_iso
from doichieu.records import CrawlReport, Source
from doichieu.settings import Settings
from doichieu.two_languages import joined
from storage import health, runs, templates
from storage import sources as source_rows
from storage.schema import HealthRow, RunRow, SourceRow

#: Articles read to prove a source.
PROOF = 3
#: Last runs shown.
RUNS = 5


@dataclass(frozen=True, kw_only=True, slots=True)
class Listed:
    """Sources with their state here, and registry files that could not be read."""

    rows: list[dict[str, Any]]
    problems: list[DoichieuError]


def list_sources(*, settings: Settings, enabled_only: bool = False) -> Listed:
    """Every source of the registry with what this installation knows of it."""
    with open_desk(settings) as desk:
        registry = desk.registry()
        with desk.database.reading() as session:
            states = source_rows.states(session)
            rows = [_row(source, states[source.id]) for source in registry.sources.values()]
    shown = [row for row in rows if row["enabled"]] if enabled_only else rows
    return Listed(rows=shown, problems=[problem.error for problem in registry.problems])


def set_enabled(ids: Sequence[str], *, enabled: bool, settings: Settings) -> None:
    """Put sources on or off the schedule."""
    with open_desk(settings) as desk:
        known(ids, desk.registry())
        with desk.database.session() as session:
            for one in ids:
                source_rows.set_enabled(session, one, enabled)


def check_sources(
    ids: Sequence[str], *, settings: Settings, allow_private: bool = False
) -> Iterator[dict[str, Any]]:
    """Read a source's lists and a few of its articles now; stamp `verified` when both give something."""
    with open_desk(settings) as desk:
        known(ids, desk.registry())
    for one in ids:
        wanted = Wanted(places=(one,), limit=PROOF, dry_run=True, allow_private=allow_private)
        result: dict[str, Any] = {"id": one, "links": 0, "articles": 0, "problems": []}
        for happening in crawl_now(wanted, settings=settings):
            if isinstance(happening, Taken):
                result["articles"] += 1
            elif isinstance(happening, CrawlReport):
                result["links"] += happening.links_found
                result["problems"] += happening.problems
            else:
                result["problems"].append(happening.detail)
        result["ok"] = bool(result["links"] and result["articles"])
        _stamp(one, result, settings)
        yield result


def show_source(source_id: str, *, settings: Settings) -> dict[str, Any]:
    """All that is known of one source: its keys, its state here, its last runs, its saved page."""
    with open_desk(settings) as desk:
        registry = desk.registry()
        known([source_id], registry)
        source = registry.sources[source_id]
        with desk.database.reading() as session:
            row = _row(source, source_rows.states(session)[source_id])
            template = templates.told(session, source_id)
            days = [_day(one) for one in health.history(session, source_id)]
            ran = [_run(one, source_id) for one in runs.of_source(session, source_id, limit=RUNS)]
    page = settings.sources_dir / f"{source_id}.html"
    return {
        **row,
        **{key: _plain(value) for key, value in asdict(source).items() if key not in row},
        "file": _file(source_id, settings),
        "saved_page": str(page) if page.is_file() else None,
        "runs": ran,
        "template": template,
        "health": days,
    }


def _day(held: HealthRow) -> dict[str, Any]:
    """One day of a source, the counts its bounds are held against."""
    return {
        "day": held.day.isoformat(), "crawls": held.crawls, "articles": held.articles,
        "short_texts": held.short_texts, "without_date": held.without_date,
        "by_template": held.by_template, "template_fallbacks": held.fallbacks,
        "failures": held.failures, "problem": held.problem or None,
    }  # fmt: skip


def _stamp(source_id: str, result: dict[str, Any], settings: Settings) -> None:
    with open_desk(settings) as desk, desk.database.session() as session:
        if result["ok"]:
            today = datetime.now(UTC).date()
            source_rows.stamp_verified(session, source_id, today)
            stamp_file(settings.sources_dir / f"{source_id}.toml", today)
        else:
            row = source_rows.states(session)[source_id]
            row.problem, row.problem_since = (
                joined(result["problems"])[: health.MOST_WORDS],
                datetime.now(UTC),
            )


def known(ids: Sequence[str], registry: Registry) -> None:
    """WrongUse naming the first id that is no source, and those that look like it."""
    for one in ids:
        if one not in registry.sources:
            near = get_close_matches(one, registry.sources, n=3)
            hint = f" ({', '.join(near)}?)" if near else ""
            raise WrongUse(
                vi=f"không có nguồn “{one}”{hint}; xem: doichieu sources list",
                en=f'there is no source "{one}"{hint}; see: doichieu sources list',
                reason="unknown_source",
            )


def _row(source: Source, state: SourceRow) -> dict[str, Any]:
    return {
        "id": source.id,
        "name": source.name,
        "kind": source.kind.value,
        "category": source.category,
        "province": source.province,
        "home_url": source.home_url,
        "enabled": state.enabled,
        "verified": state.verified.isoformat() if state.verified else None,
        "last_run_at": local_iso(state.last_run_at),
        "every_minutes": state.pace_minutes or source.interval_minutes,
        "put_off_until": local_iso(state.not_before),
        "problem": state.problem or None,
        "problem_since": local_iso(state.problem_since),
        "cause": cause(state.problem, state.problem_since),
        "note": source.note or None,
    }


def _run(row: RunRow, source_id: str) -> dict[str, Any]:
    """One run as it concerned this source."""
    own = row.report.get(source_id)
    report = own if isinstance(own, dict) else {}
    counts = ("links_found", "links_new", "pages_fetched", "articles", "failures", "gone")
    return {
        "started_at": local_iso(row.started_at),
        "finished_at": local_iso(row.finished_at),
        **{key: report.get(key) for key in counts},
        "problems": list(report.get("problems") or ()),
    }


def _file(source_id: str, settings: Settings) -> str | None:
    """The source's own file in the data folder; None for one of the bundled registry."""
    path = settings.sources_dir / f"{source_id}.toml"
    return str(path) if path.is_file() else None


def _plain(value: object) -> Any:
    if isinstance(value, tuple):
        return list(value)
    return value.isoformat() if isinstance(value, date) else value
