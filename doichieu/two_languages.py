"""One line in both languages, "tiếng Việt / English": put together from parts, and taken apart for one reader."""

from __future__ import annotations

from collections.abc import Iterable

_STROKE = " / "


def halves(line: str) -> tuple[str, str]:
    """The Vietnamese and the English half; a line without a stroke is both."""
    vi, stroke, en = line.partition(_STROKE)
    return (vi, en) if stroke else (line, line)


def joined(lines: Iterable[str], *, head: str = "") -> str:
    """Several lines as one, each language by itself, behind a head of both; "" for none."""
    pairs = [halves(line) for line in lines]
    if not pairs:
        return ""
    vi, en = ("; ".join(half) for half in zip(*pairs, strict=True))
    head_vi, head_en = halves(head)
    return f"{head_vi}{vi}{_STROKE}{head_en}{en}"


def in_language(line: str, language: str) -> str:
    """The half a reader of `language` ("vi" or "en") understands."""
    return halves(line)[language == "en"]
