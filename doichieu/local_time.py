"""The clock that people here read: Viet Nam's."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

LOCAL_TIME = ZoneInfo("Asia/Ho_Chi_Minh")


def local_iso(moment: datetime | None) -> str | None:
    """A moment as it stands in our JSON: "2026-11-05T08:15:00+07:00"."""
    return moment.astimezone(LOCAL_TIME).isoformat(timespec="seconds") if moment else None
