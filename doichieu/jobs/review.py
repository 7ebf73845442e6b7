"""The queue in the terminal: list, show, rule."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from doichieu.errors import DoichieuError, WrongUse
from doichieu.jobs.desk import open_desk
from doichieu.local_time import LOCAL_TIME, local_iso
from doichieu.records import Outcome
from doichieu.settings import Settings
from storage import decisions, flags
from storage.archive import Archived, archive_of
from storage.flags import Filters, FlagPage, Queued
from storage.inert import inert_text


@dataclass(frozen=True, kw_only=True, slots=True)
class Filter:
    """What the terminal narrows the queue by."""

    province: str | None = None
    source: str | None = None
    document: str | None = None
    kind: str | None = None
    everything: bool = False
    limit: int = 50


def list_queue(wanted: Filter, *, settings: Settings) -> list[dict[str, Any]]:
    """One row a story, in the order a person should take them."""
    filters = Filters(
        province=wanted.province,
        source=wanted.source,
        document=wanted.document,
        kind=wanted.kind,
        status="all" if wanted.everything else "open",
    )
    with open_desk(settings) as desk, desk.database.reading() as session:
        return [_row(one) for one in flags.queue(session, filters, limit=wanted.limit)]


def get_flag(flag_id: int, *, settings: Settings) -> dict[str, Any]:
    """One flag with its passage, differences and rulings."""
    with open_desk(settings) as desk, desk.database.reading() as session:
        page = flags.get(session, flag_id)
        if page is None:
            raise _no_flag(flag_id)
        return _whole(page)


def rule(
    flag_id: int, outcome: Outcome | None, *, note: str, reviewer: str, settings: Settings
) -> dict[str, Any]:
    """Rule on a flag, or take the ruling back when `outcome` is None; the flag afterwards."""
    with open_desk(settings) as desk, desk.database.session() as session:
        if outcome is None:
            decisions.undo(session, flag_id, reviewer=reviewer)
        else:
            decisions.decide(session, flag_id, outcome, reviewer=reviewer, note=note)
    return get_flag(flag_id, settings=settings)


def archived_page(flag_id: int, *, settings: Settings, save: Path | None) -> dict[str, Any]:
    """The page of a flag when it was made: its words, and its bytes in the file `save`."""
    page = _archived(flag_id, settings=settings)
    if save is not None:
        try:
            save.write_bytes(page.body)
        except OSError as error:
            raise WrongUse(
                vi=f"không ghi được {save} ({error.strerror})",
                en=f"cannot write {save} ({error.strerror})",
                reason="unwritable",
            ) from error
    return {
        "url": page.url,
        "fetched_at": local_iso(page.fetched_at),
        "status": page.status,
        "content_type": page.content_type,
        "bytes": len(page.body),
        "text": inert_text(page),
    }


def _archived(flag_id: int, *, settings: Settings) -> Archived:
    with open_desk(settings) as desk, desk.database.reading() as session:
        page = flags.get(session, flag_id)
        if page is None:
            raise _no_flag(flag_id)
        held = archive_of(settings).find(session, page.article.url, until=page.flag.created_at)
    if held is None:
        raise DoichieuError(
            vi=f"chưa lưu bản gốc của {page.article.url}; xem DOICHIEU_ARCHIVE",
            en=f"no copy of {page.article.url} was kept; see DOICHIEU_ARCHIVE",
            reason="not_archived",
        )
    return held


def _no_flag(flag_id: int) -> DoichieuError:
    return DoichieuError(
        vi=f"không có chỗ khác #{flag_id}; xem danh sách: doichieu queue",
        en=f"there is no flag #{flag_id}; list them with: doichieu queue",
        reason="no_flag",
    )


def _row(one: Queued) -> dict[str, Any]:
    flag = one.flag
    return {
        "id": flag.id,
        "sentence": flag.sentence,
        "difference": "; ".join(f"{d['article']} ≠ {d['official']}" for d in flag.differences),
        "kind": flag.kind,
        "document": flag.document,
        "place": flag.place,
        "outlet": flag.source_id,
        "outlets": one.outlets,
        "province": flag.province,
        "probability": round(flag.probability, 4),
        "status": flag.status,
        "title": one.article.title,
        "url": one.article.url,
        "corrected": flag.corrected_at is not None,
    }


def _whole(page: FlagPage) -> dict[str, Any]:
    flag, article = page.flag, page.article
    return {
        **_row(Queued(flag, article, 1 + len({one.source_id for one, _ in page.group}))),
        "passage": flag.passage,
        "document_title": flag.document_title,
        "corrected_at": local_iso(flag.corrected_at),
        "gone_at": local_iso(article.gone_at),
        "differences": [
            {"kind": one["kind"], "article": one["article"], "official": one["official"]}
            for one in flag.differences
        ],
        "decisions": [
            {
                "outcome": one.outcome,
                "reviewer": one.reviewer,
                "note": one.note,
                "decided_at": one.decided_at.astimezone(LOCAL_TIME).isoformat(timespec="seconds"),
            }
            for one in page.decisions
        ],
    }
