"""A day as a person writes it in an address or a form, read day first."""

from __future__ import annotations

from datetime import date, datetime

#: As people here write it, and as programs do.
_FORMS = ("%d/%m/%Y", "%d-%m-%Y", "%Y-%m-%d")
#: Years that something of ours can be of; outside them clocks cannot be told in every zone.
YEARS = range(1990, 2201)


def day_in(text: str) -> date | None:
    """05/11/2026 or 2026-11-05; None where it is no day."""
    for form in _FORMS:
        try:
            day = datetime.strptime(text.strip()[:10], form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
        return day if day.year in YEARS else None
    return None
