"""What was put aside after three failures, by hand: listed, and tried again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from doichieu.errors import DoichieuError
from doichieu.jobs.desk import open_desk
from doichieu.local_time import local_iso
from doichieu.settings import Settings
from storage import log, quarantine


def list_aside(
    *, no_articles: bool = False, limit: int = 200, settings: Settings
) -> list[dict[str, Any]]:
    """What is put aside, the newest first; `no_articles` adds pages that hold no article at all."""
    with open_desk(settings) as desk, desk.database.reading() as session:
        found = quarantine.listed(session, no_articles=no_articles, limit=limit)
    return [{**asdict(one), "since": local_iso(one.since)} for one in found]


def try_again(ids: Sequence[str], *, everything: bool, by: str, settings: Settings) -> list[str]:
    """Let these, or all, be tried again by the next crawl or check, three times; which they were.

    Raises DoichieuError naming the first that is not put aside; nothing is changed then.
    """
    with open_desk(settings) as desk, desk.database.session() as session:
        wanted = [one.id for one in quarantine.listed(session, limit=100_000)] if everything else ids  # fmt: skip
        done = quarantine.retry(session, wanted)
        missing = [one for one in wanted if one not in done]
        if missing:
            raise DoichieuError(
                vi=f"“{missing[0]}” không bị để riêng; xem danh sách: doichieu quarantine list",
                en=f'"{missing[0]}" is not put aside; list what is with: doichieu quarantine list',
                reason="not_aside",
            )
        for one in done:
            log.append(session, actor=by, action="retry", subject=one)
        return done
