"""Vietnamese as it is written in the pages, English from a catalogue; numbers and days as people write them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from functools import cache
from importlib.resources import files

from babel.messages.pofile import read_po
from babel.numbers import format_decimal, format_percent

from doichieu.local_time import LOCAL_TIME

LANGUAGES = ("vi", "en")

Translate = Callable[[str], str]


@cache
def catalogue(language: str) -> dict[str, str]:
    """Vietnamese message → its translation; empty for Vietnamese itself."""
    if language == "vi":
        return {}
    path = files("review") / "locale" / f"{language}.po"
    with path.open("rb") as file:
        return {str(one.id): str(one.string) for one in read_po(file) if one.id}


def translator(language: str) -> Translate:
    """What templates call `t`."""
    held = catalogue(language)
    return lambda message: held.get(message) or message


def show_time(moment: datetime | None) -> str:
    """A time on our clocks: 05/11/2026 08:15."""
    return moment.astimezone(LOCAL_TIME).strftime("%d/%m/%Y %H:%M") if moment else "—"


def show_day(day: date | None) -> str:
    """A day: 05/11/2026."""
    return day.strftime("%d/%m/%Y") if day else "—"


def show_number(number: float, *, language: str) -> str:
    """1.234 or 1,234."""
    return str(format_decimal(number, locale=language))


def show_share(share: float, *, language: str) -> str:
    """0,94 → 94 %."""
    return str(format_percent(share, locale=language))
