"""How commands speak: JSON lines for a program, tables for a person, one line for a problem."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from typing import Any

from rich.console import Console
from rich.text import Text

from doichieu.errors import DoichieuError


def screen() -> Console:
    """Where results for a person go; wide enough for a file when there is no terminal."""
    return Console(highlight=False, width=None if sys.stdout.isatty() else 120)


def aside() -> Console:
    """Where progress and problems go, so that they never mix with results."""
    return Console(stderr=True, highlight=False, soft_wrap=True)


def wants_json(asked: bool) -> bool:
    """JSON when asked for, and when a program rather than a person is listening."""
    return asked or not sys.stdout.isatty()


def print_json(value: Mapping[str, Any]) -> None:
    """One object, one line, at once: whoever reads need not wait for the end."""
    line = json.dumps(value, ensure_ascii=False)
    try:
        line.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        # Half a surrogate pair from a torn page, or an old terminal: escaped, it is still JSON.
        line = json.dumps(value)
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def print_problem(error: DoichieuError) -> None:
    """One line on stderr, in both languages."""
    aside().print(Text.assemble(("✗ ", "bold red"), _one_line(str(error))))


def print_done(vi: str, en: str) -> None:
    """One line on stderr that says what was done."""
    aside().print(Text.assemble(("✓ ", "bold green"), f"{vi} / {en}"))


def print_note(vi: str, en: str) -> None:
    """One line on stderr that a person should know of, though nothing went wrong."""
    aside().print(Text.assemble(("• ", "bold yellow"), _one_line(f"{vi} / {en}")))


def _one_line(text: str) -> str:
    return " ".join(text.split())
